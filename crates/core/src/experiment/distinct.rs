use std::collections::BTreeSet;
use std::fmt::{self, Write};

use serde::de::{DeserializeSeed, Deserializer, Error, MapAccess, SeqAccess, Visitor};

/// The path of the first field of a JSON text that is there twice; none in a text that is
/// not JSON.
///
/// Readers of JSON differ in which of the two they keep and most do not say so: whoever
/// wrote the other one would not see what they wrote.
pub(super) fn repeated_field(text: &str) -> Option<String> {
    let mut path = String::new();
    let mut reader = serde_json::Deserializer::from_str(text);
    match Distinct(&mut path).deserialize(&mut reader) {
        Err(error) if error.is_data() => Some(path),
        _ => None,
    }
}

/// Reads a value for the names in it alone, with the path to it. On a fault it is the path
/// of the fault.
struct Distinct<'a>(&'a mut String);

impl<'de> DeserializeSeed<'de> for Distinct<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Distinct<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("JSON")
    }

    fn visit_unit<E: Error>(self) -> Result<(), E> {
        Ok(())
    }

    fn visit_bool<E: Error>(self, _: bool) -> Result<(), E> {
        Ok(())
    }

    fn visit_u64<E: Error>(self, _: u64) -> Result<(), E> {
        Ok(())
    }

    fn visit_i64<E: Error>(self, _: i64) -> Result<(), E> {
        Ok(())
    }

    fn visit_f64<E: Error>(self, _: f64) -> Result<(), E> {
        Ok(())
    }

    fn visit_str<E: Error>(self, _: &str) -> Result<(), E> {
        Ok(())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<(), A::Error> {
        let Self(path) = self;
        let here = path.len();
        for index in 0.. {
            path.truncate(here);
            _ = write!(path, "[{index}]");
            if list.next_element_seed(Distinct(path))?.is_none() {
                break;
            }
        }
        Ok(())
    }

    /// Numbers too come here, each an object of one field, as long as serde_json keeps
    /// them as text.
    fn visit_map<A: MapAccess<'de>>(self, mut object: A) -> Result<(), A::Error> {
        let Self(path) = self;
        let here = path.len();
        let mut names = BTreeSet::new();
        while let Some(name) = object.next_key::<String>()? {
            path.truncate(here);
            if here > 0 {
                path.push('.');
            }
            path.push_str(&name);
            if !names.insert(name) {
                return Err(A::Error::custom("twice"));
            }
            object.next_value_seed(Distinct(path))?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_may_stand_in_many_objects_but_once_in_each() {
        let cases = [
            (r#"{"a": 1, "b": {"a": [true, null, "a"]}, "c": [{"a": 1.5}, {"a": -2e9}]}"#, None),
            (r#"{"a": 1, "b": 2, "a": 1}"#, Some("a")),
            (r#"{"a": 1, "\u0061": 2}"#, Some("a")),
            (r#"{"a": {"b": [0, {"c": 1, "c": 2}]}}"#, Some("a.b[1].c")),
            (r#"[[1, {"": {"x": 1, "x": 1}}]]"#, Some("[0][1]..x")),
            ("{", None),
        ];
        for (text, path) in cases {
            assert_eq!(repeated_field(text).as_deref(), path, "{text}");
        }
    }
}
