//! What the page is told, as JSON: numbers arrive as text, formatted once, in core.

use descent_core::export::Library;
use descent_core::landscapes::StationaryPoint;
use descent_core::number::{brief, exact, short};
use descent_core::optimizers::Custom;
use descent_core::session::{Effect, Playback, Readout};
use descent_core::settings::{Knob, Value};
use descent_core::{
    Experiment, Fault, Json, Landscape, Message, Notation, Optimizer, Schedule, Session, gallery,
    object,
};
use descent_plot::svg::Figure;
use descent_plot::{Axis, Chart, Theme};

/// Everything that can be chosen.
pub(crate) fn catalogue() -> Json {
    let ids = |chart: Chart| chart.id();
    object!({
        "landscapes": Landscape::KINDS,
        "optimizers": Optimizer::KINDS,
        "schedules": Schedule::KINDS,
        "speeds": Playback::SPEEDS,
        "charts": Chart::ALL.map(ids),
        "experiments": gallery::IDS,
        "figure": object!({ "size": Figure::default().size, "narrowest": Figure::NARROWEST }),
        "libraries": Library::ALL.map(|it| object!({ "id": it.id(), "name": it.title() })),
        "largest": Experiment::MOST_BYTES,
        "version": descent_core::VERSION,
    })
}

/// What a form field shows and takes.
fn field(path: &str, knob: &Knob) -> Json {
    let mut field = object!({
        "path": path.to_owned(),
        "name": knob.name.clone(),
        "symbol": knob.symbol.clone(),
        "value": knob.text(),
        "default": knob.default.text(),
        "type": match knob.default {
            Value::Number(_) => "number",
            Value::Whole(_) => "whole",
            Value::Switch(_) => "switch",
            Value::Choice { .. } => "choice",
            Value::Text(_) => "text",
            Value::Lines(_) => "lines",
            Value::List(_) => "list",
            Value::Table(_) => "table",
        },
    });
    match knob.default {
        Value::Number(_) | Value::Whole(_) => {
            field.insert("min", exact(knob.range.min));
            field.insert("max", exact(knob.range.max));
        }
        Value::Choice { names, .. } => field.insert("choices", names),
        _ => {}
    }
    field
}

/// The fields of a member's knobs, below `path`.
fn fields(path: &str, knobs: &[Knob]) -> Json {
    knobs.iter().map(|knob| field(&format!("{path}.{}", knob.name), knob)).collect()
}

/// What changes when the experiment changes, or what is ticked or chosen.
pub(crate) fn state(session: &Session, chart: Chart, theme: &Theme) -> Json {
    let experiment = session.experiment();
    let landscape = experiment.landscape.get();
    let (cost, gradient) = landscape.slope(&experiment.start);
    let length = descent_core::Vector::length(&gradient);
    let at = |path: &str| session.knob(path).map(|knob| field(path, &knob));
    let start = (0..experiment.start.len()).map(|i| at(&format!("start[{i}]")));
    object!({
        "experiment": gallery::name(experiment),
        "landscape": object!({
            "kind": experiment.landscape.kind(),
            "formula": landscape.written(Notation::MathMl),
            "text": landscape.written(Notation::Text),
            "knobs": fields("landscape", &landscape.knobs()),
        }),
        "start": start.collect::<Json>(),
        "point": object!({
            "cost": short(cost),
            "gradient": gradient.into_iter().map(short).collect::<Json>(),
            "slope": short(length),
        }),
        "epochs": at("epochs"),
        "threshold": at("threshold"),
        "speed": session.playback().speed(),
        "chart": chart.id(),
        "chart_base": chart_base(session, chart),
        "runs": (0..experiment.runs.len()).map(|i| run(session, i, theme)).collect::<Json>(),
        "can_add": experiment.runs.len() < Experiment::MOST_RUNS,
    })
}

/// The cost above which the chart shows heights; empty where it shows costs themselves.
fn chart_base(session: &Session, chart: Chart) -> String {
    let base = Axis::base(session, chart);
    if base == 0.0 { String::new() } else { short(base) }
}

fn run(session: &Session, index: usize, theme: &Theme) -> Json {
    let spec = &session.experiment().runs[index];
    let look = session.looks()[index];
    let (colour, dash) = theme.run(look.style);
    let path = |name: &str| format!("runs[{index}].{name}");
    let at = |name: &str| session.knob(&path(name)).map(|knob| field(&path(name), &knob));
    object!({
        "kind": spec.optimizer.kind(),
        "style": look.style,
        "color": colour.css(),
        "dash": dash,
        "shown": look.shown,
        "rate": at("learning_rate"),
        "warmup": at("warmup"),
        "schedule": at("schedule.kind"),
        "schedule_knobs": fields(&path("schedule"), &spec.schedule.get().knobs()),
        "knobs": fields(&path("optimizer"), &spec.optimizer.get().knobs()),
        "starts": match spec.optimizer {
            Optimizer::Custom(_) => Custom::STARTS,
            _ => &[],
        },
    })
}

/// What changes from frame to frame.
pub(crate) fn results(session: &Session) -> Json {
    let rows = (0..session.runs().len()).filter_map(|i| session.readout(i));
    object!({
        "epoch": session.epoch(),
        "epochs": session.experiment().epochs,
        "known": session.known(),
        "playing": session.playback().playing(),
        "fingerprint": session.digest().map(|digest| object!({
            "short": digest.short(),
            "whole": digest.to_string(),
        })),
        "rows": rows.map(|readout| row(&readout)).collect::<Json>(),
    })
}

fn row(readout: &Readout) -> Json {
    object!({
        "status": readout.status.name(),
        "at": readout.status_epoch().to_string(),
        "cost": short(readout.cost),
        "w1": short(readout.w[0]),
        "w2": short(readout.w[1]),
        "slope": short(readout.slope),
        "rate": short(readout.learning_rate),
        "below": readout.first_below.map_or_else(String::new, |epoch| epoch.to_string()),
        "place": readout.place.map(place),
        "sensitive": readout.sensitive.map_or_else(String::new, |epoch| epoch.to_string()),
    })
}

fn place(point: StationaryPoint) -> Json {
    let [w1, w2] = point.at.map(brief);
    object!({ "nature": point.nature.name(), "w1": w1, "w2": w2 })
}

/// What is known at a point of the landscape.
pub(crate) fn point(session: &Session, at: [f64; 2]) -> Json {
    object!({ "w1": short(at[0]), "w2": short(at[1]), "cost": short(session.cost(at)) })
}

/// A stationary point with its cost.
pub(crate) fn mark(session: &Session, mark: StationaryPoint) -> Json {
    let mut json = point(session, mark.at);
    json.insert("nature", mark.nature.name());
    json
}

/// What came of an event.
pub(crate) fn outcome(outcome: Result<Effect, Fault>) -> Json {
    let effect = outcome.as_ref().map_or(Effect::Nothing, |effect| *effect);
    let fault = outcome.err().map(|fault| message(&fault));
    object!({ "effect": effect.name(), "fault": fault })
}

/// A fault as a key with its blanks; nothing where there is none.
pub(crate) fn fault(outcome: Result<(), Fault>) -> String {
    outcome.err().map_or_else(String::new, |fault| message(&fault).text())
}

/// A fault as a key with its blanks.
pub(crate) fn message(fault: &Fault) -> Json {
    let Message { key, blanks } = fault.message();
    let blanks = blanks.into_iter().map(|(name, text)| (name.into(), text.into())).collect();
    object!({ "key": key, "blanks": Json::Object(blanks) })
}
