//! What can be set: one description from which the controls, the experiment
//! file, the command line's list, the laws and the documents all follow.

use std::borrow::Cow;
use std::fmt::Debug;

use crate::fault::{Fault, Problem};
use crate::{Json, number};

/// How a control moves through a range.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scale {
    /// By equal steps.
    Linear,
    /// By factors: 1, 2, 5, 10, …
    Log,
}

/// The finite numbers that a knob accepts, ends included.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Range {
    /// The smallest.
    pub min: f64,
    /// The largest.
    pub max: f64,
    /// How a control moves through it.
    pub scale: Scale,
    /// Whether only whole numbers are accepted.
    pub whole: bool,
}

impl Range {
    /// From `min` to `max` by equal steps.
    #[must_use]
    pub const fn linear(min: f64, max: f64) -> Self {
        Self { min, max, scale: Scale::Linear, whole: false }
    }

    /// Whole numbers from `min` to `max`, by equal steps.
    #[must_use]
    pub const fn whole(min: u64, max: u64) -> Self {
        Self { min: min as f64, max: max as f64, scale: Scale::Linear, whole: true }
    }

    /// From `min` to `max` by factors.
    #[must_use]
    pub const fn log(min: f64, max: f64) -> Self {
        Self { min, max, scale: Scale::Log, whole: false }
    }

    /// True for a finite number between the ends, whole where only such are accepted.
    #[must_use]
    pub fn contains(&self, value: f64) -> bool {
        self.min <= value && value <= self.max && (!self.whole || value.fract() == 0.0)
    }

    /// The number itself if the range has it.
    ///
    /// # Errors
    /// What is wrong with it; `written` gives it as somebody wrote it.
    pub fn checked(self, found: f64, written: impl FnOnce() -> String) -> Result<f64, Problem> {
        if self.contains(found) {
            Ok(found)
        } else if found.is_finite() && !(self.whole && found.fract() != 0.0) {
            Err(Problem::OutOfRange { found, range: self })
        } else {
            Err(Problem::NotANumber { found: written(), range: self })
        }
    }
}

/// A convention: one of a few named ways to compute the same thing.
///
/// [`choices!`](crate::choices) implements it.
pub trait Choice: Copy + Debug + PartialEq {
    /// Every name, as it stands in an experiment file.
    const NAMES: &'static [&'static str];
    /// This one's place in [`Choice::NAMES`].
    fn index(self) -> usize;
    /// The one at a place in [`Choice::NAMES`].
    fn from_index(index: usize) -> Option<Self>;
}

/// The value of a knob.
#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    /// A real number.
    Number(f64),
    /// A count, such as epochs.
    Whole(u64),
    /// On or off.
    Switch(bool),
    /// One of named conventions.
    Choice {
        /// Every name.
        names: &'static [&'static str],
        /// Which of them.
        index: usize,
    },
    /// A line of text, such as a formula.
    Text(String),
    /// Several lines, such as those of a rule.
    Lines(Vec<String>),
}

/// A field's type: how it is read as a [`Value`] and set from one.
pub trait Field: Copy {
    /// The value.
    fn get(self) -> Value;
    /// The field that has this value; none where the kind of value is another.
    fn from_value(value: Value) -> Option<Self>;
}

impl Field for f64 {
    fn get(self) -> Value {
        Value::Number(self)
    }
    fn from_value(value: Value) -> Option<Self> {
        if let Value::Number(number) = value { Some(number) } else { None }
    }
}

impl Field for u64 {
    fn get(self) -> Value {
        Value::Whole(self)
    }
    fn from_value(value: Value) -> Option<Self> {
        if let Value::Whole(number) = value { Some(number) } else { None }
    }
}

impl Field for bool {
    fn get(self) -> Value {
        Value::Switch(self)
    }
    fn from_value(value: Value) -> Option<Self> {
        if let Value::Switch(on) = value { Some(on) } else { None }
    }
}

impl<C: Choice> Field for C {
    fn get(self) -> Value {
        Value::Choice { names: C::NAMES, index: self.index() }
    }
    fn from_value(value: Value) -> Option<Self> {
        match value {
            Value::Choice { names, index } if names == C::NAMES => C::from_index(index),
            _ => None,
        }
    }
}

/// One thing that can be set, with all that a control or a file needs to know.
#[derive(Clone, Debug, PartialEq)]
pub struct Knob {
    /// Its name in an experiment file, and its key among the page's strings. A dot stands
    /// before the name of a field of an object: `parameters.beta`.
    pub name: Cow<'static, str>,
    /// The letter that the field writes for it, such as β₁; empty for none.
    pub symbol: &'static str,
    /// The numbers it takes; of no meaning for switches and choices.
    pub range: Range,
    /// What it is when nothing is said.
    pub default: Value,
    /// What it is.
    pub value: Value,
}

impl Knob {
    /// The value as text that reads back as the same value: what a control shows.
    #[must_use]
    pub fn text(&self) -> String {
        self.value.text()
    }

    /// The text that a control shows after `steps` steps up or down; none where the knob
    /// is no number.
    #[must_use]
    pub fn stepped(&self, steps: i32) -> Option<String> {
        let value = match self.value {
            Value::Number(number) => number,
            Value::Whole(whole) => whole as f64,
            _ => return None,
        };
        Some(number::exact(number::stepped(value, steps, self.range)))
    }
}

