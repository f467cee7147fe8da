//! A formula as one Python expression, as a reader would type it.

use crate::formula::terms::{Base, Powers, Reading, Term};
use crate::formula::{Formula, Function, Op, Operator};
use crate::number::exact;

/// The formula in `w1` and `w2`.
pub(super) fn expression(formula: &Formula) -> String {
    let (reading, root) = Reading::with_norms(formula);
    Pen { reading }.sum(root)
}

/// What Python calls a function of one number. Powers and signs have no name.
pub(super) fn word(function: Function) -> Option<&'static str> {
    Some(match function {
        Function::Sqrt => "sqrt",
        Function::Exp => "exp",
        Function::Ln => "log",
        Function::Sin => "sin",
        Function::Cos => "cos",
        Function::Tanh => "tanh",
        Function::Abs => "abs",
        Function::Neg | Function::Square | Function::Cube | Function::Fourth => return None,
    })
}

struct Pen {
    reading: Reading,
}

impl Pen {
    fn sum(&mut self, root: usize) -> String {
        let mut text = String::new();
        for (index, term) in self.reading.sum(root).iter().enumerate() {
            text.push_str(match (index, term.negative) {
                (0, false) => "",
                (0, true) => "-",
                (_, false) => " + ",
                (_, true) => " - ",
            });
            text.push_str(&self.quotient(term));
        }
        text
    }

    fn quotient(&mut self, Term { over, under, .. }: &Term) -> String {
        let over = self.product(over);
        if under.is_one() {
            return over;
        }
        let many = under.factors.len() + usize::from(under.number != 1.0) > 1;
        let under = self.product(under);
        if many { format!("{over} / ({under})") } else { format!("{over} / {under}") }
    }

    fn product(&mut self, powers: &Powers) -> String {
        let mut factors = Vec::new();
        if powers.number != 1.0 || powers.is_number() {
            factors.push(exact(powers.number));
        }
        for &(base, exponent) in &powers.factors {
            let base = match base {
                Base::Letter("π") => "math.pi".to_owned(),
                Base::Letter("e") => "math.e".to_owned(),
                Base::Letter(other) => other.to_owned(),
                Base::Node(node) => self.factor(node),
            };
            factors.push(if exponent == 1 { base } else { format!("{base}**{exponent}") });
        }
        factors.join(" * ")
    }

    /// A node that may be raised to a power.
    fn factor(&mut self, node: usize) -> String {
        match self.reading.op(node) {
            Op::Variable(index) => format!("w{}", index + 1),
            Op::Binary(Operator::Norm, a, b) => format!("norm({}, {})", self.sum(a), self.sum(b)),
            Op::Unary(function, a) if word(function).is_some() => {
                // A library's functions want numbers of the library.
                let number = matches!(self.reading.op(a), Op::Constant(_));
                let library = if number { "math." } else { "" };
                format!("{library}{}({})", word(function).unwrap_or_default(), self.sum(a))
            }
            _ => format!("({})", self.sum(node)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Real, Symbol};

    fn check(cost: for<'a> fn(Symbol<'a>, Symbol<'a>) -> Symbol<'a>, expected: &str) {
        assert_eq!(expression(&Formula::build(cost)), expected);
    }

    #[test]
    fn it_has_the_parentheses_that_it_needs() {
        check(|a, b| (b - a.square()).square() * 100.0 - (-a), "100 * (w2 - w1**2)**2 + w1");
        check(|a, b| a - (b + 1.0), "w1 - (w2 + 1)");
        check(|a, b| a / (b * 2.0), "w1 / (2 * w2)");
        check(|a, b| a / b / b, "w1 / w2**2");
        check(|a, b| (a / b).square(), "(w1 / w2)**2");
        check(|a, b| (a * b).fourth(), "(w1 * w2)**4");
        check(|a, _| a.square().cube(), "w1**6");
    }

    #[test]
    fn functions_are_pythons() {
        check(|a, b| a.ln() + b.tanh() * a.abs(), "log(w1) + tanh(w2) * abs(w1)");
        check(|a, b| (a + b).sqrt().cube(), "sqrt(w1 + w2)**3");
        check(|a, b| (-a).exp() / b.norm(a), "exp(-w1) / norm(w2, w1)");
        // A library's functions want vectors; a number's root is Python's.
        check(|a, _| a * std::f64::consts::SQRT_2, "w1 * math.sqrt(2)");
        check(|a, _| a.sin() * std::f64::consts::PI, "math.pi * sin(w1)");
    }
}
