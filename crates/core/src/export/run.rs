//! A run as a Python function: a generator of the learning rate and the point of every epoch.

use super::script::{Dialect, Steps, indented, mentions};
use super::{Library, Rates, Rule};
use crate::settings::{Knob, Value};
use crate::{Listed, RunSpec};

/// The function `run_0`, or of another number.
pub(super) fn run(number: usize, spec: &RunSpec, epochs: usize, library: Library) -> String {
    let (dialect, kind) = (library.dialect(), spec.optimizer.kind());
    let optimizer = spec.optimizer.get();
    let rates = rates(spec, epochs);
    let steady = rates.steady;
    let own = dialect.optimizers.as_ref();
    let ready = own.zip(optimizer.ready_made(library, rates));
    let steps = match &ready {
        Some((own, ready)) => (own.steps)(ready, steady),
        None => written_out(&optimizer.rule(), optimizer.slots(), dialect),
    };
    let mut lines = Vec::new();
    if own.is_some() && ready.is_none() {
        lines.push(format!("# {} has no optimizer that computes exactly this.", dialect.title));
    }
    let text = format!("{}\n{}", steps.begin, steps.step);
    lines.extend(spec.optimizer.settings().knobs().iter().map(|knob| setting(knob, &text)));
    let base = spec.learning_rate;
    lines.push(if steady { format!("rate = {base:?}") } else { rate(spec) });
    lines.push(steps.begin);
    let yields = format!("yield rate, {}", steps.point);
    lines.push(yields.clone());
    lines.push("for t in range(1, epochs + 1):".to_owned());
    let next = if steady { "" } else { "rate = rate_at(t)\n" };
    lines.push(indented(&format!("{next}{}\n{yields}", steps.step), 1));
    format!("# Run {number}: {kind}\ndef run_{number}():\n{}", indented(&lines.join("\n"), 1))
}

/// A rule with the vectors that it remembers.
fn written_out(rule: &Rule, slots: &[&str], dialect: &Dialect) -> Steps {
    let point = if rule.point == "w" { "w".to_owned() } else { format!("({})", rule.point) };
    let step = format!("g = gradient(*{point})\n{}", rule.step.join("\n"));
    let mut begin = vec![format!("w = {}(start)", dialect.array)];
    let used = slots.iter().filter(|slot| mentions(&step, slot));
    begin.extend(used.map(|slot| format!("{slot} = {}", dialect.zeros)));
    begin.extend(rule.begin.iter().cloned());
    Steps { begin: begin.join("\n"), step, point: "w" }
}

/// The rates as far as a library's optimizer may depend on them.
fn rates(spec: &RunSpec, epochs: usize) -> Rates {
    let mut rates = vec![0.0; epochs];
    spec.pace().fill(1, &mut rates);
    let first = rates.first().copied().unwrap_or(spec.learning_rate);
    Rates { first, steady: rates.iter().all(|&rate| rate == spec.learning_rate) }
}

/// A rate that changes, as a function of the step.
fn rate(spec: &RunSpec) -> String {
    let schedule = spec.schedule.get();
    let scale = schedule.python();
    let mut lines = vec![format!("learning_rate = {:?}", spec.learning_rate)];
    lines.extend(schedule.knobs().iter().map(|knob| setting(knob, scale)));
    if spec.warmup > 0 {
        lines.push(format!("warmup = {}", spec.warmup));
    }
    lines.push(format!("\n# {}\ndef rate_at(t):", spec.schedule.kind()));
    if spec.warmup > 0 {
        lines.push(indented(WARM_UP, 1));
    }
    lines.push(format!("    scale = {scale}\n    return learning_rate * scale"));
    lines.push("\nrate = rate_at(1)".to_owned());
    lines.join("\n")
}

const WARM_UP: &str = "\
if t <= warmup:
    return learning_rate * t / warmup
# The schedule counts from the end of the warm-up.
t = t - warmup";

/// A knob as a variable, or in words where `text` does not use it.
fn setting(knob: &Knob, text: &str) -> String {
    let Knob { name, value, .. } = knob;
    match value {
        // With its point, as Keras takes 1.0 but not 1.
        Value::Number(number) if mentions(text, name) => format!("{name} = {number:?}"),
        Value::Whole(whole) if mentions(text, name) => format!("{name} = {whole}"),
        _ => format!("# {name}: {}", knob.text()),
    }
}
