//! A text in a field is a value that is accepted, or a fault that changes nothing.

use descent_core::settings::{Range, Value};
use descent_core::{Experiment, number};
use proptest::prelude::*;
use proptest::sample::{Index, select};

use crate::faults::{bits, reads_back, said, typed};
use crate::places::{address, places};
use crate::strategies::{cases, experiment};

proptest! {
    #![proptest_config(cases(512))]

    #[test]
    fn what_is_typed_is_a_number_in_its_range_or_a_fault(
        text in text(),
        ends in [any::<f64>(), any::<f64>()],
        steps in any::<i32>(),
    ) {
        let range = Range::log(ends[0].min(ends[1]), ends[0].max(ends[1]));
        for range in [range, Experiment::START, Experiment::SEED, Range::linear(-2.0, 2.0)] {
            typed(&text, range, steps);
        }
    }
}

proptest! {
    #![proptest_config(cases(4096))]

    #[test]
    fn a_field_takes_what_it_shows_or_stays_as_it_was(
        experiment in experiment(2),
        path in path(),
        text in text(),
    ) {
        let path = path.of(&experiment);
        let mut edited = experiment.clone();
        match edited.set(&path, &text) {
            Ok(()) => {
                let knob = edited.knob(&path).expect("it was set");
                let meant = meant(knob.value.clone(), &text);
                prop_assert_eq!(knob.value, meant);
                reads_back(&edited);
            }
            Err(fault) => {
                said(&fault);
                // In a list, the place in it follows; the list itself may be what is wrong.
                let below = fault.path.starts_with(&path);
                prop_assert!(below || path.starts_with(&fault.path), "{}", fault);
                prop_assert_eq!(bits(&edited), bits(&experiment));
            }
        }
    }
}

/// What a text says to somebody who expects a value of this kind.
fn meant(kind: Value, text: &str) -> Value {
    let any = Range::linear(f64::MIN, f64::MAX);
    let number = || number::parse(text, any).expect("a number");
    match kind {
        Value::Number(_) => Value::Number(number()),
        Value::Whole(_) => Value::Whole(number() as u64),
        Value::Switch(_) => Value::Switch(text.parse().expect("true or false")),
        Value::Choice { names, .. } => {
            let index = names.iter().position(|name| *name == text).expect("a name");
            Value::Choice { names, index }
        }
        Value::Text(_) => Value::Text(text.to_owned()),
        Value::Lines(_) => Value::lines(text.lines()),
        Value::List(_) => Value::List(numbers(text)),
        Value::Table(_) => Value::Table(text.split([';', '\n']).map(numbers).collect()),
    }
}

fn numbers(text: &str) -> Vec<f64> {
    let any = Range::linear(f64::MIN, f64::MAX);
    let texts = text.split(|c: char| c == ',' || c.is_whitespace()).filter(|it| !it.is_empty());
    texts.map(|text| number::parse(text, any).expect("a number")).collect()
}

/// What somebody may type into a field.
fn text() -> impl Strategy<Value = String> {
    prop_oneof![
        any::<String>(),
        any::<f64>().prop_map(|number| number.to_string()),
        any::<f64>().prop_map(|number| format!("{number:e}").replace('-', "−")),
        "[-−+]?[0-9۰-۹٠-٩]{1,12}[.,٫]?[0-9۰-۹]{0,9}([eE][-−]?[0-9]{1,3})?",
        "[-−+0-9۰-۹٠-٩eE.,٫٬_ {}]{0,12}",
        "[-0-9.]{1,3}[, ;]{1,2}[-0-9.]{1,3}",
        ("[-0-9۰.e]", 0..=100_000_usize).prop_map(|(digit, length)| digit.repeat(length)),
        select(vec!["true", "false", "adam", "cosine", "keras", "NaN", "inf", "1e999", "-0"])
            .prop_map(str::to_owned),
    ]
}

/// A path that somebody may ask for.
#[derive(Clone, Debug)]
enum Path {
    /// One that leads to something.
    Known(Index),
    /// Such a one, cut off and with this behind it.
    Bent(Index, Index, String),
    /// Anything.
    Other(String),
}

fn path() -> impl Strategy<Value = Path> {
    prop_oneof![
        4 => any::<Index>().prop_map(Path::Known),
        1 => (any::<Index>(), any::<Index>(), any::<String>())
            .prop_map(|(path, end, more)| Path::Bent(path, end, more)),
        1 => prop_oneof![any::<String>(), "runs\\[[-+0-9]{0,22}\\]\\.[a-z_.]{0,20}"]
            .prop_map(Path::Other),
    ]
}

impl Path {
    fn of(self, experiment: &Experiment) -> String {
        let known = |index: Index| {
            let places = places(&serde_json::to_value(experiment.json()).expect("JSON"));
            address(index.get::<String>(&places))
        };
        match self {
            Self::Known(index) => known(index),
            Self::Bent(index, end, more) => {
                let path = known(index);
                format!("{}{more}", &path[..end.index(path.len() + 1)])
            }
            Self::Other(path) => path,
        }
    }
}
