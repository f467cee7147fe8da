//! The schedules, a file each, listed in [`Schedule`]; `decay.rs` says what one is.

mod constant;
mod cosine;
mod decay;
mod exponential;
mod inverse_time;
mod piecewise_linear;
mod plateau;
mod step;

pub use constant::Constant;
pub use cosine::Cosine;
pub use decay::{Decay, PythonWatch, Watch};
pub use exponential::Exponential;
pub use inverse_time::InverseTime;
pub use piecewise_linear::PiecewiseLinear;
pub use plateau::{Plateau, PlateauThreshold};
pub use step::Step;

use crate::settings::list;

list! {
    /// A learning-rate schedule.
    pub enum Schedule: Decay {
        Constant = "constant",
        InverseTime = "inverse_time",
        Exponential = "exponential",
        Step = "step",
        Cosine = "cosine",
        Plateau = "plateau",
        PiecewiseLinear = "piecewise_linear",
    }
}

impl Default for Schedule {
    /// 1/t decay with k = 0, which is a constant rate until a decay is typed.
    fn default() -> Self {
        Self::InverseTime(InverseTime::default())
    }
}
