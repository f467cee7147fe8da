//! The conventions that differ between sources, against the formulas that the sources
//! print, and how the methods contain one another.

use descent_core::optimizers::*;
use descent_core::schedules::Step;
use descent_core::{Landscape, Optimizer, Run, RunSpec, Schedule, Trajectory};

const START: [f64; 2] = [-1.2, 1.0];
const EPOCHS: usize = 300;

fn rosenbrock() -> Landscape {
    Landscape::from_kind("rosenbrock").expect("listed")
}

fn spec(optimizer: Optimizer, learning_rate: f64) -> RunSpec {
    let schedule = Schedule::from_kind("constant").expect("listed");
    RunSpec { learning_rate, schedule, ..RunSpec::new(optimizer) }
}

fn run(spec: &RunSpec) -> Run {
    let mut run = Run::new(rosenbrock(), &START, spec);
    run.extend_to(EPOCHS);
    assert_eq!(run.diverged(), None, "{spec:?}");
    run
}

/// Where it goes and what that costs; the rate is left out, for conventions differ in it.
fn path(optimizer: Optimizer, rate: f64) -> Trajectory {
    let mut path = run(&spec(optimizer, rate)).trajectory().clone();
    path.rate = Default::default();
    path
}

/// The furthest that two paths are apart in a coordinate.
fn apart(ours: &Trajectory, theirs: &Trajectory) -> f64 {
    let w1 = ours.param(0).zip(theirs.param(0));
    let w2 = ours.param(1).zip(theirs.param(1));
    w1.chain(w2).map(|(a, b)| (a - b).abs()).fold(0.0, f64::max)
}

fn momentum(beta: f64, convention: MomentumConvention) -> Optimizer {
    Optimizer::Momentum(Momentum { beta, convention })
}

fn nesterov(beta: f64, convention: NesterovConvention) -> Optimizer {
    Optimizer::Nesterov(Nesterov { beta, convention })
}

fn adam() -> Adam {
    Adam::default()
}

#[test]
fn at_a_constant_rate_the_conventions_of_momentum_take_one_path() {
    use MomentumConvention::{Averaged, Classical, PyTorch};
    // Powers of two scale without rounding: the paths agree to the bit.
    let rate = 1.0 / 4096.0;
    let pytorch = path(momentum(0.5, PyTorch), rate);
    assert_eq!(path(momentum(0.5, Classical), rate), pytorch);
    assert_eq!(path(momentum(0.5, Averaged), 2.0 * rate), pytorch);
    let pytorch = path(momentum(0.9, PyTorch), 1e-4);
    assert!(apart(&path(momentum(0.9, Classical), 1e-4), &pytorch) < 1e-11);
    assert!(apart(&path(momentum(0.9, Averaged), 1e-4 / (1.0 - 0.9)), &pytorch) < 1e-11);
}

#[test]
fn when_the_rate_falls_the_conventions_of_momentum_part() {
    use MomentumConvention::{Classical, PyTorch};
    let schedule = Schedule::Step(Step { factor: 0.0, every: 10 });
    let stopped = |convention| {
        let spec = RunSpec { schedule: schedule.clone(), ..spec(momentum(0.9, convention), 1e-4) };
        let path = run(&spec).trajectory().clone();
        (path.point(10), path.point(11), path.point(EPOCHS))
    };
    let (at_end, after, late) = stopped(PyTorch);
    assert_eq!((at_end, at_end), (after, late), "PyTorch's stands still without a rate");
    let (at_end, after, _) = stopped(Classical);
    assert_ne!(at_end, after, "the classical velocity rolls on");
}

#[test]
fn the_pytorch_form_of_nesterov_walks_where_the_other_looks() {
    let beta = 0.9;
    let run = run(&spec(nesterov(beta, NesterovConvention::LookAhead), 1e-4));
    let pytorch = path(nesterov(beta, NesterovConvention::PyTorch), 1e-4);
    for epoch in [0, 1, 2, 10, 100, EPOCHS] {
        let state = run.snapshot(epoch).expect("known");
        let (w, v) = (&state.params, &state.slots[0].1);
        let theirs = pytorch.point(epoch).expect("known");
        for i in 0..2 {
            assert!((w[i] + beta * v[i] - theirs[i]).abs() < 1e-11, "epoch {epoch}");
        }
    }
}

