use std::borrow::Cow;
use std::ops::Range;

use crate::Scalar;
use crate::expression::{
    Assignment, Expression, Kind, Python, Typeset, assignment, expression, fenced, is_name, letter,
    symbol,
};
use crate::fault::{Fault, Misread, Problem};
use crate::optimizers::{MAX_SLOTS, Memory};

/// An update rule as a textbook has it: one assignment per line, and where the gradient is taken.
///
/// The lines know `w`, the gradient `g`, the learning `rate`, the step `t` = 1, 2, …, and the
/// hyperparameters by their names. A name that is read before a line sets it is remembered from
/// step to step, and is 0 at first. They leave the new parameters in `w`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rule {
    /// Where the gradient is taken: `w`, or a point ahead of it such as `w + beta*v`.
    pub at: String,
    /// The lines of a step.
    pub lines: Vec<String>,
}

impl Rule {
    /// A rule that takes these steps with the gradient `g` at `w`.
    #[must_use]
    pub fn new(lines: impl IntoIterator<Item: Into<String>>) -> Self {
        Self { at: "w".to_owned(), lines: lines.into_iter().map(Into::into).collect() }
    }

    /// The same rule with its gradient taken somewhere else.
    #[must_use]
    pub fn at(self, at: &str) -> Self {
        Self { at: at.to_owned(), ..self }
    }

    /// The same rule with a line before all others.
    #[must_use]
    pub fn first(mut self, line: &str) -> Self {
        self.lines.insert(0, line.to_owned());
        self
    }
}

/// `step` / `divisor` in a rule. Where the divisor may be zero, `quotient` takes no step there.
pub(super) fn fraction(step: &str, divisor: &str, may_be_zero: bool) -> String {
    if may_be_zero {
        format!("quotient({step}, {divisor})")
    } else if is_sum(divisor) {
        format!("{step} / ({divisor})")
    } else {
        format!("{step} / {divisor}")
    }
}

/// True where a sum stands outside of all parentheses.
fn is_sum(text: &str) -> bool {
    let mut depth = 0;
    text.char_indices().any(|(place, c)| {
        depth += i32::from(c == '(') - i32::from(c == ')');
        depth == 0 && place > 0 && matches!(c, '+' | '-')
    })
}

/// What a rule finds set: the parameter, its gradient, the learning rate and the step from 1.
pub const GIVEN: [&str; 4] = ["w", "g", "rate", "t"];
const W: usize = 0;
const G: usize = 1;
const T: usize = 3;

/// How many lines a rule may have.
pub const MOST_LINES: usize = 32;

/// How many names a rule may have, the given ones and the hyperparameters included.
pub const MOST_NAMES: usize = 48;

/// A rule that has been read; at first one that does nothing.
#[derive(Clone, Debug, PartialEq)]
pub struct Program {
    /// The given names, the hyperparameters, and what the lines set.
    names: Vec<String>,
    at: Expression,
    lines: Vec<Line>,
    /// The names that are remembered from step to step: read before they are set.
    memory: Vec<usize>,
}

#[derive(Clone, Debug, PartialEq)]
struct Line {
    target: usize,
    value: Expression,
}

impl Default for Program {
    fn default() -> Self {
        let names = GIVEN.map(str::to_owned).to_vec();
        let (lines, memory) = (Vec::new(), Vec::new());
        Self { names, at: Expression::Name(W), lines, memory }
    }
}

impl Program {
    /// Reads a rule over hyperparameters of these names.
    ///
    /// # Errors
    /// What is wrong with it: at `at`, or at `rule` with the line and column.
    pub fn read(text: &Rule, parameters: &[&str]) -> Result<Self, Fault> {
        let in_rule = |problem| Fault::new("rule", problem);
        let too_many = |found, most| in_rule(Problem::TooManyNames { found, most });
        let (found, most) = (text.lines.len(), MOST_LINES);
        if found > most {
            return Err(in_rule(Problem::TooMany { found, most }));
        }
        let names = names(text, parameters);
        if names.len() > MOST_NAMES {
            return Err(too_many(names.len(), MOST_NAMES));
        }
        let parameters = GIVEN.len()..GIVEN.len() + parameters.len();
        let lines = lines(text, &names, &parameters)?;
        if !lines.iter().any(|line| line.target == W) {
            return Err(in_rule(Problem::WrongType { expected: "fault.rule_without_w" }));
        }
        let memory = memory(&lines, parameters.end);
        if memory.len() > MAX_SLOTS {
            return Err(too_many(memory.len(), MAX_SLOTS));
        }
        let ahead =
            |place: usize| place == W || parameters.contains(&place) || memory.contains(&place);
        let at = expression(&text.at, &mut |name| place(&names, name).filter(|it| ahead(*it)));
        let at = at.map_err(|fault| {
            let known = names.iter().enumerate().filter(|it| ahead(it.0)).map(|it| it.1);
            Fault::new("at", fault.known_names(known).at_line(1))
        })?;
        Ok(Self { names, at, lines, memory })
    }

