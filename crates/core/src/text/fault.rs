//! What is wrong with something that a person wrote, and how it is said.

use std::fmt;

use crate::Message;
use crate::number::exact;
use crate::settings::Range;
use crate::shortened;

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
    /// Bytes that are no text in UTF-8.
    NotUtf8 {
        /// The line, from 1.
        line: usize,
        /// The column in bytes, from 1.
        column: usize,
        /// The first byte that cannot be read.
        byte: u8,
    },
    /// A text without anything in it.
    Empty,
    /// A field that must be there is not.
    Missing,
    /// A field that does not exist.
    UnknownField {
        /// Those that do.
        known: Vec<String>,
    },
    /// A setting of another schedule than the one that is chosen.
    OfAnother {
        /// The schedule that is chosen.
        kind: String,
        /// Those that have the setting.
        kinds: Vec<String>,
        /// What can be set here.
        known: Vec<String>,
    },
    /// A name that is not in the list.
    UnknownName {
        /// What was found.
        found: String,
        /// What is in the list.
        known: Vec<String>,
    },
    /// Something in a file that is no text, where a name from a list must be.
    NotAName {
        /// What is in the list.
        known: Vec<String>,
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
    /// A field that is there more than once.
    Twice,
    /// A text that is longer than is read.
    TooLong {
        /// How many bytes it has.
        found: usize,
        /// How many are read.
        most: usize,
    },
    /// A list or table of another size than is accepted.
    Count {
        /// The message key: what is counted.
        key: &'static str,
        /// How many were found.
        found: usize,
        /// The fewest that are accepted.
        min: usize,
        /// The most that are accepted.
        max: usize,
    },
    /// A row that is not as long as the first one of its table.
    Ragged {
        /// How many numbers it has.
        found: usize,
        /// How many the first row has.
        first: usize,
    },
    /// A list whose members must all be different.
    NotDistinct {
        /// The message key of what would be accepted.
        expected: &'static str,
        /// What each of them may be.
        range: Range,
    },
    /// A formula that cannot be read.
    Formula(Box<Misread>),
    /// More names in a rule than are accepted.
    TooManyNames {
        /// How many were found.
        found: usize,
        /// How many are accepted.
        most: usize,
    },
    /// A text of a link in which a `~` does not stand for anything.
    Escape {
        /// What was found.
        found: String,
    },
    /// Something else than a number, or than a whole number where only such are accepted.
    NotANumber {
        /// What was found.
        found: String,
        /// What would be accepted.
        range: Range,
    },
    /// A file or link of a version that is not known.
    Version {
        /// What was found.
        found: String,
        /// The latest that is known.
        known: u64,
    },
}

/// What is wrong with a formula, and where.
#[derive(Clone, Debug, PartialEq)]
pub struct Misread {
    /// The line, from 1.
    pub line: usize,
    /// The character in the line, from 1.
    pub column: usize,
    /// The message key of what is wrong.
    pub key: &'static str,
    /// What stands there.
    pub found: String,
    /// What would be accepted.
    pub known: String,
}

impl Fault {
    /// A fault at `path`.
    #[must_use]
    pub fn new(path: impl Into<String>, problem: Problem) -> Self {
        Self { path: path.into(), problem }
    }

    /// At `path` there is a name that is not in the list.
    #[must_use]
    pub fn unknown_name<T: AsRef<str>>(path: impl Into<String>, found: &str, known: &[T]) -> Self {
        let (found, known) = (found.to_owned(), names(known));
        Self::new(path, Problem::UnknownName { found, known })
    }

    /// At `path` there is a field that does not exist.
    #[must_use]
    pub fn unknown_field<T: AsRef<str>>(path: impl Into<String>, known: &[T]) -> Self {
        Self::new(path, Problem::UnknownField { known: names(known) })
    }

    /// The same fault at another place.
    #[must_use]
    pub fn at(self, path: impl Into<String>) -> Self {
        Self { path: path.into(), ..self }
    }

    /// The same fault at the same place in the list at `path`.
    #[must_use]
    pub fn within(self, path: &str) -> Self {
        Self { path: format!("{path}{}", self.path), ..self }
    }

