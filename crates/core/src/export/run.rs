//! A run as a Python function: a generator of the learning rate and the point of every epoch.

use super::script::{Dialect, Steps, indented, mentions};
use super::{Library, Rates};
use crate::expression::Kind;
use crate::optimizers::{Program, UpdateRule, python_name};
use crate::schedules::PythonWatch;
use crate::settings::{Knob, Value};
use crate::{Experiment, RunSpec};

/// The function `run_0`, or of another number.
pub(super) fn run(
    number: usize,
    spec: &RunSpec,
    experiment: &Experiment,
    library: Library,
) -> String {
    let (dialect, kind) = (library.dialect(), spec.optimizer.kind());
    let optimizer = spec.optimizer.get();
    let rates = rates(spec, experiment.epochs);
    let steady = rates.steady;
    let own = dialect.optimizers.as_ref();
    let ready = own.and_then(|own| Some((own, (own.ready_made)(&spec.optimizer, rates)?)));
    let steps = match &ready {
        Some((own, ready)) => (own.steps)(ready, steady),
        None => written_out(optimizer, dialect, experiment.start.len()),
    };
    let mut lines = Vec::new();
    if own.is_some() && ready.is_none() {
        lines.push(format!("# {} has no optimizer that computes exactly this.", dialect.title));
    }
    let text = format!("{}\n{}", steps.begin, steps.step);
    lines.extend(optimizer.knobs().iter().filter_map(|knob| setting(knob, &text)));
    let base = spec.learning_rate;
    lines.push(if steady { format!("rate = {base:?}") } else { rate(spec) });
    lines.push(steps.begin);
    let yields = format!("yield rate, {}", steps.point);
    lines.push(yields.clone());
    lines.push("for t in range(1, epochs + 1):".to_owned());
    let next = if steady { "" } else { "rate = rate_at(t)\n" };
    let watch = if spec.schedule.get().watches_costs() {
        format!("watch(t, float(cost(*{})))\n", steps.point)
    } else {
        String::new()
    };
    lines.push(indented(&format!("{next}{}\n{watch}{yields}", steps.step), 1));
    format!("# Run {number}: {kind}\ndef run_{number}():\n{}", indented(&lines.join("\n"), 1))
}

/// The rule of an optimizer, line by line, with what it remembers.
fn written_out(optimizer: &dyn UpdateRule, dialect: &Dialect, dim: usize) -> Steps {
    // A law excludes rules that cannot be read.
    let rule = optimizer.program().as_ref().map(Program::python).unwrap_or_default();
    let point = if rule.at == "w" { "w".to_owned() } else { format!("({})", rule.at) };
    let mut begin = vec![format!("w = {}(start)", dialect.array)];
    begin.extend(rule.memory.iter().map(|(name, kind)| match kind {
        Kind::Scalar => format!("{name} = 0.0"),
        Kind::Vector => format!("{name} = {}({dim})", dialect.zeros),
    }));
    let step = format!("g = gradient(*{point})\n{}", rule.lines.join("\n"));
    Steps { begin: begin.join("\n"), step, point: "w" }
}

/// The rates as far as a library's optimizer may depend on them.
fn rates(spec: &RunSpec, epochs: usize) -> Rates {
    let mut rates = vec![0.0; epochs];
    let pace = spec.pace();
    pace.fill(1, &pace.begin(), &mut rates);
    let first = rates.first().copied().unwrap_or(spec.learning_rate);
    let steady = !pace.watches_costs() && rates.iter().all(|&rate| rate == spec.learning_rate);
    Rates { first, steady }
}

/// A rate that changes, as a function of the step. What it is set to stands inside of it, where
/// it is in the way of no other name.
fn rate(spec: &RunSpec) -> String {
    let schedule = spec.schedule.get();
    let (scale, watch) = (schedule.python(), schedule.python_watch());
    let lines = watch.as_ref().map_or(scale, |watch| &watch.watch);
    let mut settings = vec![format!("learning_rate = {:?}", spec.learning_rate)];
    settings.extend(schedule.knobs().iter().filter_map(|knob| setting(knob, lines)));
    let warms = spec.warmup > 0;
    settings.extend(warms.then(|| format!("warmup = {}", spec.warmup)));
    let warm_up = if warms { format!("{WARM_UP}\n") } else { String::new() };
    let (kind, settings) = (spec.schedule.kind(), settings.join("\n"));
    match watch {
        None => {
            let count = if warms { COUNT } else { "" };
            let body = format!("{settings}\n{warm_up}{count}scale = {scale}\n{SCALED}");
            format!("\n# {kind}\ndef rate_at(t):\n{}\n\nrate = rate_at(1)", indented(&body, 1))
        }
        Some(PythonWatch { begin, names, watch }) => {
            let rate_at = indented(&format!("{warm_up}{SCALED}"), 1);
            let after = if warms { "if t <= warmup:\n    return\n" } else { "" };
            let watch = indented(&format!("nonlocal {names}\n{after}{watch}"), 1);
            let functions = format!(
                "{settings}\n{begin}\n\ndef rate_at(t):\n{rate_at}\n\n\
                 def watch(t, value):\n{watch}\n\nreturn rate_at, watch"
            );
            format!(
                "\n# {kind}\ndef schedule():\n{}\n\n\
                 rate_at, watch = schedule()\nrate = rate_at(1)",
                indented(&functions, 1)
            )
        }
    }
}

const WARM_UP: &str = "\
if t <= warmup:
    return learning_rate * t / warmup";

const COUNT: &str = "\
# The schedule counts from the end of the warm-up.
t = t - warmup
";

const SCALED: &str = "return learning_rate * scale";

/// A knob as a variable, or in words where `text` does not use it. Texts stand elsewhere.
fn setting(knob: &Knob, text: &str) -> Option<String> {
    let name = knob.name.rsplit_once('.').map_or(knob.name.as_ref(), |(_, name)| name);
    let variable = python_name(name);
    match knob.value {
        // With its point, as Keras takes 1.0 but not 1.
        Value::Number(number) if mentions(text, &variable) => {
            Some(format!("{variable} = {number:?}"))
        }
        Value::Whole(whole) if mentions(text, &variable) => Some(format!("{variable} = {whole}")),
        Value::Table(ref rows) => Some(format!("{variable} = {rows:?}")),
        Value::Text(_) | Value::Lines(_) => None,
        _ => Some(format!("# {name}: {}", knob.text())),
    }
}
