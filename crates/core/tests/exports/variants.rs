//! Every optimizer in all its conventions.

use descent_core::settings::{Knob, Value};
use descent_core::{Listed, Optimizer};

/// Every optimizer, in every combination of its conventions and switches.
pub(crate) fn optimizers() -> Vec<Optimizer> {
    Optimizer::all().into_iter().flat_map(conventions).collect()
}

/// An optimizer in every combination of its conventions and switches.
pub(crate) fn conventions(optimizer: Optimizer) -> Vec<Optimizer> {
    let knobs = optimizer.settings().knobs();
    let mut all = vec![optimizer];
    for Knob { name, value, .. } in knobs {
        let values: Vec<Value> = match value {
            Value::Switch(_) => vec![Value::Switch(false), Value::Switch(true)],
            Value::Choice { names, .. } => {
                (0..names.len()).map(|index| Value::Choice { names, index }).collect()
            }
            _ => continue,
        };
        let set = |mut optimizer: Optimizer, value| {
            assert!(optimizer.get_mut().set(&name, value));
            optimizer
        };
        let with_each = |optimizer: Optimizer| {
            values.iter().map(move |value| set(optimizer.clone(), value.clone()))
        };
        all = all.into_iter().flat_map(with_each).collect();
    }
    all
}

/// With every number moved a step into the middle of its range.
pub(crate) fn with_other_numbers(mut optimizer: Optimizer) -> Optimizer {
    for knob in optimizer.settings().knobs() {
        let value = match knob.value {
            Value::Number(number) => number,
            Value::Whole(whole) => whole as f64,
            _ => continue,
        };
        let up = value < (knob.range.min + knob.range.max) / 2.0;
        let moved = knob.stepped(if up { 1 } else { -1 }).expect("a number");
        let moved = match knob.value {
            Value::Whole(_) => Value::Whole(moved.parse().expect("a whole number")),
            _ => Value::Number(moved.parse().expect("a number")),
        };
        assert!(optimizer.get_mut().set(&knob.name, moved));
    }
    optimizer
}
