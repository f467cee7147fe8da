//! A formula as a value: what [`Surface::cost`] does, written down as it does it.

use std::borrow::Cow;
use std::cell::RefCell;
use std::ops::{Add, Div, Mul, Neg, Sub};

use crate::{Jet2, Real, Surface};

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
            Self::Abs => x.abs(),
        }
    }
}

/// An operation on two numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs, reason = "each is the method of its name on a Real")]
pub enum Operator {
    Add,
    Sub,
    Mul,
    Div,
    Norm,
}

impl Operator {
    /// What it makes of `a` and `b`.
    pub fn apply<T: Real>(self, a: T, b: T) -> T {
        match self {
            Self::Add => a + b,
            Self::Sub => a - b,
            Self::Mul => a * b,
            Self::Div => a / b,
            Self::Norm => a.norm(b),
        }
    }
}

/// A node of a [`Formula`]; operands are the places of earlier nodes.
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
}

/// The graph of a formula. What was computed once stands there once, however often
/// it is used; every node comes after its operands.
#[derive(Clone, Debug, PartialEq)]
pub struct Formula {
    dim: usize,
    nodes: Vec<Op>,
    root: usize,
}

impl Formula {
    /// The formula that `surface` computes.
    pub fn of<S: Surface>(surface: &S) -> Self {
        Self::build(|w1, w2| surface.cost(w1, w2))
    }

    /// The formula that `cost` computes from two parameters.
    pub fn build(cost: impl for<'a> FnOnce(Symbol<'a>, Symbol<'a>) -> Symbol<'a>) -> Self {
        Self::over(2, |w| cost(w[0], w[1]))
    }

    /// The formula that `cost` computes from so many parameters.
    pub fn over(dim: usize, cost: impl for<'a> FnOnce(&[Symbol<'a>]) -> Symbol<'a>) -> Self {
        let book = Book::default();
        let w: Vec<_> = (0..dim).map(|index| book.write(Op::Variable(index))).collect();
        let root = cost(&w).place(&book);
        Self { dim, nodes: book.0.into_inner(), root }
    }

    /// How many parameters it has.
    #[must_use]
    pub fn dim(&self) -> usize {
        self.dim
    }

    /// The nodes, operands first.
    #[must_use]
    pub fn nodes(&self) -> &[Op] {
        &self.nodes
    }

    /// The place of the node that is the cost.
    #[must_use]
    pub fn root(&self) -> usize {
        self.root
    }

    /// The value of every node, with the bits that the surface itself gets.
    ///
    /// # Panics
    /// Where `w` has fewer than [`Formula::dim`] numbers.
    pub fn values<T: Real>(&self, w: &[T]) -> Vec<T> {
        let mut values = Vec::with_capacity(self.nodes.len());
        for &op in &self.nodes {
            values.push(match op {
                Op::Variable(index) => w[index],
                Op::Constant(value) => T::constant(value),
                Op::Unary(function, a) => function.apply(values[a]),
                Op::Binary(operator, a, b) => operator.apply(values[a], values[b]),
            });
        }
        values
    }

    /// J(w).
    ///
    /// # Panics
    /// Where `w` has fewer than [`Formula::dim`] numbers.
    pub fn eval<T: Real>(&self, w: &[T]) -> T {
        self.values(w)[self.root]
    }

    /// The second derivatives at `w`: the upper triangle of the Hessian, row by row.
    ///
    /// # Panics
    /// Where `w` has fewer than [`Formula::dim`] numbers.
    #[must_use]
    pub fn hessian(&self, w: &[f64]) -> Vec<f64> {
        let pair = |i: usize, j: usize| {
            let mut at: Vec<_> = w.iter().map(|&w| Jet2::constant(w)).collect();
            at[i] = Jet2::variable(w[i], 0);
            if i != j {
                at[j] = Jet2::variable(w[j], 1);
            }
            self.eval(&at).hessian
        };
        if let [_, _] = w {
            return pair(0, 1).to_vec();
        }
        let row = |i: usize| {
            (i..w.len()).map(move |j| if i == j { pair(i, i)[0] } else { pair(i, j)[1] })
        };
        (0..w.len()).flat_map(row).collect()
    }

    /// The same over the plane of the first two parameters; the others are those of `through`.
    #[must_use]
    pub fn in_plane(&self, through: &[f64]) -> Cow<'_, Self> {
        if self.dim <= 2 {
            return Cow::Borrowed(self);
        }
        let fixed = |&op: &Op| match op {
            Op::Variable(index) if index > 1 => {
                Op::Constant(through.get(index).copied().unwrap_or(0.0))
            }
            _ => op,
        };
        let nodes = self.nodes.iter().map(fixed).collect();
        Cow::Owned(Self { dim: 2, nodes, root: self.root })
    }
}

/// Where the nodes of a growing formula stand.
#[derive(Debug, Default)]
struct Book(RefCell<Vec<Op>>);

impl Book {
    fn write(&self, op: Op) -> Symbol<'_> {
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
    #[inline(never)]
    fn place(self, book: &'a Book) -> usize {
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
    functions!(Sqrt sqrt, Exp exp, Ln ln, Sin sin, Cos cos, Tanh tanh, Abs abs);
    functions!(Square square, Cube cube, Fourth fourth);
}
