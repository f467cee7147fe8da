use serde::ser::{Serialize, SerializeMap, Serializer};

use super::{Experiment, RunSpec};
use crate::settings::Listed;
use crate::settings::{Knob, Value};

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
        for knob in self.0.settings().knobs() {
            map.serialize_entry(knob.name, &knob.value)?;
        }
        map.end()
    }
}

impl Serialize for Value {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match *self {
            Self::Number(number) => serializer.serialize_f64(number),
            Self::Whole(number) => serializer.serialize_u64(number),
            Self::Switch(on) => serializer.serialize_bool(on),
            Self::Choice { names, index } => serializer.serialize_str(names[index]),
        }
    }
}

/// Everything about a list that a reader outside may want to know: kind, symbol-bearing
/// knobs, defaults and ranges.
impl Serialize for Knob {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry("name", self.name)?;
        if !self.symbol.is_empty() {
            map.serialize_entry("symbol", self.symbol)?;
        }
        map.serialize_entry("default", &self.default)?;
        match self.default {
            Value::Number(_) | Value::Whole(_) => {
                map.serialize_entry("range", &[self.range.min, self.range.max])?
            }
            Value::Switch(_) => {}
            Value::Choice { names, .. } => map.serialize_entry("choices", names)?,
        }
        map.end()
    }
}
