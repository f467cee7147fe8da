use std::io::Write;

use clap::ValueEnum;
use descent_core::{Landscape, Listed, Optimizer, Schedule, gallery};
use serde_json::{Value, json};

use crate::failure::Failure;

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
}

/// Prints a list as JSON.
pub(crate) fn list(arguments: &Arguments) -> Result<(), Failure> {
    let list: Vec<Value> = match arguments.list {
        List::Landscapes => Landscape::all().iter().map(landscape).collect(),
        List::Optimizers => Optimizer::all().iter().map(optimizer).collect(),
        List::Schedules => Schedule::all().iter().map(member).collect(),
        List::Experiments => gallery::GALLERY.iter().map(|exhibit| json!(exhibit.id)).collect(),
    };
    let text = serde_json::to_string_pretty(&list).map_err(std::io::Error::from)?;
    writeln!(std::io::stdout().lock(), "{text}")?;
    Ok(())
}

/// A kind with its knobs.
fn member<T: Listed>(member: &T) -> Value {
    json!({ "kind": member.kind(), "knobs": member.settings().knobs() })
}

fn optimizer(optimizer: &Optimizer) -> Value {
    let mut json = member(optimizer);
    json["learning_rate"] = optimizer.get().learning_rate().into();
    json["slots"] = json!(optimizer.get().slots());
    json
}

fn landscape(landscape: &Landscape) -> Value {
    let surface = landscape.get();
    let region = surface.region();
    let points = surface.stationary_points().into_iter().map(|point| {
        json!({ "nature": point.nature.name(), "at": point.at, "cost": surface.cost(point.at) })
    });
    let mut json = member(landscape);
    json["formula"] = surface.formula().to_text().into();
    json["region"] = json!([region.x, region.y]);
    json["start"] = json!(surface.start());
    json["stationary_points"] = points.collect();
    json
}
