//! Backpropagation, written out: the formula forward, line by line, and the chain rule
//! backward.

use super::expression::word;
use crate::formula::terms::Reading;
use crate::formula::{Formula, Function, Op, Operator};
use crate::number::exact;

/// The lines that a formula takes, each after those that it uses.
pub(super) struct Graph {
    ops: Vec<Op>,
    root: usize,
    /// The places that have a line. What else is needed stands inside of a sum.
    lines: Vec<usize>,
}

/// What a line computes from the places that it names.
enum Line {
    Sum(Vec<Term>),
    Function(Function, usize),
    Product(usize, usize),
    Quotient(usize, usize),
    Norm(usize, usize),
}

/// A term of a sum: plus or minus a multiple of an operand.
struct Term {
    negative: bool,
    scale: Scale,
    operand: usize,
}

enum Scale {
    One,
    By(f64),
    Over(f64),
}

impl Graph {
    pub(super) fn of(formula: &Formula) -> Self {
        let (ops, root) = without_repeats(formula);
        let mut graph = Self { ops, root, lines: Vec::new() };
        graph.lines = graph.find_lines();
        graph
    }

    /// A line for every value that the cost is computed from.
    pub(super) fn forward(&self) -> Vec<String> {
        let line = |&place: &usize| format!("{} = {}", self.name(place), self.value(place));
        self.lines.iter().map(line).collect()
    }

    /// A line for every value and both parameters: how the cost changes with it.
    pub(super) fn backward(&self) -> Vec<String> {
        let places = self.lines.iter().rev().copied().chain(0..=1);
        places.map(|place| format!("d{} = {}", self.name(place), self.slope(place))).collect()
    }

    /// The places that are no leaf and not used once only, by a sum that can hold them.
    fn find_lines(&self) -> Vec<usize> {
        let mut uses = vec![0; self.root + 1];
        let mut inside = vec![false; self.root + 1];
        uses[self.root] = 1;
        for place in (0..=self.root).rev() {
            if uses[place] > 0 {
                for operand in operands(self.ops[place]) {
                    uses[operand] += 1;
                    inside[operand] = uses[operand] == 1 && self.fits_inside(operand, place);
                }
            }
        }
        let has_line = |&place: &usize| {
            uses[place] > 0 && !inside[place] && !operands(self.ops[place]).is_empty()
        };
        (0..=self.root).filter(has_line).collect()
    }

    /// Whether an operation can hold an operand without parentheses: a sum its first sum,
    /// and any multiple.
    fn fits_inside(&self, operand: usize, user: usize) -> bool {
        let is_sum = matches!(self.ops[operand], Op::Binary(Operator::Add | Operator::Sub, ..));
        match self.ops[user] {
            Op::Binary(Operator::Add | Operator::Sub, first, _) => {
                self.multiple(operand).is_some() || is_sum && operand == first
            }
            _ => false,
        }
    }

    /// A place as a multiple of another.
    fn multiple(&self, place: usize) -> Option<Term> {
        let times = |value: f64, operand| {
            Some(Term { negative: value < 0.0, scale: Scale::By(value.abs()), operand })
        };
        match self.ops[place] {
            Op::Unary(Function::Neg, operand) => {
                Some(Term { negative: true, scale: Scale::One, operand })
            }
            Op::Binary(operator, a, b) => match (operator, self.ops[a], self.ops[b]) {
                (Operator::Mul, Op::Constant(value), _) => times(value, b),
                (Operator::Mul, _, Op::Constant(value)) => times(value, a),
                (Operator::Div, _, Op::Constant(value)) => {
                    let (negative, scale) = (value < 0.0, Scale::Over(value.abs()));
                    Some(Term { negative, scale, operand: a })
                }
                _ => None,
            },
            _ => None,
        }
    }

    fn line(&self, place: usize) -> Line {
        if let Some(term) = self.multiple(place) {
            return Line::Sum(vec![term]);
        }
        match self.ops[place] {
            Op::Unary(function, a) => Line::Function(function, a),
            Op::Binary(Operator::Mul, a, b) => Line::Product(a, b),
            Op::Binary(Operator::Div, a, b) => Line::Quotient(a, b),
            Op::Binary(Operator::Norm, a, b) => Line::Norm(a, b),
            Op::Binary(operator @ (Operator::Add | Operator::Sub), a, b) => {
                let mut terms = self.addends(a);
                let subtracted = operator == Operator::Sub;
                let flip = |term: Term| Term { negative: term.negative ^ subtracted, ..term };
                terms.extend(self.addends(b).into_iter().map(flip));
                Line::Sum(terms)
            }
            Op::Variable(_) | Op::Constant(_) => Line::Sum(self.addends(place)),
        }
    }

