//! What is said of runs: their names, what is set, how they stand. On the page, in pictures and on
//! the command line the same.

use super::{Readout, Status};
use crate::landscapes::{Nature, StationaryPoint};
use crate::number::{brief, exact};
use crate::settings::{Knob, Value};
use crate::{Message, RunSpec, Schedule, Strings};

/// The runs' names as people read them: Adam, Adam 2, …
#[must_use]
pub fn names(runs: &[RunSpec], strings: &Strings) -> Vec<String> {
    let kind = |index: usize| runs[index].optimizer.kind();
    let names = (0..runs.len()).map(|index| {
        let name = strings.get(&format!("optimizer.{}.name", kind(index))).to_owned();
        match (0..index).filter(|&before| kind(before) == kind(index)).count() {
            0 => name,
            before => {
                let numbered = Message::new("run.numbered").with("name", name);
                strings.say(&numbered.with("number", before + 1))
            }
        }
    });
    names.collect()
}

/// Everything about a run that is not as its optimizer brings it, in few words; its decay aside,
/// which has a column of its own.
#[must_use]
pub fn changes(spec: &RunSpec, strings: &Strings) -> Vec<String> {
    let mut changes = Vec::new();
    if spec.schedule.kind() != Schedule::default().kind() {
        changes.push(strings.get(&format!("schedule.{}.name", spec.schedule.kind())).to_owned());
    }
    let own = spec.optimizer.get().knobs();
    let mut knobs = spec.schedule.get().knobs();
    knobs.retain(|knob| knob.name != "decay");
    // A parameter of a typed rule has no default. Lines of a rule and lists are too long.
    let said = |knob: &&Knob| match knob.value {
        Value::Text(_) | Value::Lines(_) | Value::List(_) | Value::Table(_) => false,
        _ => knob.value != knob.default || knob.name.contains('.'),
    };
    let changed = knobs.iter().chain(&own).filter(said);
    changes.extend(changed.map(|knob| change(knob, strings)));
    if spec.warmup > 0 {
        let message = Message::new("run.set_to").with("what", strings.get("knob.warmup"));
        changes.push(strings.say(&message.with("value", spec.warmup)));
    }
    changes
}

fn change(knob: &Knob, strings: &Strings) -> String {
    let what = match knob.symbol.as_ref() {
        "" if knob.name.contains('.') => knob.name.rsplit('.').next().unwrap_or("").to_owned(),
        "" => strings.get(&format!("knob.{}", knob.name)).to_owned(),
        symbol => symbol.to_owned(),
    };
    let key = match knob.value {
        Value::Choice { .. } => return strings.get(&format!("choice.{}", knob.text())).to_owned(),
        Value::Switch(true) => "run.with",
        Value::Switch(false) => "run.without",
        _ => "run.set_to",
    };
    strings.say(&Message::new(key).with("what", what).with("value", knob.text()))
}

/// A run's learning rate, its decay, and all its [changes] in words.
#[must_use]
pub fn settings(spec: &RunSpec, strings: &Strings) -> Vec<String> {
    let set_to = |what: &str, value: String| {
        strings.say(&Message::new("run.set_to").with("what", what.to_owned()).with("value", value))
    };
    let rate = set_to("α", exact(spec.learning_rate));
    let decay = spec.schedule.get().knobs().into_iter().find(|knob| knob.name == "decay");
    let decay = decay.filter(|knob| knob.value != Value::Number(0.0));
    let decay = decay.map(|knob| set_to(strings.get("table.decay"), knob.text()));
    std::iter::once(rate).chain(decay).chain(changes(spec, strings)).collect()
}

/// How a run stands and where, in words.
#[must_use]
pub fn standing(readout: &Readout, strings: &Strings) -> String {
    let said = [outcome(readout, strings), whereabouts(readout, strings)];
    said.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" ")
}

/// How a run stands, in words.
#[must_use]
pub fn outcome(readout: &Readout, strings: &Strings) -> String {
    let key = match (readout.status, readout.place.map(|place| place.nature)) {
        (Status::Ready, _) => "status.ready",
        (Status::Running, _) => "status.running",
        (Status::Paused, _) => "status.paused",
        (Status::Finished, _) => "status.finished",
        (Status::Settled, _) => "status.settled",
        (Status::Converged, _) => "status.converged",
        (Status::Stalled, Some(Nature::Saddle)) => "status.stalled_saddle",
        (Status::Stalled, Some(Nature::Maximum)) => "status.stalled_maximum",
        (Status::Stalled, _) => "status.stalled",
        (Status::Left, _) => "status.left",
        (Status::Diverged(_), _) => "status.diverged",
    };
    strings.say(&Message::new(key).with("at", readout.status_epoch()))
}

/// Where a run is, in words that follow its outcome: at which known point, or how far away. Empty
/// where the outcome has said it.
#[must_use]
pub fn whereabouts(readout: &Readout, strings: &Strings) -> String {
    let (key, w) = match (readout.status, readout.place) {
        (Status::Diverged(_) | Status::Stalled, _) => return String::new(),
        (Status::Left, _) => ("place.now", readout.w),
        (Status::Settled, Some(place)) => ("place.there", place.at),
        (_, Some(place)) => return place_of(place, strings),
        (_, None) => return String::new(),
    };
    let [w1, w2] = w.map(brief);
    strings.say(&Message::new(key).with("w1", w1).with("w2", w2))
}

/// A known point in words: minimum (1, 1).
#[must_use]
pub fn place_of(place: StationaryPoint, strings: &Strings) -> String {
    let [w1, w2] = place.at.map(brief);
    let nature = strings.get(&format!("nature.{}", place.nature.name())).to_owned();
    strings.say(&Message::new("place").with("nature", nature).with("w1", w1).with("w2", w2))
}
