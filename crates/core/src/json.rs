//! JSON, read and written.
//!
//! The page carries this instead of `serde_json`, which would be a fifth of all that it
//! loads; tests hold the two to each other.

use std::borrow::Cow;

use serde::ser::{Serialize, Serializer};

use crate::number::{exact, read};

/// A JSON value. Numbers without fraction and sign are whole numbers, as far as they fit.
#[derive(Clone, Debug, PartialEq)]
#[allow(missing_docs, reason = "each is what JSON calls it")]
pub enum Json {
    Null,
    Bool(bool),
    Whole(u64),
    Number(f64),
    Text(String),
    List(Vec<Json>),
    /// In the order in which they were written, no name twice.
    Object(Vec<(Cow<'static, str>, Json)>),
}

/// Where and why a text is no JSON.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SyntaxError {
    /// The line, from 1.
    pub line: usize,
    /// The column in bytes, from 1; 0 before the first.
    pub column: usize,
    /// What is wrong there.
    pub detail: &'static str,
}

/// How deep lists and objects may stand in each other.
const DEPTH: usize = 128;

impl Json {
    /// Reads a text.
    ///
    /// # Errors
    /// Where it is no JSON. Of a name that an object has twice the last value counts.
    pub fn parse(text: &str) -> Result<Self, SyntaxError> {
        let mut reader = Reader { text, at: 0, depth: 0 };
        reader
            .value()
            .and_then(|value| match reader.peek() {
                None => Ok(value),
                Some(_) => Err("trailing characters"),
            })
            .map_err(|detail| reader.error(detail))
    }

    /// An object with these fields.
    #[must_use]
    pub fn object(fields: Vec<(&'static str, Json)>) -> Self {
        Self::Object(fields.into_iter().map(|(name, value)| (name.into(), value)).collect())
    }

    /// Adds a field to an object.
    pub fn insert(&mut self, name: &'static str, value: impl Into<Json>) {
        if let Self::Object(fields) = self {
            fields.push((name.into(), value.into()));
        }
    }

    /// The number, whole or not.
    #[must_use]
    pub fn as_f64(&self) -> Option<f64> {
        match *self {
            Self::Whole(number) => Some(number as f64),
            Self::Number(number) => Some(number),
            _ => None,
        }
    }

    /// The text.
    #[must_use]
    pub fn as_str(&self) -> Option<&str> {
        if let Self::Text(text) = self { Some(text) } else { None }
    }

    /// On a single line.
    #[must_use]
    pub fn to_text(&self) -> String {
        let mut out = String::new();
        self.write(&mut out, None);
        out
    }

    /// On a line per member, as people like to read it.
    #[must_use]
    pub fn to_pretty(&self) -> String {
        let mut out = String::new();
        self.write(&mut out, Some(0));
        out
    }

    /// Writes at this depth; without one, on a single line.
    fn write(&self, out: &mut String, depth: Option<usize>) {
        match self {
            Self::Null => out.push_str("null"),
            Self::Bool(on) => out.push_str(if *on { "true" } else { "false" }),
            Self::Whole(number) => out.push_str(&number.to_string()),
            // JSON has no words for what is not finite.
            Self::Number(number) if !number.is_finite() => out.push_str("null"),
            Self::Number(number) => out.push_str(&exact(*number)),
            Self::Text(text) => quote(text, out),
            Self::List(members) => {
                let inner = depth.map(|depth| depth + 1);
                out.push('[');
                for (index, member) in members.iter().enumerate() {
                    separate(out, index, inner);
                    member.write(out, inner);
                }
                end(out, members.len(), depth);
                out.push(']');
            }
            Self::Object(fields) => {
                let inner = depth.map(|depth| depth + 1);
                out.push('{');
                for (index, (name, value)) in fields.iter().enumerate() {
                    separate(out, index, inner);
                    quote(name, out);
                    out.push_str(if depth.is_some() { ": " } else { ":" });
                    value.write(out, inner);
                }
                end(out, fields.len(), depth);
                out.push('}');
            }
        }
    }
}

/// What stands before a member.
fn separate(out: &mut String, index: usize, depth: Option<usize>) {
    if index > 0 {
        out.push(',');
    }
    new_line(out, depth);
}

/// What stands after the last of so many members.
fn end(out: &mut String, count: usize, depth: Option<usize>) {
    if count > 0 {
        new_line(out, depth);
    }
}

fn new_line(out: &mut String, depth: Option<usize>) {
    if let Some(depth) = depth {
        out.push('\n');
        (0..depth).for_each(|_| out.push_str("  "));
    }
}

fn quote(text: &str, out: &mut String) {
    out.push('"');
    for c in text.chars() {
        match c {
            '"' | '\\' => {
                out.push('\\');
                out.push(c);
            }
            '\0'..='\x1f' => {
                out.push_str("\\u00");
                for digit in [c as u32 / 16, c as u32 % 16] {
                    out.push(char::from_digit(digit, 16).unwrap_or('0'));
                }
            }
            _ => out.push(c),
        }
    }
    out.push('"');
}

struct Reader<'a> {
    text: &'a str,
    at: usize,
    depth: usize,
}

type Read<T> = Result<T, &'static str>;

impl Reader<'_> {
    fn error(&self, detail: &'static str) -> SyntaxError {
        let read = &self.text.as_bytes()[..self.text.len().min(self.at + 1)];
        let line_start = read.iter().rposition(|&b| b == b'\n').map_or(0, |place| place + 1);
        let line = 1 + read.iter().filter(|&&b| b == b'\n').count();
        SyntaxError { line, column: read.len() - line_start, detail }
    }

