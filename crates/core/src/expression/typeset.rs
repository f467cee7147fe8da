use std::f64::consts::PI;

use super::{Call, Comparison, Expression, Operator};
use crate::formula::Function;
use crate::number::exact;

/// Writes formulas in MathML: what each name looks like there.
pub(crate) struct Typeset<'a> {
    pub(crate) names: &'a [String],
}

/// How tightly the outermost operation of a formula binds where it is typeset.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Binding {
    Sum,
    Sign,
    Product,
    Power,
    Atom,
}

use Binding::{Atom, Power, Product, Sign, Sum};

/// Stands between two factors and is not seen.
const TIMES: &str = "<mo>\u{2062}</mo>";

/// What a name looks like: `beta1` is β with the index 1, `m_hat` has a hat, `v_max` an index.
pub(crate) fn symbol(name: &str) -> String {
    let plain = name.trim_end_matches('_');
    if let Some(base) = plain.strip_suffix("_hat") {
        return format!("<mover accent=\"true\"><mrow>{}</mrow><mo>^</mo></mover>", symbol(base));
    }
    let digits = |c: char| c.is_ascii_digit() || ('₀'..='₉').contains(&c);
    let (base, index) = match plain.split_once('_') {
        Some((base, index)) if !base.is_empty() => (base, index),
        _ => {
            let base = plain.trim_end_matches(digits);
            (base, &plain[base.len()..])
        }
    };
    let base = GREEK.iter().find(|greek| greek.0 == base).map_or(base, |greek| greek.1);
    let index = index.replace('_', " ");
    if index.is_empty() {
        format!("<mi>{base}</mi>")
    } else {
        format!("<msub><mi>{base}</mi><mi mathvariant=\"normal\">{index}</mi></msub>")
    }
}

/// What the letter that the field writes for a hyperparameter looks like: `β₁`, `η⁻`, `Δmin`.
pub(crate) fn letter(symbol: &str) -> String {
    let Some(first) = symbol.chars().next() else { return String::new() };
    let rest = &symbol[first.len_utf8()..];
    match rest {
        "" => format!("<mi>{first}</mi>"),
        "⁻" => format!("<msup><mi>{first}</mi><mo>−</mo></msup>"),
        "⁺" => format!("<msup><mi>{first}</mi><mo>+</mo></msup>"),
        _ => {
            let plain = |c: char| match c {
                '₀'..='₉' => char::from(b'0' + (u32::from(c) - u32::from('₀')) as u8),
                _ => c,
            };
            let index: String = rest.chars().map(plain).collect();
            format!("<msub><mi>{first}</mi><mi mathvariant=\"normal\">{index}</mi></msub>")
        }
    }
}

const GREEK: [(&str, &str); 17] = [
    ("alpha", "α"),
    ("beta", "β"),
    ("gamma", "γ"),
    ("delta", "δ"),
    ("epsilon", "ε"),
    ("eps", "ε"),
    ("eta", "η"),
    ("theta", "θ"),
    ("lambda", "λ"),
    ("mu", "μ"),
    ("nu", "ν"),
    ("rho", "ρ"),
    ("sigma", "σ"),
    ("tau", "τ"),
    ("phi", "φ"),
    ("psi", "ψ"),
    ("omega", "ω"),
];

