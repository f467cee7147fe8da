use std::sync::Arc;

use crate::expression::Parameters;
use crate::fault::Fault;
use crate::optimizers::{Common, GIVEN, GradientDescent, Memory, Program, Rule, UpdateRule};
use crate::settings::{ANY, Knob, Settings, Value};
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
    parameters: Parameters,
    program: Arc<Program>,
    fault: Option<Fault>,
}

impl Default for Custom {
    fn default() -> Self {
        Self::new(GradientDescent {}.rule(), Parameters::default())
    }
}

impl Custom {
    /// The optimizers whose rule it can start from: all others.
    pub const STARTS: &'static [&'static str] =
        Optimizer::KINDS.split_at(Optimizer::KINDS.len() - 1).0;

    /// The rule with these hyperparameters.
    fn new(rule: Rule, parameters: Parameters) -> Self {
        let program = Arc::default();
        let mut custom = Self { rule, parameters, program, fault: None };
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
        let needed = self.parameters.needed(|some| program(&self.rule, some).is_ok());
        let dropped = needed != self.parameters;
        if dropped {
            self.parameters = needed;
            self.read();
        }
        dropped
    }

    fn read(&mut self) {
        self.fault = match program(&self.rule, &self.parameters) {
            Ok(program) => {
                self.program = Arc::new(program);
                None
            }
            Err(fault) => Some(fault),
        };
    }
}

/// The program of a rule with these hyperparameters.
fn program(rule: &Rule, parameters: &Parameters) -> Result<Program, Fault> {
    let names: Vec<_> = parameters.names().iter().map(String::as_str).collect();
    parameters.check(|name| GIVEN.contains(&name))?;
    Program::read(rule, &names)
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
        knobs.extend(self.parameters.knobs());
        knobs
    }

    fn group(&self) -> Option<&'static str> {
        Some(Parameters::GROUP)
    }

    fn knob(&self, name: &str) -> Option<Knob> {
        let parameter = self.parameters.knob(name);
        parameter.or_else(|| self.knobs().into_iter().find(|knob| knob.name == name))
    }

    fn set(&mut self, name: &str, value: Value) -> bool {
        match (name, value) {
            ("rule", Value::Lines(lines)) => self.rule.lines = lines,
            ("at", Value::Text(at)) => self.rule.at = at,
            (name, Value::Number(number)) => match self.parameters.set(name, number) {
                None => return false,
                Some(false) => return true,
                Some(true) => {}
            },
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
        self.program.look_ahead(w, self.parameters.values(), memory)
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
        self.program.step([w, g, rate, t], self.parameters.values(), memory)
    }
}
