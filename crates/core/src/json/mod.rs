//! JSON, as everything here reads and writes it: experiment files, the page, the command line.

mod read;
pub(crate) mod words;

use std::borrow::Cow;
use std::fmt;

use serde::ser::{Serialize, Serializer};
use serde_json::Number;

pub(crate) use read::read;

/// A JSON value. An object keeps its fields in the order in which they were written, a number
/// the text that it was read from.
#[derive(Clone, Debug, PartialEq)]
pub enum Json {
    /// Nothing; also what a number that is not finite is written as.
    Null,
    /// True or false.
    Bool(bool),
    /// A finite number.
    Number(Number),
    /// A text.
    Text(Cow<'static, str>),
    /// A list.
    List(Vec<Json>),
    /// An object: names with what stands there.
    Object(Vec<(Cow<'static, str>, Json)>),
}

/// A JSON object, written as it will look.
#[macro_export]
macro_rules! object {
    ({ $($name:literal: $value:expr),* $(,)? }) => {
        $crate::Json::Object(vec![$(($name.into(), $value.into())),*])
    };
}

impl Json {
    /// Adds a field to an object.
    pub fn insert(&mut self, name: &'static str, value: impl Into<Json>) {
        if let Self::Object(fields) = self {
            fields.push((name.into(), value.into()));
        }
    }

    /// The text on one line.
    #[must_use]
    pub fn text(&self) -> String {
        serde_json::to_string(self).unwrap_or_default()
    }

    /// The text with a line for every field and member, indented by two spaces.
    #[must_use]
    pub fn pretty(&self) -> String {
        serde_json::to_string_pretty(self).unwrap_or_default()
    }

    /// The number nearest to the one that is written, if it is one; infinite where that is too
    /// large.
    #[must_use]
    pub fn as_f64(&self) -> Option<f64> {
        if let Self::Number(number) = self { number.as_f64() } else { None }
    }

    /// The whole number that is written, if it is one.
    #[must_use]
    pub fn as_u64(&self) -> Option<u64> {
        if let Self::Number(number) = self { number.as_u64() } else { None }
    }

    /// The text, if it is one.
    #[must_use]
    pub fn as_str(&self) -> Option<&str> {
        if let Self::Text(text) = self { Some(text) } else { None }
    }
}

impl fmt::Display for Json {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text())
    }
}

impl Serialize for Json {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Null => serializer.serialize_unit(),
            Self::Bool(on) => serializer.serialize_bool(*on),
            Self::Number(number) => number.serialize(serializer),
            Self::Text(text) => serializer.serialize_str(text),
            Self::List(members) => serializer.collect_seq(members),
            Self::Object(fields) => serializer.collect_map(fields.iter().map(|(k, v)| (k, v))),
        }
    }
}

macro_rules! from {
    ($($type:ty: $value:ident => $json:expr;)*) => {$(
        impl From<$type> for Json {
            fn from($value: $type) -> Self {
                $json
            }
        }
    )*};
}

from! {
    bool: on => Self::Bool(on);
    f64: number => Number::from_f64(number).map_or(Self::Null, Self::Number);
    u64: number => Self::Number(number.into());
    i64: number => Self::Number(number.into());
    usize: number => Self::Number(number.into());
    &'static str: text => Self::Text(text.into());
    String: text => Self::Text(text.into());
    Cow<'static, str>: text => Self::Text(text);
}

impl<T: Into<Json>> From<Vec<T>> for Json {
    fn from(members: Vec<T>) -> Self {
        members.into_iter().collect()
    }
}

impl<T: Into<Json> + Clone> From<&[T]> for Json {
    fn from(members: &[T]) -> Self {
        members.iter().cloned().collect()
    }
}

impl<T: Into<Json>, const N: usize> From<[T; N]> for Json {
    fn from(members: [T; N]) -> Self {
        members.into_iter().collect()
    }
}

impl<T: Into<Json>> From<Option<T>> for Json {
    fn from(value: Option<T>) -> Self {
        value.map_or(Self::Null, Into::into)
    }
}

impl<T: Into<Json>> FromIterator<T> for Json {
    fn from_iter<I: IntoIterator<Item = T>>(members: I) -> Self {
        Self::List(members.into_iter().map(Into::into).collect())
    }
}