#[test]
fn only_the_look_ahead_asks_for_a_second_gradient() {
    let evaluations = |optimizer| {
        let run = run(&spec(optimizer, 1e-4));
        run.snapshot(100).expect("known").evaluations
    };
    assert_eq!(evaluations(nesterov(0.9, NesterovConvention::LookAhead)), 201);
    assert_eq!(evaluations(nesterov(0.9, NesterovConvention::PyTorch)), 101);
    assert_eq!(evaluations(momentum(0.9, MomentumConvention::Classical)), 101);
}

#[test]
fn without_memory_momentum_is_gradient_descent() {
    use MomentumConvention::{Averaged, Classical, PyTorch};
    let plain = path(Optimizer::GradientDescent(GradientDescent {}), 1e-3);
    for convention in [Classical, PyTorch, Averaged] {
        assert_eq!(path(momentum(0.0, convention), 1e-3), plain);
    }
    for convention in [NesterovConvention::LookAhead, NesterovConvention::PyTorch] {
        assert_eq!(path(nesterov(0.0, convention), 1e-3), plain);
    }
}

#[test]
fn adamw_without_decay_is_adam_and_with_it_pulls_to_zero() {
    let adam = path(Optimizer::Adam(adam()), 0.01);
    let adamw =
        |weight_decay| path(Optimizer::AdamW(AdamW { weight_decay, ..AdamW::default() }), 0.01);
    assert_eq!(adamw(0.0), adam);
    let first = |path: &Trajectory| path.params(1).expect("recorded")[0];
    let pulled = first(&adamw(0.5)) - first(&adam);
    assert!((pulled + 0.01 * 0.5 * START[0]).abs() < 1e-15, "{pulled}");
}

#[test]
fn adam_without_mean_and_correction_is_rmsprop() {
    let still = Adam { beta1: 0.0, beta2: 0.9, bias_correction: false, ..adam() };
    let rmsprop = path(Optimizer::RmsProp(RmsProp::default()), 0.01);
    assert!(apart(&path(Optimizer::Adam(still), 0.01), &rmsprop) < 1e-9);
}

#[test]
fn radam_that_never_rectifies_is_corrected_momentum() {
    // ρ = 2/(1 − β₂) − 1 is below 5.
    let radam = RAdam { beta1: 0.0, beta2: 0.5, ..RAdam::default() };
    let plain = path(Optimizer::GradientDescent(GradientDescent {}), 1e-3);
    assert!(apart(&path(Optimizer::RAdam(radam), 1e-3), &plain) < 1e-11);
}

#[test]
fn amsgrad_never_lets_its_divisor_fall() {
    let run = run(&spec(Optimizer::Adam(Adam { amsgrad: true, ..adam() }), 0.01));
    let mut largest = vec![0.0; 2];
    for epoch in 1..=EPOCHS {
        let state = run.snapshot(epoch).expect("known");
        let [_, (_, v), (name, v_max)] = state.slots.as_slice() else { panic!("three slots") };
        assert_eq!(*name, "v_max");
        assert!((0..2).all(|i| v_max[i] >= v[i] && v_max[i] >= largest[i]), "epoch {epoch}");
        largest.clone_from(v_max);
    }
}

/// How far the first step goes in each coordinate, against `expected` of the gradient.
#[track_caller]
fn first_step(optimizer: Optimizer, expected: impl Fn(f64) -> f64) {
    let g = rosenbrock().get().slope(&START).1;
    let mut run = Run::new(rosenbrock(), &START, &spec(optimizer, 0.01));
    run.extend_to(1);
    let w = run.trajectory().point(1).expect("one step");
    for i in 0..2 {
        let (ours, theirs) = (START[i] - w[i], 0.01 * expected(g[i]));
        assert!((ours - theirs).abs() < 1e-12 * theirs.abs().max(1e-3), "{ours} and {theirs}");
    }
}

