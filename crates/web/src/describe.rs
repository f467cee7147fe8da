//! What the page is given of a session.

use descent_core::export::Library;
use descent_core::landscapes::StationaryPoint;
use descent_core::number::{exact, short};
use descent_core::optimizers::Custom;
use descent_core::session::{Effect, Playback, Readout, words};
use descent_core::settings::{Entry, Headed, Knob, Part, Record, Settings, Value};
use descent_core::{
    Digest, Experiment, Fault, Landscape, Message, Notation, Optimizer, Problem, RunSpec, Session,
    Strings, gallery,
};
use descent_plot::svg::Figure;
use descent_plot::{Axis, Chart, Theme};

use crate::data::{Blanks, Data, Kind};
use crate::model;

/// Everything that can be chosen.
pub(crate) fn catalogue() -> model::Catalogue {
    let library = |it: Library| model::Library { id: it.id(), name: it.title() };
    let size = Figure::default().size;
    model::Catalogue {
        landscapes: Landscape::KINDS,
        optimizers: Optimizer::KINDS,
        speeds: &Playback::SPEEDS,
        charts: Chart::ALL.into_iter().map(Chart::id).collect(),
        experiments: gallery::IDS,
        figure: model::FigureSize { size, narrowest: Figure::NARROWEST },
        libraries: Library::ALL.into_iter().map(library).collect(),
        largest: Experiment::MOST_BYTES,
        version: descent_core::VERSION,
    }
}

/// What a form field shows and takes.
fn field(path: String, knob: Knob) -> model::Field {
    let ends = match knob.default {
        Value::Number(_) | Value::Whole(_) => [knob.range.min, knob.range.max].map(exact),
        _ => Default::default(),
    };
    let choices = if let Value::Choice { names, .. } = knob.default { names } else { &[] };
    let (value, kind) = (knob.text(), Kind(knob.default.kind()));
    let ([min, max], Knob { name, symbol, .. }) = (ends, knob);
    model::Field { path, name, symbol, kind, value, min, max, choices }
}

/// The fields of a member's knobs, below `path`.
fn fields(path: &str, knobs: Vec<Knob>) -> impl Iterator<Item = model::Field> {
    knobs.into_iter().map(move |knob| field(format!("{path}.{}", knob.name), knob))
}

/// What changes when the experiment changes, or what is ticked or chosen. There is some, as every
/// path here leads to something.
pub(crate) fn state(
    session: &Session,
    chart: Chart,
    theme: &Theme,
    strings: &Strings,
) -> Option<model::State> {
    let names = words::names(&session.experiment().runs, strings);
    let experiment = session.experiment();
    let at = |path: &str| Some(field(path.to_owned(), session.knob(path)?));
    let start = (0..experiment.start.len()).map(|i| at(&format!("start[{i}]")));
    let runs = names.into_iter().enumerate().map(|(i, name)| {
        let changes = words::changes(&experiment.runs[i], strings).join(", ");
        run(session, i, theme, [name, changes])
    });
    Some(model::State {
        experiment: gallery::name(experiment),
        landscape: landscape(session),
        start: start.collect::<Option<_>>()?,
        point: start_point(experiment),
        marks: session.marks().iter().map(|&it| mark(session, it, strings)).collect(),
        epochs: at("epochs")?,
        threshold: at("threshold")?,
        speed: session.playback().speed(),
        chart: chart.id(),
        theme: theme.name,
        can_undo: session.can_undo(),
        can_redo: session.can_redo(),
        has_own: session.has_own(),
        chart_base: chart_base(session, chart),
        runs: runs.collect::<Option<_>>()?,
        can_add: experiment.runs.len() < Experiment::MOST_RUNS,
    })
}

impl model::State {
    /// With the landscape's formula.
    pub(crate) fn typeset(mut self, session: &Session) -> Self {
        let it = session.task();
        self.landscape.formula = it.written(Notation::MathMl);
        self.landscape.text = it.written(Notation::Text);
        self
    }
}

/// A landscape without its formula.
fn landscape(session: &Session) -> model::LandscapeState {
    let experiment = session.experiment();
    let Experiment { landscape, penalty, noise, .. } = experiment;
    let kind = |name: &str| experiment.knob(&format!("{name}.kind"));
    let member = |name: &'static str, settings: &dyn Settings| {
        let kind = kind(name).map(|knob| field(format!("{name}.kind"), knob));
        kind.into_iter().chain(fields(name, settings.knobs()).collect::<Vec<_>>())
    };
    model::LandscapeState {
        kind: landscape.kind(),
        formula: String::new(),
        text: String::new(),
        fields: fields("landscape", landscape.get().knobs()).collect(),
        additions: member("penalty", penalty.get()).chain(member("noise", noise.get())).collect(),
    }
}

