//! What a formula can be written in: numbers, numbers with their derivatives, and the formula
//! itself as a graph.

mod graph;
mod jet;
mod operation;
mod real;
mod scalar;
mod symbol;
pub(crate) mod terms;
mod trace;

pub use graph::{Formula, Tape};
pub use jet::{Jet, Jet2};
pub use operation::{Function, Op, Operator};
pub use real::Real;
pub use scalar::Scalar;
pub(crate) use scalar::quotient;
pub use symbol::Symbol;
pub use trace::{Binary, Comparison, Node, Trace, Traced, Unary};