    /// What an operand brings into a sum.
    fn addends(&self, operand: usize) -> Vec<Term> {
        let leaf = operands(self.ops[operand]).is_empty();
        let inside = !leaf && self.lines.binary_search(&operand).is_err();
        match inside.then(|| self.line(operand)) {
            Some(Line::Sum(terms)) => terms,
            _ => vec![Term { negative: false, scale: Scale::One, operand }],
        }
    }

    /// What a line computes.
    fn value(&self, place: usize) -> String {
        let name = |place| self.name(place);
        match self.line(place) {
            Line::Sum(terms) => sum(terms.iter().map(|term| term.of(&name(term.operand)))),
            Line::Function(Function::Square, a) => format!("{}**2", name(a)),
            Line::Function(Function::Cube, a) => format!("{}**3", name(a)),
            Line::Function(Function::Fourth, a) => format!("{}**4", name(a)),
            Line::Function(function, a) => {
                format!("{}({})", word(function).unwrap_or_default(), name(a))
            }
            Line::Product(a, b) => format!("{} * {}", name(a), name(b)),
            Line::Quotient(a, b) => format!("{} / {}", name(a), name(b)),
            Line::Norm(a, b) => format!("norm({}, {})", name(a), name(b)),
        }
    }

    /// dJ of a place, by those lines that use it.
    fn slope(&self, place: usize) -> String {
        let itself = (place == self.root).then(|| "1".to_owned());
        let users = self.lines.iter().flat_map(|&user| self.shares(user));
        let shares = users.filter(|&(operand, _)| operand == place).map(|(_, share)| share);
        let slope = sum(itself.into_iter().chain(shares));
        if slope.is_empty() { "0".to_owned() } else { slope }
    }

    /// dJ of a line times its derivative by each of its operands.
    fn shares(&self, line: usize) -> Vec<(usize, String)> {
        let name = |place| self.name(place);
        let (z, dz) = (name(line), format!("d{}", name(line)));
        match self.line(line) {
            Line::Sum(terms) => terms.iter().map(|term| (term.operand, term.of(&dz))).collect(),
            Line::Function(function, a) => vec![(a, share(function, &name(a), &z, &dz))],
            Line::Product(a, b) => {
                vec![(a, format!("{} * {dz}", name(b))), (b, format!("{} * {dz}", name(a)))]
            }
            Line::Quotient(a, b) => {
                let b_name = name(b);
                vec![(a, format!("{dz} / {b_name}")), (b, format!("-{z} / {b_name} * {dz}"))]
            }
            Line::Norm(a, b) => {
                [a, b].map(|side| (side, format!("quotient({} * {dz}, {z})", name(side)))).into()
            }
        }
    }

    /// What a place is called; a number by its digits.
    fn name(&self, place: usize) -> String {
        match self.ops[place] {
            Op::Variable(index) => format!("w{}", index + 1),
            Op::Constant(value) => exact(value),
            _ => format!("z{}", 1 + self.lines.partition_point(|&line| line < place)),
        }
    }
}

impl Term {
    /// The term for what stands for its operand.
    fn of(&self, operand: &str) -> String {
        let text = match self.scale {
            Scale::One => operand.to_owned(),
            Scale::By(number) => format!("{} * {operand}", exact(number)),
            Scale::Over(number) => format!("{operand} / {}", exact(number)),
        };
        match (self.negative, text.strip_prefix('-')) {
            (false, _) => text,
            (true, None) => format!("-{text}"),
            (true, Some(positive)) => positive.to_owned(),
        }
    }
}

/// dJ of z = f(a) times f′(a).
fn share(function: Function, a: &str, z: &str, dz: &str) -> String {
    match function {
        Function::Neg => format!("-{dz}"),
        Function::Square => format!("2 * {a} * {dz}"),
        Function::Cube => format!("3 * {a}**2 * {dz}"),
        Function::Fourth => format!("4 * {a}**3 * {dz}"),
        Function::Sqrt => format!("{dz} / (2 * {z})"),
        Function::Exp => format!("{z} * {dz}"),
        Function::Ln => format!("{dz} / {a}"),
        Function::Sin => format!("cos({a}) * {dz}"),
        Function::Cos => format!("-sin({a}) * {dz}"),
        Function::Tanh => format!("(1 - {z}**2) * {dz}"),
        Function::Abs => format!("sign({a}) * {dz}"),
    }
}

/// Signed texts as a sum.
fn sum(terms: impl Iterator<Item = String>) -> String {
    terms.fold(String::new(), |sum, term| match term.strip_prefix('-') {
        _ if sum.is_empty() => term,
        Some(less) => format!("{sum} - {less}"),
        None => format!("{sum} + {term}"),
    })
}

fn operands(op: Op) -> Vec<usize> {
    match op {
        Op::Variable(_) | Op::Constant(_) => Vec::new(),
        Op::Unary(_, a) => vec![a],
        Op::Binary(_, a, b) => vec![a, b],
    }
}

