//! A formula as a reader takes it in: sums of signed terms, terms as fractions of
//! products of powers, numbers as people write them.

use std::f64::consts::{E, PI, SQRT_2};

use super::{Comparison, Formula, Function, Op, Operator};
use crate::number::exact;

const SQRT_3: f64 = 1.732_050_807_568_877_2;

/// How many nodes are read; an ellipsis stands for more.
const NODES: usize = 2000;

/// What a power is taken of: a node, or a letter such as π.
#[derive(Clone, Copy, PartialEq)]
pub(crate) enum Base {
    Node(usize),
    Letter(&'static str),
}

/// A number times powers.
pub(crate) struct Powers {
    pub(crate) number: f64,
    pub(crate) factors: Vec<(Base, u32)>,
}

impl Powers {
    const fn one() -> Self {
        Self { number: 1.0, factors: Vec::new() }
    }

    pub(crate) fn is_number(&self) -> bool {
        self.factors.is_empty()
    }

    pub(crate) fn is_one(&self) -> bool {
        self.is_number() && self.number == 1.0
    }

    fn push(&mut self, base: Base, exponent: u32) {
        if let Some(factor) = self.factors.iter_mut().find(|factor| factor.0 == base) {
            factor.1 = factor.1.saturating_add(exponent);
        } else if let Base::Letter(_) = base {
            self.factors.insert(0, (base, exponent));
        } else {
            self.factors.push((base, exponent));
        }
    }
}

/// A term of a sum: powers over powers.
pub(crate) struct Term {
    pub(crate) negative: bool,
    pub(crate) over: Powers,
    pub(crate) under: Powers,
}

impl Term {
    pub(crate) fn is_number(&self) -> bool {
        self.over.is_number() && self.under.is_number()
    }

    fn sides(&mut self, inverse: bool) -> (&mut Powers, &mut Powers) {
        let Self { over, under, .. } = self;
        if inverse { (under, over) } else { (over, under) }
    }
}

/// True of a number that nobody has typed: its decimals do not seem to end.
pub(crate) fn is_long(value: f64) -> bool {
    exact(value).len() > 12
}

/// A number as number · letter / divisor: a long one may be a fraction, or a multiple
/// of π, e or a root.
fn recognize(value: f64) -> (f64, &'static str, f64) {
    if !is_long(value) {
        return (value, "", 1.0);
    }
    for divisor in (1..=12).map(f64::from) {
        for (letter, unit) in [("", 1.0), ("π", PI), ("e", E), ("√2", SQRT_2), ("√3", SQRT_3)]
        {
            let number = (value * divisor / unit).round();
            if (number * unit / divisor - value).abs() <= f64::EPSILON * value {
                return (number, letter, divisor);
            }
        }
    }
    (value, "", 1.0)
}

/// What a choice between two nodes is to a reader.
pub(crate) enum Cases {
    /// The larger of two nodes.
    Largest(usize, usize),
    /// The smaller of two nodes.
    Smallest(usize, usize),
    /// One of two nodes, by a comparison of two others.
    Where { test: (usize, Sign, usize), yes: usize, no: usize },
}

impl Cases {
    /// What a choice between nodes of a graph is.
    pub(crate) fn of(
        comparison: Comparison,
        [a, b, yes, no]: [usize; 4],
        op: impl Fn(usize) -> Op,
    ) -> Self {
        let by = |sign, no| Self::Where { test: (a, sign, b), yes, no };
        match (comparison, op(no)) {
            (Comparison::Less, _) if (yes, no) == (b, a) => Self::Largest(a, b),
            (Comparison::Less, _) if (yes, no) == (a, b) => Self::Smallest(b, a),
            (Comparison::Less, Op::Choice(Comparison::Equal, [c, d, also, no]))
                if (a, b, yes) == (c, d, also) =>
            {
                by(Sign::LessOrEqual, no)
            }
            (Comparison::Less, _) => by(Sign::Less, no),
            (Comparison::Equal, _) => by(Sign::Equal, no),
        }
    }
}

/// The sign of a comparison.
#[derive(Clone, Copy)]
pub(crate) enum Sign {
    Less,
    LessOrEqual,
    Equal,
}

impl Sign {
    /// As it is typed.
    pub(crate) fn typed(self) -> &'static str {
        match self {
            Self::Less => "<",
            Self::LessOrEqual => "<=",
            Self::Equal => "==",
        }
    }
}

