use crate::schedules::{Decay, Watch};
use crate::settings;
use crate::settings::Range;

settings! {
    /// Cosine decay: from α down half a wave to αf in T steps, and αf from then on:
    /// α (f + (1 − f)(1 + cos(π min(t − 1, T)/T))/2).
    ///
    /// This is Optax's `cosine_decay_schedule`. PyTorch's `CosineAnnealingLR` with
    /// eta_min = αf is the same up to t = T + 1; after that it climbs again, where this
    /// stays at the floor.
    ///
    /// Source: I. Loshchilov and F. Hutter, *SGDR: stochastic gradient descent with warm
    /// restarts*, ICLR 2017, without the restarts.
    pub struct Cosine {
        /// How many steps the way down takes.
        period: u64 = 150, "T", in Range::whole(1, 1_000_000);
        /// Which part of the rate is left at the end.
        floor: f64 = 0.0, "f", in Range::linear(0.0, 1.0);
    }
}

impl Decay for Cosine {
    fn factor(&self, t: u64, _: &Watch) -> f64 {
        let period = self.period.max(1);
        let done = t.saturating_sub(1).min(period) as f64 / period as f64;
        let wave = 0.5 * (1.0 + libm::cos(std::f64::consts::PI * done));
        self.floor + (1.0 - self.floor) * wave
    }

    fn python(&self) -> &'static str {
        "floor + (1 - floor) * (1 + math.cos(math.pi * min(t - 1, period) / period)) / 2"
    }
}
