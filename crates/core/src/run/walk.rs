//! Runs under way.

use std::rc::Rc;

use crate::optimizers::RuleOver;
use crate::run::{Loop, Nudge, Rows, Step};
use crate::{Checkpoint, Objective, Pace, State, Trajectory, Vector};

/// A run under way: what carries one optimizer over one landscape, without saying
/// which.
pub trait Walker {
    /// Takes up to `epochs` steps at the rates of `pace` and records each. Returns
    /// false where it met a cost or parameter that is not finite: that epoch is the
    /// last one taken and stands in no record.
    ///
    /// # Panics
    /// Where the record is one of another dimension.
    fn advance(&mut self, pace: &Pace, epochs: u64, record: &mut Trajectory) -> bool;

    /// The same, but every step is followed by a nudge: what rounding may do to it.
    /// Slower than [`Walker::advance`].
    fn advance_nudged(
        &mut self,
        pace: &Pace,
        epochs: u64,
        nudge: Nudge,
        record: &mut Trajectory,
    ) -> bool;

    /// The same as [`Walker::advance`] without a record.
    fn skip(&mut self, pace: &Pace, epochs: u64) -> bool;

    /// Goes on by a loop that was made for this landscape and optimizer, step by step where
    /// that finds something that is not finite.
    fn go_by(&mut self, made: Rc<dyn Loop>);

    /// What it takes to go on from here later: [`Task::resume`](crate::Task::resume).
    fn checkpoint(&self) -> Checkpoint;

    /// Everything that the walk carries now.
    fn snapshot(&self) -> Snapshot;
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
    pub slots: Vec<(String, Vec<f64>)>,
    /// The optimizer's running products.
    pub products: [f64; 2],
    /// Gradients evaluated so far.
    pub evaluations: u64,
}

/// A [`Walker`] whose landscape and optimizer the compiler sees through.
#[derive(Clone, Debug)]
pub struct Walk<O: Objective, R> {
    objective: O,
    rule: R,
    made: Option<Rc<dyn Loop>>,
    carried: Carried<O::Point>,
}

/// What a walk carries from one step to the next: a state, and what follows from it.
#[derive(Clone, Copy, Debug)]
pub struct Carried<V> {
    pub(super) state: State<V>,
    pub(super) cost: f64,
    pub(super) gradient: V,
    /// Where the next gradient is taken, by rules that look ahead.
    ahead: V,
}

impl<O: Objective, R: RuleOver<f64>> Walk<O, R> {
    /// The walk at epoch 0.
    pub fn new(objective: O, rule: R, start: O::Point) -> Self {
        let state = State::new(rule.initial(), start);
        Self::resume(objective, rule, state)
    }

    /// The walk at a state that was kept.
    pub fn resume(objective: O, rule: R, state: State<O::Point>) -> Self {
        let mut gradient = O::Point::zeros(state.params.dim());
        let cost = objective.gradient(&state.params, &mut gradient);
        let ahead = gradient.clone();
        Self { objective, rule, made: None, carried: Carried { state, cost, gradient, ahead } }
    }
}

/// Steps that are taken at once, between two times that denormal numbers are flushed.
const STRIDE: u64 = Step::STRIDE as u64;

/// The most steps that a loop made for them takes at once.
const MOST_AT_ONCE: u64 = 4096;

impl<V: Vector> Carried<V> {
    #[inline]
    fn step(
        &mut self,
        objective: &impl Objective<Point = V>,
        rule: &impl RuleOver<f64>,
        rate: f64,
    ) {
        self.update(objective, rule, rate);
        self.cost = objective.gradient(&self.state.params, &mut self.gradient);
    }

    /// The first half of a step: w moves, its cost and gradient are still those of before.
    /// Returns the cost that the step saw, where an oracle told it one.
    #[inline]
    fn update(
        &mut self,
        objective: &impl Objective<Point = V>,
        rule: &impl RuleOver<f64>,
        rate: f64,
    ) -> Option<f64> {
        let mut seen = None;
        if rule.looks_ahead() {
            self.state.look_ahead(rule, &mut self.ahead);
        }
        if let Some(oracle) = objective.oracle() {
            let at = if rule.looks_ahead() { &self.ahead } else { &self.state.params };
            let (step, gradient) = (self.state.step + 1, self.gradient.as_mut());
            seen = Some(oracle.sample(step, at.as_ref(), gradient));
            self.state.evaluations += 1;
        } else if rule.looks_ahead() {
            objective.gradient(&self.ahead, &mut self.gradient);
            self.state.evaluations += 1;
        }
        self.state.update(rule, rate, &self.gradient);
        self.state.evaluations += 1;
        seen
    }