/// A formula's graph while it is read. Reading may add nodes.
pub(crate) struct Reading {
    nodes: Vec<Op>,
    left: usize,
}

impl Reading {
    /// The graph to read, and the place of its root; norms as roots.
    pub(crate) fn of(formula: &Formula) -> (Self, usize) {
        let (mut reading, root) = Self::with_norms(formula);
        reading.write_norms_as_roots();
        (reading, root)
    }

    /// The graph to read, and the place of its root. Every node comes after its operands.
    pub(crate) fn with_norms(formula: &Formula) -> (Self, usize) {
        let (nodes, root) = simplify(formula);
        (Self { nodes, left: NODES }, root)
    }

    fn write_norms_as_roots(&mut self) {
        for place in 0..self.nodes.len() {
            if let Op::Binary(Operator::Norm, a, b) = self.nodes[place] {
                let a = self.add(Op::Unary(Function::Square, a));
                let b = self.add(Op::Unary(Function::Square, b));
                let sum = self.add(Op::Binary(Operator::Add, a, b));
                self.nodes[place] = Op::Unary(Function::Sqrt, sum);
            }
        }
    }

    /// Whether it was too long to be read to its end.
    pub(crate) fn is_exhausted(&self) -> bool {
        self.left == 0
    }

    pub(crate) fn op(&self, node: usize) -> Op {
        self.nodes[node]
    }

    /// The terms of a sum; it does not begin with a minus if it can begin without:
    /// first then comes its number, or else its first positive term.
    pub(crate) fn sum(&mut self, root: usize) -> Vec<Term> {
        let mut terms = self.terms(root);
        if terms[0].negative {
            let plus = |term: &Term| !term.negative;
            let number = |term: &Term| plus(term) && term.is_number();
            let first = terms.iter().position(number).or_else(|| terms.iter().position(plus));
            terms[..=first.unwrap_or(0)].rotate_right(1);
        }
        terms
    }

    /// The terms of a sum.
    fn terms(&mut self, root: usize) -> Vec<Term> {
        let mut terms = Vec::new();
        let mut stack = vec![(root, false)];
        while let Some((node, negative)) = stack.pop() {
            match self.nodes[node] {
                Op::Binary(Operator::Add, a, b) if !negative => {
                    stack.extend([(b, false), (a, false)]);
                }
                Op::Binary(Operator::Sub, a, b) if !negative => {
                    stack.extend([(b, true), (a, false)]);
                }
                _ => {
                    terms.push(self.term(node, negative));
                    if self.left == 0 {
                        break;
                    }
                }
            }
        }
        terms
    }

    /// A node as a product of powers.
    fn term(&mut self, node: usize, negative: bool) -> Term {
        let mut term = Term { negative, over: Powers::one(), under: Powers::one() };
        let mut stack = vec![(node, 1_u32, false)];
        while let Some((node, exponent, inverse)) = stack.pop() {
            if self.left == 0 {
                term.over.push(Base::Letter("…"), 1);
                break;
            }
            self.left -= 1;
            let mut power = |a, of: u32| stack.push((a, exponent.saturating_mul(of), inverse));
            match self.nodes[node] {
                Op::Unary(Function::Square, a) => power(a, 2),
                Op::Unary(Function::Cube, a) => power(a, 3),
                Op::Unary(Function::Fourth, a) => power(a, 4),
                Op::Binary(Operator::Pow, a, b) if self.whole(b).is_some() => {
                    let (of, under) = self.whole(b).unwrap_or_default();
                    stack.push((a, exponent.saturating_mul(of), inverse ^ under));
                }
                Op::Constant(value) if exponent == 1 => self.constant(value, &mut term, inverse),
                Op::Unary(Function::Neg, a) if exponent == 1 => {
                    term.negative ^= true;
                    power(a, 1);
                }
                Op::Binary(Operator::Mul, a, b) if exponent == 1 => {
                    stack.extend([(b, 1, inverse), (a, 1, inverse)]);
                }
                Op::Binary(Operator::Div, a, b) if exponent == 1 => {
                    stack.extend([(b, 1, !inverse), (a, 1, inverse)]);
                }
                _ => term.sides(inverse).0.push(Base::Node(node), exponent),
            }
        }
        self.fold_roots(&mut term);
        let (over, under) = (&mut term.over, &mut term.under);
        if over.number == 0.5 && !under.is_one() {
            (over.number, under.number) = (1.0, under.number * 2.0);
        } else if over.number == 1.0 && under.is_number() && under.number == 2.0 {
            // Half of a sum, but w/2.
            let sum = |&(base, _): &(Base, u32)| match base {
                Base::Node(node) => matches!(self.nodes[node], Op::Binary(..)),
                Base::Letter(_) => false,
            };
            if over.factors.iter().any(sum) {
                (over.number, under.number) = (0.5, 1.0);
            }
        }
        term
    }

