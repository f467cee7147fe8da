//! What holds after ten million epochs as after ten: nothing drifts, nothing lingers.

use descent_core::optimizers::next_power;
use descent_core::optimizers::{Adam, NAdam, RAdam};
use descent_core::run::{Snapshot, Walk, Walker};
use descent_core::schedules::InverseTime;
use descent_core::settings::Value;
use descent_core::{
    Landscape, Objective, Optimizer, Pace, RunSpec, Schedule, State, Task, Trajectory, UpdateRule,
};

fn landscape(kind: &str) -> Landscape {
    Landscape::from_kind(kind).expect("listed")
}

fn optimizer(kind: &str) -> Optimizer {
    Optimizer::from_kind(kind).expect("listed")
}

/// Walks on without keeping the record.
fn walk(walker: &mut dyn Walker, pace: &Pace, epochs: u64) {
    let mut left = epochs;
    while left > 0 {
        let piece = left.min(9_973);
        assert!(walker.skip(pace, piece), "it diverged");
        left -= piece;
    }
}

fn at_rate(optimizer: Optimizer, learning_rate: f64) -> Pace {
    RunSpec { learning_rate, ..RunSpec::new(optimizer) }.pace()
}

fn numbers(at: &Snapshot) -> Vec<f64> {
    let slots = at.slots.iter().flat_map(|(_, slot)| slot);
    let all = slots.chain(&at.params).chain(&at.gradient).chain(&at.products).chain([&at.cost]);
    all.copied().collect()
}

#[test]
fn no_denormal_number_stays() {
    for mut optimizer in Optimizer::all() {
        // A mean square that is forgotten in 70,000 epochs instead of 700,000.
        optimizer.get_mut().set("beta2", Value::Number(0.99));
        for (kind, rate) in [("quadratic", 0.1), ("matyas", 0.1), ("booth", 0.01)] {
            let landscape = landscape(kind);
            let mut walker = Task::from(&landscape).walker(&optimizer, &landscape.get().start());
            walk(&mut *walker, &at_rate(optimizer.clone(), rate), 120_000);
            let at = walker.snapshot();
            let denormal = numbers(&at).into_iter().any(f64::is_subnormal);
            assert!(!denormal, "{kind}, {optimizer:?}: {at:?}");
        }
    }
}

/// Gradient descent on the quadratic bowl, by hand: w1 shrinks by 1 − α, w2 by 1 − ακ.
fn by_hand(rate: f64, epochs: usize) -> Vec<[f64; 2]> {
    let step = |w: &[f64; 2]| Some([w[0] - rate * w[0], w[1] - rate * (10.0 * w[1])]);
    std::iter::successors(Some([-1.7, 1.0]), step).take(epochs + 1).skip(1).collect()
}

#[test]
fn a_parameter_is_flushed_where_its_square_is_denormal_and_not_before() {
    let (rate, epochs) = (0.0625, 12_000);
    let quadratic = landscape("quadratic");
    let mut path = Trajectory::new(2);
    let mut walker = Task::from(&quadratic).walker(&optimizer("gradient_descent"), &[-1.7, 1.0]);
    walker.advance(&at_rate(optimizer("gradient_descent"), rate), epochs, &mut path);
    let hand = by_hand(rate, epochs as usize);
    for k in 0..2 {
        let ours: Vec<f64> = path.param(k).collect();
        let theirs: Vec<f64> = hand.iter().map(|w| w[k]).collect();
        // Row r is epoch r + 1, and every 256th epoch is looked at.
        let faint = theirs.iter().position(|w| w * w < f64::MIN_POSITIVE).expect("it shrinks");
        let end = (faint + 1).next_multiple_of(256);
        assert_eq!(ours[..end], theirs[..end]);
        assert!(theirs[end] != 0.0 && ours[end..].iter().all(|&w| w == 0.0));
    }
    assert_eq!((path.cost.last(), path.slope.last()), (Some(&0.0), Some(&0.0)));
}

#[test]
fn what_was_flushed_stays_zero() {
    for kind in ["momentum", "nesterov"] {
        let mut path = Trajectory::new(2);
        let mut walker = Task::from(landscape("quadratic")).walker(&optimizer(kind), &[-1.7, 1.0]);
        walker.advance(&at_rate(optimizer(kind), 0.0625), 12_000, &mut path);
        let at_rest = |epoch: &usize| path.point(*epoch) == Some([0.0; 2]);
        let flushed = (0..path.len()).find(at_rest).expect("it shrinks");
        assert!((flushed..path.len()).all(|epoch| at_rest(&epoch)), "{kind} from {flushed} on");
        assert!(walker.snapshot().slots.iter().all(|(_, v)| v == &[0.0; 2]), "{kind}");
    }
}

#[test]
fn what_is_flushed_does_not_depend_on_the_pieces() {
    for optimizer in Optimizer::all() {
        let (quadratic, pace) = (landscape("quadratic"), at_rate(optimizer.clone(), 0.1));
        let begin = || Task::from(&quadratic).walker(&optimizer, &[-1.7, 1.0]);
        let (mut once, mut pieces) = (Trajectory::new(2), Trajectory::new(2));
        let (mut walker, mut other) = (begin(), begin());
        walker.advance(&pace, 20_000, &mut once);
        for piece in [1, 255, 3, 256, 257, 1024, 4000].into_iter().cycle() {
            let left = 20_000 - pieces.len() as u64;
            other = Task::from(&quadratic)
                .resume(&optimizer, &other.checkpoint())
                .expect("two parameters");
            other.advance(&pace, left.min(piece), &mut pieces);
            if left <= piece {
                break;
            }
        }
        assert!(once == pieces && walker.snapshot() == other.snapshot(), "{optimizer:?}");
    }
}

