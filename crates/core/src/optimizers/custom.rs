use std::sync::Arc;

use crate::expression::is_name;
use crate::fault::{Fault, Problem};
use crate::optimizers::{Common, GIVEN, GradientDescent, Memory, Program, Rule, UpdateRule};
use crate::settings::{ANY, Knob, Range, Settings, Value};
use crate::{Optimizer, Scalar};

/// An optimizer whose rule is typed in: the lines of a step, such as
/// `m = beta*m + (1 - beta)*g` and `w = w - rate*m/(1 - beta^t)`, with named hyperparameters.
///
/// `w`, its gradient `g`, the learning `rate` and the step `t` = 1, 2, … are given. A name that
/// is read before a line sets it is remembered from step to step, and is 0 at first. Every
/// parameter of the landscape goes through the rule on its own. The gradient is taken at `at`.
///
/// Until something is typed it is gradient descent. Where a text cannot be read,
/// [`Settings::check`] says why, and the last good rule stays in force.
///
/// ```
/// use descent_core::optimizers::Custom;
/// use descent_core::settings::{Settings, Value};
/// use descent_core::{Landscape, Optimizer, Run, RunSpec};
///
/// let mut momentum = Custom::default();
/// momentum.set("parameters.beta", Value::Number(0.9));
/// momentum.set("rule", Value::lines(["v = beta*v + g", "w = w - rate*v"]));
/// assert_eq!(momentum.check(), Ok(()));
///
/// let landscape = Landscape::from_kind("booth").expect("listed");
/// let spec = RunSpec::new(Optimizer::Custom(momentum));
/// let mut run = Run::new(&landscape, &[-5.0, 5.0], &spec);
/// run.extend_to(100);
/// assert!(run.trajectory().cost[100] < 1e-2);
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct Custom {
    rule: Rule,
    names: Vec<String>,
    values: Vec<f64>,
    program: Arc<Program>,
    fault: Option<Fault>,
}

/// The object that holds the hyperparameters.
const PARAMETERS: &str = "parameters";

impl Default for Custom {
    fn default() -> Self {
        Self::new(GradientDescent {}.rule(), Vec::new())
    }
}

impl Custom {
    /// The optimizers whose rule it can start from: all others.
    pub const STARTS: &'static [&'static str] =
        Optimizer::KINDS.split_at(Optimizer::KINDS.len() - 1).0;

    /// The numbers that a hyperparameter may be.
    pub const PARAMETER: Range = Range::linear(-1e6, 1e6);

    /// The numbers that a new hyperparameter begins with.
    const FIRST: f64 = 1.0;

    /// The rule with these hyperparameters.
    fn new(rule: Rule, parameters: Vec<(String, f64)>) -> Self {
        let (names, values) = parameters.into_iter().unzip();
        let program = Arc::default();
        let mut custom = Self { rule, names, values, program, fault: None };
        custom.read();
        custom
    }

    /// The rule of an optimizer with what it is set to, to be changed.
    #[must_use]
    pub fn from_optimizer(optimizer: &Optimizer) -> Self {
        let numbers = optimizer.get().numbers().into_iter();
        let numbers = numbers.map(|(name, value)| (name.into_owned(), value)).collect();
        let mut custom = Self::new(optimizer.get().rule(), numbers);
        custom.drop_unused_parameters();
        custom
    }

    /// Removes the parameters that the rule does not read; true where there were some.
    pub fn drop_unused_parameters(&mut self) -> bool {
        let before = self.names.len();
        for place in (0..before).rev() {
            let mut without = self.clone();
            without.names.remove(place);
            without.values.remove(place);
            without.read();
            if without.fault.is_none() {
                *self = without;
            }
        }
        self.names.len() < before
    }

    fn place(&self, name: &str) -> Option<usize> {
        self.names.iter().position(|known| known == name)
    }

    fn read(&mut self) {
        let misnamed = |name: &&String| !is_name(name) || GIVEN.contains(&name.as_str());
        let names: Vec<_> = self.names.iter().map(String::as_str).collect();
        self.fault = match self.names.iter().find(misnamed) {
            Some(name) => {
                let problem = Problem::WrongType { expected: "fault.not_a_parameter" };
                Some(Fault::new(format!("{PARAMETERS}.{name}"), problem))
            }
            None => match Program::read(&self.rule, &names) {
                Ok(program) => {
                    self.program = Arc::new(program);
                    None
                }
                Err(fault) => Some(fault),
            },
        };
    }

    fn parameter(name: &str, value: f64) -> Knob {
        let value = Value::Number(value);
        Knob::new(format!("{PARAMETERS}.{name}"), Self::PARAMETER, value.clone(), value)
    }
}

impl Settings for Custom {
    fn knobs(&self) -> Vec<Knob> {
        let default = GradientDescent {}.rule();
        let knob = |name: &'static str, default, value| Knob::new(name, ANY, default, value);
        let (rule, at) = (self.rule.lines.clone(), self.rule.at.clone());
        let mut knobs = vec![
            knob("rule", Value::Lines(default.lines), Value::Lines(rule)),
            knob("at", Value::Text(default.at), Value::Text(at)),
        ];
        let parameters = self.names.iter().zip(&self.values);
        knobs.extend(parameters.map(|(name, &value)| Self::parameter(name, value)));
        knobs
    }

    fn group(&self) -> Option<&'static str> {
        Some(PARAMETERS)
    }

    fn knob(&self, name: &str) -> Option<Knob> {
        let parameter = name.strip_prefix(PARAMETERS).and_then(|name| name.strip_prefix('.'));
        match parameter {
            Some(name) => {
                let value = self.place(name).map_or(Self::FIRST, |place| self.values[place]);
                Some(Self::parameter(name, value))
            }
            None => self.knobs().into_iter().find(|knob| knob.name == name),
        }
    }

    fn set(&mut self, name: &str, value: Value) -> bool {
        match (name, value) {
            ("rule", Value::Lines(lines)) => self.rule.lines = lines,
            ("at", Value::Text(at)) => self.rule.at = at,
            (name, Value::Number(number)) => {
                let name = name.strip_prefix(PARAMETERS).and_then(|name| name.strip_prefix('.'));
                let Some(name) = name else { return false };
                match self.place(name) {
                    Some(place) => {
                        self.values[place] = number;
                        return true;
                    }
                    None => {
                        self.names.push(name.to_owned());
                        self.values.push(number);
                    }
                }
            }
            _ => return false,
        }
        self.read();
        true
    }

    fn check(&self) -> Result<(), Fault> {
        self.fault.clone().map_or(Ok(()), Err)
    }
}

impl UpdateRule for Custom {
    fn learning_rate(&self) -> f64 {
        0.01
    }

    fn slots(&self) -> Vec<&str> {
        self.program.slots()
    }

    fn rule(&self) -> Rule {
        self.rule.clone()
    }

    fn known_program(&self) -> Option<Program> {
        Some((*self.program).clone())
    }

    fn looks_ahead(&self) -> bool {
        self.program.looks_ahead()
    }

    fn look_ahead<T: Scalar>(&self, w: T, memory: &Memory<T>) -> T {
        self.program.look_ahead(w, &self.values, memory)
    }

    fn common<T: Scalar>(&self, rate: T, t: T, _: &mut [T; 2]) -> Common<T> {
        [rate, t, t, t]
    }

    fn update<T: Scalar>(
        &self,
        &[rate, t, ..]: &Common<T>,
        g: T,
        w: T,
        memory: &mut Memory<T>,
    ) -> T {
        self.program.step([w, g, rate, t], &self.values, memory)
    }
}
