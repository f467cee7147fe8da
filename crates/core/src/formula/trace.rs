//! A computation as straight-line code, for those who compile it.

use std::cell::RefCell;
use std::ops::{Add, Div, Mul, Neg, Sub};

use crate::{Real, Scalar};

/// An operation on one number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs, reason = "each is the method of its name on a Real")]
pub enum Unary {
    Neg,
    Sqrt,
    Abs,
    Exp,
    Ln,
    Sin,
    Cos,
    Tanh,
    Atan,
}

/// An operation on two numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs, reason = "each is the method of its name on a Scalar")]
pub enum Binary {
    Add,
    Sub,
    Mul,
    Div,
    Pow,
}

/// How two numbers are compared; false where one of them is NaN.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Comparison {
    /// a < b.
    Less,
    /// a = b.
    Equal,
}

/// One operation of a [`Trace`]. Operands are the places of earlier nodes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Node {
    /// The input of this number.
    Input(usize),
    /// The constant of this number: what it is stands in [`Trace::constants`].
    Constant(usize),
    /// An operation on one number.
    Unary(Unary, usize),
    /// An operation on two numbers.
    Binary(Binary, usize, usize),
    /// Of `[a, b, yes, no]` the third number where the first two compare so, else the fourth.
    Choice(Comparison, [usize; 4]),
}

impl Node {
    /// An operation on two numbers, with its operands in the one order that a trace has where
    /// both orders have the same bits.
    #[must_use]
    pub fn binary(operation: Binary, a: usize, b: usize) -> Self {
        match operation {
            Binary::Add | Binary::Mul => Self::Binary(operation, a.min(b), a.max(b)),
            _ => Self::Binary(operation, a, b),
        }
    }

    /// The places of its operands.
    #[must_use]
    pub fn operands(&self) -> Vec<usize> {
        match *self {
            Self::Input(_) | Self::Constant(_) => Vec::new(),
            Self::Unary(_, a) => vec![a],
            Self::Binary(_, a, b) => vec![a, b],
            Self::Choice(_, operands) => operands.to_vec(),
        }
    }
}

/// What a computation does, operation by operation, with the bits that it has as `f64`.
///
/// A [`Formula`](crate::Formula) is for people: it keeps squares and norms as they are written,
/// and what is written twice. A trace is for machines: few kinds of operations, none of them
/// done twice. Constants stand beside the nodes, so that two computations that differ only in
/// them have the same nodes.
#[derive(Clone, Debug, PartialEq)]
pub struct Trace {
    /// The operations, operands first.
    pub nodes: Vec<Node>,
    /// The numbers that depend on no input.
    pub constants: Vec<f64>,
    /// The places of the results.
    pub outputs: Vec<usize>,
}

impl Trace {
    /// What `computation` does with so many inputs.
    pub fn of(
        inputs: usize,
        computation: impl for<'a> FnOnce(&[Traced<'a>]) -> Vec<Traced<'a>>,
    ) -> Self {
        let tape = Tape::default();
        let inputs: Vec<_> = (0..inputs).map(|number| tape.write(Node::Input(number))).collect();
        let outputs = computation(&inputs).into_iter().map(|number| number.place(&tape)).collect();
        let Written { nodes, constants } = tape.0.into_inner();
        Self { nodes, constants, outputs }
    }

    /// The same; none where the computation gives none.
    pub(crate) fn of_some(
        inputs: usize,
        computation: impl for<'a> FnOnce(&[Traced<'a>]) -> Option<Vec<Traced<'a>>>,
    ) -> Option<Self> {
        let mut is_some = false;
        let trace = Self::of(inputs, |inputs| {
            let outputs = computation(inputs);
            is_some = outputs.is_some();
            outputs.unwrap_or_default()
        });
        is_some.then_some(trace)
    }

    /// The outputs for these inputs, computed one operation after the other.
    ///
    /// # Panics
    /// Where there are fewer inputs than the trace has.
    pub fn eval<T: Scalar>(&self, inputs: &[T]) -> Vec<T> {
        let mut values: Vec<T> = Vec::with_capacity(self.nodes.len());
        for node in &self.nodes {
            values.push(match *node {
                Node::Input(number) => inputs[number],
                Node::Constant(number) => T::constant(self.constants[number]),
                Node::Unary(operation, a) => operation.apply(values[a]),
                Node::Binary(operation, a, b) => operation.apply(values[a], values[b]),
                Node::Choice(comparison, [a, b, yes, no]) => {
                    comparison.choose(values[a], values[b], || values[yes], || values[no])
                }
            });
        }
        self.outputs.iter().map(|&place| values[place]).collect()
    }
}

