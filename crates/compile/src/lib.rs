//! Loops for one landscape and one optimizer, as WebAssembly.
//!
//! A [`Trace`](descent_core::Trace) says what a step computes, operation by operation. From it
//! comes a small module with one function, which keeps what is carried from step to step in
//! local variables. It does the same operations in the same order as the walk, so its bits are
//! the walk's.
//!
//! Pure: this crate makes bytes. Who runs them brings the memory and the functions that
//! WebAssembly has no instruction for ([`FUNCTIONS`]).

mod carry;
mod code;
mod elementary;
mod emitter;
mod grid;
mod group;
mod helpers;
mod lanes;
mod module;
mod plan;
mod starts;
mod stride;

pub use grid::{Grid, grid};
pub use group::GROUPS;
pub use module::{ACROSS, COMMON, FUNCTIONS, LOOP, Loop, MEMORY, PAGE, UP};
pub use starts::{Starts, starts};
pub use stride::stride;
