//! A number that writes its formula down.

use std::cell::RefCell;
use std::ops::{Add, Div, Mul, Neg, Sub};

use super::operation::{Function, Op, Operator};
use super::trace::Comparison;
use crate::{Real, Scalar};

/// Where the nodes of a growing formula stand.
#[derive(Debug, Default)]
pub(super) struct Book(RefCell<Vec<Op>>);

impl Book {
    /// All that was written.
    pub(super) fn nodes(self) -> Vec<Op> {
        self.0.into_inner()
    }

    pub(super) fn write(&self, op: Op) -> Symbol<'_> {
        let mut nodes = self.0.borrow_mut();
        nodes.push(op);
        Symbol(Kind::Node(self, nodes.len() - 1))
    }
}

/// A number that remembers how it came about. Numbers that do not depend on the
/// parameters stay numbers.
#[derive(Clone, Copy, Debug)]
pub struct Symbol<'a>(Kind<'a>);

#[derive(Clone, Copy, Debug)]
enum Kind<'a> {
    Constant(f64),
    Node(&'a Book, usize),
}

impl<'a> Symbol<'a> {
    /// Where it stands in the book.
    #[inline(never)]
    pub(super) fn place(self, book: &'a Book) -> usize {
        match self.0 {
            Kind::Node(_, place) => place,
            Kind::Constant(value) => book.write(Op::Constant(value)).place(book),
        }
    }

    // Out of line, as sixteen formulas are recorded through them.
    #[inline(never)]
    fn unary(self, function: Function) -> Self {
        match self.0 {
            Kind::Constant(value) => Self::constant(function.apply(value)),
            Kind::Node(book, place) => book.write(Op::Unary(function, place)),
        }
    }

    #[inline(never)]
    fn binary(self, operator: Operator, other: Self) -> Self {
        match (self.0, other.0) {
            (Kind::Constant(a), Kind::Constant(b)) => Self::constant(operator.apply(a, b)),
            (Kind::Node(book, _), _) | (_, Kind::Node(book, _)) => {
                book.write(Op::Binary(operator, self.place(book), other.place(book)))
            }
        }
    }
}

impl Symbol<'_> {
    fn choice(
        comparison: Comparison,
        [a, b]: [Self; 2],
        yes: impl FnOnce() -> Self,
        no: impl FnOnce() -> Self,
    ) -> Self {
        match (a.0, b.0) {
            (Kind::Constant(a), Kind::Constant(b)) => {
                if comparison.holds(a, b) {
                    yes()
                } else {
                    no()
                }
            }
            (Kind::Node(book, _), _) | (_, Kind::Node(book, _)) => {
                let operands = [a, b, yes(), no()].map(|symbol| symbol.place(book));
                book.write(Op::Choice(comparison, operands))
            }
        }
    }
}

impl Neg for Symbol<'_> {
    type Output = Self;
    fn neg(self) -> Self {
        self.unary(Function::Neg)
    }
}

macro_rules! operators {
    ($($operator:ident $method:ident),*) => {$(
        impl $operator for Symbol<'_> {
            type Output = Self;
            fn $method(self, other: Self) -> Self {
                self.binary(Operator::$operator, other)
            }
        }
        impl $operator<f64> for Symbol<'_> {
            type Output = Self;
            fn $method(self, number: f64) -> Self {
                self.binary(Operator::$operator, Self::constant(number))
            }
        }
    )*};
}

operators!(Add add, Sub sub, Mul mul, Div div);

macro_rules! functions {
    ($($function:ident $method:ident),*) => {$(
        fn $method(self) -> Self {
            self.unary(Function::$function)
        }
    )*};
}

impl Real for Symbol<'_> {
    fn constant(value: f64) -> Self {
        Self(Kind::Constant(value))
    }
    fn norm(self, other: Self) -> Self {
        self.binary(Operator::Norm, other)
    }
    functions!(Sqrt sqrt, Exp exp, Ln ln, Sin sin, Cos cos, Tanh tanh, Atan atan, Abs abs);
    functions!(Square square, Cube cube, Fourth fourth);
}

impl Scalar for Symbol<'_> {
    fn if_less(self, other: Self, yes: impl FnOnce() -> Self, no: impl FnOnce() -> Self) -> Self {
        Self::choice(Comparison::Less, [self, other], yes, no)
    }

    fn if_equal(self, other: Self, yes: impl FnOnce() -> Self, no: impl FnOnce() -> Self) -> Self {
        Self::choice(Comparison::Equal, [self, other], yes, no)
    }

    /// The value is that of the other numbers, and the derivative is 0 at 0 too.
    fn sign(self) -> Self {
        let zero = Self::constant(0.0);
        let not_negative = || zero.if_less(self, || Self::constant(1.0), || self * zero);
        self.if_less(zero, || Self::constant(-1.0), not_negative)
    }

    fn pow(self, exponent: Self) -> Self {
        self.binary(Operator::Pow, exponent)
    }
}
