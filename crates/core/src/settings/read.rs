use std::borrow::Cow;

use super::value::read_name;
use super::{Headed, Listed, Member, Part, PartMut, Record, Settings, not_a_setting};
use crate::Json;
use crate::fault::{Fault, Problem};

type Read<T> = Result<T, Fault>;

/// A JSON object that is taken apart field by field; what is left at the end is not known.
pub(crate) struct Fields {
    path: String,
    fields: Vec<(Cow<'static, str>, Json)>,
    /// What was taken before the fields of a record.
    taken: Vec<&'static str>,
}

impl Fields {
    /// The fields of the object at a path.
    ///
    /// # Errors
    /// Where there is no object.
    pub(crate) fn new(path: String, json: Json) -> Read<Self> {
        match json {
            Json::Object(fields) => Ok(Self { path, fields, taken: Vec::new() }),
            _ if path.is_empty() => Err(wrong_type(&path, "fault.not_an_experiment")),
            _ => Err(wrong_type(&path, "fault.not_an_object")),
        }
    }

    /// Takes a field that must be there and is none of the record's.
    ///
    /// # Errors
    /// Where it is missing.
    pub(crate) fn take(&mut self, name: &'static str) -> Read<Json> {
        self.taken.push(name);
        self.required(name)
    }

    /// The record that the object describes.
    ///
    /// # Errors
    /// The first fault in it.
    pub(crate) fn record<R: Headed>(mut self) -> Read<R> {
        let json = self.required(R::HEAD)?;
        let head = Self::new(self.at(R::HEAD), json)?.listed()?;
        let mut record = R::with_head(head);
        self.rest(&mut record)?;
        Ok(record)
    }

    /// Takes over the fields behind the head.
    fn rest(mut self, record: &mut dyn Record) -> Read<()> {
        let names: Vec<_> = record.entries().iter().map(|entry| entry.name).collect();
        for (place, name) in names.iter().enumerate().skip(1) {
            if let Some(json) = self.optional(name) {
                read_part(record, place, &self.at(name), json)?;
            }
        }
        self.end(&self.taken.iter().chain(&names).copied().map(Cow::from).collect::<Vec<_>>())
    }

    /// The member of a list that the object describes.
    fn listed<T: Listed>(mut self) -> Read<T> {
        let (path, kind) = (self.at("kind"), self.required("kind")?);
        let kind = read_name(&kind, T::KINDS).map_err(|fault| fault.at(&path))?;
        let member = T::from_kind(kind);
        let mut member = member.ok_or_else(|| Fault::unknown_name(path, kind, T::KINDS))?;
        self.into_settings(member.settings_mut())?;
        Ok(member)
    }

    /// Makes a member of a list the one that the object describes.
    fn into_member(mut self, member: &mut dyn Member) -> Read<()> {
        let (path, kind) = (self.at("kind"), self.required("kind")?);
        let kind = read_name(&kind, member.kinds()).map_err(|fault| fault.at(&path))?;
        if !member.become_kind(kind) {
            return Err(Fault::unknown_name(path, kind, member.kinds()));
        }
        self.into_settings(member.settings_mut())
    }

    fn into_settings(self, settings: &mut dyn Settings) -> Read<()> {
        let path = self.path.clone();
        self.set_below("", settings)?;
        settings.check().map_err(|fault| fault.below(&path))
    }

    /// Sets every knob that is named, of those whose names begin with `prefix`. What a knob may be
    /// can depend on those before it.
    fn set_below(mut self, prefix: &str, settings: &mut dyn Settings) -> Read<()> {
        let mut known: Vec<Cow<'static, str>> = Vec::new();
        while let Some(name) = names(prefix, settings).into_iter().find(|it| !known.contains(it)) {
            known.push(name.clone());
            let (path, full) = (self.at(&name), format!("{prefix}{name}"));
            let Some(json) = self.optional(&name) else {
                match settings.required().contains(&full.as_str()) {
                    true => return Err(Fault::new(path, Problem::Missing)),
                    false => continue,
                }
            };
            match settings.knob(&full) {
                Some(knob) => {
                    let value = knob.read(&json).map_err(|fault| fault.within(&path))?;
                    settings.set(&full, value);
                }
                None if settings.group() == Some(full.as_str()) => {
                    Self::new(path, json)?.set_group(&full, settings)?;
                }
                None => Self::new(path, json)?.set_below(&format!("{full}."), settings)?,
            }
        }
        self.end(&known)
    }

