//! The optimizers, a file each. [`Optimizer`](crate::Optimizer) lists them.

mod adam;
mod gradient_descent;

pub use adam::Adam;
pub use gradient_descent::GradientDescent;
