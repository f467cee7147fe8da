//! What is wrong with something that a person wrote, and how it is said.

use std::fmt;

use crate::Message;
use crate::knob::Range;
use crate::number::exact;

/// What is wrong with something that a person wrote, and where.
#[derive(Clone, Debug, PartialEq)]
pub struct Fault {
    /// The way to it, such as `runs[0].optimizer.beta1`; empty for the whole.
    pub path: String,
    /// What is wrong there, and what would be accepted.
    pub problem: Problem,
}

/// The ways in which something written can be wrong.
#[derive(Clone, Debug, PartialEq)]
pub enum Problem {
    /// Not JSON.
    Syntax {
        /// The line, from 1.
        line: usize,
        /// The column, from 1.
        column: usize,
        /// What the JSON reader says.
        detail: String,
    },
    /// A field that must be there is not.
    Missing,
    /// A field that does not exist.
    UnknownField {
        /// Those that do.
        known: Vec<&'static str>,
    },
    /// A name that is not in the list.
    UnknownName {
        /// What was found.
        found: String,
        /// What is in the list.
        known: &'static [&'static str],
    },
    /// Another type of value.
    WrongType {
        /// The message key of what would be accepted.
        expected: &'static str,
    },
    /// A number outside of its range.
    OutOfRange {
        /// What was found.
        found: f64,
        /// What would be accepted.
        range: Range,
    },
    /// More members than are accepted.
    TooMany {
        /// How many were found.
        found: usize,
        /// How many are accepted.
        most: usize,
    },
    /// A text that is longer than any that says something.
    TooLong {
        /// How many bytes were found.
        found: usize,
        /// How many are accepted.
        most: usize,
    },
    /// A name that stands there more often than once.
    Twice,
    /// A text that is no number.
    NotANumber {
        /// What was found.
        found: String,
        /// What would be accepted.
        range: Range,
    },
    /// A file of a later version.
    Version {
        /// What was found.
        found: String,
        /// What is known.
        known: u64,
    },
}

impl Fault {
    /// A fault at `path`.
    #[must_use]
    pub fn new(path: impl Into<String>, problem: Problem) -> Self {
        Self { path: path.into(), problem }
    }

    /// The same fault at another place.
    #[must_use]
    pub fn at(self, path: impl Into<String>) -> Self {
        Self { path: path.into(), ..self }
    }

    /// The sentence to say.
    #[must_use]
    pub fn message(&self) -> Message {
        let say = |key| Message::new(key).with("path", &self.path);
        match &self.problem {
            Problem::Syntax { line, column, detail } => {
                say("fault.syntax").with("line", line).with("column", column).with("detail", detail)
            }
            Problem::Missing => say("fault.missing"),
            Problem::UnknownField { known } if known.is_empty() => say("fault.no_fields"),
            Problem::UnknownField { known } => {
                say("fault.unknown_field").with("known", known.join(", "))
            }
            Problem::UnknownName { found, known } => {
                say("fault.unknown_name").with("found", found).with("known", known.join(", "))
            }
            Problem::WrongType { expected } => say(expected),
            Problem::OutOfRange { found, range } => {
                bounded(say("fault.out_of_range").with("found", printed(*found)), range)
            }
            Problem::TooMany { found, most } => {
                say("fault.too_many").with("found", found).with("most", most)
            }
            Problem::TooLong { found, most } => {
                say("fault.too_long").with("found", found).with("most", most)
            }
            Problem::Twice => say("fault.twice"),
            Problem::NotANumber { found, range } => {
                bounded(say("fault.not_a_number").with("found", found), range)
            }
            Problem::Version { found, known } => {
                say("fault.version").with("found", found).with("known", known)
            }
        }
    }
}

fn bounded(message: Message, range: &Range) -> Message {
    message.with("min", printed(range.min)).with("max", printed(range.max))
}

/// A number in a sentence, with a true minus sign.
fn printed(value: f64) -> String {
    exact(value).replace('-', "−")
}

/// For developers: the path and the problem as data. People read [`Fault::message`].
impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {:?}", self.path, self.problem)
    }
}

impl std::error::Error for Fault {}