/// An ε that shows.
const EPSILON: f64 = 0.5;

#[test]
fn epsilon_stands_where_its_setting_says() {
    use EpsilonPlacement::{InsideSqrt, OutsideSqrt};
    let root = f64::sqrt;
    let adagrad = |epsilon_placement| {
        let (epsilon, initial_accumulator) = (EPSILON, 7.0);
        Optimizer::AdaGrad(AdaGrad { epsilon, epsilon_placement, initial_accumulator })
    };
    first_step(adagrad(OutsideSqrt), |g| g / (root(7.0 + g * g) + EPSILON));
    first_step(adagrad(InsideSqrt), |g| g / root(7.0 + g * g + EPSILON));
    let rmsprop = |epsilon_placement, centered| {
        let settings = RmsProp { epsilon: EPSILON, epsilon_placement, ..RmsProp::default() };
        Optimizer::RmsProp(RmsProp { centered, momentum: 0.5, ..settings })
    };
    first_step(rmsprop(OutsideSqrt, false), |g| g / (root(0.1 * g * g) + EPSILON));
    first_step(rmsprop(InsideSqrt, false), |g| g / root(0.1 * g * g + EPSILON));
    first_step(rmsprop(OutsideSqrt, true), |g| g / (root(0.1 * g * g * 0.9) + EPSILON));
    let adam = |epsilon_hat, bias_correction| {
        Optimizer::Adam(Adam { epsilon: EPSILON, epsilon_hat, bias_correction, ..adam() })
    };
    first_step(adam(false, true), |g| g / (g.abs() + EPSILON));
    first_step(adam(true, true), |g| g * root(1e-3) / (root(1e-3) * g.abs() + EPSILON));
    first_step(adam(false, false), |g| 0.1 * g / (root(1e-3) * g.abs() + EPSILON));
    first_step(adam(true, false), |g| 0.1 * g / (root(1e-3) * g.abs() + EPSILON));
}

#[test]
fn epsilon_stands_where_each_source_has_it() {
    let adamax = |convention| {
        Optimizer::AdaMax(AdaMax { epsilon: EPSILON, convention, ..AdaMax::default() })
    };
    first_step(adamax(AdaMaxConvention::Paper), f64::signum);
    first_step(adamax(AdaMaxConvention::PyTorch), |g| g / (g.abs() + EPSILON));
    first_step(adamax(AdaMaxConvention::Keras), |g| g / (g.abs() + EPSILON));
    let adabelief = AdaBelief { epsilon: EPSILON, ..AdaBelief::default() };
    first_step(Optimizer::AdaBelief(adabelief), |g| {
        let s = 1e-3 * (0.9 * g) * (0.9 * g) + EPSILON;
        g / (f64::sqrt(s / 1e-3) + EPSILON)
    });
    let adadelta = Adadelta { rho: 0.9, epsilon: EPSILON };
    first_step(Optimizer::Adadelta(adadelta), |g| {
        f64::sqrt(EPSILON) / f64::sqrt(0.1 * g * g + EPSILON) * g
    });
}

#[test]
fn adamax_remembers_its_epsilon_only_where_pytorch_does() {
    // Once the gradient is small, PyTorch's u still holds the ε of a larger one.
    let greatest = |convention| {
        let adamax = AdaMax { epsilon: EPSILON, convention, ..AdaMax::default() };
        run(&spec(Optimizer::AdaMax(adamax), 0.01)).snapshot(1).expect("known").slots[1].1.clone()
    };
    let paper = greatest(AdaMaxConvention::Paper);
    assert_eq!(greatest(AdaMaxConvention::Keras), paper);
    assert_eq!(greatest(AdaMaxConvention::PyTorch), [paper[0] + EPSILON, paper[1] + EPSILON]);
}

