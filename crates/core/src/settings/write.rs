use std::borrow::Cow;

use super::{Member, Part, Record};
use crate::Json;

/// A record as it stands in an experiment file, every default written out.
pub(crate) fn json(record: &dyn Record) -> Json {
    let fields = record.entries().into_iter().map(|entry| {
        let json = match entry.part {
            Part::Knob(knob) => knob.json(),
            Part::Member(it, _) => member(it),
            Part::Records(records, _) => records.into_iter().map(json).collect(),
        };
        (entry.name.into(), json)
    });
    Json::Object(fields.collect())
}

/// A member of a list: its kind and what its knobs are set to.
fn member(member: &dyn Member) -> Json {
    let mut fields = vec![("kind".into(), member.kind().into())];
    for knob in member.settings().knobs() {
        put(&mut fields, knob.name.clone(), knob.json());
    }
    Json::Object(fields)
}

/// Puts a value at a name; before each dot of it is the name of an object.
fn put(fields: &mut Vec<(Cow<'static, str>, Json)>, name: Cow<'static, str>, json: Json) {
    let Some((object, below)) = name.split_once('.') else {
        fields.push((name, json));
        return;
    };
    let place = fields.iter().position(|(name, _)| name == object).unwrap_or_else(|| {
        fields.push((object.to_owned().into(), Json::Object(Vec::new())));
        fields.len() - 1
    });
    if let Json::Object(inner) = &mut fields[place].1 {
        put(inner, below.to_owned().into(), json);
    }
}
