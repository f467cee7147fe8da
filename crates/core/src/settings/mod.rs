//! What can be set, described once: fields with their ranges, and lists of what can be chosen.
//!
//! [`settings!`](crate::settings!) describes what a member of a list is set to, `record!` an object
//! around such members: the experiment and its runs. From the description follow reading and
//! writing a file, editing by path, the names in links and messages, and the page's fields.

mod edit;
mod knob;
mod list;
mod range;
mod read;
mod record;
#[cfg(test)]
mod tests;
mod value;
mod write;

pub(crate) use edit::{check, in_records, knob, set, set_knob};
pub use knob::{Choice, Field, Knob, Settings};
pub use list::Listed;
pub(crate) use list::{list, visitor};
pub(crate) use range::ANY;
pub use range::{Range, Scale, Size};
pub(crate) use read::Fields;
pub use record::{Content, Entry, Headed, Label, Member, Part, PartMut, Record, Records, Slot};
pub(crate) use record::{not_a_setting, record};
pub use value::Value;
pub(crate) use write::json;