    /// Sets every field of an object whose fields may have any name.
    fn set_group(self, group: &str, settings: &mut dyn Settings) -> Read<()> {
        for (name, json) in &self.fields {
            let (path, name) = (self.at(name), format!("{group}.{name}"));
            let knob = settings.knob(&name);
            let knob = knob.ok_or_else(|| Fault::new(path.clone(), Problem::Missing))?;
            let value = knob.read(json).map_err(|fault| fault.within(&path))?;
            settings.set(&name, value);
        }
        Ok(())
    }

    fn at(&self, name: &str) -> String {
        if self.path.is_empty() { name.to_owned() } else { format!("{}.{name}", self.path) }
    }

    fn optional(&mut self, name: &str) -> Option<Json> {
        let place = self.fields.iter().rposition(|(known, _)| known == name)?;
        Some(self.fields.remove(place).1)
    }

    fn required(&mut self, name: &str) -> Read<Json> {
        self.optional(name).ok_or_else(|| Fault::new(self.at(name), Problem::Missing))
    }

    /// The end of the object: anything left was not known.
    fn end(&self, known: &[Cow<'static, str>]) -> Read<()> {
        match self.fields.iter().map(|(name, _)| name).min() {
            None => Ok(()),
            Some(name) => Err(Fault::unknown_field(self.at(name), known)),
        }
    }
}

/// Takes over what a file says of a record's field.
fn read_part(record: &mut dyn Record, place: usize, path: &str, json: Json) -> Read<()> {
    let entry = record.entries().swap_remove(place);
    let (name, size) = match entry.part {
        Part::Knob(knob) => {
            let value = knob.read(&json).map_err(|fault| fault.within(path))?;
            if let Some(PartMut::Value(slot)) = record.part_mut(&knob.name) {
                slot.put(value);
            }
            return Ok(());
        }
        Part::Member(..) => (entry.name, None),
        Part::Records(_, size) => (entry.name, Some(size)),
    };
    match (record.part_mut(name), size) {
        (Some(PartMut::Member(member)), _) => {
            let read = Fields::new(path.to_owned(), json)?.into_member(member);
            // What a record begins with says by itself what it takes.
            if place == 0 { read } else { read.map_err(|fault| of_another(fault, path, member)) }
        }
        (Some(PartMut::Records(records)), Some(size)) => {
            let Json::List(members) = json else {
                return Err(wrong_type(path, "fault.not_a_list"));
            };
            let (found, [_, most]) = (members.len(), size.numbers);
            if found > most {
                return Err(Fault::new(path, Problem::TooMany { found, most }));
            }
            records.read(path, members)
        }
        _ => Ok(()),
    }
}

/// A setting that is not known may be one of another member of the list.
fn of_another(fault: Fault, path: &str, member: &dyn Member) -> Fault {
    let setting = fault.path.strip_prefix(path).and_then(|below| below.strip_prefix('.'));
    match (fault.problem, setting) {
        (Problem::UnknownField { known }, Some(setting)) => {
            let problem = not_a_setting(member, setting, known);
            Fault::new(fault.path, problem)
        }
        (problem, _) => Fault::new(fault.path, problem),
    }
}

/// The names of what stands directly below a prefix, each once.
fn names(prefix: &str, settings: &dyn Settings) -> Vec<Cow<'static, str>> {
    let mut names: Vec<Cow<'static, str>> = Vec::new();
    let group = settings.group().map(Cow::from);
    for name in settings.knobs().into_iter().map(|knob| knob.name).chain(group) {
        let Some(below) = name.strip_prefix(prefix) else { continue };
        let first = below.split_once('.').map_or(below, |(first, _)| first);
        if !names.iter().any(|known| known == first) {
            names.push(first.to_owned().into());
        }
    }
    names
}

fn wrong_type(path: &str, expected: &'static str) -> Fault {
    Fault::new(path, Problem::WrongType { expected })
}
