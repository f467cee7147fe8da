//! What the schedules give, and that many factors at once are the factors one by one.

use descent_core::schedules::{
    Cosine, Exponential, InverseTime, PiecewiseLinear, Plateau, PlateauThreshold, Step,
};
use descent_core::settings::{Settings, Value};
use descent_core::{Decay, Pace, Schedule};

fn variants() -> Vec<Schedule> {
    let mut variants = Schedule::all();
    for k in [0.0, 0.003, 0.5, 40.0] {
        variants.push(Schedule::InverseTime(InverseTime { decay: k }));
        variants.push(Schedule::Exponential(Exponential { decay: k }));
    }
    for n in [1, 2, 3, 7, 64, 1_000_000] {
        for part in [0.0, 0.3, 1.0] {
            variants.push(Schedule::Step(Step { factor: part, every: n }));
            variants.push(Schedule::Cosine(Cosine { period: n, floor: part }));
        }
    }
    variants
}

/// A factor before any cost has been seen.
fn factor(schedule: &Schedule, t: u64) -> f64 {
    schedule.get().factor(t, &schedule.get().begin())
}

#[test]
fn many_factors_are_the_factors_one_by_one() {
    for schedule in variants() {
        for first in [1, 2, 6, 7, 8, 49, 50, 51, 63, 64, 65, 150, 151, 100_000] {
            for len in [0, 1, 2, 7, 64, 151] {
                let mut filled = vec![f64::NAN; len];
                schedule.get().fill(first, &schedule.get().begin(), &mut filled);
                let single: Vec<_> = (first..).take(len).map(|t| factor(&schedule, t)).collect();
                assert_eq!(filled, single, "{schedule:?} from {first}");
            }
        }
    }
}

#[test]
fn no_schedule_begins_above_the_rate_or_climbs() {
    for schedule in variants() {
        let mut before = 1.0;
        for t in (1..400).chain([1000, 10_000, 1_000_000, u64::MAX]) {
            let factor = factor(&schedule, t);
            assert!((0.0..=before).contains(&factor), "{schedule:?} at {t}: {factor}");
            before = factor;
        }
    }
}

#[track_caller]
fn check(schedule: impl Decay, expected: &[(u64, f64)]) {
    for &(t, factor) in expected {
        let ours = schedule.factor(t, &schedule.begin());
        assert!((ours - factor).abs() < 1e-15, "at {t}: {ours} and not {factor}");
    }
}

#[test]
fn each_schedule_gives_what_its_formula_says() {
    let kind = |kind| Schedule::from_kind(kind).expect("listed");
    assert!((1..1000).all(|t| factor(&kind("constant"), t) == 1.0));
    assert!((1..1000).all(|t| factor(&Schedule::default(), t) == 1.0));
    check(InverseTime { decay: 0.5 }, &[(1, 1.0 / 1.5), (2, 0.5), (6, 0.25)]);
    check(
        Exponential { decay: 0.1 },
        &[
            (1, 0.904_837_418_035_959_6),
            (2, 0.818_730_753_077_981_9),
            (10, 0.367_879_441_171_442_33),
        ],
    );
    check(
        Step { factor: 0.5, every: 50 },
        &[(1, 1.0), (50, 1.0), (51, 0.5), (100, 0.5), (101, 0.25), (151, 0.125)],
    );
    check(
        Cosine { period: 100, floor: 0.2 },
        &[
            (1, 1.0),
            (26, 0.6 + 0.4 * std::f64::consts::FRAC_1_SQRT_2),
            (51, 0.6),
            (101, 0.2),
            (102, 0.2),
            (9999, 0.2),
        ],
    );
}

#[test]
fn a_length_of_zero_is_taken_as_one() {
    check(Step { factor: 0.5, every: 0 }, &[(1, 1.0), (2, 0.5), (3, 0.25)]);
    check(Cosine { period: 0, floor: 0.5 }, &[(1, 1.0), (2, 0.5)]);
}

