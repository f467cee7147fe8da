//! The optimizers, a file each. [`Optimizer`](crate::Optimizer) lists them.

mod adabelief;
mod adadelta;
mod adagrad;
mod adam;
mod adamax;
mod adamw;
mod asgd;
mod gradient_descent;
mod lion;
mod momentum;
mod nadam;
mod nesterov;
mod radam;
mod rmsprop;
mod rprop;
mod shared;

pub use adabelief::AdaBelief;
pub use adadelta::Adadelta;
pub use adagrad::AdaGrad;
pub use adam::Adam;
pub use adamax::{AdaMax, AdaMaxConvention};
pub use adamw::AdamW;
pub use asgd::{Asgd, AsgdConvention};
pub use gradient_descent::GradientDescent;
pub use lion::Lion;
pub use momentum::{Momentum, MomentumConvention};
pub use nadam::NAdam;
pub use nesterov::{Nesterov, NesterovConvention};
pub use radam::RAdam;
pub use rmsprop::RmsProp;
pub use rprop::{Rprop, RpropConvention};
pub use shared::EpsilonPlacement;
