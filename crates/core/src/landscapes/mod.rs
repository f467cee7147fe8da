//! The landscapes, a file each. [`Landscape`](crate::Landscape) lists them.

mod rosenbrock;

pub use rosenbrock::Rosenbrock;
