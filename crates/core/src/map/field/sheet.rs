//! A formula over a grid, many points at once.

use crate::formula::{Comparison, Formula, Function, Op, Operator};
use crate::{Real, Scalar};

/// How many points go through an operation at once: so many that choosing the operation
/// costs next to nothing, so few that all nodes stay in the nearest cache.
const PACK: usize = 64;

type Pack = [f64; PACK];

/// The nodes of a formula while a grid is computed row by row.
pub(super) struct Sheet<'a> {
    nodes: &'a [Op],
    root: usize,
    /// Per node, whether it depends on the column, and whether on the row.
    depends: Vec<[bool; 2]>,
    /// Per node that does not depend on the column, its value in this row.
    numbers: Vec<f64>,
    /// Per node that does, where its packs begin.
    places: Vec<usize>,
    /// A pack per pack of columns for a node that depends on the column alone, one pack
    /// for a node that depends on both.
    packs: Vec<Pack>,
}

impl<'a> Sheet<'a> {
    /// A sheet over columns at these values of the first parameter.
    pub(super) fn new(formula: &'a Formula, xs: &[f64]) -> Self {
        let nodes = formula.nodes();
        let mut sheet = Self {
            nodes,
            root: formula.root(),
            depends: vec![[false; 2]; nodes.len()],
            numbers: vec![0.0; nodes.len()],
            places: vec![0; nodes.len()],
            packs: Vec::new(),
        };
        let columns = xs.len().div_ceil(PACK);
        for (node, &op) in nodes.iter().enumerate() {
            let depends = match op {
                Op::Variable(index) => [index == 0, index == 1],
                Op::Constant(_) => [false; 2],
                _ => {
                    let operands = op.operands();
                    [0, 1].map(|k| operands.iter().any(|&operand| sheet.depends[operand][k]))
                }
            };
            sheet.depends[node] = depends;
            sheet.places[node] = sheet.packs.len();
            match (depends, op) {
                (_, Op::Variable(0)) => {
                    let pack = |xs: &[f64]| std::array::from_fn(|k| xs[k.min(xs.len() - 1)]);
                    sheet.packs.extend(xs.chunks(PACK).map(pack));
                }
                ([true, false], _) => {
                    sheet.packs.resize(sheet.places[node] + columns, [0.0; PACK]);
                    (0..columns).for_each(|column| sheet.compute(node, column));
                }
                ([true, true], _) => sheet.packs.push([0.0; PACK]),
                ([false, _], _) => sheet.numbers[node] = sheet.number(node, 0.0),
            }
        }
        sheet
    }

    /// The cost along the row at `y`.
    pub(super) fn fill(&mut self, y: f64, row: &mut [f64]) {
        for node in 0..self.nodes.len() {
            if self.depends[node] == [false, true] {
                self.numbers[node] = self.number(node, y);
            }
        }
        for (column, out) in row.chunks_mut(PACK).enumerate() {
            for node in 0..self.nodes.len() {
                if self.depends[node] == [true, true] {
                    self.compute(node, column);
                }
            }
            match self.along(&self.packs, self.root, column) {
                Along::Each(costs) => out.copy_from_slice(&costs[..out.len()]),
                Along::All(cost) => out.fill(cost),
            }
        }
    }

    /// A node that is the same in all columns.
    fn number(&self, node: usize, y: f64) -> f64 {
        match self.nodes[node] {
            Op::Variable(_) => y,
            op => op.value(&[], &self.numbers),
        }
    }

    /// Computes a node from its operands, which come before it.
    fn compute(&mut self, node: usize, column: usize) {
        let mut packs = std::mem::take(&mut self.packs);
        let (before, here) = packs.split_at_mut(self.place(node, column));
        match self.nodes[node] {
            Op::Unary(function, a) => unary(function, self.along(before, a, column), &mut here[0]),
            Op::Binary(operator, a, b) => {
                let [a, b] = [a, b].map(|operand| self.along(before, operand, column));
                binary(operator, a, b, &mut here[0]);
            }
            Op::Choice(comparison, operands) => {
                let operands = operands.map(|operand| self.along(before, operand, column));
                choice(comparison, operands, &mut here[0]);
            }
            Op::Variable(_) | Op::Constant(_) => {}
        }
        self.packs = packs;
    }

    fn place(&self, node: usize, column: usize) -> usize {
        self.places[node] + if self.depends[node][1] { 0 } else { column }
    }

    /// What a node is in this pack of columns.
    fn along<'b>(&self, packs: &'b [Pack], node: usize, column: usize) -> Along<'b> {
        match self.depends[node] {
            [true, _] => Along::Each(&packs[self.place(node, column)]),
            [false, _] => Along::All(self.numbers[node]),
        }
    }
}

/// An operand along a pack of columns.
enum Along<'a> {
    /// One per column.
    Each(&'a Pack),
    /// The same in all.
    All(f64),
}

impl Along<'_> {
    fn at(&self, k: usize) -> f64 {
        match self {
            Self::Each(numbers) => numbers[k],
            Self::All(number) => *number,
        }
    }
}

fn unary(function: Function, a: Along<'_>, out: &mut Pack) {
    macro_rules! unswitched {
        ($($name:ident),*) => {
            match function {
                $(Function::$name => map(a, out, |a| Function::$name.apply(a)),)*
            }
        };
    }
    unswitched!(Neg, Square, Cube, Fourth, Sqrt, Exp, Ln, Sin, Cos, Tanh, Atan, Abs);
}

fn binary(operator: Operator, a: Along<'_>, b: Along<'_>, out: &mut Pack) {
    match operator {
        Operator::Add => zip(a, b, out, |a, b| a + b),
        Operator::Sub => zip(a, b, out, |a, b| a - b),
        Operator::Mul => zip(a, b, out, |a, b| a * b),
        Operator::Div => zip(a, b, out, |a, b| a / b),
        Operator::Pow => zip(a, b, out, Scalar::pow),
        Operator::Norm => zip(a, b, out, Real::norm),
    }
}

fn choice(comparison: Comparison, operands: [Along<'_>; 4], out: &mut Pack) {
    for (k, out) in out.iter_mut().enumerate() {
        let [a, b, yes, no] = operands.each_ref().map(|operand| operand.at(k));
        *out = comparison.choose(a, b, || yes, || no);
    }
}

#[inline]
fn map(a: Along<'_>, out: &mut Pack, f: impl Fn(f64) -> f64) {
    match a {
        Along::Each(a) => (0..PACK).for_each(|k| out[k] = f(a[k])),
        Along::All(a) => out.fill(f(a)),
    }
}

#[inline]
fn zip(a: Along<'_>, b: Along<'_>, out: &mut Pack, f: impl Fn(f64, f64) -> f64) {
    match (a, b) {
        (Along::Each(a), Along::Each(b)) => (0..PACK).for_each(|k| out[k] = f(a[k], b[k])),
        (Along::Each(a), Along::All(b)) => (0..PACK).for_each(|k| out[k] = f(a[k], b)),
        (Along::All(a), Along::Each(b)) => (0..PACK).for_each(|k| out[k] = f(a, b[k])),
        (Along::All(a), Along::All(b)) => out.fill(f(a, b)),
    }
}