impl Typeset<'_> {
    /// The formula, to be put into `<math>`.
    pub(crate) fn write(&self, expression: &Expression) -> String {
        self.text(expression).0
    }

    /// The formula in parentheses if it binds less tightly.
    fn inside(&self, expression: &Expression, least: Binding) -> String {
        let (text, binding) = self.text(expression);
        if binding < least { fenced(&text) } else { text }
    }

    fn text(&self, expression: &Expression) -> (String, Binding) {
        match expression {
            Expression::Number(number) => (of_number(*number), Atom),
            Expression::Name(name) => (self.names[*name].clone(), Atom),
            Expression::Negative(a) => {
                (format!("<mo form=\"prefix\">−</mo>{}", self.inside(a, Product)), Sign)
            }
            Expression::Binary(operator, a, b) => self.binary(*operator, a, b),
            Expression::Call(call, arguments) => match (call, arguments.as_slice()) {
                (Call::Of(function), [x]) => self.function(*function, x),
                (Call::Quotient, [a, b]) => (self.fraction(a, b), Product),
                (call, arguments) => {
                    let all: Vec<_> = arguments.iter().map(|it| self.write(it)).collect();
                    (named(call.name(), &all.join("<mo>,</mo>")), Atom)
                }
            },
            Expression::Choice(comparison, sides) => (self.choice(*comparison, sides), Atom),
        }
    }

    fn binary(&self, operator: Operator, a: &Expression, b: &Expression) -> (String, Binding) {
        match operator {
            Operator::Add | Operator::Sub => {
                let sign = if operator == Operator::Add { '+' } else { '−' };
                let (a, b) = (self.inside(a, Sum), self.inside(b, Product));
                (format!("{a}<mo>{sign}</mo>{b}"), Sum)
            }
            Operator::Mul => {
                let digits = matches!(b, Expression::Number(number) if *number != PI);
                let between = if digits { "<mo>·</mo>" } else { TIMES };
                let binding = if self.text(a).1 == Sign { Sign } else { Product };
                let (a, b) = (self.inside(a, Sign), self.inside(b, Product));
                (format!("{a}{between}{b}"), binding)
            }
            Operator::Div => (self.fraction(a, b), Product),
            Operator::Pow if *b == Expression::Number(0.5) => self.function(Function::Sqrt, a),
            Operator::Pow => {
                let (a, b) = (self.inside(a, Atom), self.write(b));
                (format!("<msup><mrow>{a}</mrow><mrow>{b}</mrow></msup>"), Power)
            }
        }
    }

    fn fraction(&self, a: &Expression, b: &Expression) -> String {
        format!("<mfrac><mrow>{}</mrow><mrow>{}</mrow></mfrac>", self.write(a), self.write(b))
    }

    fn function(&self, function: Function, x: &Expression) -> (String, Binding) {
        let inside = self.write(x);
        match function {
            Function::Sqrt => (format!("<msqrt>{inside}</msqrt>"), Atom),
            Function::Exp => (format!("<msup><mi>e</mi><mrow>{inside}</mrow></msup>"), Power),
            Function::Abs => (
                format!(
                    "<mrow><mo form=\"prefix\">|</mo>{inside}<mo form=\"postfix\">|</mo></mrow>"
                ),
                Atom,
            ),
            function => (named(Call::Of(function).name(), &inside), Atom),
        }
    }

    /// Both cases with their conditions, behind a brace.
    fn choice(&self, comparison: Comparison, sides: &[Expression; 4]) -> String {
        let (holds, fails) = match comparison {
            Comparison::Less => ("&lt;", "≥"),
            Comparison::LessOrEqual => ("≤", "&gt;"),
            Comparison::Greater => ("&gt;", "≤"),
            Comparison::GreaterOrEqual => ("≥", "&lt;"),
            Comparison::Equal => ("=", "≠"),
        };
        let [a, b, yes, no] = sides.each_ref().map(|side| self.write(side));
        let row =
            |side, sign| format!("<mtr><mtd>{side}</mtd><mtd>{a}<mo>{sign}</mo>{b}</mtd></mtr>");
        let rows = row(yes, holds) + &row(no, fails);
        format!("<mrow><mo form=\"prefix\">{{</mo><mtable>{rows}</mtable></mrow>")
    }
}

/// In parentheses.
pub(crate) fn fenced(inside: &str) -> String {
    format!("<mrow><mo form=\"prefix\">(</mo>{inside}<mo form=\"postfix\">)</mo></mrow>")
}

fn named(name: &str, inside: &str) -> String {
    format!("<mi>{name}</mi><mo>\u{2061}</mo>{}", fenced(inside))
}

fn of_number(number: f64) -> String {
    if number == PI {
        return "<mi>π</mi>".to_owned();
    }
    let written = exact(number);
    match written.split_once('e') {
        None => format!("<mn>{written}</mn>"),
        Some((digits, exponent)) => {
            let exponent = exponent.replace('-', "−");
            let power = format!("<msup><mn>10</mn><mn>{exponent}</mn></msup>");
            if digits == "1" { power } else { format!("<mn>{digits}</mn><mo>·</mo>{power}") }
        }
    }
}