    /// The same fault at the same place below `path`.
    #[must_use]
    pub fn below(self, path: &str) -> Self {
        let joined = if path.is_empty() { self.path } else { format!("{path}.{}", self.path) };
        Self { path: joined, ..self }
    }

    /// The sentence to say: one line of bounded length, whatever it speaks of.
    #[must_use]
    pub fn message(&self) -> Message {
        let say = |key| Message::new(key).with("path", self.subject());
        match &self.problem {
            Problem::Syntax { line, column, detail } => say("fault.syntax")
                .with("line", line)
                .with("column", column)
                .with("detail", shown(detail)),
            Problem::NotUtf8 { line, column, byte } => say("fault.not_utf8")
                .with("line", line)
                .with("column", column)
                .with("byte", format!("{byte:02X}")),
            Problem::Empty => say("fault.empty"),
            Problem::Missing => say("fault.missing"),
            Problem::UnknownField { known } if known.is_empty() => say("fault.no_fields"),
            Problem::OfAnother { kind, kinds, known } => {
                let key = if known.is_empty() { "fault.of_others" } else { "fault.of_another" };
                let said = say(key).with("kind", kind).with("kinds", kinds.join(", "));
                said.with("known", known.join(", "))
            }
            Problem::UnknownField { known } => {
                say("fault.unknown_field").with("known", known.join(", "))
            }
            Problem::UnknownName { found, known } => say("fault.unknown_name")
                .with("found", shown(found))
                .with("known", known.join(", ")),
            Problem::NotAName { known } => say("fault.not_a_name").with("known", known.join(", ")),
            Problem::WrongType { expected } => say(expected),
            Problem::OutOfRange { found, range } => {
                let key =
                    if range.whole { "fault.whole_out_of_range" } else { "fault.out_of_range" };
                bounded(say(key).with("found", printed(*found)), range)
            }
            Problem::TooMany { found, most } => {
                say("fault.too_many").with("found", found).with("most", most)
            }
            Problem::Count { key, found, min, max } => {
                let accepted = match (*min, *max) {
                    (min, usize::MAX) => format!("≥ {min}"),
                    (min, max) if min == max => min.to_string(),
                    (min, max) => format!("{min}–{max}"),
                };
                say(key).with("found", found).with("accepted", accepted)
            }
            Problem::Ragged { found, first } => {
                say("fault.ragged").with("found", found).with("first", first)
            }
            Problem::Twice => say("fault.twice"),
            Problem::TooLong { found, most } => {
                say("fault.too_long").with("found", found).with("most", most)
            }
            Problem::NotANumber { found, range } => {
                let key = if range.whole { "fault.not_whole" } else { "fault.not_a_number" };
                bounded(say(key).with("found", shown(found)), range)
            }
            Problem::NotDistinct { expected, range } => bounded(say(expected), range),
            Problem::Formula(misread) => say(misread.key)
                .with("line", misread.line)
                .with("column", misread.column)
                .with("found", shown(&misread.found))
                .with("known", &misread.known),
            Problem::TooManyNames { found, most } => {
                say("fault.too_many_names").with("found", found).with("most", most)
            }
            Problem::Escape { found } => say("fault.escape").with("found", shown(found)),
            Problem::Version { found, known } => {
                say("fault.version").with("found", shown(found)).with("known", known)
            }
        }
    }

    /// What the sentence speaks of: a field may have no name, a sentence needs a subject.
    fn subject(&self) -> String {
        let path = shown(&self.path);
        if path.is_empty() || path.ends_with('.') { path + "“”" } else { path }
    }
}

fn names<T: AsRef<str>>(names: &[T]) -> Vec<String> {
    names.iter().map(|name| name.as_ref().to_owned()).collect()
}

/// As much of somebody's text as a sentence repeats, on one line: a name may be a megabyte
/// long.
fn shown(text: &str) -> String {
    const MOST: usize = 64;
    shortened(text.trim(), MOST)
}

fn bounded(message: Message, range: &Range) -> Message {
    // A count is easier to read without an exponent.
    let end = |end| if range.whole { format!("{end}") } else { printed(end) };
    message.with("min", end(range.min)).with("max", end(range.max))
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
