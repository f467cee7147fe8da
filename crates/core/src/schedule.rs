//! How a learning rate changes.

use crate::knob::Settings;
use crate::list::list;
use crate::schedules::*;

/// How the learning rate changes with the step, as a factor of the base rate.
pub trait Decay: Settings {
    /// The factor at step `t` = 1, 2, …, counted from the end of the warm-up.
    fn factor(&self, t: u64) -> f64;

    /// The same factor as a Python expression in `t`, the knobs and `math`.
    fn python(&self) -> &'static str;

    /// The factors at steps `first`, `first` + 1, …
    fn fill(&self, first: u64, factors: &mut [f64]) {
        for (t, factor) in (first..).zip(factors) {
            *factor = self.factor(t);
        }
    }
}

list! {
    /// A learning-rate schedule.
    pub enum Schedule: Decay {
        Constant = "constant",
        InverseTime = "inverse_time",
        Exponential = "exponential",
        Step = "step",
        Cosine = "cosine",
    }
}

impl Default for Schedule {
    /// 1/t decay with k = 0, which is a constant rate until a decay is typed.
    fn default() -> Self {
        Self::InverseTime(InverseTime::default())
    }
}