impl Unary {
    /// What it makes of `x`.
    pub fn apply<T: Real>(self, x: T) -> T {
        match self {
            Self::Neg => -x,
            Self::Sqrt => x.sqrt(),
            Self::Abs => x.abs(),
            Self::Exp => x.exp(),
            Self::Ln => x.ln(),
            Self::Sin => x.sin(),
            Self::Cos => x.cos(),
            Self::Tanh => x.tanh(),
            Self::Atan => x.atan(),
        }
    }
}

impl Binary {
    /// What it makes of `a` and `b`.
    pub fn apply<T: Scalar>(self, a: T, b: T) -> T {
        match self {
            Self::Add => a + b,
            Self::Sub => a - b,
            Self::Mul => a * b,
            Self::Div => a / b,
            Self::Pow => a.pow(b),
        }
    }
}

impl Comparison {
    /// Whether two numbers compare so.
    #[must_use]
    pub fn holds(self, a: f64, b: f64) -> bool {
        match self {
            Self::Less => a < b,
            Self::Equal => a == b,
        }
    }

    /// `yes` where `a` and `b` compare so, else `no`.
    pub fn choose<T: Scalar>(
        self,
        a: T,
        b: T,
        yes: impl FnOnce() -> T,
        no: impl FnOnce() -> T,
    ) -> T {
        match self {
            Self::Less => a.if_less(b, yes, no),
            Self::Equal => a.if_equal(b, yes, no),
        }
    }
}

#[derive(Debug, Default)]
struct Written {
    nodes: Vec<Node>,
    constants: Vec<f64>,
}

/// Where the nodes of a growing trace stand.
#[derive(Debug, Default)]
struct Tape(RefCell<Written>);

impl Tape {
    /// A node; the one that is there if the same has been written before.
    fn write(&self, node: Node) -> Traced<'_> {
        let nodes = &mut self.0.borrow_mut().nodes;
        // What is looked for is rarely far, and a step has some hundred nodes.
        let place = nodes.iter().rposition(|&known| known == node).unwrap_or_else(|| {
            nodes.push(node);
            nodes.len() - 1
        });
        Traced(Number::Node(self, place))
    }

    fn constant(&self, value: f64) -> Traced<'_> {
        let number = {
            let constants = &mut self.0.borrow_mut().constants;
            let known = constants.iter().position(|known| known.to_bits() == value.to_bits());
            known.unwrap_or_else(|| {
                constants.push(value);
                constants.len() - 1
            })
        };
        self.write(Node::Constant(number))
    }
}

/// A number that writes down how it is computed. Numbers that depend on no input stay numbers.
///
/// Of a choice both sides are written down: see [`Scalar`].
#[derive(Clone, Copy, Debug)]
pub struct Traced<'a>(Number<'a>);

#[derive(Clone, Copy, Debug)]
enum Number<'a> {
    Constant(f64),
    Node(&'a Tape, usize),
}

impl<'a> Traced<'a> {
    #[inline(never)]
    fn place(self, tape: &'a Tape) -> usize {
        match self.0 {
            Number::Node(_, place) => place,
            Number::Constant(value) => tape.constant(value).place(tape),
        }
    }

    fn is(self, value: f64) -> bool {
        matches!(self.0, Number::Constant(constant) if constant.to_bits() == value.to_bits())
    }

