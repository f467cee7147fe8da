//! JSON that is written once: `serde_json`'s own value sorts its fields into a tree, which
//! costs the page 10 kB and every frame some time.

use serde::ser::{Serialize, Serializer};

/// What the page is told.
pub(crate) enum Json {
    Null,
    Flag(bool),
    Number(f64),
    Text(String),
    List(Vec<Json>),
    /// In the order in which they are written.
    Fields(Vec<(&'static str, Json)>),
}

/// An object, written as it will look.
macro_rules! object {
    ({ $($name:literal: $value:expr),* $(,)? }) => {
        $crate::json::Json::Fields(vec![$(($name, $value.into())),*])
    };
}
pub(crate) use object;

impl Json {
    /// Adds a field to an object.
    pub(crate) fn insert(&mut self, name: &'static str, value: impl Into<Json>) {
        if let Self::Fields(fields) = self {
            fields.push((name, value.into()));
        }
    }

    /// As the page reads it.
    pub(crate) fn text(&self) -> String {
        serde_json::to_string(self).unwrap_or_default()
    }
}

impl Serialize for Json {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Null => serializer.serialize_unit(),
            Self::Flag(on) => serializer.serialize_bool(*on),
            Self::Number(number) => serializer.serialize_f64(*number),
            Self::Text(text) => serializer.serialize_str(text),
            Self::List(members) => serializer.collect_seq(members),
            Self::Fields(fields) => serializer.collect_map(fields.iter().map(|(k, v)| (k, v))),
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
    bool: on => Self::Flag(on);
    f64: number => Self::Number(number);
    usize: number => Self::Number(number as f64);
    &str: text => Self::Text(text.to_owned());
    String: text => Self::Text(text);
    &[f64]: numbers => numbers.iter().copied().collect();
    &[&str]: texts => texts.iter().copied().collect();
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