    /// The next byte.
    fn byte(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    /// The next byte that is no white space.
    fn peek(&mut self) -> Option<u8> {
        while matches!(self.byte(), Some(b' ' | b'\n' | b'\r' | b'\t')) {
            self.at += 1;
        }
        self.byte()
    }

    fn value(&mut self) -> Read<Json> {
        match self.peek() {
            None => Err("EOF while parsing a value"),
            Some(b'n') => self.word("null", Json::Null),
            Some(b't') => self.word("true", Json::Bool(true)),
            Some(b'f') => self.word("false", Json::Bool(false)),
            Some(b'-' | b'0'..=b'9') => self.number(),
            Some(b'"') => self.string().map(Json::Text),
            Some(b'[') => self.list(),
            Some(b'{') => self.object(),
            Some(_) => Err("expected value"),
        }
    }

    fn word(&mut self, word: &str, value: Json) -> Read<Json> {
        for expected in word.bytes() {
            match self.byte() {
                None => return Err("EOF while parsing a value"),
                Some(byte) if byte == expected => self.at += 1,
                Some(_) => return Err("expected ident"),
            }
        }
        Ok(value)
    }

    fn list(&mut self) -> Read<Json> {
        let mut members = Vec::new();
        self.open()?;
        while self.another(
            b']',
            members.is_empty(),
            "expected `,` or `]`",
            "EOF while parsing a list",
        )? {
            members.push(self.value()?);
        }
        Ok(Json::List(members))
    }

    fn object(&mut self) -> Read<Json> {
        const CUT: &str = "EOF while parsing an object";
        let mut fields: Vec<(Cow<'static, str>, Json)> = Vec::new();
        self.open()?;
        while self.another(b'}', fields.is_empty(), "expected `,` or `}`", CUT)? {
            if self.peek() != Some(b'"') {
                return Err("key must be a string");
            }
            let name = self.string()?;
            match self.peek() {
                None => return Err(CUT),
                Some(b':') => self.at += 1,
                Some(_) => return Err("expected `:`"),
            }
            let value = self.value()?;
            match fields.iter_mut().find(|field| field.0 == name) {
                Some(field) => field.1 = value,
                None => fields.push((name.into(), value)),
            }
        }
        Ok(Json::Object(fields))
    }

    fn open(&mut self) -> Read<()> {
        self.at += 1;
        self.depth += 1;
        if self.depth < DEPTH { Ok(()) } else { Err("recursion limit exceeded") }
    }

    /// Goes to the next member; false at the end.
    fn another(
        &mut self,
        close: u8,
        first: bool,
        expected: &'static str,
        cut: &'static str,
    ) -> Read<bool> {
        match self.peek() {
            None => Err(cut),
            Some(byte) if byte == close => {
                self.at += 1;
                self.depth -= 1;
                Ok(false)
            }
            Some(_) if first => Ok(true),
            Some(b',') => {
                self.at += 1;
                match self.peek() {
                    None => Err(cut),
                    Some(byte) if byte == close => Err("trailing comma"),
                    Some(_) => Ok(true),
                }
            }
            Some(_) => Err(expected),
        }
    }

    fn number(&mut self) -> Read<Json> {
        let start = self.at;
        self.skip(b'-');
        // A number begins with one 0 at most.
        if !self.skip(b'0') {
            self.digits()?;
        } else if matches!(self.byte(), Some(b'0'..=b'9')) {
            return Err("invalid number");
        }
        let integer = self.at;
        if self.skip(b'.') {
            self.digits()?;
        }
        if self.skip(b'e') || self.skip(b'E') {
            _ = self.skip(b'+') || self.skip(b'-');
            self.digits()?;
        }
        let text = self.text.get(start..self.at).unwrap_or_default();
        match text.parse() {
            Ok(whole) if self.at == integer => Ok(Json::Whole(whole)),
            _ => match read(text) {
                Some(number) if number.is_finite() => Ok(Json::Number(number)),
                _ => Err("number out of range"),
            },
        }
    }

    fn skip(&mut self, byte: u8) -> bool {
        let here = self.byte() == Some(byte);
        self.at += usize::from(here);
        here
    }

    /// One digit or more.
    fn digits(&mut self) -> Read<()> {
        let start = self.at;
        while matches!(self.byte(), Some(b'0'..=b'9')) {
            self.at += 1;
        }
        match self.byte() {
            _ if self.at > start => Ok(()),
            None => Err("EOF while parsing a value"),
            Some(_) => Err("invalid number"),
        }
    }

    fn string(&mut self) -> Read<String> {
        let mut string = String::new();
        self.at += 1;
        loop {
            let rest = self.text.get(self.at..).unwrap_or_default();
            match rest.chars().next() {
                None => return Err("EOF while parsing a string"),
                Some('"') => {
                    self.at += 1;
                    return Ok(string);
                }
                Some('\\') => string.push(self.escape()?),
                Some('\0'..='\x1f') => {
                    return Err("control character (\\u0000-\\u001F) found while parsing a string");
                }
                Some(c) => {
                    string.push(c);
                    self.at += c.len_utf8();
                }
            }
        }
    }

    fn escape(&mut self) -> Read<char> {
        self.at += 1;
        let c = match self.byte() {
            None => return Err("EOF while parsing a string"),
            Some(c @ (b'"' | b'\\' | b'/')) => char::from(c),
            Some(b'b') => '\x08',
            Some(b'f') => '\x0c',
            Some(b'n') => '\n',
            Some(b'r') => '\r',
            Some(b't') => '\t',
            Some(b'u') => return self.code_point(),
            Some(_) => return Err("invalid escape"),
        };
        self.at += 1;
        Ok(c)
    }

    /// `u` with four hexadecimal digits, twice where the first stands for half a character.
    fn code_point(&mut self) -> Read<char> {
        let first = self.hex()?;
        let mut code = first;
        if (0xd800..0xdc00).contains(&first) {
            if !self.skip(b'\\') || self.byte() != Some(b'u') {
                return Err("unexpected end of hex escape");
            }
            let second = self.hex()?;
            // What is no second half leaves a code that is no character.
            if (0xdc00..0xe000).contains(&second) {
                code = 0x1_0000 + ((first - 0xd800) << 10 | (second - 0xdc00));
            }
        }
        char::from_u32(code).ok_or("lone leading surrogate in hex escape")
    }

    fn hex(&mut self) -> Read<u32> {
        self.at += 1;
        let mut code = 0;
        for _ in 0..4 {
            let Some(byte) = self.byte() else { return Err("EOF while parsing a string") };
            let Some(digit) = char::from(byte).to_digit(16) else { return Err("invalid escape") };
            code = code * 16 + digit;
            self.at += 1;
        }
        Ok(code)
    }
}

/// An object, written as it will look.
#[macro_export]
macro_rules! object {
    ({ $($name:literal: $value:expr),* $(,)? }) => {
        $crate::Json::object(vec![$(($name, $value.into())),*])
    };
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
    u64: number => Self::Whole(number);
    usize: number => Self::Whole(number as u64);
    f64: number => Self::Number(number);
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

impl Serialize for Json {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Null => serializer.serialize_unit(),
            Self::Bool(on) => serializer.serialize_bool(*on),
            Self::Whole(number) => serializer.serialize_u64(*number),
            Self::Number(number) => serializer.serialize_f64(*number),
            Self::Text(text) => serializer.serialize_str(text),
            Self::List(members) => serializer.collect_seq(members),
            Self::Object(fields) => serializer.collect_map(fields.iter().map(|(k, v)| (k, v))),
        }
    }
}
