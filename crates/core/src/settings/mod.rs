//! What can be set, described once: fields with their ranges, and lists of what can be chosen.

mod knob;
mod list;

pub(crate) use knob::ANY;
pub use knob::{Choice, Field, Knob, Range, Scale, Settings, Value};
pub use list::Listed;
pub(crate) use list::{list, visitor};
