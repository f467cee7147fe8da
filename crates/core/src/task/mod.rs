//! What a run descends: a landscape with a penalty, and where the gradients that an optimizer sees
//! come from.

mod noise;
mod oracle;
mod penalty;
mod random;
mod walker;

pub use noise::{Disturb, IsotropicNoise, NoNoise, Noise};
pub use oracle::{Batches, Oracle};
pub use penalty::{L2Penalty, NoPenalty, Penalize, Penalty, PenaltyVisitor, QuadraticPenalty};
pub use random::Random;
pub(crate) use random::mixed;

use crate::landscapes::StationaryPoint;
use crate::settings::{Knob, Settings, Value};
use crate::{Formula, Landscape, Notation, Problem, Region, Traced};

/// What a run descends: the sum of a landscape and a penalty, and the [`Oracle`] that an optimizer
/// asks for gradients.
///
/// It is a [`Problem`] itself: its cost and gradient are the exact ones of the sum. It is cloned
/// cheaply.
#[derive(Clone, Debug, PartialEq)]
pub struct Task {
    /// What the cost is.
    pub landscape: Landscape,
    /// What is added to it.
    pub penalty: Penalty,
    /// What is added to the gradients that an optimizer sees.
    pub noise: Noise,
    /// From which all randomness of its oracle is made.
    pub seed: u64,
}

impl Task {
    /// What an optimizer asks for gradients; none where it sees the exact ones.
    #[must_use]
    pub fn oracle(&self) -> Option<Box<dyn Oracle>> {
        let batches = self.landscape.get().batches().filter(|batches| batches.per_epoch() > 1);
        let exact = batches.is_none() && self.noise.is_none();
        (!exact).then(|| Box::new(oracle::Sampled::new(self.clone(), batches)) as Box<dyn Oracle>)
    }

    /// How many updates an epoch has: one where no minibatches are made.
    #[must_use]
    pub fn updates_per_epoch(&self) -> usize {
        self.landscape.get().batches().map_or(1, |batches| batches.per_epoch())
    }

    /// Whether an optimizer sees the exact gradients.
    #[must_use]
    pub fn is_exact(&self) -> bool {
        self.updates_per_epoch() == 1 && self.noise.is_none()
    }

    /// The landscape alone.
    fn ground(&self) -> &dyn Problem {
        self.landscape.get()
    }
}

impl From<Landscape> for Task {
    fn from(landscape: Landscape) -> Self {
        Self { landscape, penalty: Penalty::default(), noise: Noise::default(), seed: 0 }
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
        self.with_penalty(self.ground().cost(w), w)
    }

    fn gradient(&self, w: &[f64], gradient: &mut [f64]) -> f64 {
        self.penalized(self.ground().gradient(w, gradient), w, gradient)
    }

    fn trace<'a>(&self, w: [Traced<'a>; 2]) -> Option<(Traced<'a>, [Traced<'a>; 2])> {
        let trace = if self.is_exact() { self.ground().trace(w) } else { None };
        trace.map(|trace| self.penalized_trace(w, trace))
    }

    fn formula(&self) -> Option<Formula> {
        self.ground().formula().map(|formula| self.penalized_formula(formula))
    }

    fn start(&self) -> Vec<f64> {
        self.ground().start()
    }

    fn region(&self) -> Region {
        self.ground().region()
    }

    /// Those of the landscape; none where a penalty moves them.
    fn stationary_points(&self) -> Vec<StationaryPoint> {
        if self.penalty.is_none() { self.ground().stationary_points() } else { Vec::new() }
    }

    fn written(&self, notation: Notation) -> String {
        self.ground().written(notation) + &self.penalty.written(notation)
    }

    fn work(&self) -> usize {
        self.ground().work()
    }

    fn batches(&self) -> Option<Batches> {
        self.ground().batches()
    }

    fn gradient_over(&self, rows: &[usize], w: &[f64], gradient: &mut [f64]) -> f64 {
        self.penalized(self.ground().gradient_over(rows, w, gradient), w, gradient)
    }
}
