use crate::schedules::{Decay, Watch};
use crate::settings;
use crate::settings::Range;

settings! {
    /// Exponential decay: α e^(−kt). The first step is already decayed.
    ///
    /// PyTorch's `ExponentialLR` with γ = e^(−k), and Optax's `exponential_decay`, give
    /// at step t what this gives at t − 1: their first step is at the full rate.
    pub struct Exponential {
        /// How fast: after 0.69/k steps the rate is halved.
        decay: f64 = 0.01, "k", in Range::log(0.0, 1e3);
    }
}

impl Decay for Exponential {
    #[inline]
    fn factor(&self, t: u64, _: &Watch) -> f64 {
        libm::exp(-self.decay * t as f64)
    }

    fn python(&self) -> &'static str {
        "math.exp(-decay * t)"
    }
}
