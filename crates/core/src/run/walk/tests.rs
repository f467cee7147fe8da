use super::*;
use crate::optimizers::{GradientDescent, MAX_SLOTS, Momentum};
use crate::{Optimizer, RunSpec, Task};

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
    RunSpec { learning_rate, ..RunSpec::new(Optimizer::GradientDescent(GradientDescent {})) }.pace()
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
    let mut state = State::new([0.0; MAX_SLOTS], [w, 1.0]);
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
        let mut walker = Task::from(&landscape).walker(&optimizer, &[1.0, 1.0]);
        for epochs in [0, 1, 2, 300] {
            let before = walker.snapshot().evaluations;
            walker.advance(&at_rate(0.001), epochs, &mut Trajectory::new(2));
            assert_eq!(walker.snapshot().evaluations - before, epochs * per_epoch, "{kind}");
        }
    }
}
