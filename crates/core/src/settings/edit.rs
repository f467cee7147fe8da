//! Editing by the same paths that a file's faults name: `start[0]`, `epochs`, `landscape.kind`,
//! `landscape.q[0][1]`, `runs[1].learning_rate`, `runs[1].schedule.decay`.

use std::borrow::Cow;

use super::{ANY, Entry, Knob, Member, Part, PartMut, Record, Settings, Value};
use crate::fault::Fault;

/// What a member's kind is called.
const KIND: &str = "kind";

/// How many numbers of a list are named where a path leads to none of them.
const NAMED: usize = 8;

/// What stands at a path, with its range and default; none where nothing does.
pub(crate) fn knob(record: &dyn Record, path: &str) -> Option<Knob> {
    let (name, rest) = first_step(path);
    match entry(record, name)?.part {
        Part::Knob(knob) => element(knob, rest),
        Part::Member(member, default) => member_knob(member, default, rest.strip_prefix('.')?),
        Part::Records(records, _) => {
            let (index, below) = indexed(rest)?;
            knob(*records.get(index)?, below)
        }
    }
}

/// Sets what stands at a path from text as it was typed, without a
/// [check](Settings::check) of what it stands among. Another head brings what follows from it.
///
/// # Errors
/// What is wrong with the text, at this path; then nothing has changed.
pub(crate) fn set(record: &mut dyn Record, path: &str, text: &str) -> Result<(), Fault> {
    let found = knob(record, path);
    let found = found.ok_or_else(|| Fault::unknown_field(path, &known_beside(record, path)))?;
    let value = found.typed(text).map_err(|fault| fault.within(path))?;
    assign(record, path, value);
    Ok(())
}

/// Sets the knob of this name, or a number in it, from text as it was typed.
///
/// # Errors
/// What is wrong with the text, without the name; then nothing has changed.
pub(crate) fn set_knob(settings: &mut dyn Settings, name: &str, text: &str) -> Result<(), Fault> {
    let Some(knob) = settings_knob(settings, name) else {
        return Err(Fault::unknown_field("", &knob_names(settings)));
    };
    let value = knob.typed(text)?;
    assign_knob(settings, name, value);
    Ok(())
}

/// Whether what a path leads through goes together.
///
/// # Errors
/// What does not.
pub(crate) fn check(record: &dyn Record, path: &str) -> Result<(), Fault> {
    let (name, rest) = first_step(path);
    match entry(record, name).map(|entry| entry.part) {
        Some(Part::Member(member, _)) => member.settings().check().map_err(|it| it.below(name)),
        Some(Part::Records(records, _)) => {
            let found = indexed(rest).and_then(|(i, below)| Some((i, *records.get(i)?, below)));
            let Some((index, record, below)) = found else { return Ok(()) };
            check(record, below).map_err(|fault| fault.below(&format!("{name}[{index}]")))
        }
        _ => Ok(()),
    }
}

/// The names, in paths, of what can be set in a record, but for what is in its lists of records.
fn names(record: &dyn Record) -> Vec<Cow<'static, str>> {
    let entries = record.entries().into_iter().filter_map(|Entry { name, part, .. }| match part {
        Part::Knob(_) => Some(name.into()),
        Part::Member(..) => Some(format!("{name}.{KIND}").into()),
        Part::Records(..) => None,
    });
    entries.collect()
}

/// A path of a place in a list of records, and what stands below that place.
pub(crate) fn in_records<'a>(path: &'a str, list: &str) -> Option<(usize, &'a str)> {
    indexed(path.strip_prefix(list)?)
}

/// What stands where a path leads to nothing.
fn known_beside(record: &dyn Record, path: &str) -> Vec<Cow<'static, str>> {
    let (name, rest) = first_step(path);
    match entry(record, name).map(|entry| entry.part) {
        Some(Part::Knob(knob)) if !rest.is_empty() => {
            let places = (0..NAMED).filter_map(|place| Some(knob.element(&[place])?.name));
            std::iter::once(name.to_owned().into()).chain(places).collect()
        }
        Some(Part::Member(member, _)) if rest.starts_with('.') => {
            std::iter::once(KIND.into()).chain(knob_names(member.settings())).collect()
        }
        Some(Part::Records(records, _)) if rest.starts_with('[') => {
            let found = indexed(rest).and_then(|(i, below)| Some((*records.get(i)?, below)));
            found.map_or_else(Vec::new, |(record, below)| known_beside(record, below))
        }
        _ => names(record),
    }
}

