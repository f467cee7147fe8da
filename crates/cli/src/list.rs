use clap::ValueEnum;
use descent_core::settings::{Entry, Knob, Part, Record, Value};
use descent_core::{
    Experiment, Json, Landscape, Listed, Notation, Optimizer, RunSpec, Schedule, Strings, gallery,
    object,
};

use crate::failure::Failure;
use crate::output::Output;

/// What `descent list` takes.
#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// Which list
    #[arg(value_enum)]
    list: List,
}

#[derive(Clone, Copy, ValueEnum)]
enum List {
    /// What can be descended
    Landscapes,
    /// How it can be descended
    Optimizers,
    /// How a learning rate can change
    Schedules,
    /// The experiments of the gallery
    Experiments,
    /// What else an experiment and its runs say, with ranges; the start's default is the
    /// landscape's, the learning rate's the optimizer's
    Fields,
}

/// Prints a list as JSON.
pub(crate) fn list(arguments: &Arguments, strings: &Strings) -> Result<(), Failure> {
    let name = |list: &str, id: &str| strings.get(&format!("{list}.{id}.name")).to_owned();
    let landscape = |it: &Landscape| landscape(it, name("landscape", it.kind()));
    let optimizer = |it: &Optimizer| optimizer(it, name("optimizer", it.kind()));
    let schedule = |it: &Schedule| sorted(member(it, name("schedule", it.kind())));
    let exhibit =
        |it: &gallery::Exhibit| object!({ "id": it.id, "name": name("experiment", it.id) });
    let list: Json = match arguments.list {
        List::Landscapes => Landscape::all().iter().map(landscape).collect(),
        List::Optimizers => Optimizer::all().iter().map(optimizer).collect(),
        List::Schedules => Schedule::all().iter().map(schedule).collect(),
        List::Experiments => gallery::GALLERY.iter().map(exhibit).collect(),
        List::Fields => fields(),
    };
    Output::Standard.write((list.pretty() + "\n").as_bytes())
}

/// What stands in an experiment and in a run beside the members of the lists.
fn fields() -> Json {
    let experiment = Experiment::new(Landscape::all().swap_remove(0));
    let run = RunSpec::new(Optimizer::all().swap_remove(0));
    let records: [&dyn Record; 2] = [&experiment, &run];
    records.into_iter().flat_map(Record::entries).flat_map(field).collect()
}

/// A value, or each number of a list. A default that follows from the landscape or the optimizer
/// is listed there.
fn field(entry: Entry<'_>) -> Vec<Json> {
    let Part::Knob(knob) = entry.part else { return Vec::new() };
    let numbers: Vec<_> = (0..).map_while(|place| knob.element(&[place])).collect();
    let knobs = if numbers.is_empty() { vec![knob] } else { numbers };
    knobs.iter().map(|knob| described(knob, !entry.follows)).collect()
}

/// What a reader outside may want to know of a knob.
fn described(knob: &Knob, with_default: bool) -> Json {
    let mut json = object!({ "name": knob.name.clone() });
    if with_default {
        json.insert("default", knob.default.json(knob.range));
    }
    if !knob.symbol.is_empty() {
        json.insert("symbol", knob.symbol.clone());
    }
    match knob.default {
        Value::Number(_) | Value::Whole(_) | Value::List(_) | Value::Table(_) => {
            json.insert("range", [knob.range.min, knob.range.max]);
        }
        Value::Choice { names, .. } => json.insert("choices", names),
        Value::Switch(_) | Value::Text(_) | Value::Lines(_) => {}
    }
    sorted(json)
}

/// A kind with its name and knobs.
fn member<T: Listed>(member: &T, name: String) -> Json {
    let knobs = member.settings().knobs();
    let knobs: Json = knobs.iter().map(|knob| described(knob, true)).collect();
    object!({ "kind": member.kind(), "name": name, "knobs": knobs })
}

fn optimizer(optimizer: &Optimizer, name: String) -> Json {
    let mut json = member(optimizer, name);
    json.insert("learning_rate", optimizer.get().learning_rate());
    let slots = optimizer.get().slots();
    json.insert("slots", slots.into_iter().map(str::to_owned).collect::<Json>());
    sorted(json)
}

fn landscape(landscape: &Landscape, name: String) -> Json {
    let surface = landscape.get();
    let region = surface.region();
    let points = surface.stationary_points().into_iter().map(|point| {
        let cost = surface.cost(&point.at);
        sorted(object!({ "nature": point.nature.name(), "at": point.at, "cost": cost }))
    });
    let mut json = member(landscape, name);
    json.insert("formula", surface.written(Notation::Text));
    json.insert("region", [region.x, region.y]);
    json.insert("start", surface.start());
    json.insert("stationary_points", points.collect::<Json>());
    sorted(json)
}

/// An object with its fields in the order of their names.
fn sorted(json: Json) -> Json {
    match json {
        Json::Object(mut fields) => {
            fields.sort_by(|a, b| a.0.cmp(&b.0));
            Json::Object(fields)
        }
        other => other,
    }
}
