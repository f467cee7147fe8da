//! What links call the settings of a run and of a landscape.

use std::borrow::Cow;

use crate::fault::Problem;
use crate::settings::{Entry, Headed, Listed, Part, Record, Settings, Value, not_a_setting};
use crate::{Experiment, RunSpec};

/// What a link calls the kind of a run's schedule; the schedule's own settings follow a dot.
pub(super) const SCHEDULE: &str = "schedule";

/// A setting's name in a link, and what it is set to.
pub(super) type Setting = (Cow<'static, str>, String);

/// Every setting of a run, in the order in which links have them: the settings of the head follow
/// the values that stand beside it.
pub(super) fn of_run(run: &RunSpec) -> Vec<Setting> {
    let mut entries = run.entries();
    let is_member = |entry: &Entry| matches!(entry.part, Part::Member(..));
    let rest = entries.iter().skip(1).position(is_member).map_or(entries.len(), |it| it + 1);
    entries[..rest].rotate_left(1);
    entries.into_iter().flat_map(|Entry { name, part, .. }| of_part(name, part)).collect()
}

fn of_part(name: &'static str, part: Part<'_>) -> Vec<Setting> {
    match part {
        Part::Knob(knob) => vec![(name.into(), knob.text())],
        // The kind of the head is what the link calls the run.
        Part::Member(member, _) if name == RunSpec::HEAD => of_settings(member.settings()),
        Part::Member(member, _) => {
            let below = of_settings(member.settings()).into_iter();
            let below = below.map(|(knob, text)| (format!("{name}.{knob}").into(), text));
            [(name.into(), member.kind().to_owned())].into_iter().chain(below).collect()
        }
        Part::Records(..) => Vec::new(),
    }
}

/// Every setting of a member of a list.
pub(super) fn of_member<T: Listed>(member: &T) -> Vec<Setting> {
    of_settings(member.settings())
}

fn of_settings(settings: &dyn Settings) -> Vec<Setting> {
    settings.knobs().into_iter().map(|knob| (knob.name.clone(), knob.text())).collect()
}

/// What an experiment says in single values, such as its epochs, and of the members of lists that
/// stand behind its landscape.
pub(super) fn of_experiment(experiment: &Experiment) -> Vec<Setting> {
    let value = |Entry { name, part, .. }: Entry| match part {
        Part::Knob(knob) if matches!(knob.value, Value::List(_)) => Vec::new(),
        Part::Member(..) if name == Experiment::HEAD => Vec::new(),
        part => of_part(name, part),
    };
    experiment.entries().into_iter().flat_map(value).collect()
}

/// Where what a link calls by this name stands in an experiment.
pub(super) fn path_in_experiment(name: &str) -> String {
    let is_member = Experiment::FIELDS.contains(&(name, true));
    if is_member { format!("{name}.kind") } else { name.to_owned() }
}

/// Where a run's setting of this name stands below the run.
pub(super) fn path(name: &str) -> String {
    match field(name) {
        Some((true, None)) => format!("{name}.kind"),
        Some(_) => name.to_owned(),
        None => format!("{}.{name}", RunSpec::HEAD),
    }
}

/// What is wrong where a run has no setting of this name, with the names that would be accepted;
/// none where it has one.
pub(super) fn unknown(run: &RunSpec, name: &str) -> Option<Problem> {
    let known: Vec<String> = beside(run, name)?.into_iter().map(Into::into).collect();
    let setting = name.strip_prefix(SCHEDULE).and_then(|below| below.strip_prefix('.'));
    Some(match setting {
        Some(setting) => not_a_setting(&run.schedule, setting, known),
        None => Problem::UnknownField { known },
    })
}

/// The names that would be accepted where a run has no setting of this name; none where it
/// has one.
fn beside(run: &RunSpec, name: &str) -> Option<Vec<Cow<'static, str>>> {
    let names = |settings: Vec<Setting>| settings.into_iter().map(|it| it.0).collect();
    let member = |name: &str| {
        let entry = run.entries().into_iter().find(|entry| entry.name == name)?;
        if let Part::Member(member, _) = entry.part { Some(member.settings()) } else { None }
    };
    match field(name) {
        Some((_, None)) => None,
        Some((_, Some((object, below)))) => {
            let settings = member(object)?;
            settings.knob(below).is_none().then(|| names(of_settings(settings)))
        }
        None => {
            let is_known = member(RunSpec::HEAD)?.knob(name).is_some();
            (!is_known).then(|| names(of_run(run)))
        }
    }
}

/// Whether a member of a list stands at the run's field that this name begins with, and the
/// field with the name below it, where it has one; none where it is a name of the optimizer's.
fn field(name: &str) -> Option<(bool, Option<(&str, &str)>)> {
    let below = name.split_once('.');
    let object = below.map_or(name, |(object, _)| object);
    let (_, is_member) = RunSpec::FIELDS.iter().find(|(known, _)| *known == object)?;
    (*is_member || below.is_none()).then_some((*is_member, below))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Optimizer, Schedule};

    #[test]
    fn no_two_settings_of_a_run_have_one_name() {
        for optimizer in Optimizer::all() {
            for schedule in Schedule::all() {
                let run = RunSpec { schedule, ..RunSpec::new(optimizer.clone()) };
                let mut names: Vec<_> = of_run(&run).into_iter().map(|it| it.0).collect();
                let count = names.len();
                names.sort();
                names.dedup();
                assert_eq!(names.len(), count, "{}", optimizer.kind());
            }
        }
    }
}