/// That every step of a run is α times `expected` of t, the gradient before the step,
/// the slots before it and the slots after it.
#[track_caller]
fn every_step(optimizer: Optimizer, expected: impl Fn(i32, f64, &[f64], &[f64]) -> f64) {
    let run = run(&spec(optimizer, 1e-4));
    for t in 1..=20 {
        let before = run.snapshot(t - 1).expect("known");
        let after = run.snapshot(t).expect("known");
        for i in 0..2 {
            let slots = [&before, &after]
                .map(|state| state.slots.iter().map(|(_, slot)| slot[i]).collect::<Vec<_>>());
            let theirs = 1e-4 * expected(t as i32, before.gradient[i], &slots[0], &slots[1]);
            let ours = before.params[i] - after.params[i];
            assert!((ours - theirs).abs() < 1e-13, "step {t}: {ours} and {theirs}");
        }
    }
}

fn power(base: f64, exponent: i32) -> f64 {
    libm::pow(base, f64::from(exponent))
}

#[test]
fn rmsprop_with_momentum_puts_the_quotient_into_a_velocity() {
    let momentum = RmsProp { momentum: 0.5, ..RmsProp::default() };
    every_step(Optimizer::RmsProp(momentum), |_, g, before, after| {
        let velocity = 0.5 * before[1] + g / (f64::sqrt(after[0]) + 1e-8);
        assert!((velocity - after[1]).abs() < 1e-12);
        velocity
    });
    let centered = RmsProp { centered: true, ..momentum };
    every_step(Optimizer::RmsProp(centered), |_, g, before, after| {
        let deviation = f64::sqrt(after[0] - after[2] * after[2]);
        0.5 * before[1] + g / (deviation + 1e-8)
    });
}

#[test]
fn radam_rectifies_as_pytorch_and_as_optax_do() {
    let step = |epsilon_hat: bool| {
        move |t: i32, _: f64, _: &[f64], after: &[f64]| {
            let (seen1, seen2) = (1.0 - power(0.9, t), 1.0 - power(0.999, t));
            let limit = 2.0 / (1.0 - 0.999) - 1.0;
            let length = limit - 2.0 * f64::from(t) * (1.0 - seen2) / seen2;
            if length <= 5.0 {
                return after[0] / seen1;
            }
            let reached = (length - 4.0) * (length - 2.0) * limit;
            let r = f64::sqrt(reached / ((limit - 4.0) * (limit - 2.0) * length));
            let divisor = if epsilon_hat {
                (f64::sqrt(after[1]) + EPSILON) / f64::sqrt(seen2)
            } else {
                f64::sqrt(after[1] / seen2) + EPSILON
            };
            r * after[0] / seen1 / divisor
        }
    };
    let pytorch = RAdam { epsilon: EPSILON, ..RAdam::default() };
    every_step(Optimizer::RAdam(pytorch), step(true));
    every_step(Optimizer::RAdam(RAdam { epsilon_hat: false, ..pytorch }), step(false));
}

#[test]
fn nadam_takes_the_momentum_of_pytorch_of_keras_and_of_optax() {
    let check = |momentum_decay, mu: &dyn Fn(i32) -> f64| {
        let nadam = NAdam { epsilon: EPSILON, momentum_decay, ..NAdam::default() };
        every_step(Optimizer::NAdam(nadam), |t, g, _, after| {
            let product: f64 = (1..=t).map(mu).product();
            let by_mean = mu(t + 1) * after[0] / (1.0 - product * mu(t + 1));
            let by_gradient = (1.0 - mu(t)) * g / (1.0 - product);
            (by_mean + by_gradient) / (f64::sqrt(after[1] / (1.0 - power(0.999, t))) + EPSILON)
        });
    };
    check(0.004, &|t| 0.9 * (1.0 - 0.5 * libm::pow(0.96, 0.004 * f64::from(t))));
    check(1.0, &|t| 0.9 * (1.0 - 0.5 * power(0.96, t)));
    check(1000.0, &|_| 0.9);
}

