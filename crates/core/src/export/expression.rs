//! A formula as one Python expression, as a reader would type it.

use crate::formula::terms::{Base, Cases, Powers, Reading, Term};
use crate::formula::{Formula, Function, Op, Operator};
use crate::number::exact;

/// The formula in `w1`, `w2`, …; none where it is too long for one expression.
pub(super) fn expression(formula: &Formula) -> Option<String> {
    let (reading, root) = Reading::with_norms(formula);
    let mut pen = Pen { reading };
    let written = pen.sum(root);
    (!pen.reading.is_exhausted()).then_some(written)
}

/// A number as Python has it.
pub(super) fn number(value: f64) -> String {
    if value.is_nan() {
        "math.nan".to_owned()
    } else if value.is_infinite() {
        if value > 0.0 { "math.inf" } else { "-math.inf" }.to_owned()
    } else {
        exact(value)
    }
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
        Function::Atan => "arctan",
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
            factors.push(number(powers.number));
        }
        for &(base, exponent) in &powers.factors {
            let base = match base {
                Base::Letter("π") => "math.pi".to_owned(),
                Base::Letter("e") => "math.e".to_owned(),
                Base::Letter(other) => other.to_owned(),
                Base::Node(node) => self.factor(node, exponent == 1),
            };
            factors.push(if exponent == 1 { base } else { format!("{base}**{exponent}") });
        }
        factors.join(" * ")
    }

    /// A node as a factor, which is `alone` unless it is raised to a power.
    fn factor(&mut self, node: usize, alone: bool) -> String {
        match self.reading.op(node) {
            Op::Variable(index) => format!("w{}", index + 1),
            Op::Binary(Operator::Norm, a, b) => format!("norm({}, {})", self.sum(a), self.sum(b)),
            Op::Binary(Operator::Pow, a, b) if alone => {
                format!("{}**{}", self.operand(a), self.operand(b))
            }
            Op::Unary(function, a) if word(function).is_some() => {
                // A library's functions want numbers of the library.
                let number = matches!(self.reading.op(a), Op::Constant(_));
                let library = if number { "math." } else { "" };
                format!("{library}{}({})", word(function).unwrap_or_default(), self.sum(a))
            }
            Op::Choice(comparison, operands) => {
                self.choice(self.reading.cases(comparison, operands))
            }
            _ => format!("({})", self.sum(node)),
        }
    }

    /// A base or an exponent.
    fn operand(&mut self, node: usize) -> String {
        match self.reading.op(node) {
            Op::Binary(Operator::Pow, ..) => format!("({})", self.factor(node, true)),
            Op::Constant(_) => {
                let number = self.sum(node);
                let plain = number.chars().all(|c| c.is_ascii_alphanumeric() || c == '.');
                if plain { number } else { format!("({number})") }
            }
            _ => self.factor(node, true),
        }
    }

    /// Only the side that is taken is computed.
    fn choice(&mut self, cases: Cases) -> String {
        match cases {
            Cases::Largest(a, b) => format!("max({}, {})", self.sum(a), self.sum(b)),
            Cases::Smallest(a, b) => format!("min({}, {})", self.sum(a), self.sum(b)),
            Cases::Where { test: (a, sign, b), yes, no } => {
                let (a, b, sign) = (self.sum(a), self.sum(b), sign.typed());
                format!("({} if {a} {sign} {b} else {})", self.sum(yes), self.sum(no))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Real, Scalar, Symbol};

    fn check(cost: for<'a> fn(Symbol<'a>, Symbol<'a>) -> Symbol<'a>, expected: &str) {
        assert_eq!(expression(&Formula::build(cost)).as_deref(), Some(expected));
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

    #[test]
    fn powers_and_choices_are_pythons() {
        check(|a, b| a.pow(b) * 2.0, "2 * w1**w2");
        check(|a, _| a.pow(Symbol::constant(2.5)), "w1**2.5");
        check(|a, b| (a + b).pow(b / 3.0), "(w1 + w2)**(w2 / 3)");
        check(|a, b| a.pow(b).pow(a).square(), "((w1**w2)**w1)**2");
        check(
            |a, b| Symbol::constant(-2.0).pow(a) + Symbol::constant(2.0).pow(-b),
            "(-2)**w1 + 2**(-w2)",
        );
        check(|a, b| a.pow(Symbol::constant(7.0)) * b.pow(Symbol::constant(-2.0)), "w1**7 / w2**2");
        check(|a, b| a.or_larger(b * 2.0) - a.or_smaller(b), "max(w1, 2 * w2) - min(w1, w2)");
        check(|a, b| a.if_less(b, || a.square(), || -b) * 3.0, "3 * (w1**2 if w1 < w2 else -w2)");
        check(|a, b| a.if_equal(Symbol::constant(0.0), || b, || a), "(w2 if w1 == 0 else w1)");
    }
}
