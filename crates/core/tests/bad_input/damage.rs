//! What can happen to a file between two people.

use descent_core::Experiment;
use proptest::prelude::*;
use proptest::sample::{Index, select};
use serde_json::Value as Json;

use crate::places::places;

/// What can happen to a file.
#[derive(Clone, Debug)]
pub(crate) enum Damage {
    /// Another value, which need not be JSON.
    Value(String),
    /// A field has another name, which may be there already.
    Name(String),
    /// An entry is gone.
    Gone,
    /// The end is gone.
    Cut,
    /// Something stands where it does not belong.
    Stray(String),
}

/// Any of it.
pub(crate) fn damage() -> impl Strategy<Value = Damage> {
    const NAMES: &[&str] =
        &["version", "kind", "start", "beta1", "decay", "optimizer", "betta1", "{path}", ""];
    let name = prop_oneof![any::<String>(), select(NAMES).prop_map(str::to_owned)];
    prop_oneof![
        4 => hostile().prop_map(Damage::Value),
        2 => name.prop_map(Damage::Name),
        1 => Just(Damage::Gone),
        1 => Just(Damage::Cut),
        1 => any::<String>().prop_map(Damage::Stray),
    ]
}

fn hostile() -> impl Strategy<Value = String> {
    const VALUES: &[&str] = &[
        "null",
        "true",
        "[]",
        "{}",
        "[1, 2, 3]",
        "NaN",
        "1e999",
        "-1e999",
        "1e308",
        "-0",
        "1e-400",
        "1.5",
        "18446744073709551616",
        "1000000000",
        "\"\\ud800\"",
        "\"adam\"",
        "{\"kind\": \"step\"}",
        "{\"kind\": 1, \"kind\": 1}",
        "{\"$serde_json::private::Number\": \"1e5\"}",
        "",
    ];
    prop_oneof![
        select(VALUES).prop_map(str::to_owned),
        any::<f64>().prop_map(|number| number.to_string()),
        any::<String>().prop_map(|text| Json::from(text).to_string()),
        (1..300_usize).prop_map(|depth| "[".repeat(depth) + &"]".repeat(depth)),
        (1..100_000_usize).prop_map(|length| format!("\"{}\"", "y".repeat(length))),
    ]
}

/// A text cut in two, not within a character.
fn cut(text: &str, place: Index) -> (&str, &str) {
    let at = (0..=place.index(text.len())).rev().find(|&at| text.is_char_boundary(at));
    text.split_at(at.unwrap_or(0))
}

impl Damage {
    /// The file of an experiment after it happened at a place.
    pub(crate) fn done(self, experiment: &Experiment, place: Index) -> String {
        const HERE: &str = "\u{e000}";
        let mut file = serde_json::to_value(experiment.json()).expect("JSON");
        let whole = file.to_string();
        let pointer = place.get::<String>(&places(&file)).clone();
        let (above, last) = pointer.rsplit_once('/').expect("a place below the whole");
        let parent = file.pointer_mut(above).expect("a place");
        match (self, parent) {
            (Self::Cut, _) => cut(&whole, place).0.to_owned(),
            (Self::Stray(text), _) => {
                let (before, after) = cut(&whole, place);
                format!("{before}{text}{after}")
            }
            (Self::Name(name), Json::Object(fields)) => {
                let value = fields.remove(last).expect("a field");
                fields.insert(HERE.to_owned(), value);
                let name = Json::from(name).to_string();
                file.to_string().replace(&format!("\"{HERE}\""), &name)
            }
            (Self::Gone | Self::Name(_), Json::Array(list)) => {
                list.remove(last.parse().expect("an index"));
                file.to_string()
            }
            (Self::Gone, Json::Object(fields)) => {
                fields.remove(last);
                file.to_string()
            }
            (Self::Value(value), parent) => {
                let here = match parent {
                    Json::Array(list) => list.get_mut(last.parse::<usize>().expect("an index")),
                    parent => parent.get_mut(last),
                };
                *here.expect("a place") = HERE.into();
                file.to_string().replace(&format!("\"{HERE}\""), &value)
            }
            (damage, parent) => unreachable!("{damage:?} in {parent}"),
        }
    }
}
