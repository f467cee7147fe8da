use std::cell::Cell;

use super::{Call, Comparison, Expression, Operator};
use crate::Scalar;
use crate::formula::quotient;

impl Expression {
    /// Its value, where these numbers stand for the names. Whole exponents up to 4 are
    /// products; a name that has no number is NaN.
    pub fn evaluate<T: Scalar>(&self, names: &[T]) -> T {
        let value = |it: &Self| it.evaluate(names);
        match self {
            Self::Number(number) => T::constant(*number),
            Self::Name(name) => names.get(*name).copied().unwrap_or(T::constant(f64::NAN)),
            Self::Negative(a) => -value(a),
            Self::Binary(Operator::Pow, base, exponent) => power(value(base), exponent, names),
            Self::Binary(operator, a, b) => match (operator, a.as_ref(), b.as_ref()) {
                // A number has no derivative to be multiplied by what may be infinite.
                (Operator::Add, a, Self::Number(b)) | (Operator::Add, Self::Number(b), a) => {
                    value(a) + *b
                }
                (Operator::Mul, a, Self::Number(b)) | (Operator::Mul, Self::Number(b), a) => {
                    value(a) * *b
                }
                (Operator::Sub, a, Self::Number(b)) => value(a) - *b,
                (Operator::Div, a, Self::Number(b)) => value(a) / *b,
                (Operator::Add, a, b) => value(a) + value(b),
                (Operator::Sub, a, b) => value(a) - value(b),
                (Operator::Mul, a, b) => value(a) * value(b),
                (Operator::Div | Operator::Pow, a, b) => value(a) / value(b),
            },
            Self::Call(call, arguments) => match (call, arguments.as_slice()) {
                (Call::Of(function), [x]) => function.apply(value(x)),
                (Call::Sign, [x]) => value(x).sign(),
                (Call::Max, [a, b]) => value(a).or_larger(value(b)),
                (Call::Min, [a, b]) => value(a).or_smaller(value(b)),
                (Call::Quotient, [a, b]) => quotient(value(a), value(b)),
                _ => T::constant(f64::NAN),
            },
            Self::Choice(comparison, sides) => {
                let [a, b, yes, no] = sides.each_ref();
                choose(*comparison, value(a), value(b), || value(yes), || value(no))
            }
        }
    }
}

fn power<T: Scalar>(base: T, exponent: &Expression, names: &[T]) -> T {
    match *exponent {
        Expression::Number(0.5) => base.sqrt(),
        Expression::Number(1.0) => base,
        Expression::Number(2.0) => base.square(),
        Expression::Number(3.0) => base.cube(),
        Expression::Number(4.0) => base.fourth(),
        _ => base.pow(exponent.evaluate(names)),
    }
}

fn choose<T: Scalar>(
    comparison: Comparison,
    a: T,
    b: T,
    yes: impl Fn() -> T,
    no: impl FnOnce() -> T,
) -> T {
    // A scalar that takes both sides asks twice for one of them.
    let known = Cell::new(None);
    let yes = || {
        let value = known.get().unwrap_or_else(&yes);
        known.set(Some(value));
        value
    };
    match comparison {
        Comparison::Less => a.if_less(b, yes, no),
        Comparison::Greater => b.if_less(a, yes, no),
        Comparison::Equal => a.if_equal(b, yes, no),
        Comparison::LessOrEqual => a.if_less(b, yes, || a.if_equal(b, yes, no)),
        Comparison::GreaterOrEqual => b.if_less(a, yes, || a.if_equal(b, yes, no)),
    }
}