    /// Takes a step per row, as [`Carried::stride`] does, one after the other: stops before the
    /// first that is not finite, and returns how many it took. Nudged, if asked.
    #[inline(never)]
    fn stride_with_care<O: Objective<Point = V>>(
        &mut self,
        objective: &O,
        rule: &impl RuleOver<f64>,
        nudge: Option<Nudge>,
        rows: Rows<'_>,
    ) -> usize {
        let mut before = self.state.params.clone();
        let places = rows.params.chunks_exact_mut(before.dim());
        for (i, (&mut rate, w)) in rows.rate.iter_mut().zip(places).enumerate() {
            before.as_mut().copy_from_slice(self.state.params.as_ref());
            let seen = self.update(objective, rule, rate);
            if let Some(nudge) = nudge {
                nudge.apply(self.state.step, &before, &mut self.state.params);
            }
            self.cost = objective.gradient(&self.state.params, &mut self.gradient);
            if !self.is_finite() {
                return i;
            }
            w.copy_from_slice(self.state.params.as_ref());
            (rows.cost[i], rows.slope[i]) = (self.cost, self.gradient.length());
            if let (Some(batch_cost), Some(seen)) = (rows.batch_cost.get_mut(i), seen) {
                *batch_cost = seen;
            }
        }
        rows.rate.len()
    }

    /// Flushes denormal numbers to zero: a parameter whose square is denormal (|w| < 2⁻⁵¹¹), and
    /// where a gradient is so small that its square is zero, what is remembered of it: what
    /// is denormal, or as small as the parameter was.
    ///
    /// A run that has arrived would otherwise carry such numbers for ever, since 0.999 times
    /// the smallest of them rounds to itself, and arithmetic with them is slow, on some
    /// processors very. The processor's own switch for this exists on few targets. A mean square
    /// that still has something to add is left: a step without ε divides by it.
    #[inline(never)]
    fn flush_denormals(&mut self, objective: &impl Objective<Point = V>) {
        let Self { state: State { params: w, slots, .. }, cost, gradient: g, .. } = self;
        let mut flushed = false;
        V::for_places(w.dim(), |i| {
            if w[i] != 0.0 && w[i] * w[i] < f64::MIN_POSITIVE {
                (w[i], flushed) = (0.0, true);
            }
        });
        if flushed {
            *cost = objective.gradient(w, g);
        }
        V::for_places(w.dim(), |i| {
            let still = g[i] * g[i] == 0.0;
            for slot in slots.iter_mut().filter(|_| still) {
                let size = if w[i] == 0.0 { slot[i] * slot[i] } else { slot[i].abs() };
                if size < f64::MIN_POSITIVE {
                    slot[i] = 0.0;
                }
            }
        });
    }

    #[inline]
    pub(super) fn is_finite(&self) -> bool {
        self.cost.is_finite() & self.state.params.is_finite()
    }

    fn snapshot(&self, names: &[&str]) -> Snapshot {
        let Self { state, cost, gradient, .. } = self;
        let slots =
            names.iter().zip(&state.slots).map(|(&name, v)| (name.to_owned(), v.as_ref().to_vec()));
        Snapshot {
            epoch: state.step,
            params: state.params.as_ref().to_vec(),
            cost: *cost,
            gradient: gradient.as_ref().to_vec(),
            slots: slots.collect(),
            products: state.products,
            evaluations: state.evaluations,
        }
    }

