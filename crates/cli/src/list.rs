use clap::ValueEnum;
use descent_core::settings::Knob;
use descent_core::{Experiment, Landscape, Listed, Optimizer, RunSpec, Schedule, Strings, gallery};
use serde_json::{Value, json};

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
    let schedule = |it: &Schedule| member(it, name("schedule", it.kind()));
    let exhibit = |it: &gallery::Exhibit| json!({ "id": it.id, "name": name("experiment", it.id) });
    let list: Vec<Value> = match arguments.list {
        List::Landscapes => Landscape::all().iter().map(landscape).collect(),
        List::Optimizers => Optimizer::all().iter().map(optimizer).collect(),
        List::Schedules => Schedule::all().iter().map(schedule).collect(),
        List::Experiments => gallery::GALLERY.iter().map(exhibit).collect(),
        List::Fields => fields(),
    };
    let text = serde_json::to_string_pretty(&list).map_err(std::io::Error::from)?;
    Output::Standard.write((text + "\n").as_bytes())
}

/// What stands in an experiment and in a run beside the members of the lists.
fn fields() -> Vec<Value> {
    let mut experiment = Experiment::new(Landscape::all().swap_remove(0));
    experiment.runs = vec![RunSpec::new(Optimizer::all().swap_remove(0))];
    let of_run = ["learning_rate", "warmup"].map(|name| format!("runs[0].{name}"));
    let own = ["start[0]", "start[1]", "epochs", "seed"].map(str::to_owned);
    own.iter().chain(&of_run).filter_map(|path| experiment.knob(path)).map(field).collect()
}

fn field(knob: Knob) -> Value {
    let mut json = json!(knob);
    // What is set when nothing is said belongs to the landscape or the optimizer.
    if matches!(knob.name.as_ref(), "start[0]" | "start[1]" | "learning_rate") {
        json.as_object_mut().map(|json| json.remove("default"));
    }
    json
}

/// A kind with its name and knobs.
fn member<T: Listed>(member: &T, name: String) -> Value {
    json!({ "kind": member.kind(), "name": name, "knobs": member.settings().knobs() })
}

fn optimizer(optimizer: &Optimizer, name: String) -> Value {
    let mut json = member(optimizer, name);
    json["learning_rate"] = optimizer.get().learning_rate().into();
    json["slots"] = json!(optimizer.get().slots());
    json
}

fn landscape(landscape: &Landscape, name: String) -> Value {
    let surface = landscape.get();
    let region = surface.region();
    let points = surface.stationary_points().into_iter().map(|point| {
        json!({ "nature": point.nature.name(), "at": point.at, "cost": surface.cost(point.at) })
    });
    let mut json = member(landscape, name);
    json["formula"] = surface.formula().to_text().into();
    json["region"] = json!([region.x, region.y]);
    json["start"] = json!(surface.start());
    json["stationary_points"] = points.collect();
    json
}
