//! What a run descends: a landscape, and where the gradients that an optimizer sees come from.

mod oracle;
mod random;
mod walker;

pub use oracle::{Batches, Oracle};
pub use random::Random;
pub(crate) use random::mixed;

use crate::landscapes::StationaryPoint;
use crate::settings::{Knob, Settings, Value};
use crate::{Formula, Landscape, Notation, Problem, Region, Traced};

/// What a run descends: a landscape, and the [`Oracle`] that an optimizer asks for gradients.
///
/// It is a [`Problem`] itself: its cost and gradient are the exact ones. It is cloned cheaply.
#[derive(Clone, Debug, PartialEq)]
pub struct Task {
    /// What the cost is.
    pub landscape: Landscape,
    /// From which all randomness of its oracle is made.
    pub seed: u64,
}

impl Task {
    /// What an optimizer asks for gradients; none where it sees the exact ones.
    #[must_use]
    pub fn oracle(&self) -> Option<Box<dyn Oracle>> {
        let batches = self.landscape.get().batches().filter(|batches| batches.per_epoch() > 1)?;
        Some(Box::new(oracle::Minibatches::new(self.clone(), batches)))
    }

    /// How many updates an epoch has: one where no minibatches are made.
    #[must_use]
    pub fn updates_per_epoch(&self) -> usize {
        self.landscape.get().batches().map_or(1, |batches| batches.per_epoch())
    }

    /// The problem as the landscape that it is, where nothing is added to that.
    fn ground(&self) -> &dyn Problem {
        self.landscape.get()
    }
}

impl From<Landscape> for Task {
    fn from(landscape: Landscape) -> Self {
        Self { landscape, seed: 0 }
    }
}

impl From<&Landscape> for Task {
    fn from(landscape: &Landscape) -> Self {
        landscape.clone().into()
    }
}

impl From<&Task> for Task {
    fn from(task: &Task) -> Self {
        task.clone()
    }
}

/// What is set of a task stands in the [`Experiment`](crate::Experiment).
impl Settings for Task {
    fn knobs(&self) -> Vec<Knob> {
        Vec::new()
    }

    fn set(&mut self, _: &str, _: Value) -> bool {
        false
    }
}

impl Problem for Task {
    fn dim(&self) -> usize {
        self.ground().dim()
    }

    fn cost(&self, w: &[f64]) -> f64 {
        self.ground().cost(w)
    }

    fn gradient(&self, w: &[f64], gradient: &mut [f64]) -> f64 {
        self.ground().gradient(w, gradient)
    }

    fn trace<'a>(&self, w: [Traced<'a>; 2]) -> Option<(Traced<'a>, [Traced<'a>; 2])> {
        if self.updates_per_epoch() > 1 { None } else { self.ground().trace(w) }
    }

    fn formula(&self) -> Option<Formula> {
        self.ground().formula()
    }

    fn start(&self) -> Vec<f64> {
        self.ground().start()
    }

    fn region(&self) -> Region {
        self.ground().region()
    }

    fn stationary_points(&self) -> Vec<StationaryPoint> {
        self.ground().stationary_points()
    }

    fn written(&self, notation: Notation) -> String {
        self.ground().written(notation)
    }

    fn hessian(&self, w: &[f64]) -> Option<Vec<f64>> {
        self.ground().hessian(w)
    }

    fn batches(&self) -> Option<Batches> {
        self.ground().batches()
    }

    fn gradient_over(&self, rows: &[usize], w: &[f64], gradient: &mut [f64]) -> f64 {
        self.ground().gradient_over(rows, w, gradient)
    }
}
