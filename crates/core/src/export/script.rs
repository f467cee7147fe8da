//! What every script has in common, and the pieces of which it is put together.

use super::backward::Graph;
use super::expression::expression;
use super::{Library, ReadyMade, Rule};
use crate::knob::{Knob, Value};
use crate::{Experiment, Formula, Listed, RunSpec};

/// What is particular to a library.
pub(super) struct Dialect {
    pub(super) id: &'static str,
    pub(super) title: &'static str,
    /// What is to be installed.
    pub(super) needs: &'static str,
    pub(super) imports: &'static [&'static str],
    /// Where functions such as `sqrt` come from.
    pub(super) module: &'static str,
    /// What stands under the imports.
    pub(super) setup: &'static [&'static str],
    /// What makes a vector of a list.
    pub(super) array: &'static str,
    pub(super) zeros: &'static str,
    /// What stands above the definition of the cost.
    pub(super) before_cost: Option<&'static str>,
    pub(super) slope: Slope,
    /// The steps of an optimizer of the library, told whether the rate is steady.
    pub(super) ready: fn(&ReadyMade, bool) -> Option<Steps>,
}

/// Where the gradient comes from.
pub(super) enum Slope {
    /// A backward pass in the script.
    WrittenOut,
    /// These lines, which let the library differentiate.
    Automatic(&'static [&'static str]),
}

/// What stands before the loop of a run, and in it.
pub(super) struct Steps {
    pub(super) begin: Vec<String>,
    pub(super) step: Vec<String>,
}

/// The functions that a script takes from its library.
const FUNCTIONS: [&str; 9] =
    ["cos", "exp", "log", "maximum", "sign", "sin", "sqrt", "tanh", "where"];

/// Zero divided by zero, where it can occur.
const QUOTIENT: &str = "\
# Zero where the divisor is zero: nothing moves there.
def quotient(step, divisor):
    return where(divisor == 0, 0 * step, step / divisor)";

/// A root that backpropagation divides by.
const NORM: &str = "\
def norm(a, b):
    return sqrt(a**2 + b**2)";

/// A root whose slope a library finds by itself.
const SAFE_NORM: &str = "\
# Where both are zero the root has no slope: it is taken as zero.
def norm(a, b):
    square = a**2 + b**2
    root = sqrt(where(square == 0, 1.0, square))
    return where(square == 0, 0.0, root)";

/// The text of a number, and the lines of a run.
const REPORT: &str = r#"# A number with 17 significant digits, enough to read back the same number.
def digits(x):
    mantissa, exponent = f"{x:.16e}".split("e")
    return f"{mantissa}e{int(exponent)}"


# Prints the path of a run, up to the last point whose numbers are finite.
def report(run, optimizer, path):
    for epoch, (rate, w) in enumerate(path):
        row = [rate, float(w[0]), float(w[1]), float(cost(*w))]
        if not all(map(math.isfinite, row)):
            break
        print(run, optimizer, epoch, *map(digits, row), sep=",")"#;

/// A script for one library.
pub(super) struct Script<'a> {
    experiment: &'a Experiment,
    dialect: &'static Dialect,
    library: Library,
    formula: Formula,
}

impl<'a> Script<'a> {
    pub(super) fn of(experiment: &'a Experiment, library: Library) -> Self {
        let formula = experiment.landscape.get().formula();
        Self { experiment, dialect: library.dialect(), library, formula }
    }

    pub(super) fn write(&self) -> String {
        let runs: Vec<String> =
            self.experiment.runs.iter().enumerate().map(|(i, spec)| self.run(i, spec)).collect();
        let mut parts = vec![self.cost()];
        if runs.iter().any(|run| mentions(run, "gradient")) {
            parts.push(self.gradient());
        }
        parts.extend(runs);
        self.helpers(&mut parts);
        parts.push(REPORT.to_owned());
        let body = parts.join("\n\n\n");
        format!("{}\n\n\n{body}\n\n\n{}", self.head(&body), self.end())
    }

    /// What the script is, what it imports, and what all runs have in common.
    fn head(&self, body: &str) -> String {
        let Dialect { title, needs, imports, module, setup, .. } = self.dialect;
        let Experiment { landscape, start, epochs, .. } = self.experiment;
        let used = FUNCTIONS.into_iter().filter(|function| calls(body, function));
        let used = used.collect::<Vec<_>>().join(", ");
        let from =
            if used.is_empty() { String::new() } else { format!("from {module} import {used}\n") };
        format!(
            "\"\"\"Optimizers on the landscape {kind}, with {title}.\n\n\
             Computes what Descent computes from the experiment file and prints it as CSV:\n\
             every epoch of every run, as `descent run` does. A run is a function that yields\n\
             the learning rate and the point of each epoch, from epoch 0.\n\n\
             Needs {needs}.\n\"\"\"\n\n\
             import math\n\n{imports}\n{from}\n{setup}\n\n\
             start = {start:?}\nepochs = {epochs}",
            kind = landscape.kind(),
            imports = imports.join("\n"),
            setup = setup.join("\n"),
        )
    }