    /// The names of what it remembers, in the order in which it sets them.
    pub fn slots(&self) -> Vec<&str> {
        self.memory.iter().map(|&name| self.names[name].as_str()).collect()
    }

    /// Whether the gradient is taken somewhere else than at w.
    pub fn looks_ahead(&self) -> bool {
        self.at != Expression::Name(W)
    }

    /// Where the gradient is taken.
    pub fn look_ahead<T: Scalar>(&self, w: T, parameters: &[f64], memory: &Memory<T>) -> T {
        let nan = T::constant(f64::NAN);
        self.at.evaluate(&self.begin([w, nan, nan, nan], parameters, memory))
    }

    /// One step: w after it; leaves behind what is remembered.
    pub fn step<T: Scalar>(&self, given: [T; 4], parameters: &[f64], memory: &mut Memory<T>) -> T {
        let mut names = self.begin(given, parameters, memory);
        for Line { target, value } in &self.lines {
            names[*target] = value.evaluate(&names);
        }
        for (slot, &name) in memory.iter_mut().zip(&self.memory) {
            *slot = names[name];
        }
        names[W]
    }

    /// What each line sets in a step, one after the other.
    pub(crate) fn lines(
        &self,
        given: [f64; 4],
        parameters: &[f64],
        memory: &Memory<f64>,
    ) -> Vec<f64> {
        let mut names = self.begin(given, parameters, memory);
        let set = self.lines.iter().map(|Line { target, value }| {
            names[*target] = value.evaluate(&names);
            names[*target]
        });
        set.collect()
    }

    /// The name that each line sets.
    pub(crate) fn targets(&self) -> impl Iterator<Item = &str> {
        self.lines.iter().map(|line| self.names[line.target].as_str())
    }

    fn begin<T: Scalar>(
        &self,
        given: [T; 4],
        parameters: &[f64],
        memory: &Memory<T>,
    ) -> [T; MOST_NAMES] {
        let mut names = [T::constant(0.0); MOST_NAMES];
        names[..GIVEN.len()].copy_from_slice(&given);
        for (name, &value) in names[GIVEN.len()..].iter_mut().zip(parameters) {
            *name = T::constant(value);
        }
        for (&name, slot) in self.memory.iter().zip(memory) {
            names[name] = *slot;
        }
        names
    }

    /// The rule as lines of Python.
    pub fn python(&self) -> PythonRule {
        let kinds = self.kinds();
        let names: Vec<_> = self.names.iter().map(|name| python_name(name)).collect();
        let python = Python { names: &names, kinds: &kinds };
        let line = |line: &Line| {
            let value = python.write(&line.value);
            let scalar = line.target == W && python.kind(&line.value) == Kind::Scalar;
            let value = if scalar { format!("0 * w + ({value})") } else { value };
            format!("{} = {value}", names[line.target])
        };
        PythonRule {
            at: python.write(&self.at),
            lines: self.lines.iter().map(line).collect(),
            memory: self.memory.iter().map(|&it| (names[it].clone(), kinds[it])).collect(),
        }
    }

    /// The rule typeset, a MathML formula for where the gradient is taken and one for each line.
    /// `letters` are those that the field writes for hyperparameters, by their names.
    #[must_use]
    pub fn typeset(&self, letters: &[(Cow<'static, str>, Cow<'static, str>)]) -> Vec<String> {
        let look = |name: &String| match name.as_str() {
            "rate" => symbol("alpha_t"),
            _ => {
                let known = letters.iter().find(|it| it.0 == *name && !it.1.is_empty());
                known.map_or_else(|| symbol(name), |it| letter(&it.1))
            }
        };
        let names: Vec<_> = self.names.iter().map(look).collect();
        let typeset = Typeset { names: &names };
        let at = typeset.write(&self.at);
        let gradient = format!("<mo form=\"prefix\" rspace=\"0\">∇</mo><mi>J</mi>{}", fenced(&at));
        let line = |target: usize, value: &str| {
            format!(
                "<math displaystyle=\"true\"><mrow>{}<mo>←</mo>{value}</mrow></math>",
                names[target]
            )
        };
        let lines = self.lines.iter().map(|it| line(it.target, &typeset.write(&it.value)));
        [line(G, &gradient)].into_iter().chain(lines).collect()
    }

