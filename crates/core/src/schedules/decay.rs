//! How a learning rate changes.

use crate::settings::Settings;

/// How the learning rate changes with the step, as a factor of the base rate.
pub trait Decay: Settings {
    /// The factor at step `t` = 1, 2, …, counted from the end of the warm-up.
    fn factor(&self, t: u64) -> f64;

    /// The same factor as a Python expression in `t`, the knobs and `math`.
    fn python(&self) -> &'static str;

    /// Whether the factor is 1 at every step.
    fn is_steady(&self) -> bool {
        false
    }

    /// The factors at steps `first`, `first` + 1, …
    fn fill(&self, first: u64, factors: &mut [f64]) {
        for (t, factor) in (first..).zip(factors) {
            *factor = self.factor(t);
        }
    }
}