    /// A node that is a whole number other than 0: its size, and whether it is negative.
    fn whole(&self, node: usize) -> Option<(u32, bool)> {
        match self.nodes[node] {
            Op::Constant(value) if value.fract() == 0.0 && (1.0..=99.0).contains(&value.abs()) => {
                Some((value.abs() as u32, value < 0.0))
            }
            _ => None,
        }
    }

    /// How a choice reads.
    pub(crate) fn cases(&self, comparison: Comparison, operands: [usize; 4]) -> Cases {
        Cases::of(comparison, operands, |node| self.nodes[node])
    }

    fn constant(&mut self, value: f64, term: &mut Term, inverse: bool) {
        let (number, letter, divisor) = recognize(value.abs());
        let (over, under) = term.sides(inverse);
        over.number *= number;
        under.number *= divisor;
        if let Some(radicand) = letter.strip_prefix('√') {
            let radicand = self.add(Op::Constant(radicand.parse().unwrap_or(f64::NAN)));
            over.push(Base::Node(self.add(Op::Unary(Function::Sqrt, radicand))), 1);
        } else if !letter.is_empty() {
            over.push(Base::Letter(letter), 1);
        }
        term.negative ^= value < 0.0;
    }

    /// √a / √b as √(a/b).
    fn fold_roots(&mut self, term: &mut Term) {
        let root = |nodes: &[Op], powers: &Powers| {
            powers.factors.iter().enumerate().find_map(|(index, &factor)| match factor {
                (Base::Node(node), 1) => match nodes[node] {
                    Op::Unary(Function::Sqrt, radicand) => Some((index, radicand)),
                    _ => None,
                },
                _ => None,
            })
        };
        let roots = (root(&self.nodes, &term.over), root(&self.nodes, &term.under));
        if let (Some((over, a)), Some((under, b))) = roots {
            let quotient = self.add(Op::Binary(Operator::Div, a, b));
            term.over.factors[over].0 = Base::Node(self.add(Op::Unary(Function::Sqrt, quotient)));
            term.under.factors.remove(under);
        }
    }

    fn add(&mut self, op: Op) -> usize {
        self.nodes.push(op);
        self.nodes.len() - 1
    }
}

/// The graph without what a reader would strike out: + 0, · 0, · 1, / 1, as knobs bring
/// them.
fn simplify(formula: &Formula) -> (Vec<Op>, usize) {
    let mut nodes = formula.nodes().to_vec();
    let mut places: Vec<usize> = Vec::with_capacity(nodes.len());
    for place in 0..nodes.len() {
        let is = |place: usize, value| nodes[place] == Op::Constant(value);
        let mut stands_at = place;
        nodes[place] = match nodes[place].moved(|operand| places[operand]) {
            Op::Unary(function, a) => match nodes[a] {
                Op::Constant(value) => Op::Constant(function.apply(value)),
                _ => Op::Unary(function, a),
            },
            Op::Choice(comparison, [a, b, yes, no]) => {
                if let (Op::Constant(a), Op::Constant(b)) = (nodes[a], nodes[b]) {
                    stands_at = if comparison.holds(a, b) { yes } else { no };
                }
                Op::Choice(comparison, [a, b, yes, no])
            }
            Op::Binary(operator, a, b) => match (operator, nodes[a], nodes[b]) {
                (_, Op::Constant(a), Op::Constant(b)) => Op::Constant(operator.apply(a, b)),
                (Operator::Sub, ..) if is(a, 0.0) => Op::Unary(Function::Neg, b),
                _ => {
                    stands_at = match operator {
                        Operator::Add if is(a, 0.0) => b,
                        Operator::Add | Operator::Sub if is(b, 0.0) => a,
                        Operator::Mul if is(a, 1.0) || is(b, 0.0) => b,
                        Operator::Mul | Operator::Div if is(b, 1.0) || is(a, 0.0) => a,
                        Operator::Pow if is(b, 1.0) => a,
                        _ => place,
                    };
                    Op::Binary(operator, a, b)
                }
            },
            leaf => leaf,
        };
        places.push(stands_at);
    }
    (nodes, places[formula.root()])
}
