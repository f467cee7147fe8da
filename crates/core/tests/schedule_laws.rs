//! What the schedules give, and that many factors at once are the factors one by one.

use descent_core::schedules::{Cosine, Exponential, InverseTime, Step};
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

#[test]
fn many_factors_are_the_factors_one_by_one() {
    for schedule in variants() {
        for first in [1, 2, 6, 7, 8, 49, 50, 51, 63, 64, 65, 150, 151, 100_000] {
            for len in [0, 1, 2, 7, 64, 151] {
                let mut filled = vec![f64::NAN; len];
                schedule.get().fill(first, &mut filled);
                let single: Vec<_> =
                    (first..).take(len).map(|t| schedule.get().factor(t)).collect();
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
            let factor = schedule.get().factor(t);
            assert!((0.0..=before).contains(&factor), "{schedule:?} at {t}: {factor}");
            before = factor;
        }
    }
}

#[track_caller]
fn check(schedule: impl Decay, expected: &[(u64, f64)]) {
    for &(t, factor) in expected {
        let ours = schedule.factor(t);
        assert!((ours - factor).abs() < 1e-15, "at {t}: {ours} and not {factor}");
    }
}

#[test]
fn each_schedule_gives_what_its_formula_says() {
    let kind = |kind| Schedule::from_kind(kind).expect("listed");
    assert!((1..1000).all(|t| kind("constant").get().factor(t) == 1.0));
    assert!((1..1000).all(|t| Schedule::default().get().factor(t) == 1.0));
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
        assert!((1..2000).all(|t| schedule.get().factor(t) == 1.0), "{schedule:?}");
        for warmup in [0, 3, 300] {
            let pace = Pace { learning_rate: 0.3, schedule: schedule.clone(), warmup };
            let rate = |t: u64| if t <= warmup { t as f64 / warmup as f64 * 0.3 } else { 0.3 };
            let mut rates = [f64::NAN; 20];
            pace.fill(290, &mut rates);
            assert!((290..).zip(rates).all(|(t, found)| found == rate(t)), "{rates:?}");
        }
    }
}
