use serde::ser::{Serialize, Serializer};

use super::{Experiment, RunSpec};
use crate::json::Json;
use crate::knob::{Knob, Value};
use crate::list::Listed;
use crate::object;

impl From<&Experiment> for Json {
    fn from(experiment: &Experiment) -> Self {
        let Experiment { landscape, start, epochs, seed, runs } = experiment;
        object!({
            "version": Experiment::VERSION,
            "landscape": member(landscape),
            "start": *start,
            "epochs": *epochs,
            "seed": *seed,
            "runs": runs.iter().collect::<Self>(),
        })
    }
}

impl From<&RunSpec> for Json {
    fn from(run: &RunSpec) -> Self {
        object!({
            "optimizer": member(&run.optimizer),
            "learning_rate": run.learning_rate,
            "schedule": member(&run.schedule),
            "warmup": run.warmup,
        })
    }
}

/// A member of a list: its kind and what its knobs are set to.
fn member<T: Listed>(member: &T) -> Json {
    let knobs = member.settings().knobs();
    let knobs = knobs.iter().map(|knob| (knob.name, knob.value.into()));
    Json::object(std::iter::once(("kind", member.kind().into())).chain(knobs).collect())
}

impl From<Value> for Json {
    fn from(value: Value) -> Self {
        match value {
            Value::Number(number) => number.into(),
            Value::Whole(number) => number.into(),
            Value::Switch(on) => on.into(),
            Value::Choice { names, index } => names[index].into(),
        }
    }
}

/// Everything about a knob that a reader outside may want to know.
impl From<&Knob> for Json {
    fn from(knob: &Knob) -> Self {
        let mut fields = vec![("name", knob.name.into())];
        if !knob.symbol.is_empty() {
            fields.push(("symbol", knob.symbol.into()));
        }
        fields.push(("default", knob.default.into()));
        match knob.default {
            Value::Number(_) | Value::Whole(_) => {
                fields.push(("range", [knob.range.min, knob.range.max].into()));
            }
            Value::Switch(_) => {}
            Value::Choice { names, .. } => fields.push(("choices", names.into())),
        }
        Self::object(fields)
    }
}

macro_rules! serialize_as_json {
    ($($type:ty),*) => {$(
        impl Serialize for $type {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                Json::from(self).serialize(serializer)
            }
        }
    )*};
}

serialize_as_json!(Experiment, RunSpec, Knob);