fn assign(record: &mut dyn Record, path: &str, value: Value) {
    let (name, rest) = first_step(path);
    // A number in a list is set with the whole list.
    let value = match entry(record, name).map(|entry| entry.part) {
        Some(Part::Knob(knob)) => places(rest).and_then(|at| replaced(knob, &at, value)),
        _ => Some(value),
    };
    let is_head = record.entries().first().is_some_and(|head| head.name == name);
    match (record.part_mut(name), value) {
        (Some(PartMut::Value(slot)), Some(value)) => _ = slot.put(value),
        (Some(PartMut::Member(member)), Some(value)) => match rest.strip_prefix('.') {
            Some(KIND) => {
                member.become_kind(&value.text());
                if is_head {
                    record.follow();
                }
            }
            Some(below) => {
                assign_knob(member.settings_mut(), below, value);
                if is_head {
                    refit(record);
                }
            }
            None => {}
        },
        (Some(PartMut::Records(records)), Some(value)) => {
            if let Some((index, below)) = indexed(rest)
                && let Some(record) = records.record_mut(index)
            {
                assign(record, below, value);
            }
        }
        _ => {}
    }
}

/// Gives lists that follow from the head their defaults where they have no longer as many members
/// as it asks for.
fn refit(record: &mut dyn Record) {
    let misfits = record.entries().into_iter().filter_map(|entry| match entry.part {
        Part::Knob(knob) if entry.follows && !knob.fits() => Some((entry.name, knob.default)),
        _ => None,
    });
    for (name, default) in misfits.collect::<Vec<_>>() {
        if let Some(PartMut::Value(slot)) = record.part_mut(name) {
            slot.put(default);
        }
    }
}

fn assign_knob(settings: &mut dyn Settings, name: &str, value: Value) {
    let (base, rest) = name.split_at(name.find('[').unwrap_or(name.len()));
    let knob = settings.knob(base);
    let value = knob.and_then(|knob| replaced(knob, &places(rest)?, value));
    if let Some(value) = value {
        settings.set(base, value);
    }
}

/// The value of a knob with another one at a place of it.
fn replaced(knob: Knob, places: &[usize], value: Value) -> Option<Value> {
    if places.is_empty() { Some(value) } else { knob.value.with_element(places, value) }
}

fn member_knob(member: &dyn Member, default: &'static str, name: &str) -> Option<Knob> {
    if name != KIND {
        return settings_knob(member.settings(), name);
    }
    let names = member.kinds();
    let choice = |kind: &str| {
        let index = names.iter().position(|known| *known == kind)?;
        Some(Value::Choice { names, index })
    };
    Some(Knob::new(KIND, ANY, choice(default)?, choice(member.kind())?))
}

/// The knob of this name, or a number or row in it.
fn settings_knob(settings: &dyn Settings, name: &str) -> Option<Knob> {
    let (base, rest) = name.split_at(name.find('[').unwrap_or(name.len()));
    element(settings.knob(base)?, rest)
}

/// A knob, or what stands at places in it: `[0][1]`.
fn element(knob: Knob, rest: &str) -> Option<Knob> {
    let places = places(rest)?;
    if places.is_empty() { Some(knob) } else { knob.element(&places) }
}

fn knob_names(settings: &dyn Settings) -> Vec<Cow<'static, str>> {
    settings.knobs().into_iter().map(|knob| knob.name).collect()
}

fn entry<'a>(record: &'a dyn Record, name: &str) -> Option<Entry<'a>> {
    record.entries().into_iter().find(|entry| entry.name == name)
}

/// The first name of a path, and the rest with its dot or bracket.
fn first_step(path: &str) -> (&str, &str) {
    path.split_at(path.find(['.', '[']).unwrap_or(path.len()))
}

/// A place in a list of records, and the path below it: `[1].optimizer.beta`.
fn indexed(rest: &str) -> Option<(usize, &str)> {
    let (index, below) = rest.strip_prefix('[')?.split_once(']')?;
    Some((place(index)?, below.strip_prefix('.')?))
}

/// Places in a list: `[0][1]`; no places for nothing.
fn places(mut rest: &str) -> Option<Vec<usize>> {
    let mut places = Vec::new();
    while !rest.is_empty() {
        let (index, after) = rest.strip_prefix('[')?.split_once(']')?;
        places.push(place(index)?);
        rest = after;
    }
    Some(places)
}

/// A place as paths have it: digits alone, though numbers may have a sign.
fn place(text: &str) -> Option<usize> {
    text.bytes().all(|byte| byte.is_ascii_digit()).then(|| text.parse().ok())?
}