impl Value {
    /// Lines as they are kept: without what cannot be seen at their ends, and without empty
    /// ones after the last.
    pub fn lines<'a>(lines: impl IntoIterator<Item = &'a str>) -> Self {
        let mut lines: Vec<_> = lines.into_iter().map(|line| line.trim_end().to_owned()).collect();
        while lines.last().is_some_and(String::is_empty) {
            lines.pop();
        }
        Self::Lines(lines)
    }

    /// The value as it stands in an experiment file.
    #[must_use]
    pub fn json(&self) -> Json {
        match self {
            Self::Number(number) => (*number).into(),
            Self::Whole(whole) => (*whole).into(),
            Self::Switch(on) => (*on).into(),
            Self::Choice { .. } | Self::Text(_) => self.text().into(),
            Self::Lines(lines) => lines.as_slice().into(),
        }
    }

    /// The value as text, as it stands in a form field and in a link.
    #[must_use]
    pub fn text(&self) -> String {
        match self {
            Self::Number(number) => number::exact(*number),
            Self::Whole(whole) => whole.to_string(),
            Self::Switch(on) => on.to_string(),
            Self::Choice { names, index } => names.get(*index).copied().unwrap_or("").to_owned(),
            Self::Text(text) => text.clone(),
            Self::Lines(lines) => lines.join("\n"),
        }
    }
}

/// Something with knobs. [`settings!`](crate::settings!) implements it.
pub trait Settings {
    /// The knobs in the order in which a reader should meet them.
    fn knobs(&self) -> Vec<Knob>;
    /// Sets one; false where there is no such knob or the value is of another kind.
    /// The range is the caller's to check: [`Knob::range`].
    fn set(&mut self, name: &str, value: Value) -> bool;
    /// The name of an object whose fields may have any name; none unless there is one.
    fn group(&self) -> Option<&'static str> {
        None
    }
    /// The knob of this name. In a [`Settings::group`] it need not be there yet: setting it adds
    /// it.
    fn knob(&self, name: &str) -> Option<Knob> {
        self.knobs().into_iter().find(|knob| knob.name == name)
    }
    /// Whether all that is set goes together. Whoever sets something calls it at the end, and
    /// takes nothing over where it fails.
    ///
    /// # Errors
    /// What does not, at a path below the settings.
    fn check(&self) -> Result<(), Fault> {
        Ok(())
    }
}

/// A range for knobs that are not numbers.
pub(crate) const ANY: Range = Range::linear(f64::MIN, f64::MAX);

/// Declares a struct whose fields are knobs: documentation, type, default, symbol
/// and range, each said once.
///
/// ```ignore
/// settings! {
///     /// Momentum (Polyak 1964).
///     pub struct Momentum {
///         /// How much of the velocity stays.
///         beta: f64 = 0.9, "β", Range::linear(0.0, 1.0);
///     }
/// }
/// ```
#[macro_export]
macro_rules! settings {
    ($(#[$meta:meta])* pub struct $name:ident {
        $($(#[$doc:meta])* $field:ident: $type:ty = $default:expr $(, $symbol:literal)? $(, in $range:expr)?;)*
    }) => {
        $(#[$meta])*
        #[derive(Clone, Copy, Debug, PartialEq)]
        #[allow(clippy::empty_structs_with_brackets)]
        pub struct $name { $($(#[$doc])* pub $field: $type),* }

        impl Default for $name {
            fn default() -> Self {
                Self { $($field: $default),* }
            }
        }

        impl $crate::settings::Settings for $name {
            fn knobs(&self) -> Vec<$crate::settings::Knob> {
                vec![$($crate::settings::Knob {
                    name: ::std::borrow::Cow::Borrowed(stringify!($field)),
                    symbol: [$($symbol,)? ""][0],
                    range: [$($range,)? $crate::settings::ANY][0],
                    default: $crate::settings::Field::get(Self::default().$field),
                    value: $crate::settings::Field::get(self.$field),
                }),*]
            }

            #[allow(unused_variables)]
            fn set(&mut self, name: &str, value: $crate::settings::Value) -> bool {
                match name {
                    $(stringify!($field) => match $crate::settings::Field::from_value(value) {
                        Some(new) => { self.$field = new; true }
                        None => false,
                    },)*
                    _ => false,
                }
            }
        }
    };
}

/// Declares an enum of conventions with their names in files.
#[macro_export]
macro_rules! choices {
    ($(#[$meta:meta])* pub enum $name:ident { $($(#[$doc:meta])* $variant:ident = $id:literal),* $(,)? }) => {
        $(#[$meta])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum $name { $($(#[$doc])* $variant),* }

        impl $crate::settings::Choice for $name {
            const NAMES: &'static [&'static str] = &[$($id),*];
            fn index(self) -> usize {
                self as usize
            }
            fn from_index(index: usize) -> Option<Self> {
                [$(Self::$variant),*].get(index).copied()
            }
        }
    };
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn controls_step_by_their_scale() {
        let knob = |value: Value, range| Knob {
            name: "".into(),
            symbol: "",
            range,
            default: value.clone(),
            value,
        };
        let rate = knob(Value::Number(0.01), Range::log(0.0, 1e6));
        assert_eq!(rate.stepped(1).as_deref(), Some("0.02"));
        let epochs = knob(Value::Whole(150), Range::whole(1, 100_000));
        assert_eq!(epochs.stepped(-1).as_deref(), Some("149"));
        assert_eq!(knob(Value::Switch(true), ANY).stepped(1), None);
    }
}
