//! What a formula is made of.

use super::trace::Comparison;
use crate::{Real, Scalar};

/// An operation on one number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs, reason = "each is the method of its name on a Real")]
pub enum Function {
    Neg,
    Square,
    Cube,
    Fourth,
    Sqrt,
    Exp,
    Ln,
    Sin,
    Cos,
    Tanh,
    Atan,
    Abs,
}

impl Function {
    /// What it makes of `x`.
    pub fn apply<T: Real>(self, x: T) -> T {
        match self {
            Self::Neg => -x,
            Self::Square => x.square(),
            Self::Cube => x.cube(),
            Self::Fourth => x.fourth(),
            Self::Sqrt => x.sqrt(),
            Self::Exp => x.exp(),
            Self::Ln => x.ln(),
            Self::Sin => x.sin(),
            Self::Cos => x.cos(),
            Self::Tanh => x.tanh(),
            Self::Atan => x.atan(),
            Self::Abs => x.abs(),
        }
    }
}

/// An operation on two numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs, reason = "each is the method of its name on a Scalar")]
pub enum Operator {
    Add,
    Sub,
    Mul,
    Div,
    Pow,
    Norm,
}

impl Operator {
    /// What it makes of `a` and `b`.
    pub fn apply<T: Scalar>(self, a: T, b: T) -> T {
        match self {
            Self::Add => a + b,
            Self::Sub => a - b,
            Self::Mul => a * b,
            Self::Div => a / b,
            Self::Pow => a.pow(b),
            Self::Norm => a.norm(b),
        }
    }

    /// The same for a number b, as surfaces do it: its derivative is left out, not multiplied by
    /// what may be infinite.
    pub(super) fn apply_number<T: Scalar>(self, a: T, b: f64) -> T {
        match self {
            Self::Add => a + b,
            Self::Sub => a - b,
            Self::Mul => a * b,
            Self::Div => a / b,
            Self::Pow | Self::Norm => self.apply(a, T::constant(b)),
        }
    }
}

/// A node of a [`Formula`](super::Formula); operands are the places of earlier nodes.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Op {
    /// The parameter of this number, from 0.
    Variable(usize),
    /// A number that does not depend on the parameters.
    Constant(f64),
    /// An operation on the node of this place.
    Unary(Function, usize),
    /// An operation on the nodes of these places.
    Binary(Operator, usize, usize),
    /// Of `[a, b, yes, no]` the third node where the first two compare so, else the fourth.
    Choice(Comparison, [usize; 4]),
}

impl Op {
    /// The places of its operands.
    #[must_use]
    pub fn operands(self) -> Vec<usize> {
        match self {
            Self::Variable(_) | Self::Constant(_) => Vec::new(),
            Self::Unary(_, a) => vec![a],
            Self::Binary(_, a, b) => vec![a, b],
            Self::Choice(_, operands) => operands.to_vec(),
        }
    }

    /// The same operation on other nodes.
    #[must_use]
    pub fn moved(self, place: impl Fn(usize) -> usize) -> Self {
        match self {
            Self::Variable(_) | Self::Constant(_) => self,
            Self::Unary(function, a) => Self::Unary(function, place(a)),
            Self::Binary(operator, a, b) => Self::Binary(operator, place(a), place(b)),
            Self::Choice(comparison, operands) => Self::Choice(comparison, operands.map(place)),
        }
    }

    /// Its value, where the parameters are `w` and those of earlier nodes are `values`.
    ///
    /// # Panics
    /// Where one of those is missing.
    #[inline]
    pub fn value<T: Scalar>(self, w: &[T], values: &[T]) -> T {
        match self {
            Self::Variable(index) => w[index],
            Self::Constant(value) => T::constant(value),
            Self::Unary(function, a) => function.apply(values[a]),
            Self::Binary(operator, a, b) => operator.apply(values[a], values[b]),
            Self::Choice(comparison, operands) => {
                let [a, b, yes, no] = operands.map(|place| values[place]);
                comparison.choose(a, b, || yes, || no)
            }
        }
    }
}
