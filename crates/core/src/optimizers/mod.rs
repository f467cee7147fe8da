//! The optimizers, a file each, listed in [`Optimizer`]; `rule.rs` says what one is.

mod adabelief;
mod adadelta;
mod adagrad;
mod adam;
mod adamax;
mod adamw;
mod asgd;
mod custom;
mod gradient_descent;
mod lion;
mod momentum;
mod nadam;
mod nesterov;
mod program;
mod radam;
mod rmsprop;
mod rprop;
mod rule;
mod shared;

pub use adabelief::AdaBelief;
pub use adadelta::Adadelta;
pub use adagrad::AdaGrad;
pub use adam::Adam;
pub use adamax::{AdaMax, AdaMaxConvention};
pub use adamw::AdamW;
pub use asgd::{Asgd, AsgdConvention};
pub use custom::Custom;
pub use gradient_descent::GradientDescent;
pub use lion::Lion;
pub use momentum::{Momentum, MomentumConvention};
pub use nadam::NAdam;
pub use nesterov::{Nesterov, NesterovConvention};
pub(crate) use program::python_name;
pub use program::{GIVEN, MOST_LINES, MOST_NAMES, Program, PythonRule, Rule};
pub use radam::RAdam;
pub use rmsprop::RmsProp;
pub use rprop::{Rprop, RpropConvention};
pub use rule::{Common, MAX_SLOTS, Memory, RuleOver, UpdateRule, next_power};
pub use shared::EpsilonPlacement;

use crate::settings::list;

list! {
    /// An optimizer with its hyperparameters.
    pub enum Optimizer: UpdateRule, met by OptimizerVisitor as UpdateRule {
        GradientDescent = "gradient_descent",
        Momentum = "momentum",
        Nesterov = "nesterov",
        AdaGrad = "adagrad",
        RmsProp = "rmsprop",
        Adam = "adam",
        AdaMax = "adamax",
        AdaBelief = "adabelief",
        AdamW = "adamw",
        NAdam = "nadam",
        RAdam = "radam",
        Adadelta = "adadelta",
        Rprop = "rprop",
        Lion = "lion",
        Asgd = "asgd",
        Custom = "custom",
    }
}
