use std::collections::BTreeSet;
use std::fmt::{self, Write};

use serde::de::{DeserializeSeed, Deserializer, Error, MapAccess, SeqAccess, Visitor};

use super::Json;
use crate::fault::{Fault, Problem};

/// What was read from a text.
#[derive(Debug)]
pub(crate) struct Reading {
    /// All of it: a name that stands twice in an object is there twice.
    pub(crate) json: Json,
    /// The path of the first field that is there twice, if one is.
    pub(crate) repeated: Option<String>,
}

/// Reads a JSON text whose objects may have a name twice.
///
/// # Errors
/// Where it is no JSON.
pub(crate) fn read(text: &str) -> Result<Reading, Fault> {
    let (mut path, mut repeated) = (String::new(), None);
    let mut tokens = serde_json::Deserializer::from_str(text);
    let reader = Reader { text, path: &mut path, repeated: &mut repeated };
    let json = reader.deserialize(&mut tokens).and_then(|json| tokens.end().map(|()| json));
    Ok(Reading { json: json.map_err(|error| syntax(&error))?, repeated })
}

impl Json {
    /// Reads a JSON text.
    ///
    /// # Errors
    /// Where it is no JSON, or a name stands twice in an object: readers of JSON differ in which
    /// of the two they keep, and whoever wrote the other one would not see what they wrote.
    pub fn parse(text: &str) -> Result<Self, Fault> {
        let Reading { json, repeated } = read(text)?;
        repeated.map_or(Ok(json), |path| Err(Fault::new(path, Problem::Twice)))
    }
}

fn syntax(error: &serde_json::Error) -> Fault {
    let (line, column) = (error.line(), error.column());
    let mut detail = error.to_string();
    detail.truncate(detail.find(" at line ").unwrap_or(detail.len()));
    Fault::new("", Problem::Syntax { line, column, detail })
}

/// Reads a value at a path, which is left as it was found.
struct Reader<'a, 'de> {
    text: &'de str,
    path: &'a mut String,
    repeated: &'a mut Option<String>,
}

impl<'de> Reader<'_, 'de> {
    /// The reader of what stands below, once the way to it is added to the path.
    fn below(&mut self) -> Reader<'_, 'de> {
        Reader { text: self.text, path: self.path, repeated: self.repeated }
    }
}

impl<'de> DeserializeSeed<'de> for Reader<'_, 'de> {
    type Value = Json;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Json, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Reader<'_, 'de> {
    type Value = Json;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("JSON")
    }

    fn visit_unit<E: Error>(self) -> Result<Json, E> {
        Ok(Json::Null)
    }

    fn visit_bool<E: Error>(self, on: bool) -> Result<Json, E> {
        Ok(Json::Bool(on))
    }

    fn visit_u64<E: Error>(self, number: u64) -> Result<Json, E> {
        Ok(Json::Number(number.into()))
    }

    fn visit_i64<E: Error>(self, number: i64) -> Result<Json, E> {
        Ok(Json::Number(number.into()))
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<Json, E> {
        Ok(text.to_owned().into())
    }

    fn visit_seq<A: SeqAccess<'de>>(mut self, mut list: A) -> Result<Json, A::Error> {
        let here = self.path.len();
        let mut members = Vec::new();
        loop {
            _ = write!(self.path, "[{}]", members.len());
            let member = list.next_element_seed(self.below())?;
            self.path.truncate(here);
            match member {
                Some(member) => members.push(member),
                None => return Ok(Json::List(members)),
            }
        }
    }

    /// Numbers with a fraction, an exponent or many digits come here too: serde_json gives their
    /// text as an object of one field.
    fn visit_map<A: MapAccess<'de>>(mut self, mut object: A) -> Result<Json, A::Error> {
        let here = self.path.len();
        let (mut fields, mut names) = (Vec::new(), BTreeSet::new());
        while let Some(key) = object.next_key_seed(Key(self.text))? {
            let Some(name) = key else {
                let number: String = object.next_value()?;
                return number.parse().map(Json::Number).map_err(A::Error::custom);
            };
            if here > 0 {
                self.path.push('.');
            }
            self.path.push_str(&name);
            if !names.insert(name.clone()) && self.repeated.is_none() {
                *self.repeated = Some(self.path.clone());
            }
            let json = object.next_value_seed(self.below())?;
            self.path.truncate(here);
            fields.push((name.into(), json));
        }
        Ok(Json::Object(fields))
    }
}

/// Reads a name of an object of this text; none where it is serde_json's own mark of a number.
/// A file may have a field of that name, so what tells them apart is where the name stands.
struct Key<'de>(&'de str);

impl<'de> DeserializeSeed<'de> for Key<'de> {
    type Value = Option<String>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        deserializer.deserialize_str(self)
    }
}

impl<'de> Visitor<'de> for Key<'de> {
    type Value = Option<String>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a name")
    }

    fn visit_borrowed_str<E: Error>(self, name: &'de str) -> Result<Self::Value, E> {
        let is_in_text = self.0.as_bytes().as_ptr_range().contains(&name.as_ptr());
        Ok(is_in_text.then(|| name.to_owned()))
    }

    fn visit_str<E: Error>(self, name: &str) -> Result<Self::Value, E> {
        Ok(Some(name.to_owned()))
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
            (r#"{"a": {"b": [0, {"c": 1, "c": 2}]}, "a": 1}"#, Some("a.b[1].c")),
            (r#"[[1, {"": {"x": 1, "x": 1}}]]"#, Some("[0][1]..x")),
        ];
        for (text, path) in cases {
            let repeated = read(text).expect("JSON").repeated;
            assert_eq!(repeated.as_deref(), path, "{text}");
            assert_eq!(Json::parse(text).map_err(|it| it.path).err().as_deref(), path, "{text}");
        }
    }

    #[test]
    fn what_was_read_is_written_as_it_was() {
        for text in [
            r#"{"b":1,"a":{"z":[],"y":{}},"":"\"\\\n é","\u0001":null}"#,
            "[1,1.0,-0.0,0.1000,123456789012345678901234567890,1e-400,-7]",
            "true",
            r#""a""#,
        ] {
            assert_eq!(Json::parse(text).expect("JSON").text(), text);
        }
        // As an object, the mark that serde_json has for numbers is a name like any other.
        for name in ["$serde_json::private::Number", "$serde_json::private::Numbe\\u0072"] {
            let json = Json::parse(&format!(r#"{{"{name}": "1e5"}}"#)).expect("JSON");
            assert_eq!(json.text(), r#"{"$serde_json::private::Number":"1e5"}"#);
        }
    }

    #[test]
    fn what_is_no_json_is_refused_with_its_place() {
        for (text, place) in [
            ("{", (1, 1)),
            ("[1,\n 2,]", (2, 4)),
            ("1 2", (1, 3)),
            ("NaN", (1, 1)),
            ("[1e]", (1, 4)),
        ] {
            let fault = Json::parse(text).expect_err(text);
            let Problem::Syntax { line, column, .. } = fault.problem else { panic!("{fault}") };
            assert_eq!((line, column), place, "{text}");
        }
    }
}
