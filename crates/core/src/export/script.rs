//! What every script has in common, and the pieces of which it is put together.

use super::backward::Graph;
use super::expression::expression;
use super::{Library, Rates, ReadyMade, run};
use crate::{Experiment, Formula, Listed, Optimizer};

/// What is particular to a library.
pub(super) struct Dialect {
    pub(super) id: &'static str,
    pub(super) title: &'static str,
    /// What is to be installed.
    pub(super) needs: &'static str,
    /// What stands under `import math`.
    pub(super) imports: &'static str,
    /// Where functions such as `sqrt` come from.
    pub(super) module: &'static str,
    /// What stands under the imports.
    pub(super) setup: &'static str,
    /// What makes a vector of a list.
    pub(super) array: &'static str,
    pub(super) zeros: &'static str,
    /// What stands above the definition of the cost.
    pub(super) before_cost: Option<&'static str>,
    pub(super) slope: Slope,
    /// How its own optimizers are called; none where it has none.
    pub(super) optimizers: Option<Optimizers>,
}

/// How the optimizers of a library are called.
pub(super) struct Optimizers {
    /// What they call `beta1` and `beta2`.
    pub(super) betas: &'static [(&'static str, &'static str)],
    /// What they call `epsilon`.
    pub(super) epsilon: &'static str,
    /// The one that computes exactly what an optimizer does at these rates; none where there is
    /// none.
    pub(super) ready_made: fn(&Optimizer, Rates) -> Option<ReadyMade>,
    /// The steps that one of them takes, told whether the rate is steady.
    pub(super) steps: fn(&ReadyMade, bool) -> Steps,
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
    pub(super) begin: String,
    pub(super) step: String,
    /// Where the run stands after a step, to be read.
    pub(super) point: &'static str,
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
    pub(super) experiment: &'a Experiment,
    pub(super) dialect: &'static Dialect,
    pub(super) library: Library,
    /// That of the landscape.
    pub(super) formula: Formula,
}

impl Script<'_> {
    pub(super) fn write(&self) -> String {
        let runs = self.experiment.runs.iter().enumerate();
        let run = |(number, spec)| run::run(number, spec, self.experiment.epochs, self.library);
        let runs: Vec<String> = runs.map(run).collect();
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
             import math\n{imports}\n{from}\n{setup}\n\n\
             start = {start:?}\nepochs = {epochs}",
            kind = landscape.kind(),
        )
    }

    fn cost(&self) -> String {
        let landscape = &self.experiment.landscape;
        let set = landscape.settings().knobs();
        let set = set.iter().map(|knob| format!(", {} {}", knob.name, knob.text()));
        let about = format!("# {}{}", landscape.kind(), set.collect::<String>());
        let above = self.dialect.before_cost.map_or(String::new(), |line| format!("{line}\n"));
        let body = returned(&expression(&self.formula));
        format!("{about}\n{above}def cost(w1, w2):\n{}", indented(&body, 1))
    }

    fn gradient(&self) -> String {
        if let Slope::Automatic(lines) = self.dialect.slope {
            return lines.join("\n");
        }
        let graph = Graph::of(&self.formula);
        let body = format!(
            "# Forward: the cost, line by line.\n{}\n\
             # Backward: dz says how the cost changes with z. Each comes from those that were\n\
             # computed from its z, by the chain rule.\n{}\n\
             return {}([dw1, dw2])",
            graph.forward().join("\n"),
            graph.backward().join("\n"),
            self.dialect.array,
        );
        format!("def gradient(w1, w2):\n{}", indented(&body, 1))
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
fn returned(expression: &str) -> String {
    let line = format!("return {expression}");
    if line.len() <= LINE {
        return line;
    }
    let terms = split(expression, &[" + ", " - "]);
    let parts = if terms.len() > 1 { terms } else { split(expression, &[" * "]) };
    format!("return (\n{}\n)", indented(&parts.join("\n"), 1))
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

/// A text so many levels deep.
pub(super) fn indented(text: &str, levels: usize) -> String {
    let indent = "    ".repeat(levels);
    let line = |line: &str| if line.is_empty() { String::new() } else { format!("{indent}{line}") };
    text.lines().map(line).collect::<Vec<_>>().join("\n")
}

/// Whether a text uses this name by itself, not as a part of another.
pub(super) fn mentions(text: &str, name: &str) -> bool {
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
