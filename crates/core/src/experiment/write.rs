use serde::ser::{Serialize, SerializeMap, Serializer};

use super::{Experiment, RunSpec};
use crate::settings::{Knob, Listed, Value};

impl Serialize for Experiment {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry("version", &Self::VERSION)?;
        map.serialize_entry("landscape", &Member(&self.landscape))?;
        map.serialize_entry("start", &self.start)?;
        map.serialize_entry("epochs", &self.epochs)?;
        map.serialize_entry("seed", &self.seed)?;
        map.serialize_entry("runs", &self.runs)?;
        map.end()
    }
}

impl Serialize for RunSpec {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry("optimizer", &Member(&self.optimizer))?;
        map.serialize_entry("learning_rate", &self.learning_rate)?;
        map.serialize_entry("schedule", &Member(&self.schedule))?;
        map.serialize_entry("warmup", &self.warmup)?;
        map.end()
    }
}

/// A member of a list: its kind and what its knobs are set to.
struct Member<'a, T>(&'a T);

impl<T: Listed> Serialize for Member<'_, T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry("kind", self.0.kind())?;
        let knobs = self.0.settings().knobs();
        let of_group = |knob: &&Knob| knob.name.contains('.');
        for knob in knobs.iter().filter(|knob| !of_group(knob)) {
            map.serialize_entry(&knob.name, &knob.value)?;
        }
        let group = knobs.iter().filter(of_group).filter_map(|knob| {
            let (_, name) = knob.name.split_once('.')?;
            Some((name, &knob.value))
        });
        let group: Vec<_> = group.collect();
        if let Some(name) = self.0.settings().group().filter(|_| !group.is_empty()) {
            map.serialize_entry(name, &Group(&group))?;
        }
        map.end()
    }
}

/// The fields of an object, in their order.
struct Group<'a>(&'a [(&'a str, &'a Value)]);

impl Serialize for Group<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.0.iter().copied())
    }
}

impl Serialize for Value {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Number(number) => serializer.serialize_f64(*number),
            Self::Whole(number) => serializer.serialize_u64(*number),
            Self::Switch(on) => serializer.serialize_bool(*on),
            Self::Choice { names, index } => serializer.serialize_str(names[*index]),
            Self::Text(text) => serializer.serialize_str(text),
            Self::Lines(lines) => lines.serialize(serializer),
        }
    }
}

/// Everything about a list that a reader outside may want to know: kind, symbol-bearing
/// knobs, defaults and ranges.
impl Serialize for Knob {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry("name", &self.name)?;
        if !self.symbol.is_empty() {
            map.serialize_entry("symbol", self.symbol)?;
        }
        map.serialize_entry("default", &self.default)?;
        match self.default {
            Value::Number(_) | Value::Whole(_) => {
                map.serialize_entry("range", &[self.range.min, self.range.max])?
            }
            Value::Switch(_) | Value::Text(_) | Value::Lines(_) => {}
            Value::Choice { names, .. } => map.serialize_entry("choices", names)?,
        }
        map.end()
    }
}
