//! Runs under way.

use crate::sensitivity::Nudge;
use crate::trajectory::Rows;
use crate::{Checkpoint, Objective, Pace, State, Trajectory, UpdateRule, Vector};

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

    /// What it takes to go on from here later: [`Landscape::resume`](crate::Landscape::resume).
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
    pub slots: Vec<(&'static str, Vec<f64>)>,
    /// The optimizer's running products.
    pub products: [f64; 2],
    /// Gradients evaluated so far.
    pub evaluations: u64,
}

/// A [`Walker`] whose landscape and optimizer the compiler sees through.
#[derive(Clone, Copy, Debug)]
pub struct Walk<O: Objective, R> {
    objective: O,
    rule: R,
    carried: Carried<O::Point>,
}

/// What a walk carries from one step to the next: a state, and what follows from it.
#[derive(Clone, Copy, Debug)]
pub struct Carried<V> {
    state: State<V>,
    cost: f64,
    gradient: V,
    /// Where the next gradient is taken, by rules that look ahead.
    ahead: V,
}

impl<O: Objective, R: UpdateRule> Walk<O, R> {
    /// The walk at epoch 0.
    pub fn new(objective: O, rule: R, start: O::Point) -> Self {
        let state = State::new(&rule, start);
        Self::resume(objective, rule, state)
    }

    /// The walk at a state that was kept.
    pub fn resume(objective: O, rule: R, state: State<O::Point>) -> Self {
        let mut gradient = O::Point::zeros(state.params.dim());
        let cost = objective.gradient(&state.params, &mut gradient);
        let ahead = gradient.clone();
        Self { objective, rule, carried: Carried { state, cost, gradient, ahead } }
    }
}

/// Steps that are taken at once, between two times that denormal numbers are flushed.
const STRIDE: u64 = Trajectory::MOST_MORE as u64;

impl<V: Vector> Carried<V> {
    #[inline]
    fn step(&mut self, objective: &impl Objective<Point = V>, rule: &impl UpdateRule, rate: f64) {
        self.update(objective, rule, rate);
        self.cost = objective.gradient(&self.state.params, &mut self.gradient);
    }

    /// The first half of a step: w moves, its cost and gradient are still those of before.
    #[inline]
    fn update(&mut self, objective: &impl Objective<Point = V>, rule: &impl UpdateRule, rate: f64) {
        if rule.looks_ahead() {
            self.state.look_ahead(rule, &mut self.ahead);
            objective.gradient(&self.ahead, &mut self.gradient);
            self.state.evaluations += 1;
        }
        self.state.update(rule, rate, &self.gradient);
        self.state.evaluations += 1;
    }

