//! Backpropagation, written out: the formula forward, line by line, and the chain rule
//! backward.

use super::expression::{number, word};
use crate::formula::terms::{Cases, Reading, Sign};
use crate::formula::{Comparison, Formula, Function, Op, Operator};

/// The lines that a formula takes, each after those that it uses.
pub(super) struct Graph {
    dim: usize,
    ops: Vec<Op>,
    root: usize,
    /// The places on which only one side of a choice depends: what they compute may not be
    /// finite where the other side is taken.
    optional: Vec<bool>,
    /// The places that have a line. What else is needed stands inside of a sum.
    lines: Vec<usize>,
}

/// What a line computes from the places that it names.
enum Line {
    Sum(Vec<Term>),
    Function(Function, usize),
    Product(usize, usize),
    Quotient(usize, usize),
    Power(usize, usize),
    Norm(usize, usize),
    Choice(Cases),
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
        let optional = vec![false; ops.len()];
        let mut graph = Self { dim: formula.dim(), ops, root, optional, lines: Vec::new() };
        graph.lines = graph.find_lines();
        graph.find_optional();
        graph
    }

    /// A line for every value that the cost is computed from.
    pub(super) fn forward(&self) -> Vec<String> {
        let line = |&place: &usize| format!("{} = {}", self.name(place), self.value(place));
        self.lines.iter().map(line).collect()
    }

    /// What the cost is called.
    pub(super) fn result(&self) -> String {
        self.name(self.root)
    }

    /// Whether the cost changes with a parameter, so that a library can differentiate it.
    pub(super) fn depends(&self) -> bool {
        let mut depends = Vec::with_capacity(self.ops.len());
        for &op in &self.ops {
            let of = |place: &usize| -> bool { depends[*place] };
            depends.push(match op {
                Op::Variable(_) => true,
                // A side without parameters cannot be differentiated where it is taken.
                Op::Choice(_, [_, _, sides @ ..]) => sides.iter().all(of),
                _ => op.operands().iter().any(of),
            });
        }
        depends[self.root]
    }

    /// A line for every value and parameter: how the cost changes with it.
    pub(super) fn backward(&self) -> Vec<String> {
        let places = self.lines.iter().rev().copied().chain(0..self.dim);
        places.map(|place| format!("d{} = {}", self.name(place), self.slope(place))).collect()
    }

    /// The places that are no leaf and not used once only, by a sum that can hold them.
    fn find_lines(&self) -> Vec<usize> {
        let mut uses = vec![0; self.root + 1];
        let mut inside = vec![false; self.root + 1];
        uses[self.root] = 1;
        for place in (0..=self.root).rev() {
            if uses[place] > 0 {
                for operand in self.operands(place) {
                    uses[operand] += 1;
                    inside[operand] = uses[operand] == 1 && self.fits_inside(operand, place);
                }
            }
        }
        let has_line = |&place: &usize| {
            uses[place] > 0 && !inside[place] && !self.ops[place].operands().is_empty()
        };
        (0..=self.root).filter(has_line).collect()
    }

    fn cases(&self, comparison: Comparison, operands: [usize; 4]) -> Cases {
        Cases::of(comparison, operands, |place| self.ops[place])
    }

    /// The places that a line names.
    fn operands(&self, place: usize) -> Vec<usize> {
        match self.ops[place] {
            Op::Choice(comparison, operands) => match self.cases(comparison, operands) {
                Cases::Largest(a, b) | Cases::Smallest(a, b) => vec![a, b],
                Cases::Where { test: (a, _, b), yes, no } => vec![a, b, yes, no],
            },
            op => op.operands(),
        }
    }

    fn find_optional(&mut self) {
        for place in (0..=self.root).rev() {
            let operands = self.operands(place);
            let below = match self.ops[place] {
                _ if self.optional[place] => &operands[..],
                Op::Choice(..) if operands.len() == 4 => &operands[2..],
                _ => &[],
            };
            below.iter().for_each(|&below| self.optional[below] = true);
        }
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
            Op::Binary(Operator::Pow, a, b) => Line::Power(a, b),
            Op::Binary(Operator::Norm, a, b) => Line::Norm(a, b),
            Op::Choice(comparison, operands) => Line::Choice(self.cases(comparison, operands)),
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
        let leaf = self.ops[operand].operands().is_empty();
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
            Line::Power(a, b) => self.power(a, &self.base_or_exponent(b)),
            Line::Norm(a, b) => format!("norm({}, {})", name(a), name(b)),
            Line::Choice(Cases::Largest(a, b)) => format!("max({}, {})", name(a), name(b)),
            Line::Choice(Cases::Smallest(a, b)) => format!("min({}, {})", name(a), name(b)),
            Line::Choice(Cases::Where { test, yes, no }) => {
                format!("{} if {} else {}", name(yes), self.test(test), name(no))
            }
        }
    }

    fn test(&self, (a, sign, b): (usize, Sign, usize)) -> String {
        format!("{} {} {}", self.name(a), sign.typed(), self.name(b))
    }

    /// A place to a power.
    fn power(&self, base: usize, exponent: &str) -> String {
        format!("{}**{exponent}", self.base_or_exponent(base))
    }

    fn base_or_exponent(&self, place: usize) -> String {
        let name = self.name(place);
        if name.starts_with('-') { format!("({name})") } else { name }
    }

    /// dJ of a place, by those lines that use it.
    fn slope(&self, place: usize) -> String {
        let itself = (place == self.root).then(|| "1".to_owned());
        let users = self.lines.iter().flat_map(|&user| {
            let shares = self.shares(user).into_iter();
            shares.map(move |(operand, share)| (operand, self.guarded(user, share)))
        });
        let shares = users.filter(|&(operand, _)| operand == place).map(|(_, share)| share);
        let slope = sum(itself.into_iter().chain(shares));
        if slope.is_empty() { "0".to_owned() } else { slope }
    }

    /// What a line adds to a slope: nothing where the line has no part in the cost, even if it is
    /// not finite there.
    fn guarded(&self, line: usize, share: String) -> String {
        let linear = matches!(self.line(line), Line::Sum(_) | Line::Choice(_));
        if linear || !self.optional[line] {
            return share;
        }
        format!("({share} if d{} else 0)", self.name(line))
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
            Line::Power(a, b) => self.shares_of_power(a, b, &z, &dz),
            Line::Choice(Cases::Largest(a, b)) => {
                self.shares_of_choice((a, Sign::Less, b), [b, a], &dz)
            }
            Line::Choice(Cases::Smallest(a, b)) => {
                self.shares_of_choice((b, Sign::Less, a), [b, a], &dz)
            }
            Line::Choice(Cases::Where { test, yes, no }) => {
                self.shares_of_choice(test, [yes, no], &dz)
            }
            Line::Norm(a, b) => {
                [a, b].map(|side| (side, format!("quotient({} * {dz}, {z})", name(side)))).into()
            }
        }
    }

    /// Each only where its factor is not 0: 0**-1 and log(0) are not finite.
    fn shares_of_power(&self, a: usize, b: usize, z: &str, dz: &str) -> Vec<(usize, String)> {
        let (base, exponent) = (self.name(a), self.name(b));
        let by_base = match self.ops[b] {
            Op::Constant(0.0) => "0".to_owned(),
            Op::Constant(value) => {
                let less = number(value - 1.0);
                let less = if less.starts_with('-') { format!("({less})") } else { less };
                format!("{exponent} * {} * {dz}", self.power(a, &less))
            }
            _ => {
                let power = self.power(a, &format!("({exponent} - 1)"));
                format!("({exponent} * {power} * {dz} if {exponent} else 0)")
            }
        };
        let ln = if let Op::Constant(_) = self.ops[a] { "math.log" } else { "log" };
        vec![(a, by_base), (b, format!("({ln}({base}) * {z} * {dz} if {z} else 0)"))]
    }

    fn shares_of_choice(
        &self,
        test: (usize, Sign, usize),
        [yes, no]: [usize; 2],
        dz: &str,
    ) -> Vec<(usize, String)> {
        let test = self.test(test);
        vec![(yes, format!("({dz} if {test} else 0)")), (no, format!("(0 if {test} else {dz})"))]
    }

    /// What a place is called; a number by its digits.
    fn name(&self, place: usize) -> String {
        match self.ops[place] {
            Op::Variable(index) => format!("w{}", index + 1),
            Op::Constant(value) => number(value),
            _ => format!("z{}", 1 + self.lines.partition_point(|&line| line < place)),
        }
    }
}

impl Term {
    /// The term for what stands for its operand.
    fn of(&self, operand: &str) -> String {
        let text = match self.scale {
            Scale::One => operand.to_owned(),
            Scale::By(by) => format!("{} * {operand}", number(by)),
            Scale::Over(by) => format!("{operand} / {}", number(by)),
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
        Function::Atan => format!("{dz} / (1 + {a}**2)"),
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

/// A formula's operations, of the same ones only the first, and the place of its root.
fn without_repeats(formula: &Formula) -> (Vec<Op>, usize) {
    let (reading, root) = Reading::with_norms(formula);
    let mut ops: Vec<Op> = Vec::new();
    let mut places: Vec<usize> = Vec::new();
    for place in 0..=root {
        let op = reading.op(place).moved(|operand| places[operand]);
        let known = ops.iter().position(|&known| known == op).unwrap_or(ops.len());
        places.push(known);
        if known == ops.len() {
            ops.push(op);
        }
    }
    (ops, places[root])
}

#[cfg(test)]
mod tests;
