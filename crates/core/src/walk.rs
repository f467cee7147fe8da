//! Runs under way.

use crate::optimizer::{Exact, State, UpdateRule};
use crate::sensitivity::Nudge;
use crate::slice::Projection;
use crate::trajectory::Rows;
use crate::{Objective, Pace, Trajectory, Vector};

/// A run under way: what carries one optimizer over one landscape, without saying
/// which.
pub trait Walker {
    /// Takes up to `epochs` steps at the rates of `pace` and records each. Returns
    /// false where it met a cost or parameter that is not finite: that epoch is the
    /// last one taken and stands in no record.
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
    carried: Carried<O::Point>,
}

/// What a walk carries from one step to the next.
#[derive(Clone, Copy, Debug)]
pub struct Carried<V> {
    state: State<V>,
    cost: f64,
    gradient: V,
    evaluations: u64,
}

impl<O: Objective, R: UpdateRule, P> Walk<O, R, P> {
    /// The walk at epoch 0, recorded through `projection`.
    pub fn new(objective: O, rule: R, projection: P, start: O::Point) -> Self {
        let (cost, gradient) = objective.gradient(&start);
        let carried = Carried { state: State::new(start), cost, gradient, evaluations: 1 };
        Self { objective, rule, projection, carried }
    }
}

/// Steps that are taken at once, between two looks at what has faded.
const STRIDE: u64 = Trajectory::MOST_MORE as u64;

impl<V: Vector> Carried<V> {
    #[inline]
    fn step(&mut self, objective: &impl Objective<Point = V>, rule: &impl UpdateRule, rate: f64) {
        self.update(objective, rule, rate);
        (self.cost, self.gradient) = objective.gradient(&self.state.params);
    }

    /// The first half of a step: w moves, its cost and gradient are still those of before.
    #[inline]
    fn update(&mut self, objective: &impl Objective<Point = V>, rule: &impl UpdateRule, rate: f64) {
        self.state.step += 1;
        let mut oracle = Exact::new(objective, &self.gradient);
        rule.update(rate, &mut oracle, &mut self.state);
        self.evaluations += 1 + oracle.extra_evaluations;
    }

    /// Takes a step per row, as [`Carried::stride`] does, one after the other: stops before the
    /// first that is not finite, and returns how many went well. Nudged, if asked.
    #[inline(never)]
    fn stride_with_care<O: Objective<Point = V>>(
        &mut self,
        objective: &O,
        rule: &impl UpdateRule,
        projection: &impl Projection<V>,
        nudge: Option<Nudge>,
        rows: Rows<'_>,
    ) -> usize {
        for (i, &mut rate) in rows.rate.iter_mut().enumerate() {
            let before = nudge.map(|_| self.state.params.clone());
            self.update(objective, rule, rate);
            if let (Some(nudge), Some(before)) = (nudge, before) {
                nudge.apply(self.state.step, &before, &mut self.state.params);
            }
            (self.cost, self.gradient) = objective.gradient(&self.state.params);
            if !self.is_finite() {
                return i;
            }
            [rows.w1[i], rows.w2[i]] = projection.project(&self.state.params);
            (rows.cost[i], rows.slope[i]) = (self.cost, self.gradient.length());
        }
        rows.rate.len()
    }

