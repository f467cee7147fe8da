use std::cell::RefCell;
use std::f64::consts::E;
use std::sync::Arc;

use crate::expression::{Expression, Parameters, Typeset, expression, symbol};
use crate::fault::{Fault, Misread};
use crate::formula::Tape;
use crate::landscapes::{self, StationaryPoint, sides};
use crate::settings::{ANY, Knob, Settings, Value};
use crate::{Formula, Jet, Notation, Region, Scalar, Traced};

/// A landscape whose formula is typed in, such as `(x - a)^2 + sin(3x*y)`, over the parameters
/// `w1`, `w2`, … to [`Typed::MOST_PARAMETERS`].
///
/// `x` and `y` are other names of `w1` and `w2`, and so is `w` of `w1`; `e` is Euler's number. There are as many
/// parameters as the highest one that the formula names. Every other name is a number that is set
/// beside the formula. Derivatives are those of the formula, by differentiating it.
///
/// Where a text cannot be read, [`Settings::check`] says why, and the last good formula stays in
/// force.
#[derive(Clone, Debug, PartialEq)]
pub struct Typed(Arc<Text>);

/// What is typed, and what came of reading it.
#[derive(Clone, Debug)]
struct Text {
    formula: String,
    parameters: Parameters,
    region: Region,
    read: Arc<Read>,
    fault: Option<Fault>,
}

/// A formula that has been read.
#[derive(Debug)]
struct Read {
    dim: usize,
    /// As it was typed, with [names](Names) of all kinds.
    typed: Expression,
    /// The names that it may have, typeset.
    symbols: Vec<String>,
    /// Over the parameters alone.
    cost: Expression,
    graph: Formula,
}

impl Typed {
    /// How many parameters a formula may have.
    pub const MOST_PARAMETERS: usize = 16;

    const FORMULA: &str = "(1.5 - x + x*y)^2 + sin(3x)/2";
    const REGION: Region = Region::square(-2.0, 2.0);

    /// Where the first two parameters start, as fractions of the region, and the others.
    const START: [f64; 2] = [0.25, 0.75];
    const REST: f64 = 0.5;

    /// Removes the numbers beside the formula that it does not read; true where there were some.
    pub fn drop_unused_parameters(&mut self) -> bool {
        let text = Arc::make_mut(&mut self.0);
        let needed = text.parameters.needed(|some| Read::of(&text.formula, some).is_ok());
        let dropped = needed != text.parameters;
        if dropped {
            text.parameters = needed;
            text.read();
        }
        dropped
    }
}

impl Default for Typed {
    fn default() -> Self {
        let read = Read {
            dim: 1,
            typed: Expression::Number(0.0),
            symbols: Vec::new(),
            cost: Expression::Number(0.0),
            graph: Formula::over(1, |_| crate::Real::constant(0.0)),
        };
        let mut text = Text {
            formula: Self::FORMULA.to_owned(),
            parameters: Parameters::default(),
            region: Self::REGION,
            read: Arc::new(read),
            fault: None,
        };
        text.read();
        Self(Arc::new(text))
    }
}

impl Text {
    fn read(&mut self) {
        match Read::of(&self.formula, &self.parameters) {
            Ok(read) => {
                self.read = Arc::new(read);
                self.fault = None;
            }
            Err(fault) => self.fault = Some(fault),
        }
    }
}

/// What is typed decides: the rest follows from it.
impl PartialEq for Text {
    fn eq(&self, other: &Self) -> bool {
        (&self.formula, &self.parameters, self.region)
            == (&other.formula, &other.parameters, other.region)
    }
}

/// The names of a formula, each with its number: the parameters w1, w2, …, the names for the first
/// two of them, Euler's number, then what is set beside the formula.
struct Names;

impl Names {
    const W: usize = Typed::MOST_PARAMETERS;
    const X: usize = Self::W + 1;
    const Y: usize = Self::X + 1;
    const E: usize = Self::Y + 1;
    const BESIDE: usize = Self::E + 1;

    /// The number of a name that every formula knows.
    fn given(name: &str) -> Option<usize> {
        match name {
            "w" => Some(Self::W),
            "x" => Some(Self::X),
            "y" => Some(Self::Y),
            "e" => Some(Self::E),
            _ => Self::parameter(name)
                .filter(|&number| number <= Typed::MOST_PARAMETERS)
                .map(|it| it - 1),
        }
    }

    /// The 3 of `w3` or `w₃`.
    fn parameter(name: &str) -> Option<usize> {
        let digit = |c: char| match c {
            '₀'..='₉' => Some(u32::from(c) - u32::from('₀')),
            _ => c.to_digit(10),
        };
        let digits: Option<Vec<u32>> = name.strip_prefix('w')?.chars().map(digit).collect();
        let digits = digits.filter(|digits| matches!(digits.first(), Some(1..)))?;
        let add =
            |number: usize, &digit: &u32| number.saturating_mul(10).saturating_add(digit as usize);
        Some(digits.iter().fold(0, add))
    }

    /// The place of the parameter that a number stands for.
    fn place(number: usize) -> Option<usize> {
        match number {
            Self::W | Self::X => Some(0),
            Self::Y => Some(1),
            _ => (number < Typed::MOST_PARAMETERS).then_some(number),
        }
    }

