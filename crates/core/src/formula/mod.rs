//! What a formula can be written in: numbers, numbers with their derivatives, and the formula
//! itself as a graph.

mod jet;
mod real;
mod scalar;
mod symbol;
pub(crate) mod terms;
mod trace;

pub use jet::{Jet, Jet2};
pub use real::Real;
pub use scalar::Scalar;
pub(crate) use scalar::quotient;
pub use symbol::{Formula, Function, Op, Operator, Symbol};
pub use trace::{Binary, Comparison, Node, Trace, Traced, Unary};
