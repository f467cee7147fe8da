//! How proptest makes experiments: from the lists and the ranges of their knobs, so that
//! whatever is added to a list is met here.

use std::fmt::Debug;

use descent_core::landscapes::Typed;
use descent_core::settings::{Knob, Range, Value};
use descent_core::task::{Noise, Penalty};
use descent_core::{Experiment, Landscape, Listed, Optimizer, Pace, RunSpec, Schedule};
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;
use proptest::test_runner::RngSeed;

/// The same cases every time, and nothing written down about those that fail.
pub(crate) fn cases(cases: u32) -> ProptestConfig {
    ProptestConfig {
        cases,
        rng_seed: RngSeed::Fixed(1),
        failure_persistence: None,
        ..ProptestConfig::default()
    }
}

/// Any experiment that would be accepted, with up to `runs` runs.
pub(crate) fn experiment(runs: usize) -> impl Strategy<Value = Experiment> {
    let start = vec(number(Experiment::START), Typed::MOST_PARAMETERS);
    let (epochs, seed) = (whole(Experiment::EPOCHS), whole(Experiment::SEED));
    let beside = (member::<Penalty>(), member::<Noise>());
    (member::<Landscape>(), beside, start, epochs, seed, vec(run(), 0..=runs)).prop_map(
        |(landscape, (penalty, noise), mut start, epochs, seed, runs)| {
            let dim = landscape.get().dim();
            let again = start.clone().into_iter().cycle();
            start = again.take(dim).collect();
            // More would not fit into memory, and be refused.
            let most = if dim > Typed::MOST_PARAMETERS { 50 } else { usize::MAX };
            let epochs = most.min(epochs as usize);
            let mut experiment =
                Experiment { landscape, penalty, start, epochs, seed, noise, runs };
            if Experiment::parse(&experiment.json().text()).is_err() {
                // A matrix of another size.
                experiment.penalty = Penalty::default();
            }
            experiment
        },
    )
}

fn run() -> impl Strategy<Value = RunSpec> {
    let rates = (number(Pace::LEARNING_RATE), member::<Schedule>(), whole(Pace::WARMUP));
    (member::<Optimizer>(), rates).prop_map(|(optimizer, (learning_rate, schedule, warmup))| {
        RunSpec { optimizer, learning_rate, schedule, warmup }
    })
}

/// A member of a list, all its knobs set to something that goes with the others.
fn member<T: Listed + Clone + Debug + 'static>() -> impl Strategy<Value = T> {
    select(T::KINDS).prop_flat_map(|kind| {
        let member = T::from_kind(kind).expect("listed");
        let knobs = member.settings().knobs();
        let values: Vec<_> = knobs.iter().map(value).collect();
        values.prop_map(move |values| {
            let mut member = member.clone();
            for (knob, value) in knobs.iter().zip(values) {
                let before = member.clone();
                assert!(member.settings_mut().set(&knob.name, value), "{}", knob.name);
                if member.settings().check().is_err() {
                    member = before;
                }
            }
            member
        })
    })
}

fn value(knob: &Knob) -> BoxedStrategy<Value> {
    match knob.default {
        Value::Number(_) => number(knob.range).prop_map(Value::Number).boxed(),
        Value::Whole(_) => whole(knob.range).prop_map(Value::Whole).boxed(),
        Value::Switch(_) => any::<bool>().prop_map(Value::Switch).boxed(),
        Value::Choice { names, .. } => {
            (0..names.len()).prop_map(move |index| Value::Choice { names, index }).boxed()
        }
        Value::Text(_) => {
            let everywhere = vec!["w", "2*w", "w - 0.1*|w|"];
            let over_many = vec!["x*y", "w3^w2 + e", "max(w16, 1)", "where(y <= x, sqrt(2), 1)"];
            let texts = if knob.name == "formula" { over_many } else { Vec::new() };
            let texts = [everywhere, texts].concat();
            select(texts).prop_map(|text| Value::Text(text.to_owned())).boxed()
        }
        Value::Lines(_) => select(vec![
            vec!["w = w - rate*g"],
            vec!["m = 0.9*m + g", "", "w = w - rate*m/(1 - 0.9^t)"],
            vec!["größe = |g|", "w = w - where(größe < 1, rate, rate/2)*g  "],
        ])
        .prop_map(Value::lines)
        .boxed(),
        Value::List(_) => {
            vec(number(knob.range), count(knob.size.numbers)).prop_map(Value::List).boxed()
        }
        Value::Table(_) => {
            let (range, rows) = (knob.range, count(knob.size.rows));
            let rows = move |numbers| vec(vec(number(range), numbers), rows.clone());
            count(knob.size.numbers).prop_flat_map(rows).prop_map(Value::Table).boxed()
        }
    }
}

/// A few members, as many as are accepted.
fn count([fewest, most]: [usize; 2]) -> std::ops::RangeInclusive<usize> {
    fewest..=most.min(fewest + 3)
}

/// A number of a range: spread over it, or of any magnitude, −0 and denormal ones among
/// them.
fn number(range: Range) -> impl Strategy<Value = f64> {
    let Range { min, max, .. } = range;
    prop_oneof![
        min..=max,
        proptest::num::f64::ANY.prop_map(move |number| number.max(min).min(max)),
        select(vec![min, max]),
    ]
}

fn whole(range: Range) -> impl Strategy<Value = u64> {
    range.min as u64..=range.max as u64
}