    fn cost(&self) -> String {
        let landscape = &self.experiment.landscape;
        let set = landscape.settings().knobs();
        let set = set.iter().map(|knob| format!(", {} {}", knob.name, knob.text()));
        let about = format!("# {}{}", landscape.kind(), set.collect::<String>());
        let above = self.dialect.before_cost.map_or(String::new(), |line| format!("{line}\n"));
        let lines = match expression(&self.formula) {
            Some(expression) => returned(&expression),
            None => {
                let graph = Graph::of(&self.formula);
                let end = format!("return {}", graph.cost());
                graph.forward().into_iter().chain([end]).collect()
            }
        };
        format!("{about}\n{above}def cost(w1, w2):\n{}", indented(&lines, 1))
    }

    fn gradient(&self) -> String {
        if let Slope::Automatic(lines) = self.dialect.slope {
            return lines.join("\n");
        }
        let graph = Graph::of(&self.formula);
        let mut lines = vec!["# Forward: the cost, an operation a line.".to_owned()];
        lines.extend(graph.forward());
        lines.push(
            "# Backward: dz says how the cost changes with z. Each comes from those".to_owned(),
        );
        lines.push("# that were computed from it, by the chain rule.".to_owned());
        lines.extend(graph.backward());
        lines.push(format!("return {}([dw1, dw2])", self.dialect.array));
        format!("def gradient(w1, w2):\n{}", indented(&lines, 1))
    }

    /// Puts what the parts use in front of them.
    fn helpers(&self, parts: &mut Vec<String>) {
        let norm = match self.dialect.slope {
            Slope::WrittenOut => NORM,
            Slope::Automatic(_) => SAFE_NORM,
        };
        for (name, text) in [("quotient", QUOTIENT), ("norm", norm)] {
            if parts.iter().any(|part| calls(part, name)) {
                parts.insert(0, text.to_owned());
            }
        }
    }

    /// The run of this number: a generator of the rate and the point of every epoch.
    fn run(&self, number: usize, spec: &RunSpec) -> String {
        let optimizer = spec.optimizer.get();
        let steady = is_steady(spec, self.experiment.epochs);
        let ready = optimizer.ready_made(self.library, steady);
        let ready = ready.and_then(|ready| (self.dialect.ready)(&ready, steady));
        let mut about = Vec::new();
        let steps = ready.unwrap_or_else(|| {
            if self.library != Library::NumPy {
                let title = self.dialect.title;
                about.push(format!("# {title} has no optimizer that computes exactly this."));
            }
            self.written_out(&optimizer.rule(), optimizer.slots())
        });
        let text = [&steps.begin[..], &steps.step].concat().join("\n");
        let mut lines = about;
        lines.extend(spec.optimizer.settings().knobs().iter().map(|knob| setting(knob, &text)));
        lines.extend(rate(spec, steady));
        lines.extend(steps.begin);
        lines.push("yield rate, w".to_owned());
        lines.push("for t in range(1, epochs + 1):".to_owned());
        let mut step = Vec::new();
        if !steady {
            step.push("rate = rate_at(t)".to_owned());
        }
        step.extend(steps.step);
        step.push("yield rate, w".to_owned());
        let (lines, step) = (indented(&lines, 1), indented(&step, 2));
        format!("# Run {number}: {}\ndef run_{number}():\n{lines}\n{step}", spec.optimizer.kind())
    }

    /// A rule with the vectors that it remembers.
    fn written_out(&self, rule: &Rule, slots: &[&str]) -> Steps {
        let Dialect { array, zeros, .. } = self.dialect;
        let mut step = vec![match rule.point {
            "w" => "g = gradient(*w)".to_owned(),
            point => format!("g = gradient(*({point}))"),
        }];
        step.extend(rule.step.iter().cloned());
        let text = step.join("\n");
        let mut begin = vec![format!("w = {array}(start)")];
        let used = slots.iter().filter(|slot| mentions(&text, slot));
        begin.extend(used.map(|slot| format!("{slot} = {zeros}")));
        begin.extend(rule.begin.iter().cloned());
        Steps { begin, step }
    }