    /// The inverse of a power of two.
    fn exact_inverse(self) -> Option<f64> {
        const FRACTION: u64 = (1 << (f64::MANTISSA_DIGITS - 1)) - 1;
        match self.0 {
            Number::Constant(value) => {
                let exact = value.to_bits() & FRACTION == 0;
                (exact && value.is_normal() && value.recip().is_normal()).then(|| value.recip())
            }
            Number::Node(..) => None,
        }
    }

    #[inline(never)]
    fn unary(self, operation: Unary) -> Self {
        match self.0 {
            Number::Constant(value) => Self::constant(operation.apply(value)),
            Number::Node(tape, place) => tape.write(Node::Unary(operation, place)),
        }
    }

    #[inline(never)]
    fn binary(self, operation: Binary, other: Self) -> Self {
        let tape = match (self.0, other.0) {
            (Number::Constant(a), Number::Constant(b)) => {
                return Self::constant(operation.apply(a, b));
            }
            (Number::Node(tape, _), _) | (_, Number::Node(tape, _)) => tape,
        };
        if let (Binary::Div, Some(inverse)) = (operation, other.exact_inverse()) {
            // The same number is rounded, and a product is faster.
            return self.binary(Binary::Mul, Self::constant(inverse));
        }
        // These leave every number as it is, to the bit.
        match operation {
            Binary::Mul if other.is(1.0) => self,
            Binary::Mul if self.is(1.0) => other,
            Binary::Sub if other.is(0.0) => self,
            _ => tape.write(Node::binary(operation, self.place(tape), other.place(tape))),
        }
    }

    #[inline(never)]
    fn choice(comparison: Comparison, numbers: [Self; 4]) -> Self {
        let [a, b, yes, no] = numbers;
        match (a.0, b.0) {
            (Number::Constant(a), Number::Constant(b)) => {
                if comparison.holds(a, b) {
                    yes
                } else {
                    no
                }
            }
            (Number::Node(tape, _), _) | (_, Number::Node(tape, _)) => {
                tape.write(Node::Choice(comparison, numbers.map(|number| number.place(tape))))
            }
        }
    }
}

impl Neg for Traced<'_> {
    type Output = Self;
    fn neg(self) -> Self {
        self.unary(Unary::Neg)
    }
}

macro_rules! operators {
    ($($operator:ident $method:ident),*) => {$(
        impl $operator for Traced<'_> {
            type Output = Self;
            fn $method(self, other: Self) -> Self {
                self.binary(Binary::$operator, other)
            }
        }
        impl $operator<f64> for Traced<'_> {
            type Output = Self;
            fn $method(self, number: f64) -> Self {
                self.binary(Binary::$operator, Self::constant(number))
            }
        }
    )*};
}

operators!(Add add, Sub sub, Mul mul, Div div);

macro_rules! functions {
    ($($function:ident $method:ident),*) => {$(
        fn $method(self) -> Self {
            self.unary(Unary::$function)
        }
    )*};
}

impl Real for Traced<'_> {
    fn constant(value: f64) -> Self {
        Self(Number::Constant(value))
    }
    fn norm(self, other: Self) -> Self {
        (self * self + other * other).sqrt()
    }
    functions!(Sqrt sqrt, Exp exp, Ln ln, Sin sin, Cos cos, Tanh tanh, Atan atan, Abs abs);
}

impl Scalar for Traced<'_> {
    fn if_less(self, other: Self, yes: impl FnOnce() -> Self, no: impl FnOnce() -> Self) -> Self {
        Self::choice(Comparison::Less, [self, other, yes(), no()])
    }

    fn if_equal(self, other: Self, yes: impl FnOnce() -> Self, no: impl FnOnce() -> Self) -> Self {
        Self::choice(Comparison::Equal, [self, other, yes(), no()])
    }

    fn pow(self, exponent: Self) -> Self {
        self.binary(Binary::Pow, exponent)
    }
}