/// A plain that slopes so little that the square of it is a denormal number.
#[derive(Clone)]
struct Plain;

impl Objective for Plain {
    type Point = [f64; 2];

    fn dim(&self) -> usize {
        2
    }

    fn cost(&self, w: &[f64; 2]) -> f64 {
        1e-157 * (w[0] + w[1])
    }

    fn gradient(&self, w: &[f64; 2], gradient: &mut [f64; 2]) -> f64 {
        *gradient = [1e-157; 2];
        self.cost(w)
    }
}

#[test]
fn a_mean_square_that_is_still_fed_is_left_alone() {
    let adam = Adam { epsilon: 0.0, ..Adam::default() };
    let mut path = Trajectory::new(2);
    let pace = at_rate(Optimizer::Adam(adam), 0.25);
    assert!(Walk::new(Plain, adam, [0.0; 2]).advance(&pace, 2000, &mut path));
    // Adam's step on a constant slope is the rate.
    let steps = path.param(0).zip(path.param(0).skip(1));
    let far = steps.map(|(a, b)| (a - b - 0.25).abs()).fold(0.0, f64::max);
    assert!(far < 1e-3, "{far}");
}

#[test]
fn powers_do_not_drift() {
    for beta in [0.5, 0.9, 0.99, 0.999, 0.9999, 0.999_999] {
        let (mut power, mut t) = (1.0, 0_u32);
        while power > 0.0 {
            (power, t) = (next_power(power, beta), t + 1);
            let exact = libm::pow(beta, f64::from(t));
            if power > 0.0 {
                // Half a unit in the last place per product.
                let bound = f64::from(t + 2) * f64::EPSILON / 2.0;
                assert!((power / exact - 1.0).abs() <= bound, "{beta}^{t}: {power:e}, {exact:e}");
            } else {
                assert!(exact < 5.5e-20 && 1.0 - exact == 1.0, "{beta}^{t}: {exact:e}");
            }
            // Every product at first, then some: a power by libm takes its time.
            let skipped = if t < 10_000 { 0 } else { 997 };
            for _ in 0..skipped {
                (power, t) = (next_power(power, beta), t + 1);
            }
        }
        assert_eq!(next_power(power, beta), 0.0);
    }
}

/// One step of `rule` from a state that somebody has after ten million steps.
fn late_step(rule: &impl UpdateRule) -> State<[f64; 2]> {
    let mut state = State::new(rule.initial(), [0.75, -1.5]);
    state.step = 10_000_000;
    [state.slots[0], state.slots[1]] = [[0.011, -0.7], [0.02, 0.3]];
    state.products = [0.0; 2];
    state.update(rule, 0.01, &[0.3, -0.1]);
    state
}

#[test]
fn after_ten_million_steps_the_corrections_are_their_limits() {
    let uncorrected = late_step(&Adam { bias_correction: false, ..Adam::default() });
    assert_eq!(late_step(&Adam::default()), uncorrected);
    // ρₜ is ρ, so that rₜ is 1.
    assert_eq!(late_step(&RAdam::default()).params, uncorrected.params);
    // μₜ is β₁.
    let nadam = late_step(&NAdam::default());
    let [m, v, ..] = uncorrected.slots;
    let ahead = |w: f64, g: f64, i| w - 0.01 * (0.9 * m[i] + 0.1 * g) / (f64::sqrt(v[i]) + 1e-8);
    for (i, (w, g)) in [(0.75, 0.3), (-1.5, -0.1)].into_iter().enumerate() {
        assert!((nadam.params[i] - ahead(w, g, i)).abs() <= 4.0 * f64::EPSILON);
    }
}

#[test]
fn the_products_of_a_run_end_at_zero() {
    for kind in ["adam", "nadam", "radam", "adamax", "adabelief", "adamw"] {
        let mut walker = Task::from(landscape("quadratic")).walker(&optimizer(kind), &[-1.7, 1.0]);
        walk(&mut *walker, &at_rate(optimizer(kind), 0.01), 50_000);
        let [first, second] = walker.snapshot().products;
        // AdaMax has one.
        assert_eq!((first, second), (0.0, if kind == "adamax" { 1.0 } else { 0.0 }), "{kind}");
    }
}

/// The largest cost of the next epochs.
fn highest(walker: &mut dyn Walker, pace: &Pace, epochs: u64) -> f64 {
    let mut path = Trajectory::new(2);
    assert!(walker.advance(pace, epochs, &mut path));
    path.cost.iter().copied().fold(0.0, f64::max)
}

#[test]
fn ten_million_steps_of_adam_are_whole() {
    for kind in ["rosenbrock", "quadratic"] {
        let (adam, landscape) = (optimizer("adam"), landscape(kind));
        let schedule = Schedule::InverseTime(InverseTime { decay: 0.001 });
        let pace = RunSpec { schedule, ..RunSpec::new(adam.clone()) }.pace();
        let mut walker = Task::from(&landscape).walker(&adam, &landscape.get().start());
        walk(&mut *walker, &pace, 100_000);
        // Adam trembles at a minimum, as high as its rate is.
        let early = highest(&mut *walker, &pace, 100_000);
        walk(&mut *walker, &pace, 9_700_001);
        let mut kept =
            Task::from(&landscape).resume(&adam, &walker.checkpoint()).expect("two parameters");
        let late = highest(&mut *walker, &pace, 99_999);
        assert!(late <= early, "{kind}: {late:e} after {early:e}");
        let end = walker.snapshot();
        assert_eq!(end.epoch, 10_000_000);
        assert!(numbers(&end).iter().all(|number| number.is_finite()), "{end:?}");
        walk(&mut *kept, &pace, 99_999);
        assert_eq!(kept.snapshot(), end);
    }
}
