//! Formulas that people type: read once, then computed with any [`Scalar`](crate::Scalar) and
//! written as Python.
//!
//! ```text
//! sum      = product (("+" | "-") product)*
//! product  = sign (("*" | "/") sign | sign)*      "2x" and "2(x + 1)" are products
//! sign     = ("-" | "+")* power
//! power    = atom (("^" | "**") sign)?            from right to left
//! atom     = number | name | name "(" test ("," test)* ")" | "(" sum ")" | "|" sum "|"
//! test     = sum (("<" | "<=" | ">" | ">=" | "==") sum)?
//! ```
//!
//! The signs −, ·, ×, ², ³ and π are read as well.

mod evaluate;
mod function;
mod lexer;
mod parameters;
mod parser;
mod python;
#[cfg(test)]
mod tests;
mod typeset;

pub use function::Call;
pub use lexer::is_name;
pub(crate) use parameters::Parameters;
pub(crate) use parser::{Assignment, assignment, expression};
pub(crate) use python::{Kind, Python};
pub(crate) use typeset::{Typeset, fenced, letter, symbol};

use crate::fault::{Misread, Problem};

/// The longest text of a formula, in characters.
pub const MOST_CHARS: usize = 1000;

/// A formula whose names are numbered: what stands for each is given when it is computed.
#[derive(Clone, Debug, PartialEq)]
pub enum Expression {
    /// A number.
    Number(f64),
    /// The name of this number.
    Name(usize),
    /// −a.
    Negative(Box<Self>),
    /// An operation on two numbers.
    Binary(Operator, Box<Self>, Box<Self>),
    /// A function of as many numbers as it takes.
    Call(Call, Vec<Self>),
    /// `where(a < b, yes, no)`: one of two numbers, chosen by a comparison.
    Choice(Comparison, Box<[Self; 4]>),
}

/// An operation on two numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Operator {
    /// a + b.
    Add,
    /// a − b.
    Sub,
    /// a·b.
    Mul,
    /// a / b.
    Div,
    /// aᵇ.
    Pow,
}

/// How two numbers are compared. Where one of them is NaN, none of these holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Comparison {
    /// a < b.
    Less,
    /// a ≤ b.
    LessOrEqual,
    /// a > b.
    Greater,
    /// a ≥ b.
    GreaterOrEqual,
    /// a = b.
    Equal,
}

impl Misread {
    /// A fault in the first line.
    pub(crate) fn new(column: usize, key: &'static str) -> Self {
        Self { line: 1, column, key, found: String::new(), known: String::new() }
    }

    pub(crate) fn found(self, found: impl Into<String>) -> Self {
        Self { found: found.into(), ..self }
    }

    pub(crate) fn known<T: AsRef<str>>(self, known: impl IntoIterator<Item = T>) -> Self {
        let known: Vec<_> = known.into_iter().map(|name| name.as_ref().to_owned()).collect();
        Self { known: known.join(", "), ..self }
    }

    /// The same with these names, if it is about a name that is not one of them.
    pub(crate) fn known_names<T: AsRef<str>>(self, names: impl IntoIterator<Item = T>) -> Self {
        if self.key == "formula.unknown_name" { self.known(names) } else { self }
    }

    /// The same at a line of a text, counted from 1.
    pub(crate) fn at_line(self, line: usize) -> Problem {
        Problem::Formula(Box::new(Self { line, ..self }))
    }
}

impl Expression {
    /// Calls `read` with every name that the formula reads, from left to right.
    pub(crate) fn names(&self, read: &mut impl FnMut(usize)) {
        match self {
            Self::Number(_) => {}
            Self::Name(name) => read(*name),
            Self::Negative(a) => a.names(read),
            Self::Binary(_, a, b) => {
                a.names(read);
                b.names(read);
            }
            Self::Call(_, arguments) => arguments.iter().for_each(|it| it.names(read)),
            Self::Choice(_, sides) => sides.iter().for_each(|it| it.names(read)),
        }
    }

    /// The formula with what `meaning` says in place of each name; what then has no name any more
    /// is computed.
    pub(crate) fn bound(&self, meaning: &impl Fn(usize) -> Self) -> Self {
        let boxed = |it: &Self| Box::new(it.bound(meaning));
        let bound = match self {
            Self::Number(_) => return self.clone(),
            Self::Name(name) => return meaning(*name),
            Self::Negative(a) => Self::Negative(boxed(a)),
            Self::Binary(operator, a, b) => Self::Binary(*operator, boxed(a), boxed(b)),
            Self::Call(call, arguments) => {
                Self::Call(*call, arguments.iter().map(|it| it.bound(meaning)).collect())
            }
            Self::Choice(comparison, sides) => {
                Self::Choice(*comparison, Box::new(sides.each_ref().map(|it| it.bound(meaning))))
            }
        };
        if bound.has_numbers_only() { Self::Number(bound.evaluate(&[])) } else { bound }
    }

    /// Whether each of its operands is a number.
    fn has_numbers_only(&self) -> bool {
        let is_number = |it: &Self| matches!(it, Self::Number(_));
        match self {
            Self::Number(_) | Self::Name(_) => false,
            Self::Negative(a) => is_number(a),
            Self::Binary(_, a, b) => is_number(a) && is_number(b),
            Self::Call(_, arguments) => arguments.iter().all(is_number),
            Self::Choice(_, sides) => sides.iter().all(is_number),
        }
    }
}
