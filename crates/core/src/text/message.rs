use std::collections::BTreeMap;
use std::iter::once;

use crate::Json;
use crate::fault::{Fault, Problem};

/// Something to say to a person: a key into the page's strings with what stands in
/// its blanks. No sentence is written in code.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Message {
    /// The key, such as `fault.out_of_range`.
    pub key: &'static str,
    /// The blanks' names and contents.
    pub blanks: Vec<(&'static str, String)>,
}

impl Message {
    /// A sentence without blanks.
    #[must_use]
    pub fn new(key: &'static str) -> Self {
        Self { key, blanks: Vec::new() }
    }

    /// The same sentence with one more blank filled.
    #[must_use]
    pub fn with(mut self, blank: &'static str, content: impl ToString) -> Self {
        self.blanks.push((blank, content.to_string()));
        self
    }
}

/// A language's strings: a flat JSON object from keys to sentences with `{blanks}`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Strings(BTreeMap<String, String>);

impl Strings {
    /// The languages that there are: files in `www/locales`, the usual one first.
    pub const LANGUAGES: &[&str] = &["en"];

    /// Reads a locale file.
    ///
    /// # Errors
    /// Where the text is not a JSON object of strings.
    pub fn parse(text: &str) -> Result<Self, Fault> {
        let wrong = |path: &str, expected| Fault::new(path, Problem::WrongType { expected });
        let Json::Object(fields) = Json::parse(text)? else {
            return Err(wrong("", "fault.not_an_object"));
        };
        let strings = fields.into_iter().map(|(key, json)| match json {
            Json::Text(text) => Ok((key.into_owned(), text.into_owned())),
            _ => Err(wrong(&key, "fault.not_a_line")),
        });
        strings.collect::<Result<_, _>>().map(Self)
    }

    /// The string of a key; the key itself where there is none.
    #[must_use]
    pub fn get<'a>(&'a self, key: &'a str) -> &'a str {
        self.0.get(key).map_or(key, String::as_str)
    }

    /// The sentence with its blanks filled, on one line whatever fills them.
    #[must_use]
    pub fn say(&self, message: &Message) -> String {
        let mut said = String::new();
        let mut rest = self.get(message.key);
        while let Some(brace) = rest.find('{') {
            let (before, blank) = rest.split_at(brace);
            // What fills a blank is not looked at again: somebody may have called a field {path}.
            let filled = message.blanks.iter().find_map(|(name, content)| {
                let after = blank.strip_prefix('{')?.strip_prefix(name)?.strip_prefix('}')?;
                Some((content.as_str(), after))
            });
            let (content, after) = filled.unwrap_or_else(|| blank.split_at(1));
            said.push_str(before);
            said.extend(content.chars().flat_map(escaped));
            rest = after;
        }
        said + rest
    }
}

/// A character as it stands in a sentence. What would break its line, steer a terminal, hide
/// or turn the direction of what follows is escaped: `\n`, `\u{1b}`, `\u{202e}`.
fn escaped(c: char) -> impl Iterator<Item = char> {
    let invisible = matches!(
        c,
        '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}'
    );
    let escape = invisible || c.is_control();
    let plain = once(c).filter(move |_| !escape);
    plain.chain(c.escape_default().filter(move |_| escape))
}

/// The beginning of a text, escaped, in about `most` characters; `…` stands for the rest.
#[must_use]
pub fn shortened(text: &str, most: usize) -> String {
    let (mut shortened, mut length) = (String::new(), 0);
    for c in text.chars() {
        if length >= most {
            return shortened + "…";
        }
        length += escaped(c).count();
        shortened.extend(escaped(c));
    }
    shortened
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_fills_a_blank_stays_in_its_line() {
        let strings = Strings::parse(r#"{"k": "{a} is not known."}"#).expect("JSON");
        let cases = [
            ("a\nb\r\tc", r"a\nb\r\tc"),
            ("\u{1b}[31m\u{7}\0", r"\u{1b}[31m\u{7}\u{0}"),
            (
                "\u{202a}\u{202e}\u{2066}\u{2069}\u{2028}",
                r"\u{202a}\u{202e}\u{2066}\u{2069}\u{2028}",
            ),
            ("\u{85}\u{9b}", r"\u{85}\u{9b}"),
            ("β₁ “é” \\ نمونه.json", "β₁ “é” \\ نمونه.json"),
        ];
        for (content, expected) in cases {
            let said = strings.say(&Message::new("k").with("a", content));
            assert_eq!(said, format!("{expected} is not known."));
            // Said within another sentence it stays the same.
            let again = strings.say(&Message::new("k").with("a", expected));
            assert_eq!(again, said);
        }
    }

    #[test]
    fn a_long_text_is_cut() {
        assert_eq!(shortened("abc", 3), "abc");
        assert_eq!(shortened("abcd", 3), "abc…");
        assert_eq!(shortened("\n\n\n", 3), r"\n\n…");
    }

    #[test]
    fn blanks_are_filled_once() {
        let strings = Strings::parse(r#"{"k": "{a}, {b} { … } {c}."}"#).expect("JSON");
        let message = Message::new("k").with("a", "{b}").with("b", "{a}");
        assert_eq!(strings.say(&message), "{b}, {a} { … } {c}.");
    }

    #[test]
    fn every_language_has_its_file_and_every_file_is_a_language() {
        let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../../www/locales");
        let files = std::fs::read_dir(folder).expect("the locales");
        let names = files.map(|file| file.expect("a file").path());
        let names: Vec<_> =
            names.filter_map(|path| Some(path.file_stem()?.to_str()?.to_owned())).collect();
        assert_eq!(names.len(), Strings::LANGUAGES.len());
        assert!(Strings::LANGUAGES.iter().all(|language| names.iter().any(|n| n == language)));
    }
}