/// Runs long enough for many changes of sign, and calls `check` with each step of each
/// parameter: the states before and after, as w, g and the slots.
fn each_step(optimizer: Optimizer, rate: f64, mut check: impl FnMut(&[f64], &[f64])) {
    let run = run(&spec(optimizer, rate));
    let numbers = |epoch, i: usize| {
        let at = run.snapshot(epoch).expect("known");
        let slots = at.slots.iter().map(|(_, slot)| slot[i]);
        [at.params[i], at.gradient[i]].into_iter().chain(slots).collect::<Vec<_>>()
    };
    for t in 1..=EPOCHS {
        for i in 0..2 {
            check(&numbers(t - 1, i), &numbers(t, i));
        }
    }
}

fn rprop(convention: RpropConvention) -> Rprop {
    Rprop { min_step: 1e-3, max_step: 0.25, convention, ..Rprop::default() }
}

#[test]
fn rprop_changes_its_step_size_by_the_signs_of_two_gradients() {
    for convention in [RpropConvention::PyTorch, RpropConvention::Paper] {
        let [mut smaller, mut larger, mut kept] = [0; 3];
        each_step(Optimizer::Rprop(rprop(convention)), 0.01, |before, after| {
            let (g, previous, size) = (before[1], before[3], before[2]);
            let expected = if g * previous > 0.0 {
                larger += 1;
                f64::min(size * 1.2, 0.25)
            } else if g * previous < 0.0 {
                smaller += 1;
                f64::max(size * 0.5, 1e-3)
            } else {
                kept += 1;
                // It has none before the first step.
                if size == 0.0 { 0.01 } else { size }
            };
            assert_eq!(after[2], expected, "{convention:?}");
            let forgets = g * previous < 0.0;
            assert_eq!(after[3], if forgets { 0.0 } else { g });
            if !forgets {
                assert_eq!(after[0], before[0] - expected * g.signum());
            }
        });
        assert!(smaller > 20 && larger > 20 && kept > 20, "{smaller} {larger} {kept}");
    }
}

#[test]
fn where_the_sign_changes_rprop_stays_or_goes_back() {
    let mut changes = 0;
    each_step(Optimizer::Rprop(rprop(RpropConvention::PyTorch)), 0.01, |before, after| {
        if before[1] * before[3] < 0.0 {
            assert_eq!(after[0], before[0]);
            changes += 1;
        }
    });
    assert!(changes > 20);
    let mut earlier = [[0.0; 2], START];
    let (mut changes, mut i) = (0, 0);
    each_step(Optimizer::Rprop(rprop(RpropConvention::Paper)), 0.01, |before, after| {
        if before[1] * before[3] < 0.0 {
            let back = earlier[0][i];
            assert!((after[0] - back).abs() < 1e-15 && after[4] == -before[4], "{after:?}, {back}");
            changes += 1;
        }
        earlier[0][i] = before[0];
        i = 1 - i;
    });
    assert!(changes > 20);
}

#[test]
fn without_factors_rprop_and_lion_are_sign_descent() {
    let (eta_minus, eta_plus) = (1.0, 1.0);
    let rprop = path(Optimizer::Rprop(Rprop { eta_minus, eta_plus, ..Rprop::default() }), 0.01);
    let sign = Lion { beta1: 0.0, ..Lion::default() };
    // Until the first change of sign, where Rprop rests a step.
    let lion = path(Optimizer::Lion(sign), 0.01);
    assert_eq!(rprop.point(10), lion.point(10));
    let w1: Vec<f64> = lion.param(0).take(20).collect();
    assert!(w1.windows(2).all(|w| ((w[0] - w[1]).abs() - 0.01).abs() < 1e-15));
}