fn start_point(experiment: &Experiment) -> model::StartPoint {
    let task = experiment.task();
    let (cost, gradient) = (&task as &dyn Problem).slope(&experiment.start);
    let slope = short(descent_core::Vector::length(&gradient));
    let gradient = gradient.into_iter().map(short).collect();
    model::StartPoint { cost: short(cost), gradient, slope }
}

/// The cost above which the chart shows heights; empty where it shows costs themselves.
fn chart_base(session: &Session, chart: Chart) -> String {
    let base = Axis::base(session, chart);
    if base == 0.0 { String::new() } else { short(base) }
}

fn run(
    session: &Session,
    index: usize,
    theme: &Theme,
    [name, changes]: [String; 2],
) -> Option<model::RunState> {
    let spec = session.experiment().runs.get(index)?;
    let look = session.looks().get(index)?;
    let (colour, dash) = *theme.lines(&session.experiment().runs).get(index)?;
    let rate = format!("runs[{index}].{RATE}");
    Some(model::RunState {
        kind: spec.optimizer.kind(),
        name,
        changes,
        style: look.style,
        color: colour.css(),
        dash,
        shown: look.shown,
        rate: session.knob(&rate).map(|knob| field(rate, knob))?,
        fields: run_fields(spec, &format!("runs[{index}]")),
        starts: match spec.optimizer {
            Optimizer::Custom(_) => Custom::STARTS,
            _ => &[],
        },
    })
}

/// What has a place of its own in the table.
const RATE: &str = "learning_rate";

/// Everything that can be set of a run beside its rate, the settings of the optimizer last.
fn run_fields(spec: &RunSpec, path: &str) -> Vec<model::Field> {
    let mut entries = spec.entries();
    entries.rotate_left(1);
    let mut all = Vec::new();
    for Entry { name, part, .. } in entries.into_iter().filter(|entry| entry.name != RATE) {
        let path = format!("{path}.{name}");
        match part {
            Part::Knob(knob) => all.push(field(path, knob)),
            Part::Member(member, _) => {
                let kind = (name != RunSpec::HEAD).then(|| spec.knob(&format!("{name}.kind")));
                all.extend(kind.flatten().map(|knob| field(format!("{path}.kind"), knob)));
                all.extend(fields(&path, member.settings().knobs()));
            }
            Part::Records(..) => {}
        }
    }
    all
}

/// What changes from frame to frame.
pub(crate) fn results(session: &Session, strings: &Strings) -> model::Results {
    let rows = (0..session.runs().len()).filter_map(|i| session.readout(i));
    let fingerprint =
        |digest: Digest| model::Fingerprint { short: digest.short(), whole: digest.to_string() };
    model::Results {
        epoch: session.epoch(),
        epochs: session.steps(),
        updates_per_epoch: session.task().updates_per_epoch(),
        playing: session.playback().playing(),
        fingerprint: session.digest().map(fingerprint),
        rows: rows.map(|readout| row(readout, strings)).collect(),
    }
}

fn row(readout: Readout, strings: &Strings) -> model::Row {
    let epoch = |epoch: Option<usize>| epoch.map_or_else(String::new, |epoch| epoch.to_string());
    let [w1, w2] = [0, 1].map(|i| short(readout.w[i]));
    model::Row {
        status: readout.status,
        outcome: words::outcome(&readout, strings),
        cost: short(readout.cost),
        w1,
        w2,
        below: epoch(readout.first_below),
        place: words::whereabouts(&readout, strings),
        sensitive: epoch(readout.sensitive),
    }
}

/// What each line of a run's rule has set in the step that led to the epoch shown.
pub(crate) fn rule_numbers(session: &Session, index: usize) -> Vec<Vec<String>> {
    let lines = session.runs().get(index).and_then(|run| run.lines(session.epoch()));
    let lines = lines.unwrap_or_default().into_iter();
    lines.map(|line| line.numbers.into_iter().map(short).collect()).collect()
}

/// A stationary point with its cost.
pub(crate) fn mark(session: &Session, mark: StationaryPoint, strings: &Strings) -> model::Mark {
    model::Mark { place: words::place_of(mark, strings), cost: short(session.cost(mark.at)) }
}

/// What came of an event.
pub(crate) fn outcome(outcome: Result<Effect, Fault>) -> model::Outcome {
    let effect = outcome.as_ref().map_or(Effect::Nothing, |effect| *effect);
    model::Outcome { effect, fault: outcome.err().map(|fault| message(&fault)) }
}

/// A fault as a key with its blanks; nothing where there is none.
pub(crate) fn fault(outcome: Result<(), Fault>) -> String {
    outcome.err().map_or_else(String::new, |fault| message(&fault).text())
}

/// A fault as a key with its blanks.
pub(crate) fn message(fault: &Fault) -> model::Message {
    let Message { key, blanks } = fault.message();
    model::Message { key, blanks: Blanks(blanks) }
}
