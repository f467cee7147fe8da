//! What can be set: one description from which the controls, the experiment
//! file, the command line's list, the laws and the documents all follow.

use std::borrow::Cow;
use std::fmt::Debug;

use super::{Range, Size, Value};
use crate::fault::Fault;
use crate::{Json, number};

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

/// A field's type: how it is read as a [`Value`] and set from one.
pub trait Field: Sized {
    /// The value.
    fn get(&self) -> Value;
    /// The field that has this value; none where the kind of value is another.
    fn from_value(value: Value) -> Option<Self>;
}

impl Field for f64 {
    fn get(&self) -> Value {
        Value::Number(*self)
    }
    fn from_value(value: Value) -> Option<Self> {
        if let Value::Number(number) = value { Some(number) } else { None }
    }
}

impl Field for u64 {
    fn get(&self) -> Value {
        Value::Whole(*self)
    }
    fn from_value(value: Value) -> Option<Self> {
        if let Value::Whole(number) = value { Some(number) } else { None }
    }
}

impl Field for usize {
    fn get(&self) -> Value {
        Value::Whole(*self as u64)
    }
    fn from_value(value: Value) -> Option<Self> {
        if let Value::Whole(number) = value { number.try_into().ok() } else { None }
    }
}

impl Field for Vec<f64> {
    fn get(&self) -> Value {
        Value::List(self.clone())
    }
    fn from_value(value: Value) -> Option<Self> {
        if let Value::List(numbers) = value { Some(numbers) } else { None }
    }
}

impl<const N: usize> Field for [f64; N] {
    fn get(&self) -> Value {
        Value::List(self.to_vec())
    }
    fn from_value(value: Value) -> Option<Self> {
        if let Value::List(numbers) = value { numbers.try_into().ok() } else { None }
    }
}

impl Field for Vec<Vec<f64>> {
    fn get(&self) -> Value {
        Value::Table(self.clone())
    }
    fn from_value(value: Value) -> Option<Self> {
        if let Value::Table(rows) = value { Some(rows) } else { None }
    }
}

impl Field for bool {
    fn get(&self) -> Value {
        Value::Switch(*self)
    }
    fn from_value(value: Value) -> Option<Self> {
        if let Value::Switch(on) = value { Some(on) } else { None }
    }
}

impl<C: Choice> Field for C {
    fn get(&self) -> Value {
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
    pub symbol: Cow<'static, str>,
    /// The numbers it takes; of no meaning for switches and choices.
    pub range: Range,
    /// How many numbers it takes; of no meaning but for lists and tables.
    pub size: Size,
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

    /// A knob without a letter, of any size.
    pub fn new(
        name: impl Into<Cow<'static, str>>,
        range: Range,
        default: Value,
        value: Value,
    ) -> Self {
        Self { name: name.into(), symbol: "".into(), range, size: Size::ANY, default, value }
    }

    /// The number, or row, at a place in a list or table, such as `[0][1]`.
    #[must_use]
    pub fn element(&self, places: &[usize]) -> Option<Self> {
        let value = self.value.element(places)?;
        // A row must stay as long as the others.
        let size = match &value {
            Value::List(numbers) => Size::list(numbers.len()..=numbers.len()),
            _ => Size::ANY,
        };
        let default = self.default.element(places).unwrap_or_else(|| value.clone());
        let name: String = places.iter().map(|place| format!("[{place}]")).collect();
        let digits: String = places.iter().map(|place| (place + 1).to_string()).collect();
        let subscript =
            digits.chars().filter_map(|digit| char::from_u32('₀' as u32 + digit.to_digit(10)?));
        let symbol = match self.symbol.as_ref() {
            "" => "".into(),
            symbol => symbol.chars().chain(subscript).collect::<String>().into(),
        };
        let name = format!("{}{name}", self.name).into();
        Some(Self { name, symbol, range: self.range, size, default, value })
    }

    /// The value as it stands in an experiment file.
    #[must_use]
    pub fn json(&self) -> Json {
        self.value.json(self.range)
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
    /// The names of those fields of an object that must stand there, where the object does: what
    /// belongs together is not mixed with a default.
    fn required(&self) -> &'static [&'static str] {
        &[]
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

/// Declares a struct whose fields are knobs: documentation, type, default, symbol,
/// range and (for lists) size, each said once. `pub struct Name with lists` has fields that are
/// lists or tables, so it is not `Copy`.
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
    (@copy $name:ident) => {
        impl Copy for $name {}
    };
    (@copy $name:ident lists) => {};
    ($(#[$meta:meta])* pub struct $name:ident $(with $lists:ident)? {
        $($(#[$doc:meta])* $field:ident: $type:ty = $default:expr $(, $symbol:literal)? $(, in $range:expr)? $(, sized $size:expr)?;)*
    }) => {
        $(#[$meta])*
        #[derive(Clone, Debug, PartialEq)]
        #[allow(clippy::empty_structs_with_brackets)]
        pub struct $name { $($(#[$doc])* pub $field: $type),* }

        $crate::settings!(@copy $name $($lists)?);

        impl Default for $name {
            fn default() -> Self {
                Self { $($field: $default),* }
            }
        }

        impl $crate::settings::Settings for $name {
            fn knobs(&self) -> Vec<$crate::settings::Knob> {
                vec![$($crate::settings::Knob {
                    name: ::std::borrow::Cow::Borrowed(stringify!($field)),
                    symbol: ::std::borrow::Cow::Borrowed([$($symbol,)? ""][0]),
                    range: [$($range,)? $crate::settings::ANY][0],
                    size: [$($size,)? $crate::settings::Size::ANY][0],
                    default: $crate::settings::Field::get(&Self::default().$field),
                    value: $crate::settings::Field::get(&self.$field),
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
    use crate::settings::ANY;

    #[test]
    fn controls_step_by_their_scale() {
        let knob = |value: Value, range| Knob::new("", range, value.clone(), value);
        let rate = knob(Value::Number(0.01), Range::log(0.0, 1e6));
        assert_eq!(rate.stepped(1).as_deref(), Some("0.02"));
        let epochs = knob(Value::Whole(150), Range::whole(1, 100_000));
        assert_eq!(epochs.stepped(-1).as_deref(), Some("149"));
        assert_eq!(knob(Value::Switch(true), ANY).stepped(1), None);
    }
}