    /// Which names are vectors: what is computed from w, from g, or from such.
    fn kinds(&self) -> Vec<Kind> {
        let mut kinds = vec![Kind::Scalar; self.names.len()];
        kinds[..2].fill(Kind::Vector);
        // Each pass finds at least one more, or all are found.
        for _ in 0..self.lines.len() {
            for line in &self.lines {
                let kind = Python { names: &[], kinds: &kinds }.kind(&line.value);
                kinds[line.target] = kinds[line.target].max(kind);
            }
        }
        kinds
    }
}

/// A rule in Python; at first one without lines.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct PythonRule {
    /// Where the gradient is taken.
    pub(crate) at: String,
    pub(crate) lines: Vec<String>,
    /// What is remembered, and whether it is a vector.
    pub(crate) memory: Vec<(String, Kind)>,
}

/// The name of a variable in Python: words of the language and of a script get a `_`.
pub(crate) fn python_name(name: &str) -> String {
    const TAKEN: [&str; 56] = [
        "False",
        "None",
        "True",
        "and",
        "as",
        "assert",
        "async",
        "await",
        "break",
        "class",
        "continue",
        "def",
        "del",
        "elif",
        "else",
        "except",
        "finally",
        "for",
        "from",
        "global",
        "if",
        "import",
        "in",
        "is",
        "lambda",
        "nonlocal",
        "not",
        "or",
        "pass",
        "raise",
        "return",
        "try",
        "while",
        "with",
        "yield",
        "math",
        "np",
        "torch",
        "keras",
        "jax",
        "optax",
        "jnp",
        "start",
        "epochs",
        "cost",
        "gradient",
        "rate_at",
        "digits",
        "report",
        "norm",
        "float",
        "print",
        "clip",
        "schedule",
        "watch",
        "interpolated",
    ];
    // Python reads ₁ as no digit at all.
    let plain = |c: char| match c {
        '₀'..='₉' => char::from(b'0' + (u32::from(c) - u32::from('₀')) as u8),
        _ => c,
    };
    let plain: String = name.chars().map(plain).collect();
    let run = plain.strip_prefix("run_").is_some_and(|rest| rest.parse::<usize>().is_ok());
    if TAKEN.contains(&plain.as_str()) || run { plain + "_" } else { plain }
}

/// The given names, the hyperparameters, and every other name that a line sets.
fn names(text: &Rule, parameters: &[&str]) -> Vec<String> {
    let mut names: Vec<String> =
        GIVEN.iter().chain(parameters).map(|&name| name.to_owned()).collect();
    for line in &text.lines {
        let target = line.split_once('=').map_or("", |sides| sides.0.trim());
        if is_name(target) && place(&names, target).is_none() {
            names.push(target.to_owned());
        }
    }
    names
}

/// The lines that set something, where `parameters` are the places of the hyperparameters.
fn lines(text: &Rule, names: &[String], parameters: &Range<usize>) -> Result<Vec<Line>, Fault> {
    let mut lines = Vec::new();
    for (number, line) in (1..).zip(&text.lines).filter(|line| !line.1.trim().is_empty()) {
        let fault = |fault: Misread| Fault::new("rule", fault.known_names(names).at_line(number));
        let read = assignment(line, &mut |name| place(names, name)).map_err(fault)?;
        let Assignment { target, column, value } = read;
        match place(names, &target).filter(|it| *it != T && !parameters.contains(it)) {
            Some(target) => lines.push(Line { target, value }),
            None => return Err(fault(Misread::new(column, "formula.given").found(target))),
        }
    }
    Ok(lines)
}

fn place(names: &[String], name: &str) -> Option<usize> {
    names.iter().position(|known| known == name)
}

/// Of the names from `first` on, those that a line reads before any has set them.
fn memory(lines: &[Line], first: usize) -> Vec<usize> {
    let (mut set, mut memory) = (Vec::new(), Vec::new());
    for line in lines {
        line.value.names(&mut |name| {
            if name >= first && !set.contains(&name) && !memory.contains(&name) {
                memory.push(name);
            }
        });
        set.push(line.target);
    }
    memory
}