    /// Takes as zero what has faded: a parameter whose square is denormal (|w| < 2⁻⁵¹¹), and
    /// where a gradient is so small that its square is zero, what is remembered of it: what
    /// is denormal, or as small as the parameter was.
    ///
    /// A run that has arrived would otherwise carry such numbers for ever, since 0.999 times
    /// the smallest of them rounds to itself, and arithmetic with them is slow, on some
    /// processors very. Their own switch against it exists on few targets. A mean square that
    /// still has something to add is left: a step without ε divides by it.
    #[inline(never)]
    fn let_fade(&mut self, objective: &impl Objective<Point = V>) {
        let Self { state: State { params: w, slots, .. }, cost, gradient: g, .. } = self;
        let mut faded = false;
        V::for_places(w.dim(), |i| {
            if w[i] != 0.0 && w[i] * w[i] < f64::MIN_POSITIVE {
                (w[i], faded) = (0.0, true);
            }
        });
        if faded {
            (*cost, *g) = objective.gradient(w);
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
    fn is_finite(&self) -> bool {
        self.cost.is_finite() & self.state.params.is_finite()
    }

    fn snapshot(&self, names: &[&'static str]) -> Snapshot {
        let Self { state, cost, gradient, evaluations } = self;
        let slots = names.iter().zip(&state.slots).map(|(&name, v)| (name, v.as_ref().to_vec()));
        Snapshot {
            epoch: state.step,
            params: state.params.as_ref().to_vec(),
            cost: *cost,
            gradient: gradient.as_ref().to_vec(),
            slots: slots.collect(),
            products: state.products,
            evaluations: *evaluations,
        }
    }

    /// Takes a step per row, at its rate, and fills the row in. False where one of them met
    /// a cost or parameter that is not finite.
    #[inline]
    pub fn stride<O: Objective<Point = V>>(
        &mut self,
        objective: &O,
        rule: &impl UpdateRule,
        projection: &impl Projection<V>,
        rows: Rows<'_>,
    ) -> bool {
        let mut now = self.clone();
        // Stays 0 as long as every cost is finite. Parameters that are not remain so.
        let mut doubt = 0.0;
        let places = rows.w1.iter_mut().zip(rows.w2);
        let heights = rows.cost.iter_mut().zip(rows.slope);
        for ((&mut rate, (w1, w2)), (cost, slope)) in rows.rate.iter_mut().zip(places).zip(heights)
        {
            now.step(objective, rule, rate);
            doubt += now.cost * 0.0;
            [*w1, *w2] = projection.project(&now.state.params);
            *cost = now.cost;
            *slope = now.gradient.length();
        }
        *self = now;
        doubt == 0.0 && self.is_finite()
    }
}

impl<O, R, P> Walk<O, R, P>
where
    O: Objective,
    R: UpdateRule + Copy,
    P: Projection<O::Point>,
{
    #[inline]
    fn advance_by_strides(
        &mut self,
        pace: &Pace,
        epochs: u64,
        nudge: Option<Nudge>,
        record: &mut Trajectory,
    ) -> bool {
        let Self { objective, rule, projection, carried } = self;
        let mut left = epochs;
        while left > 0 {
            // By the step's number, not by how a run is cut into pieces: those must not show.
            let since = carried.state.step % STRIDE;
            if since == 0 {
                carried.let_fade(objective);
            }
            let (known, count) = (record.len(), left.min(STRIDE - since));
            let rows = record.grow(count as usize);
            pace.fill(carried.state.step + 1, rows.rate);
            let before = carried.clone();
            if nudge.is_some() || !objective.stride(rule, projection, carried, rows) {
                // Once more, as far as it went well.
                *carried = before;
                let rows = record.last(count as usize);
                let well = carried.stride_with_care(objective, rule, projection, nudge, rows);
                record.truncate(known + well);
                if well < count as usize {
                    return false;
                }
            }
            left -= count;
        }
        true
    }
}

impl<O, R, P> Walker for Walk<O, R, P>
where
    O: Objective + Clone + 'static,
    R: UpdateRule + Copy + 'static,
    P: Projection<O::Point> + Clone + 'static,
{
    fn advance(&mut self, pace: &Pace, epochs: u64, record: &mut Trajectory) -> bool {
        self.advance_by_strides(pace, epochs, None, record)
    }

    fn advance_nudged(
        &mut self,
        pace: &Pace,
        epochs: u64,
        nudge: Nudge,
        record: &mut Trajectory,
    ) -> bool {
        self.advance_by_strides(pace, epochs, Some(nudge), record)
    }

    fn snapshot(&self) -> Snapshot {
        self.carried.snapshot(self.rule.slots())
    }

    fn boxed_clone(&self) -> Box<dyn Walker> {
        Box::new(self.clone())
    }
}