    /// What every number looks like.
    fn symbols(parameters: &Parameters) -> Vec<String> {
        let names = (1..=Typed::MOST_PARAMETERS).map(|number| format!("w{number}"));
        let names = names.chain(["w", "x", "y", "e"].map(str::to_owned));
        names.chain(parameters.names().iter().cloned()).map(|name| symbol(&name)).collect()
    }
}

impl Read {
    fn of(formula: &str, parameters: &Parameters) -> Result<Self, Fault> {
        parameters
            .check(|name| Names::given(name).is_some() || Names::parameter(name).is_some())?;
        let number = |name: &str| {
            Names::given(name).or_else(|| Some(Names::BESIDE + parameters.place(name)?))
        };
        let typed = expression(formula, &mut |name| number(name));
        let typed = typed.map_err(|fault| {
            Fault::new("formula", Self::explained(fault, parameters).at_line(1))
        })?;
        let mut dim = 1;
        typed.names(&mut |name| dim = dim.max(Names::place(name).map_or(0, |place| place + 1)));
        let meaning = |name| match Names::place(name) {
            Some(place) => Expression::Name(place),
            None if name == Names::E => Expression::Number(E),
            None => {
                let value = parameters.values().get(name - Names::BESIDE);
                Expression::Number(value.copied().unwrap_or(f64::NAN))
            }
        };
        let cost = typed.bound(&meaning);
        let graph = Formula::over(dim, |w| cost.evaluate(w));
        Ok(Self { dim, typed, symbols: Names::symbols(parameters), cost, graph })
    }

    /// A fault with what is known of names.
    fn explained(fault: Misread, parameters: &Parameters) -> Misread {
        let most = Typed::MOST_PARAMETERS;
        if fault.key == "formula.unknown_name" && Names::parameter(&fault.found).is_some() {
            let key = "formula.too_many_parameters";
            return Misread { key, ..fault }.known([most.to_string()]);
        }
        let known =
            ["x", "y", "w1", "…"].map(str::to_owned).into_iter().chain([format!("w{most}")]);
        fault.known_names(known.chain(parameters.names().iter().cloned()))
    }

    fn slope<T: Scalar>(&self, [w1, w2]: [T; 2]) -> Jet<T> {
        self.cost.evaluate(&[Jet::variable(w1, 0), Jet::variable(w2, 1)])
    }
}

impl Settings for Typed {
    fn knobs(&self) -> Vec<Knob> {
        let text = |text: &str| Value::Text(text.to_owned());
        let mut knobs = vec![Knob::new("formula", ANY, text(Self::FORMULA), text(&self.0.formula))];
        knobs.extend(self.0.parameters.knobs());
        knobs.extend(sides::knobs(Self::REGION, self.0.region));
        knobs
    }

    fn group(&self) -> Option<&'static str> {
        Some(Parameters::GROUP)
    }

    fn knob(&self, name: &str) -> Option<Knob> {
        let parameter = self.0.parameters.knob(name);
        parameter.or_else(|| self.knobs().into_iter().find(|knob| knob.name == name))
    }

    fn set(&mut self, name: &str, value: Value) -> bool {
        let text = Arc::make_mut(&mut self.0);
        match value {
            Value::Text(formula) if name == "formula" => text.formula = formula,
            Value::Number(number) if text.parameters.set(name, number).is_some() => {}
            value => return sides::set(&mut text.region, name, value),
        }
        text.read();
        true
    }

    fn check(&self) -> Result<(), Fault> {
        self.0.fault.clone().map_or(Ok(()), Err)?;
        sides::check(self.0.region)
    }
}

thread_local! {
    /// A tape that every step uses again: so none allocates.
    static TAPE: RefCell<Tape> = RefCell::default();
}

impl landscapes::Problem for Typed {
    fn dim(&self) -> usize {
        self.0.read.dim
    }

    fn cost(&self, w: &[f64]) -> f64 {
        self.0.read.cost.evaluate(w)
    }

    fn gradient(&self, w: &[f64], gradient: &mut [f64]) -> f64 {
        if let [w1, w2] = *w {
            let jet = self.0.read.slope([w1, w2]);
            gradient.copy_from_slice(&jet.gradient);
            return jet.value;
        }
        TAPE.with_borrow_mut(|tape| self.0.read.graph.slope(w, gradient, tape))
    }

    fn trace<'a>(&self, w: [Traced<'a>; 2]) -> Option<(Traced<'a>, [Traced<'a>; 2])> {
        let jet = (self.0.read.dim == 2).then(|| self.0.read.slope(w))?;
        Some((jet.value, jet.gradient))
    }

    fn formula(&self) -> Option<Formula> {
        Some(self.0.read.graph.clone())
    }

    fn start(&self) -> Vec<f64> {
        let first = self.0.region.at(Self::START).into_iter();
        first.chain(std::iter::repeat(Self::REST)).take(self.0.read.dim).collect()
    }

    fn region(&self) -> Region {
        self.0.region
    }

    /// None: nobody has looked for them.
    fn stationary_points(&self) -> Vec<StationaryPoint> {
        Vec::new()
    }

    /// As it was typed.
    fn written(&self, notation: Notation) -> String {
        match notation {
            Notation::Text => format!("J = {}", self.0.formula.trim()),
            Notation::MathMl => {
                let typeset = Typeset { names: &self.0.read.symbols }.write(&self.0.read.typed);
                format!("<math><mi>J</mi><mo form=\"infix\">=</mo>{typeset}</math>")
            }
        }
    }
}
