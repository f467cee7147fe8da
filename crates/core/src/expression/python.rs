use super::{Call, Comparison, Expression, Operator};
use crate::formula::Function;
use crate::number::exact;

/// Whether something is one number or a vector with a number per parameter.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Kind {
    Scalar,
    Vector,
}

/// Writes formulas in Python: what each name is called there, and of which kind it is.
pub(crate) struct Python<'a> {
    pub(crate) names: &'a [String],
    pub(crate) kinds: &'a [Kind],
}

/// How tightly the outermost operation of a text binds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Binding {
    Choice,
    Sum,
    Product,
    Sign,
    Power,
    Atom,
}

use Binding::{Atom, Choice, Power, Product, Sign, Sum};

impl Python<'_> {
    /// The formula as Python, for which functions of vectors are called by their plain names and
    /// those of scalars come from `math`.
    pub(crate) fn write(&self, expression: &Expression) -> String {
        self.text(expression).0
    }

    /// Whether the formula gives a vector.
    pub(crate) fn kind(&self, expression: &Expression) -> Kind {
        let mut kind = Kind::Scalar;
        expression.names(&mut |name| kind = kind.max(self.kinds[name]));
        kind
    }

    /// The text in parentheses if it binds less tightly.
    fn inside(&self, expression: &Expression, least: Binding) -> String {
        let (text, binding) = self.text(expression);
        if binding < least { format!("({text})") } else { text }
    }

    fn text(&self, expression: &Expression) -> (String, Binding) {
        match expression {
            Expression::Number(number) => (exact(*number), Atom),
            Expression::Name(name) => (self.names[*name].clone(), Atom),
            Expression::Negative(a) => (format!("-{}", self.inside(a, Sign)), Sign),
            Expression::Binary(operator, a, b) => {
                let (sign, binding, left, right) = match operator {
                    Operator::Add => (" + ", Sum, Sum, Product),
                    Operator::Sub => (" - ", Sum, Sum, Product),
                    Operator::Mul => (" * ", Product, Product, Sign),
                    Operator::Div => (" / ", Product, Product, Sign),
                    Operator::Pow => ("**", Power, Atom, Sign),
                };
                (format!("{}{sign}{}", self.inside(a, left), self.inside(b, right)), binding)
            }
            Expression::Call(call, arguments) => match (call, arguments.as_slice()) {
                (Call::Of(function), [x]) => self.function(*function, x),
                (Call::Sign, [x]) => self.sign(x),
                (call, [a, b]) => self.of_two(*call, a, b),
                _ => ("math.nan".to_owned(), Atom),
            },
            Expression::Choice(comparison, sides) => self.choice(*comparison, sides),
        }
    }

    fn function(&self, function: Function, x: &Expression) -> (String, Binding) {
        let (name, of) = match function {
            Function::Sqrt => ("sqrt", "math."),
            Function::Exp => ("exp", "math."),
            Function::Ln => ("log", "math."),
            Function::Sin => ("sin", "math."),
            Function::Cos => ("cos", "math."),
            Function::Tanh => ("tanh", "math."),
            Function::Atan if self.kind(x) == Kind::Scalar => ("atan", "math."),
            Function::Atan => ("arctan", ""),
            Function::Abs => ("abs", ""),
            Function::Neg => return (format!("-{}", self.inside(x, Sign)), Sign),
            Function::Square => return (format!("{}**2", self.inside(x, Atom)), Power),
            Function::Cube => return (format!("{}**3", self.inside(x, Atom)), Power),
            Function::Fourth => return (format!("{}**4", self.inside(x, Atom)), Power),
        };
        let of = if self.kind(x) == Kind::Scalar { of } else { "" };
        (format!("{of}{name}({})", self.write(x)), Atom)
    }

    fn sign(&self, x: &Expression) -> (String, Binding) {
        if self.kind(x) == Kind::Vector {
            return (format!("sign({})", self.write(x)), Atom);
        }
        let x = self.inside(x, Sum);
        (format!("(({x} > 0) - ({x} < 0))"), Atom)
    }

    fn of_two(&self, call: Call, a: &Expression, b: &Expression) -> (String, Binding) {
        if call == Call::Quotient {
            return self.quotient(a, b);
        }
        let (of_scalars, of_vectors, bound) = match call {
            Call::Min => ("min", "minimum", "max"),
            _ => ("max", "maximum", "min"),
        };
        match (self.kind(a), self.kind(b)) {
            (Kind::Scalar, Kind::Scalar) => {
                (format!("{of_scalars}({}, {})", self.write(a), self.write(b)), Atom)
            }
            (Kind::Vector, Kind::Vector) => {
                (format!("{of_vectors}({}, {})", self.write(a), self.write(b)), Atom)
            }
            (Kind::Vector, Kind::Scalar) => {
                (format!("{}.clip({bound}={})", self.inside(a, Atom), self.write(b)), Atom)
            }
            (Kind::Scalar, Kind::Vector) => {
                (format!("{}.clip({bound}={})", self.inside(b, Atom), self.write(a)), Atom)
            }
        }
    }

    fn quotient(&self, a: &Expression, b: &Expression) -> (String, Binding) {
        if self.kind(b) == Kind::Vector {
            return (format!("quotient({}, {})", self.write(a), self.write(b)), Atom);
        }
        let (step, divisor) = (self.inside(a, Product), self.inside(b, Sign));
        let compared = self.inside(b, Sum);
        (format!("0 * {step} if {compared} == 0 else {step} / {divisor}"), Choice)
    }

    /// A side of a choice, as a vector if the other one is.
    fn as_kind(&self, side: &Expression, kind: Kind) -> String {
        let text = self.inside(side, Sum);
        // The first name is that of the parameters, a vector without NaN.
        if self.kind(side) < kind { format!("{text} + 0 * {}", self.names[0]) } else { text }
    }

    fn choice(&self, comparison: Comparison, sides: &[Expression; 4]) -> (String, Binding) {
        let sign = match comparison {
            Comparison::Less => "<",
            Comparison::LessOrEqual => "<=",
            Comparison::Greater => ">",
            Comparison::GreaterOrEqual => ">=",
            Comparison::Equal => "==",
        };
        let [a, b, yes, no] = sides;
        let test = format!("{} {sign} {}", self.inside(a, Sum), self.inside(b, Sum));
        if self.kind(a).max(self.kind(b)) == Kind::Vector {
            (format!("where({test}, {}, {})", self.write(yes), self.write(no)), Atom)
        } else {
            let kind = self.kind(yes).max(self.kind(no));
            let [yes, no] = [yes, no].map(|side| self.as_kind(side, kind));
            (format!("{yes} if {test} else {no}"), Choice)
        }
    }
}
