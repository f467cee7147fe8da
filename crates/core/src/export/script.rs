//! What every script has in common, and the pieces of which it is put together.

use super::backward::Graph;
use super::expression::expression;
use super::{Library, Rates, ReadyMade, run};
use crate::run::table;
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
    /// What makes a vector of so many zeros.
    pub(super) zeros: &'static str,
    /// What stands above functions that are compiled; none where they are not. What is chosen by
    /// numbers cannot be compiled so.
    pub(super) compiled: Option<&'static str>,
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
    /// These lines of a function, which let the library differentiate. `{w}` are the parameters,
    /// `{places}` their places.
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
const FUNCTIONS: [&str; 10] =
    ["arctan", "cos", "exp", "log", "maximum", "sign", "sin", "sqrt", "tanh", "where"];

/// Zero divided by zero, where it can occur.
const QUOTIENT: &str = "\
# Zero where the divisor is zero: nothing moves there.
def quotient(step, divisor):
    return where(divisor == 0, 0 * step, step / divisor)";

/// A curve through points, in straight lines.
const INTERPOLATED: &str = "\
# In straight lines from point to point, in the order of their steps.
def interpolated(t, points):
    points = sorted(points, key=lambda point: point[0])
    before = [point for point in points if point[0] < t]
    after = [point for point in points if point[0] >= t]
    if not before or not after:
        return (before[-1] if before else after[0])[1]
    (a, f), (b, g) = before[-1], after[0]
    return f + (g - f) * (t - a) / (b - a)";

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
        row = [rate, *map(float, w), float(cost(*w))]
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
        let run = |(number, spec)| run::run(number, spec, self.experiment, self.library);
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
        let function = self.function("cost", &self.cost_lines());
        format!("{}\n{function}", self.about())
    }

    /// What the landscape is set to; where that is long, with a line for each setting.
    fn about(&self) -> String {
        let landscape = &self.experiment.landscape;
        let knobs = landscape.settings().knobs();
        let set: Vec<_> =
            knobs.iter().map(|knob| ascii(&format!("{} {}", knob.name, knob.text()))).collect();
        let kind = landscape.kind().to_owned();
        let line = format!("# {}", [vec![kind.clone()], set.clone()].concat().join(", "));
        if line.len() <= LINE {
            return line;
        }
        let wrapped = set.iter().flat_map(|set| set.as_bytes().chunks(LINE - "#   ".len()));
        let wrapped = wrapped.map(|line| format!("#   {}", String::from_utf8_lossy(line)));
        [format!("# {kind}")].into_iter().chain(wrapped).collect::<Vec<_>>().join("\n")
    }

    fn cost_lines(&self) -> String {
        let graph = Graph::of(&self.formula);
        // A library differentiates what depends on the parameters alone.
        let added = if graph.depends() { "" } else { "0 * w1 + " };
        let whole = expression(&self.formula).map(|text| returned(&format!("{added}{text}")));
        let fits = |text: &String| text.lines().all(|line| line.len() <= LINE);
        whole.filter(fits).unwrap_or_else(|| {
            let lines = assignments(&graph.forward());
            format!("{lines}\nreturn {added}{}", graph.result())
        })
    }

    fn gradient(&self) -> String {
        if let Slope::Automatic(lines) = self.dialect.slope {
            let places: Vec<_> = (0..self.formula.dim()).map(|place| place.to_string()).collect();
            // Python writes a comma behind the only member.
            let places = places.join(", ") + if places.len() == 1 { "," } else { "" };
            let lines = lines.join("\n").replace("{places}", &places);
            return self.function("gradient", &lines.replace("{w}", &self.parameters("")));
        }
        let graph = Graph::of(&self.formula);
        let body = format!(
            "# Forward: the cost, line by line.\n{}\n\
             # Backward: dz says how the cost changes with z. Each comes from those that were\n\
             # computed from its z, by the chain rule.\n{}\n\
             return {}([{}])",
            assignments(&graph.forward()),
            assignments(&graph.backward()),
            self.dialect.array,
            self.parameters("d"),
        );
        self.function("gradient", &body)
    }

    /// A function of the parameters.
    fn function(&self, name: &str, body: &str) -> String {
        let compiled = self.dialect.compiled.filter(|_| !self.formula.has_choices());
        let above = compiled.map_or(String::new(), |line| format!("{line}\n"));
        format!("{above}def {name}({}):\n{}", self.parameters(""), indented(body, 1))
    }

    /// The names of the parameters, each after this prefix.
    fn parameters(&self, prefix: &str) -> String {
        let names = (1..=self.formula.dim()).map(|number| format!("{prefix}w{number}"));
        names.collect::<Vec<_>>().join(", ")
    }

    /// Puts what the parts use in front of them.
    fn helpers(&self, parts: &mut Vec<String>) {
        let norm = match self.dialect.slope {
            Slope::WrittenOut => NORM,
            Slope::Automatic(_) => SAFE_NORM,
        };
        for (name, text) in [("quotient", QUOTIENT), ("norm", norm), ("interpolated", INTERPOLATED)]
        {
            if parts.iter().any(|part| calls(part, name)) {
                parts.insert(0, text.to_owned());
            }
        }
    }

    /// What is done when everything is defined.
    fn end(&self) -> String {
        let header = table::header(self.formula.dim(), false).join(",");
        let header = format!("print(\"{header}\")\n");
        self.experiment.runs.iter().enumerate().fold(header, |text, (number, spec)| {
            text + &format!("report({number}, \"{}\", run_{number}())\n", spec.optimizer.kind())
        })
    }
}

/// A text with each character beyond ASCII as its number: `\u{3b2}`.
fn ascii(text: &str) -> String {
    text.chars().fold(String::new(), |text, c| match c.is_ascii() {
        true => text + c.encode_utf8(&mut [0; 4]),
        false => text + &c.escape_unicode().to_string(),
    })
}

/// The longest line of a formula, or of what is said of it.
const LINE: usize = 96;

/// A formula as what a function returns.
fn returned(expression: &str) -> String {
    statement("return", expression)
}

/// Lines that set names, those that are too long in several.
fn assignments(lines: &[String]) -> String {
    let line = |line: &String| match line.split_once(" = ") {
        Some((name, value)) => statement(&format!("{name} ="), value),
        None => line.clone(),
    };
    lines.iter().map(line).collect::<Vec<_>>().join("\n")
}

/// What begins with these words and ends with a formula; a long one with a line for each of its
/// terms, or factors where it has one term.
fn statement(begin: &str, expression: &str) -> String {
    let line = format!("{begin} {expression}");
    if line.len() <= LINE {
        return line;
    }
    let terms = split(expression, &[" + ", " - "]);
    let parts = if terms.len() > 1 { terms } else { split(expression, &[" * "]) };
    format!("{begin} (\n{}\n)", indented(&parts.join("\n"), 1))
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
