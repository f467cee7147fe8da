//! Words that some programs write where JSON has no number: NaN, Infinity, -inf.

use std::fmt::Write;

/// The exponent of the numbers that stand for words: no number of a file reaches it.
const BEYOND: usize = 1_000_000;

/// A text with such words replaced by numbers that are too large to be any.
#[derive(Debug, PartialEq)]
pub(crate) struct Replaced<'a> {
    /// The text, which may be JSON now.
    pub(crate) text: String,
    words: Vec<&'a str>,
}

/// Replaces the words outside of strings; none where there is no such word.
pub(crate) fn replaced(text: &str) -> Option<Replaced<'_>> {
    let mut replaced = Replaced { text: String::with_capacity(text.len()), words: Vec::new() };
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let length = match first {
            '"' => string(rest),
            _ if is_of_word(first) => rest.find(|c| !is_of_word(c)).unwrap_or(rest.len()),
            _ => first.len_utf8(),
        };
        let (part, after) = rest.split_at(length);
        if is_no_number(part) {
            _ = write!(replaced.text, "1e{}", BEYOND + replaced.words.len());
            replaced.words.push(part);
        } else {
            replaced.text.push_str(part);
        }
        rest = after;
    }
    (!replaced.words.is_empty()).then_some(replaced)
}

impl<'a> Replaced<'a> {
    /// The word that a number of the text stands for.
    pub(crate) fn word(&self, number: &str) -> Option<&'a str> {
        let exponent: usize = number.strip_prefix("1e")?.parse().ok()?;
        self.words.get(exponent.checked_sub(BEYOND)?).copied()
    }
}

/// The length of the string at the beginning, with its quotation marks.
fn string(text: &str) -> usize {
    let mut escaped = false;
    let end = text.bytes().skip(1).position(|byte| {
        let ends = byte == b'"' && !escaped;
        escaped = byte == b'\\' && !escaped;
        ends
    });
    end.map_or(text.len(), |end| end + 2)
}

fn is_of_word(c: char) -> bool {
    c.is_alphanumeric() || "+-._".contains(c)
}

fn is_no_number(word: &str) -> bool {
    let name = word.strip_prefix(['+', '-']).unwrap_or(word);
    ["nan", "inf", "infinity"].iter().any(|known| name.eq_ignore_ascii_case(known))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_replaced_outside_of_strings() {
        let cases = [
            (r#"{"a": NaN}"#, r#"{"a": 1e1000000}"#),
            ("[-Infinity,+inf, nan]", "[1e1000000,1e1000001, 1e1000002]"),
            (r#"["NaN", "a\"NaN\\", inf]"#, r#"["NaN", "a\"NaN\\", 1e1000000]"#),
            ("NaN\"NaN", "1e1000000\"NaN"),
        ];
        for (text, expected) in cases {
            assert_eq!(replaced(text).map(|it| it.text).as_deref(), Some(expected), "{text}");
        }
        for text in [
            "",
            "[1, true, nano, -, \"\\",
            r#"{"NaN": 1}"#,
            r#"["a NaN b", "\" NaN \\\" inf", "\\"]"#,
            "1e1000000",
        ] {
            assert_eq!(replaced(text), None, "{text}");
        }
    }

    #[test]
    fn a_number_leads_back_to_its_word() {
        let replaced = replaced("[NaN, -Infinity]").expect("words");
        for (number, word) in [
            ("1e+1000000", Some("NaN")),
            ("1e+1000001", Some("-Infinity")),
            ("1e+1000002", None),
            ("1e+999", None),
            ("-1e+1000000", None),
        ] {
            assert_eq!(replaced.word(number), word, "{number}");
        }
    }
}
