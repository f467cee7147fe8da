//! What links call the settings of a run and of a landscape.

use std::borrow::Cow;

use crate::RunSpec;
use crate::number::exact;
use crate::settings::{Knob, Listed};

/// What a link calls the kind of a run's schedule; the schedule's own settings follow a dot.
pub(super) const SCHEDULE: &str = "schedule";

const LEARNING_RATE: &str = "learning_rate";
const WARMUP: &str = "warmup";

/// A setting's name in a link, and what it is set to.
pub(super) type Setting = (Cow<'static, str>, String);

/// Every setting of a run, in the order in which links have them.
pub(super) fn of_run(run: &RunSpec) -> Vec<Setting> {
    let (optimizer, schedule) = (run.optimizer.get().knobs(), run.schedule.get().knobs());
    let mut settings = vec![(LEARNING_RATE.into(), exact(run.learning_rate))];
    settings.extend(optimizer.iter().map(|knob| (knob.name.clone(), knob.text())));
    settings.push((SCHEDULE.into(), run.schedule.kind().to_owned()));
    settings.extend(schedule.iter().map(|knob| (below_schedule(knob), knob.text())));
    settings.push((WARMUP.into(), run.warmup.to_string()));
    settings
}

/// Every setting of a member of a list.
pub(super) fn of_member<T: Listed>(member: &T) -> Vec<Setting> {
    let knobs = member.settings().knobs();
    knobs.iter().map(|knob| (knob.name.clone(), knob.text())).collect()
}

fn below_schedule(knob: &Knob) -> Cow<'static, str> {
    format!("{SCHEDULE}.{}", knob.name).into()
}

/// Where a run's setting of this name stands below the run.
pub(super) fn path(name: &str) -> String {
    match name {
        LEARNING_RATE | WARMUP => name.to_owned(),
        SCHEDULE => "schedule.kind".to_owned(),
        _ if of_schedule(name).is_some() => name.to_owned(),
        _ => format!("optimizer.{name}"),
    }
}

/// The names that would be accepted where a run has no setting of this name; none where it
/// has one.
pub(super) fn beside(run: &RunSpec, name: &str) -> Option<Vec<Cow<'static, str>>> {
    let schedule = run.schedule.get().knobs();
    if let Some(name) = of_schedule(name) {
        let known = || schedule.iter().map(|knob| knob.name.clone()).collect();
        return run.schedule.get().knob(name).is_none().then(known);
    }
    let is_known = [LEARNING_RATE, SCHEDULE, WARMUP].contains(&name);
    let known = || of_run(run).into_iter().map(|setting| setting.0).collect();
    (!is_known && run.optimizer.get().knob(name).is_none()).then(known)
}

/// The name among the settings of the schedule, if it is one of those.
fn of_schedule(name: &str) -> Option<&str> {
    name.strip_prefix(SCHEDULE)?.strip_prefix('.')
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