    /// Takes a step per row, as [`Carried::stride`] does, one after the other: stops before the
    /// first that is not finite, and returns how many it took. Nudged, if asked.
    #[inline(never)]
    fn stride_with_care<O: Objective<Point = V>>(
        &mut self,
        objective: &O,
        rule: &impl UpdateRule,
        nudge: Option<Nudge>,
        rows: Rows<'_>,
    ) -> usize {
        let mut before = self.state.params.clone();
        let places = rows.params.chunks_exact_mut(before.dim());
        for (i, (&mut rate, w)) in rows.rate.iter_mut().zip(places).enumerate() {
            before.as_mut().copy_from_slice(self.state.params.as_ref());
            self.update(objective, rule, rate);
            if let Some(nudge) = nudge {
                nudge.apply(self.state.step, &before, &mut self.state.params);
            }
            self.cost = objective.gradient(&self.state.params, &mut self.gradient);
            if !self.is_finite() {
                return i;
            }
            w.copy_from_slice(self.state.params.as_ref());
            (rows.cost[i], rows.slope[i]) = (self.cost, self.gradient.length());
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
    fn is_finite(&self) -> bool {
        self.cost.is_finite() & self.state.params.is_finite()
    }

    fn snapshot(&self, names: &[&'static str]) -> Snapshot {
        let Self { state, cost, gradient, .. } = self;
        let slots = names.iter().zip(&state.slots).map(|(&name, v)| (name, v.as_ref().to_vec()));
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

    /// Takes a step per row, at its rate, and fills the row in. False where one of them met
    /// a cost or parameter that is not finite.
    #[inline]
    pub fn stride<O: Objective<Point = V>>(
        &mut self,
        objective: &O,
        rule: &impl UpdateRule,
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
    R: UpdateRule + Copy,
{
    #[inline]
    fn advance_by_strides(
        &mut self,
        pace: &Pace,
        epochs: u64,
        nudge: Option<Nudge>,
        record: Option<&mut Trajectory>,
    ) -> bool {
        let Self { objective, rule, carried } = self;
        let (mut unkept, mut left) = (Trajectory::new(objective.dim()), epochs);
        let keeps = record.is_some();
        let record = record.unwrap_or(&mut unkept);
        assert_eq!(record.dim(), objective.dim(), "a record of another dimension");
        while left > 0 {
            // By the step's number, not by how a run is cut into pieces: those must not show.
            let since = carried.state.step % STRIDE;
            if since == 0 {
                carried.flush_denormals(objective);
            }
            let (known, count) = (record.len(), left.min(STRIDE - since));
            let rows = record.grow(count as usize);
            pace.fill(carried.state.step + 1, rows.rate);
            let before = carried.clone();
            if nudge.is_some() || !objective.stride(rule, carried, rows) {
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
            left -= count;
        }
        true
    }
}

impl<O, R> Walker for Walk<O, R>
where
    O: Objective + 'static,
    R: UpdateRule + Copy + 'static,
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

    fn checkpoint(&self) -> Checkpoint {
        self.carried.state.checkpoint()
    }

    fn snapshot(&self) -> Snapshot {
        self.carried.snapshot(self.rule.slots())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::optimizers::{GradientDescent, Momentum};
    use crate::{Optimizer, RunSpec};

    /// What costs `f(w1)` with the same gradient everywhere.
    #[derive(Clone)]
    struct Slope<F>(F, [f64; 2]);

    impl<F: Fn(f64) -> f64> Objective for Slope<F> {
        type Point = [f64; 2];

        fn dim(&self) -> usize {
            2
        }

        fn cost(&self, w: &[f64; 2]) -> f64 {
            (self.0)(w[0])
        }

        fn gradient(&self, w: &[f64; 2], gradient: &mut [f64; 2]) -> f64 {
            *gradient = self.1;
            self.cost(w)
        }
    }

    fn at_rate(learning_rate: f64) -> Pace {
        RunSpec { learning_rate, ..RunSpec::new(Optimizer::GradientDescent(GradientDescent {})) }
            .pace()
    }

    /// Walks down a slope; whether all went well, and the record.
    fn walk<F: Fn(f64) -> f64 + Clone + 'static>(
        slope: Slope<F>,
        start: [f64; 2],
        rate: f64,
        epochs: u64,
    ) -> (bool, Trajectory) {
        let mut record = Trajectory::new(2);
        let mut walk = Walk::new(slope, GradientDescent {}, start);
        let well = walk.advance(&at_rate(rate), epochs, &mut record);
        assert_eq!(walk.snapshot().epoch, record.len() as u64 + u64::from(!well));
        (well, record)
    }

    #[test]
    fn a_cost_that_is_not_finite_ends_a_walk_though_later_ones_are() {
        for bad in [f64::NAN, f64::INFINITY, f64::NEG_INFINITY] {
            for place in [1, 2, 255, 256, 257, 300, 511, 512, 513] {
                let cost = move |w1: f64| if w1 == -f64::from(place) { bad } else { 7.0 };
                let (well, record) = walk(Slope(cost, [1.0, 0.0]), [0.0; 2], 1.0, 600);
                assert_eq!((well, record.len()), (false, place as usize - 1), "{bad} at {place}");
                let w1: Vec<f64> = (1..place).map(|k| -f64::from(k)).collect();
                assert!(record.param(0).eq(w1));
                assert!(record.cost.iter().all(|&cost| cost == 7.0));
                assert!(record.slope.iter().all(|&slope| slope == 1.0));
            }
        }
    }

    #[test]
    fn a_parameter_that_is_not_finite_ends_a_walk_though_its_cost_is() {
        for gradient in [[1e308, 0.0], [0.0, 1e308], [0.0, -1e308]] {
            let (well, record) = walk(Slope(|_| 7.0, gradient), [0.0; 2], 0.5, 10);
            assert_eq!((well, record.len()), (false, 3));
            assert!((0..2).all(|i| record.param(i).all(f64::is_finite)));
        }
    }

    #[test]
    fn a_walk_takes_as_many_steps_as_are_asked_for() {
        for epochs in [0, 1, 255, 256, 257, 1000] {
            let (well, record) = walk(Slope(|w1| w1, [1.0, -2.0]), [0.0; 2], 0.5, epochs);
            assert_eq!((well, record.len()), (true, epochs as usize));
            let w2: Vec<f64> = (1..=epochs).map(|k| k as f64).collect();
            assert!(record.param(1).eq(w2));
        }
    }

    #[test]
    fn a_nudged_walk_is_a_walk_where_no_step_is_rounded() {
        // Nothing moves at a rate of 0, so nothing is nudged.
        let slope = Slope(|w1| w1, [1.0, -2.0]);
        let mut walks = [0, 1].map(|_| Walk::new(slope.clone(), GradientDescent {}, [1.0; 2]));
        let mut records = [Trajectory::new(2), Trajectory::new(2)];
        let nudge = Nudge { pattern: 0 };
        assert!(walks[0].advance(&at_rate(0.0), 700, &mut records[0]));
        assert!(walks[1].advance_nudged(&at_rate(0.0), 700, nudge, &mut records[1]));
        assert_eq!(records[0], records[1]);
        assert_eq!(walks[0].snapshot(), walks[1].snapshot());
        // At another rate it is.
        assert!(walks[0].advance(&at_rate(0.1), 1, &mut records[0]));
        assert!(walks[1].advance_nudged(&at_rate(0.1), 1, nudge, &mut records[1]));
        let [a, b] = records.each_ref().map(|record| record.point(700).expect("recorded"));
        assert!(a != b && (a[0] - b[0]).abs() < 1e-14 && (a[1] - b[1]).abs() < 1e-14);
    }

    /// What becomes of a parameter and what is remembered of it, at this gradient.
    fn flushed(w: f64, slot: f64, gradient: f64) -> [f64; 2] {
        let mut state = State::new(&Momentum::default(), [w, 1.0]);
        state.slots[0] = [slot, 1.0];
        let gradient = [gradient, 1.0];
        let mut carried = Carried { state, cost: 3.0, gradient, ahead: [0.0; 2] };
        let after = if w == 0.0 { 3.0 } else { w };
        carried.flush_denormals(&Slope(|w1| w1, gradient));
        let State { params, slots, .. } = carried.state;
        assert_eq!((params[1], slots[0][1], slots[1]), (1.0, 1.0, [0.0; 2]));
        assert_eq!(carried.cost, if params[0] == w { 3.0 } else { 0.0 }, "{w} {after}");
        [params[0], slots[0][0]]
    }

    #[test]
    fn a_parameter_is_flushed_where_its_square_is_denormal() {
        let least = f64::sqrt(f64::MIN_POSITIVE);
        assert_eq!(least * least, f64::MIN_POSITIVE);
        for sign in [1.0, -1.0] {
            for (w, kept) in [
                (1.0, true),
                (2.0 * least, true),
                (least, true),
                (least.next_down(), false),
                (0.5 * least, false),
                (f64::MIN_POSITIVE, false),
                (1e-320, false),
            ] {
                let expected = if kept { sign * w } else { 0.0 };
                assert_eq!(flushed(sign * w, 1.0, 1.0), [expected, 1.0], "{w}");
            }
        }
    }

    #[test]
    fn what_is_remembered_is_flushed_where_no_gradient_feeds_it_any_more() {
        let (least, denormal) = (f64::MIN_POSITIVE, 0.5 * f64::MIN_POSITIVE);
        for (slot, w, gradient, kept) in [
            // The gradient's square is not 0.
            (denormal, 1.0, 1e-160, true),
            (denormal, 1.0, -1.0, true),
            (denormal, 0.0, 1e-160, true),
            // It is: of a parameter that goes on, what is denormal.
            (denormal, 1.0, 1e-170, false),
            (-denormal, 1.0, 0.0, false),
            (least, 1.0, 0.0, true),
            (-least, 1.0, 0.0, true),
            (1.0, 1.0, 0.0, true),
            // Of one that is 0, also what is as small as such a parameter was.
            (1e-160, 1.0, 0.0, true),
            (1e-160, 0.0, 0.0, false),
            (f64::sqrt(least), 0.0, 0.0, true),
            (f64::sqrt(least).next_down(), 0.0, 0.0, false),
            (-1e-160, 1e-160, 0.0, false),
            (-1.0, 0.0, 0.0, true),
        ] {
            let after = flushed(w, slot, gradient)[1];
            assert_eq!(after, if kept { slot } else { 0.0 }, "{slot} {w} {gradient}");
        }
    }

    #[test]
    fn flushing_is_looked_at_every_256_steps() {
        let least = f64::sqrt(f64::MIN_POSITIVE);
        let mut walk =
            Walk::new(Slope(|w1| w1, [0.0; 2]), Momentum::default(), [least.next_down(), 1.0]);
        let mut record = Trajectory::new(2);
        assert!(walk.advance(&at_rate(1.0), 1, &mut record));
        assert!(record.param(0).eq([0.0]));
        // From the next look on.
        walk.carried.state.params[0] = least.next_down();
        assert!(walk.advance(&at_rate(1.0), 600, &mut record));
        let kept = record.param(0).skip(1).take_while(|&w1| w1 != 0.0).count();
        assert_eq!((kept, record.param(0).last()), (255, Some(0.0)));
    }

    #[test]
    fn gradients_are_counted() {
        for (kind, per_epoch) in [("gradient_descent", 1), ("adam", 1), ("nesterov", 2)] {
            let optimizer = Optimizer::from_kind(kind).expect("listed");
            let landscape = crate::Landscape::from_kind("booth").expect("listed");
            let mut walker = landscape.walker(&optimizer, [1.0, 1.0]);
            for epochs in [0, 1, 2, 300] {
                let before = walker.snapshot().evaluations;
                walker.advance(&at_rate(0.001), epochs, &mut Trajectory::new(2));
                assert_eq!(walker.snapshot().evaluations - before, epochs * per_epoch, "{kind}");
            }
        }
    }
}