/// A formula's operations, of the same ones only the first, and the place of its root.
fn without_repeats(formula: &Formula) -> (Vec<Op>, usize) {
    let (reading, root) = Reading::with_norms(formula);
    let mut ops: Vec<Op> = Vec::new();
    let mut places = Vec::new();
    for place in 0..=root {
        let op = match reading.op(place) {
            Op::Unary(function, a) => Op::Unary(function, places[a]),
            Op::Binary(operator, a, b) => Op::Binary(operator, places[a], places[b]),
            leaf => leaf,
        };
        let known = ops.iter().position(|&known| known == op).unwrap_or(ops.len());
        places.push(known);
        if known == ops.len() {
            ops.push(op);
        }
    }
    (ops, places[root])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Real, Symbol};

    type Cost = for<'a> fn(Symbol<'a>, Symbol<'a>) -> Symbol<'a>;

    fn check(cost: Cost, forward: &[&str], backward: &[&str]) {
        let graph = Graph::of(&Formula::build(cost));
        assert_eq!(graph.forward(), forward);
        assert_eq!(graph.backward(), backward);
    }

    /// A function of w1: its line, and the cost's derivative by w1.
    fn check_function(cost: for<'a> fn(Symbol<'a>) -> Symbol<'a>, forward: &str, slope: &str) {
        let graph = Graph::of(&Formula::build(|w1, _| cost(w1)));
        assert_eq!(graph.forward(), [format!("z1 = {forward}")]);
        assert_eq!(graph.backward(), ["dz1 = 1", &format!("dw1 = {slope}"), "dw2 = 0"]);
    }

    /// Every derivative as a table of derivatives has it.
    #[test]
    fn functions_have_their_derivatives() {
        check_function(|w| -w, "-w1", "-dz1");
        check_function(|w| w.square(), "w1**2", "2 * w1 * dz1");
        check_function(|w| w.cube(), "w1**3", "3 * w1**2 * dz1");
        check_function(|w| w.fourth(), "w1**4", "4 * w1**3 * dz1");
        check_function(|w| w.sqrt(), "sqrt(w1)", "dz1 / (2 * z1)");
        check_function(|w| w.exp(), "exp(w1)", "z1 * dz1");
        check_function(|w| w.ln(), "log(w1)", "dz1 / w1");
        check_function(|w| w.sin(), "sin(w1)", "cos(w1) * dz1");
        check_function(|w| w.cos(), "cos(w1)", "-sin(w1) * dz1");
        check_function(|w| w.tanh(), "tanh(w1)", "(1 - z1**2) * dz1");
        check_function(|w| w.abs(), "abs(w1)", "sign(w1) * dz1");
        check_function(|w| w / 4.0, "w1 / 4", "dz1 / 4");
        check_function(|w| w * -3.0, "-3 * w1", "-3 * dz1");
        check_function(|w| w * w, "w1 * w1", "w1 * dz1 + w1 * dz1");
    }

    #[test]
    fn operations_have_their_derivatives() {
        check(|a, b| a * b, &["z1 = w1 * w2"], &["dz1 = 1", "dw1 = w2 * dz1", "dw2 = w1 * dz1"]);
        check(
            |a, b| a / b,
            &["z1 = w1 / w2"],
            &["dz1 = 1", "dw1 = dz1 / w2", "dw2 = -z1 / w2 * dz1"],
        );
        check(
            |a, b| a.norm(b),
            &["z1 = norm(w1, w2)"],
            &["dz1 = 1", "dw1 = quotient(w1 * dz1, z1)", "dw2 = quotient(w2 * dz1, z1)"],
        );
    }

    #[test]
    fn a_sum_is_a_line_and_signs_are_its_own() {
        check(
            |a, b| a * 2.0 - b * -3.0 - Symbol::constant(-1.0),
            &["z1 = 2 * w1 + 3 * w2 + 1"],
            &["dz1 = 1", "dw1 = 2 * dz1", "dw2 = 3 * dz1"],
        );
        // What is subtracted is a sum of its own.
        check(
            |a, b| a - (a + b),
            &["z1 = w1 + w2", "z2 = w1 - z1"],
            &["dz2 = 1", "dz1 = -dz2", "dw1 = dz1 + dz2", "dw2 = dz1"],
        );
    }

    #[test]
    fn what_is_used_twice_is_computed_once() {
        check(
            |a, b| (a + b).square() * (a + b),
            &["z1 = w1 + w2", "z2 = z1**2", "z3 = z2 * z1"],
            &[
                "dz3 = 1",
                "dz2 = z1 * dz3",
                "dz1 = 2 * z1 * dz2 + z2 * dz3",
                "dw1 = dz1",
                "dw2 = dz1",
            ],
        );
    }
}
