//! The schedules, a file each. [`Schedule`](crate::Schedule) lists them.

mod inverse_time;

pub use inverse_time::InverseTime;