    /// Takes a step per row, at its rate and by exact gradients, and fills the row in. False where
    /// one of them met a cost or parameter that is not finite.
    #[inline]
    pub fn stride<O: Objective<Point = V>>(
        &mut self,
        objective: &O,
        rule: &impl RuleOver<f64>,
        rows: Rows<'_>,
    ) -> bool {
        let mut now = self.clone();
        // Stays 0 as long as every cost is finite. Parameters that are not remain so.
        let mut doubt = 0.0;
        let places = rows.params.chunks_exact_mut(now.state.params.dim());
        let heights = rows.cost.iter_mut().zip(rows.slope);
        for ((&mut rate, w), (cost, slope)) in rows.rate.iter_mut().zip(places).zip(heights) {
            now.step(objective, rule, rate);
            doubt += now.cost * 0.0;
            w.copy_from_slice(now.state.params.as_ref());
            *cost = now.cost;
            *slope = now.gradient.length();
        }
        *self = now;
        doubt == 0.0 && self.is_finite()
    }
}

impl<O, R> Walk<O, R>
where
    O: Objective,
    R: RuleOver<f64> + Clone,
{
    #[inline]
    fn advance_by_strides(
        &mut self,
        pace: &Pace,
        epochs: u64,
        nudge: Option<Nudge>,
        record: Option<&mut Trajectory>,
    ) -> bool {
        let Self { objective, rule, made, carried } = self;
        let (mut unkept, mut left) = (Trajectory::new(objective.dim()), epochs);
        let gradients = 1 + u64::from(rule.looks_ahead());
        let (keeps, watches) = (record.is_some(), pace.watches_costs());
        let record = record.unwrap_or(&mut unkept);
        assert_eq!(record.dim(), objective.dim(), "a record of another dimension");
        while left > 0 {
            // By the step's number, not by how a run is cut into pieces: those must not show.
            let since = carried.state.step % STRIDE;
            if since == 0 {
                carried.flush_denormals(objective);
            }
            let known = record.len();
            let begun = carried.state.watch.unwrap_or_else(|| pace.begin());
            if let (Some(made), None, false) = (made.as_deref(), nudge, watches) {
                let mut rows = record.grow(left.min(MOST_AT_ONCE) as usize);
                pace.fill(carried.state.step + 1, &begun, rows.rate);
                let before = carried.clone();
                let first = (STRIDE - since) as usize;
                let taken = carried.steps_by(made, gradients, first, &mut rows);
                record.truncate(if keeps { known + taken } else { 0 });
                if taken > 0 {
                    left -= taken as u64;
                    continue;
                }
                *carried = before;
            }
            let most = if watches { 1 } else { STRIDE - since };
            let count = left.min(most);
            let rows = record.grow(count as usize);
            pace.fill(carried.state.step + 1, &begun, rows.rate);
            let before = carried.clone();
            let plain = nudge.is_none() && objective.oracle().is_none();
            let sound = plain && objective.stride(rule, carried, rows);
            if !sound {
                // Once more, up to the first number that is not finite.
                *carried = before;
                let rows = record.last(count as usize);
                let taken = carried.stride_with_care(objective, rule, nudge, rows);
                record.truncate(known + taken);
                if taken < count as usize {
                    return false;
                }
            }
            if !keeps {
                record.clear();
            }
            if watches {
                let watch = carried.state.watch.insert(begun);
                pace.watch(carried.state.step, carried.cost, watch);
            }
            left -= count;
        }
        true
    }
}

impl<O, R> Walker for Walk<O, R>
where
    O: Objective + 'static,
    R: RuleOver<f64> + Clone + 'static,
{
    fn advance(&mut self, pace: &Pace, epochs: u64, record: &mut Trajectory) -> bool {
        self.advance_by_strides(pace, epochs, None, Some(record))
    }

    fn advance_nudged(
        &mut self,
        pace: &Pace,
        epochs: u64,
        nudge: Nudge,
        record: &mut Trajectory,
    ) -> bool {
        self.advance_by_strides(pace, epochs, Some(nudge), Some(record))
    }

    fn skip(&mut self, pace: &Pace, epochs: u64) -> bool {
        self.advance_by_strides(pace, epochs, None, None)
    }

    fn go_by(&mut self, made: Rc<dyn Loop>) {
        self.made = Some(made);
    }

    fn checkpoint(&self) -> Checkpoint {
        self.carried.state.checkpoint()
    }

    fn snapshot(&self) -> Snapshot {
        self.carried.snapshot(&self.rule.slots())
    }
}

#[cfg(test)]
mod tests;
