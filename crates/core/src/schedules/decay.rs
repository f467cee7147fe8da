//! How a learning rate changes.

use crate::settings::Settings;

/// What a schedule remembers of the costs that it has seen; its own business what stands where.
pub type Watch = [f64; 4];

/// How the learning rate changes with the step, as a factor of the base rate.
pub trait Decay: Settings {
    /// The factor at step `t` = 1, 2, …, counted from the end of the warm-up. A schedule that
    /// [watches the costs](Decay::watches_costs) has it from what it remembers, any other one
    /// from `t` alone.
    fn factor(&self, t: u64, watch: &Watch) -> f64;

    /// The same factor as a Python expression in `t`, the knobs and `math`.
    fn python(&self) -> &'static str;

    /// Whether the factor is 1 at every step.
    fn is_steady(&self) -> bool {
        false
    }

    /// The factors at steps `first`, `first` + 1, … as far as they follow from what is
    /// remembered so far: where the schedule watches the costs, that of `first`.
    fn fill(&self, first: u64, watch: &Watch, factors: &mut [f64]) {
        for (t, factor) in (first..).zip(factors) {
            *factor = self.factor(t, watch);
        }
    }

    /// Whether the factor depends on the costs of the run so far.
    fn watches_costs(&self) -> bool {
        false
    }

    /// What it remembers before its first step.
    fn begin(&self) -> Watch {
        Watch::default()
    }

    /// Takes notice of J(w) after a step.
    fn watch(&self, _cost: f64, _watch: &mut Watch) {}

    /// [`Decay::watch`] in Python; none where the costs are not watched.
    fn python_watch(&self) -> Option<PythonWatch> {
        None
    }
}

/// A schedule that watches the costs, in Python.
#[derive(Clone, Debug, PartialEq)]
pub struct PythonWatch {
    /// What is remembered before the first step.
    pub begin: &'static str,
    /// The names of it.
    pub names: &'static str,
    /// The lines that take notice of `value`, a cost.
    pub watch: String,
}
