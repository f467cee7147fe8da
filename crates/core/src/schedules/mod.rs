//! The schedules, a file each. [`Schedule`](crate::Schedule) lists them.

mod constant;
mod cosine;
mod exponential;
mod inverse_time;
mod step;

pub use constant::Constant;
pub use cosine::Cosine;
pub use exponential::Exponential;
pub use inverse_time::InverseTime;
pub use step::Step;
