use crate::schedules::{Decay, Watch};
use crate::settings;
use crate::settings::Range;

settings! {
    /// Step decay: α multiplied by a factor f after every n steps, α f^⌊(t − 1)/n⌋.
    ///
    /// The first n steps are at the full rate, as in PyTorch's `StepLR` and Optax's
    /// `exponential_decay(staircase=True)`.
    pub struct Step {
        /// What the rate is multiplied by.
        factor: f64 = 0.5, "f", in Range::linear(0.0, 1.0);
        /// How many steps are taken at one rate.
        every: u64 = 50, "n", in Range::whole(1, 1_000_000);
    }
}

impl Step {
    fn at_stair(&self, stair: u64) -> f64 {
        libm::pow(self.factor, stair as f64)
    }
}

impl Decay for Step {
    fn factor(&self, t: u64, _: &Watch) -> f64 {
        self.at_stair(t.saturating_sub(1) / self.every.max(1))
    }

    fn python(&self) -> &'static str {
        "factor ** ((t - 1) // every)"
    }

    /// A power per stair instead of one per step.
    fn fill(&self, first: u64, _: &Watch, factors: &mut [f64]) {
        let every = self.every.max(1);
        let before = first.saturating_sub(1);
        let mut stair = before / every;
        let mut left = every - before % every;
        let mut factor = self.at_stair(stair);
        for slot in factors {
            if left == 0 {
                stair += 1;
                left = every;
                factor = self.at_stair(stair);
            }
            *slot = factor;
            left -= 1;
        }
    }
}
