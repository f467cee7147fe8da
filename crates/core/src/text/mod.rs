//! What people read: numbers as text, messages, typeset formulas, and what is wrong with a file.

pub mod fault;
mod mathml;
mod message;
pub mod number;

pub use fault::Fault;
pub use mathml::Notation;
pub use message::{Message, Strings, shortened};
