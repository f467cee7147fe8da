//! Runs under way.

use crate::optimizer::{Exact, State, UpdateRule};
use crate::slice::Projection;
use crate::{Objective, Pace, Trajectory, Vector};

/// A run under way: what carries one optimizer over one landscape, without saying
/// which.
pub trait Walker {
    /// Takes up to `epochs` steps at the rates of `pace` and records each. Returns
    /// false where it met a cost or parameter that is not finite: that epoch is the
    /// last one taken and stands in no record.
    fn advance(&mut self, pace: &Pace, epochs: u64, record: &mut Trajectory) -> bool;

    /// Everything that the walk carries now.
    fn snapshot(&self) -> Snapshot;

    /// The same walk, to go on from here apart from this one.
    fn boxed_clone(&self) -> Box<dyn Walker>;
}

/// All that a walk carries at one epoch, for reading.
#[derive(Clone, Debug, PartialEq)]
pub struct Snapshot {
    /// Steps taken.
    pub epoch: u64,
    /// w.
    pub params: Vec<f64>,
    /// J(w).
    pub cost: f64,
    /// ∇J(w).
    pub gradient: Vec<f64>,
    /// What the optimizer remembers: name and numbers.
    pub slots: Vec<(&'static str, Vec<f64>)>,
    /// The optimizer's running products.
    pub products: [f64; 2],
    /// Gradients evaluated so far.
    pub evaluations: u64,
}

/// A [`Walker`] whose landscape and optimizer the compiler sees through.
#[derive(Clone, Copy, Debug)]
pub struct Walk<O: Objective, R, P> {
    objective: O,
    rule: R,
    projection: P,
    state: State<O::Point>,
    cost: f64,
    gradient: O::Point,
    evaluations: u64,
}

/// How many learning rates are computed at once, so that the inner loop knows
/// nothing of schedules.
const CHUNK: usize = 64;

impl<O: Objective, R: UpdateRule, P> Walk<O, R, P> {
    /// The walk at epoch 0, recorded through `projection`.
    pub fn new(objective: O, rule: R, projection: P, start: O::Point) -> Self {
        let (cost, gradient) = objective.gradient(&start);
        let state = State::new(start);
        Self { objective, rule, projection, state, cost, gradient, evaluations: 1 }
    }

    #[inline]
    fn step(&mut self, rate: f64) {
        self.state.step += 1;
        let mut oracle = Exact::new(&self.objective, &self.gradient);
        self.rule.update(rate, &mut oracle, &mut self.state);
        self.evaluations += 1 + oracle.extra_evaluations;
        (self.cost, self.gradient) = self.objective.gradient(&self.state.params);
    }
}

impl<O, R, P> Walker for Walk<O, R, P>
where
    O: Objective + Clone + 'static,
    R: UpdateRule + Copy + 'static,
    P: Projection<O::Point> + Clone + 'static,
{
    fn advance(&mut self, pace: &Pace, epochs: u64, record: &mut Trajectory) -> bool {
        let mut rates = [0.0; CHUNK];
        let mut walk = self.clone();
        let mut left = epochs;
        let mut finite = true;
        while left > 0 && finite {
            let rates = &mut rates[..CHUNK.min(usize::try_from(left).unwrap_or(CHUNK))];
            pace.fill(walk.state.step + 1, rates);
            record.reserve(rates.len());
            for &rate in rates.iter() {
                walk.step(rate);
                finite = walk.cost.is_finite() && walk.state.params.is_finite();
                if !finite {
                    break;
                }
                let point = walk.projection.project(&walk.state.params);
                record.push(point, walk.cost, walk.gradient.length(), rate);
            }
            left -= rates.len() as u64;
        }
        *self = walk;
        finite
    }

    fn snapshot(&self) -> Snapshot {
        let names = self.rule.slots().iter();
        let slots = names.zip(&self.state.slots).map(|(&name, v)| (name, v.as_ref().to_vec()));
        Snapshot {
            epoch: self.state.step,
            params: self.state.params.as_ref().to_vec(),
            cost: self.cost,
            gradient: self.gradient.as_ref().to_vec(),
            slots: slots.collect(),
            products: self.state.products,
            evaluations: self.evaluations,
        }
    }

    fn boxed_clone(&self) -> Box<dyn Walker> {
        Box::new(self.clone())
    }
}