    /// What is done when everything is defined.
    fn end(&self) -> String {
        let header = "print(\"run,optimizer,epoch,learning_rate,w1,w2,cost\")\n".to_owned();
        self.experiment.runs.iter().enumerate().fold(header, |text, (number, spec)| {
            text + &format!("report({number}, \"{}\", run_{number}())\n", spec.optimizer.kind())
        })
    }
}

/// The longest line of a formula.
const LINE: usize = 96;

/// A formula as what a function returns; a long one with a line for each of its terms, or
/// factors where it has one term.
fn returned(expression: &str) -> Vec<String> {
    let line = format!("return {expression}");
    if line.len() <= LINE {
        return vec![line];
    }
    let terms = split(expression, &[" + ", " - "]);
    let parts = if terms.len() > 1 { terms } else { split(expression, &[" * "]) };
    let parts = parts.into_iter().map(|part| format!("    {part}"));
    ["return (".to_owned()].into_iter().chain(parts).chain([")".to_owned()]).collect()
}

/// A text cut before each of these operators that stands outside of all parentheses.
fn split<'a>(text: &'a str, operators: &[&str]) -> Vec<&'a str> {
    let (mut parts, mut from, mut depth) = (Vec::new(), 0, 0);
    for (place, c) in text.char_indices() {
        depth += i32::from(c == '(') - i32::from(c == ')');
        let here = |operator: &&str| text[place..].starts_with(*operator);
        if depth == 0 && operators.iter().any(here) {
            parts.push(text[from..place].trim_start());
            from = place;
        }
    }
    parts.push(text[from..].trim_start());
    parts
}

/// Whether the rate is the same at every step.
fn is_steady(spec: &RunSpec, epochs: usize) -> bool {
    let mut rates = vec![0.0; epochs.max(1)];
    spec.pace().fill(1, &mut rates);
    rates.iter().all(|&rate| rate == spec.learning_rate)
}

/// The rate, with its schedule where it has one.
fn rate(spec: &RunSpec, steady: bool) -> Vec<String> {
    let base = spec.learning_rate;
    if steady {
        return vec![format!("rate = {}", crate::number::exact(base))];
    }
    let schedule = spec.schedule.get();
    let scale = schedule.python();
    let mut lines = vec![format!("learning_rate = {}", crate::number::exact(base))];
    lines.extend(schedule.knobs().iter().map(|knob| setting(knob, scale)));
    let body = if spec.warmup > 0 {
        lines.push(format!("warmup = {}", spec.warmup));
        vec![
            "if t <= warmup:".to_owned(),
            "    return learning_rate * t / warmup".to_owned(),
            "# The schedule counts from the end of the warm-up.".to_owned(),
            "t = t - warmup".to_owned(),
            format!("scale = {scale}"),
        ]
    } else {
        vec![format!("scale = {scale}")]
    };
    lines.extend([String::new(), format!("# {}", spec.schedule.kind())]);
    lines.push("def rate_at(t):".to_owned());
    lines.extend(body.iter().map(|line| format!("    {line}")));
    lines.push("    return learning_rate * scale".to_owned());
    lines.extend([String::new(), "rate = rate_at(1)".to_owned()]);
    lines
}

/// A knob as a variable, or in words where `text` does not use it.
fn setting(knob: &Knob, text: &str) -> String {
    let Knob { name, value, .. } = knob;
    let number = matches!(value, Value::Number(_) | Value::Whole(_));
    if number && mentions(text, name) {
        format!("{name} = {}", knob.text())
    } else {
        format!("# {name}: {}", knob.text())
    }
}

fn indented(lines: &[String], levels: usize) -> String {
    let indent = "    ".repeat(levels);
    let lines = lines
        .iter()
        .map(|line| if line.is_empty() { String::new() } else { format!("{indent}{line}") });
    lines.collect::<Vec<_>>().join("\n")
}

/// Whether a text uses this name by itself, not as a part of another.
fn mentions(text: &str, name: &str) -> bool {
    occurs(text, name, "")
}

/// Whether a text calls a function of this name.
fn calls(text: &str, name: &str) -> bool {
    occurs(text, name, "(")
}

fn occurs(text: &str, name: &str, then: &str) -> bool {
    let part = |c: char| c.is_alphanumeric() || c == '_' || c == '.';
    text.match_indices(name).any(|(place, _)| {
        let after = &text[place + name.len()..];
        !text[..place].ends_with(part) && !after.starts_with(part) && after.starts_with(then)
    })
}