#[test]
fn a_steady_schedule_leaves_every_rate_as_it_is() {
    let steady: Vec<_> = Schedule::all().into_iter().filter(|it| it.get().is_steady()).collect();
    assert_eq!(steady.len(), 2, "the constant one, and the default without its decay");
    for schedule in steady {
        assert!((1..2000).all(|t| factor(&schedule, t) == 1.0), "{schedule:?}");
        for warmup in [0, 3, 300] {
            let pace = Pace { learning_rate: 0.3, schedule: schedule.clone(), warmup };
            let rate = |t: u64| if t <= warmup { t as f64 / warmup as f64 * 0.3 } else { 0.3 };
            let mut rates = [f64::NAN; 20];
            pace.fill(290, &pace.begin(), &mut rates);
            assert!((290..).zip(rates).all(|(t, found)| found == rate(t)), "{rates:?}");
        }
    }
}

/// The rates of a run whose costs after each step are these.
fn rates_of(pace: &Pace, costs: &[f64]) -> Vec<f64> {
    let mut watch = pace.begin();
    let rate = |(t, &cost): (u64, &f64)| {
        let rate = pace.rate(t, &watch);
        pace.watch(t, cost, &mut watch);
        rate
    };
    (1..).zip(costs).map(rate).collect()
}

#[test]
fn a_plateau_lowers_the_rate_when_its_patience_ends() {
    let plateau = Plateau { factor: 0.5, patience: 2, threshold: 0.1, ..Plateau::default() };
    let pace =
        |plateau| Pace { learning_rate: 8.0, schedule: Schedule::Plateau(plateau), warmup: 0 };
    // Better is below 9 and then below 4.5: 4.6 is not, and 4.5 is not.
    let costs = [10.0, 9.0, 8.9, 5.0, 4.6, 4.5, 4.9, 7.0, 7.0, 7.0, 7.0];
    let rates = [8.0, 8.0, 8.0, 8.0, 8.0, 8.0, 8.0, 4.0, 4.0, 4.0, 2.0];
    assert_eq!(rates_of(&pace(plateau), &costs), rates);
    // Three steps after each reduction are not counted.
    let rests = Plateau { cooldown: 3, ..plateau };
    let rates = [8.0, 8.0, 8.0, 8.0, 4.0, 4.0, 4.0, 4.0, 4.0, 4.0, 2.0];
    assert_eq!(rates_of(&pace(rests), &[1.0; 11]), rates);
    let floored = Plateau { floor: 0.3, patience: 0, ..plateau };
    assert_eq!(rates_of(&pace(floored), &[1.0; 5]), [8.0, 8.0, 4.0, 2.4, 2.4]);
    // Below zero a part of the best cost is still a part downwards.
    let negative = [-10.0, -10.9, -11.1, -12.0, -12.0, -12.0, -12.0];
    assert_eq!(rates_of(&pace(plateau), &negative)[6], 4.0);
    let absolute = Plateau { threshold_mode: PlateauThreshold::Absolute, ..plateau };
    assert_eq!(rates_of(&pace(absolute), &negative)[6], 8.0);
}

#[test]
fn a_plateau_does_not_watch_the_warm_up() {
    let plateau = Plateau { factor: 0.5, patience: 0, ..Plateau::default() };
    let pace = Pace { learning_rate: 4.0, schedule: Schedule::Plateau(plateau), warmup: 4 };
    assert_eq!(rates_of(&pace, &[1.0; 8]), [1.0, 2.0, 3.0, 4.0, 4.0, 4.0, 2.0, 1.0]);
}

#[test]
fn points_are_joined_by_straight_lines_in_the_order_of_their_steps() {
    let mut drawn = PiecewiseLinear::default();
    let points = [[11.0, 0.5], [3.0, 1.0], [21.0, 2.0]];
    assert!(drawn.set("points", Value::Table(points.map(Vec::from).into())));
    let factors = [
        (1, 1.0),
        (3, 1.0),
        (7, 0.75),
        (11, 0.5),
        (16, 1.25),
        (21, 2.0),
        (22, 2.0),
        (u64::MAX, 2.0),
    ];
    check(drawn.clone(), &factors);
    // Two points at one step are a jump after it.
    let points = [[5.0, 1.0], [5.0, 0.25]];
    assert!(drawn.set("points", Value::Table(points.map(Vec::from).into())));
    check(drawn, &[(1, 1.0), (5, 1.0), (6, 0.25)]);
    // As it comes it falls to nothing in 150 steps.
    let fresh = PiecewiseLinear::default();
    check(fresh, &[(1, 1.0), (150, 0.0), (200, 0.0)]);
}
