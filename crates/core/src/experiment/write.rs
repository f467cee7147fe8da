use super::{Experiment, RunSpec};
use crate::settings::{Knob, Listed};
use crate::{Json, object};

impl Experiment {
    /// The experiment as an experiment file has it, every default written out.
    #[must_use]
    pub fn json(&self) -> Json {
        object!({
            "version": Self::VERSION,
            "landscape": member(&self.landscape),
            "start": self.start.as_slice(),
            "epochs": self.epochs,
            "seed": self.seed,
            "runs": self.runs.iter().map(RunSpec::json).collect::<Json>(),
        })
    }
}

impl RunSpec {
    fn json(&self) -> Json {
        object!({
            "optimizer": member(&self.optimizer),
            "learning_rate": self.learning_rate,
            "schedule": member(&self.schedule),
            "warmup": self.warmup,
        })
    }
}

/// A member of a list: its kind and what its knobs are set to.
fn member<T: Listed>(member: &T) -> Json {
    let mut fields = vec![("kind".into(), member.kind().into())];
    let knobs = member.settings().knobs();
    let of_group = |knob: &&Knob| knob.name.contains('.');
    let plain = knobs.iter().filter(|knob| !of_group(knob));
    fields.extend(plain.map(|knob| (knob.name.clone(), knob.value.json())));
    let group = knobs.iter().filter(of_group).filter_map(|knob| {
        let (_, name) = knob.name.split_once('.')?;
        Some((name.to_owned().into(), knob.value.json()))
    });
    let group: Vec<_> = group.collect();
    if let Some(name) = member.settings().group().filter(|_| !group.is_empty()) {
        fields.push((name.into(), Json::Object(group)));
    }
    Json::Object(fields)
}