#[test]
fn a_schedule_acts_on_rprop_by_its_first_rate_alone() {
    let schedule = Schedule::Step(Step { factor: 0.0, every: 1 });
    let spec = spec(Optimizer::Rprop(Rprop::default()), 0.01);
    let falling = run(&RunSpec { schedule, ..spec.clone() });
    let steady = run(&spec);
    assert!(falling.trajectory().param(0).eq(steady.trajectory().param(0)));
    let warm = run(&RunSpec { warmup: 4, ..spec });
    assert_eq!(warm.trajectory().param(0).nth(1), Some(START[0] + 0.0025));
}

#[test]
fn lion_steps_by_the_sign_of_one_mean_and_remembers_another() {
    let lion = Lion { beta1: 0.8, beta2: 0.95, weight_decay: 0.5 };
    let mut directions = std::collections::HashSet::new();
    each_step(Optimizer::Lion(lion), 0.01, |before, after| {
        let (w, g, m) = (before[0], before[1], before[2]);
        let direction = (0.8 * m + 0.2 * g).signum();
        let expected = w - 0.01 * (direction + 0.5 * w);
        assert!((after[0] - expected).abs() < 1e-15, "{before:?}, {after:?}");
        assert!((after[2] - (0.95 * m + 0.05 * g)).abs() <= 1e-12 * g.abs().max(m.abs()));
        directions.insert(direction == g.signum());
    });
    assert_eq!(directions.len(), 2, "the mean should sometimes point elsewhere than g");
}

fn asgd(convention: AsgdConvention, t0: u64) -> Asgd {
    Asgd { lambd: 0.05, power: 0.5, t0, convention }
}

#[test]
fn asgd_descends_at_a_falling_rate_beside_its_average() {
    let mut t = 0.0;
    let mut places = [Vec::new(), Vec::new()];
    let optimizer = Optimizer::Asgd(asgd(AsgdConvention::PyTorch, 7));
    each_step(optimizer, 1e-3, |before, after| {
        let step = f64::floor(t);
        t += 0.5;
        let eta = 1e-3 / f64::sqrt(1.0 + 0.05 * 1e-3 * step);
        let expected = before[0] - eta * (before[1] + 0.05 * before[0]);
        assert!((after[0] - expected).abs() < 1e-14, "{before:?}, {after:?}");
        let seen = &mut places[usize::from(t == f64::floor(t))];
        seen.push(after[0]);
        // The mean of the iterates from step t₀ + 2 on.
        let averaged = &seen[seen.len().saturating_sub(1).min(8)..];
        let mean = averaged.iter().sum::<f64>() / averaged.len() as f64;
        assert!((after[2] - mean).abs() < 1e-13, "step {step}: {} and {mean}", after[2]);
    });
}

#[test]
fn the_paper_form_of_asgd_is_the_average_of_pytorchs() {
    for t0 in [0, 50, 1_000_000] {
        let run = |convention| run(&spec(Optimizer::Asgd(asgd(convention, t0)), 1e-3));
        let (paper, pytorch) = (run(AsgdConvention::Paper), run(AsgdConvention::PyTorch));
        for epoch in [1, 2, 3, 51, 52, 53, 100, EPOCHS] {
            let [ours, theirs] = [&paper, &pytorch].map(|run| run.snapshot(epoch).expect("known"));
            for i in 0..2 {
                let (average, iterate) = (theirs.slots[0].1[i], theirs.params[i]);
                assert!((ours.params[i] - average).abs() < 1e-13, "t₀ {t0}, epoch {epoch}");
                assert!((ours.params[i] + ours.slots[0].1[i] - iterate).abs() < 1e-13);
                assert_eq!(average == iterate, epoch as u64 <= t0 + 2, "t₀ {t0}, epoch {epoch}");
            }
        }
    }
}

#[test]
fn without_decay_asgd_is_gradient_descent_beside_its_average() {
    let plain = path(Optimizer::GradientDescent(GradientDescent {}), 1e-3);
    let (lambd, convention) = (0.0, AsgdConvention::PyTorch);
    let asgd = Asgd { lambd, convention, ..Asgd::default() };
    assert_eq!(path(Optimizer::Asgd(asgd), 1e-3), plain);
}
