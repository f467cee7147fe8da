use super::MOST_CHARS;
use super::function::is_reserved;
use crate::fault::Misread;

/// A word of a formula.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Token {
    Number(f64),
    Name(String),
    /// An operator, a parenthesis, a comma: as the grammar writes it.
    Mark(&'static str),
    /// ² or ³.
    Raised(f64),
}

/// A word with the columns of its first character and after its last one, from 1.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Word {
    pub(super) token: Token,
    pub(super) from: usize,
    pub(super) to: usize,
}

/// The marks, the longer first, each with what the grammar calls it.
const MARKS: [(&str, &str); 21] = [
    ("**", "^"),
    ("<=", "<="),
    ("≤", "<="),
    (">=", ">="),
    ("≥", ">="),
    ("==", "=="),
    ("=", "="),
    ("<", "<"),
    (">", ">"),
    ("+", "+"),
    ("-", "-"),
    ("−", "-"),
    ("*", "*"),
    ("·", "*"),
    ("×", "*"),
    ("/", "/"),
    ("^", "^"),
    ("(", "("),
    (")", ")"),
    (",", ","),
    ("|", "|"),
];

/// Whether a text can be a name: a letter or `_`, then letters, digits and `_`. The names of
/// functions and constants cannot.
#[must_use]
pub fn is_name(text: &str) -> bool {
    let mut chars = text.chars();
    chars.next().is_some_and(begins_name) && chars.all(is_of_name) && !is_reserved(text)
}

fn begins_name(c: char) -> bool {
    c.is_alphabetic() || c == '_'
}

fn is_of_name(c: char) -> bool {
    begins_name(c) || c.is_ascii_digit() || ('₀'..='₉').contains(&c)
}

/// The words of a text.
pub(super) fn words(text: &str) -> Result<Vec<Word>, Misread> {
    if let Some(found) = text.chars().nth(MOST_CHARS) {
        let fault = Misread::new(MOST_CHARS + 1, "formula.too_long").found(found);
        return Err(fault.known([MOST_CHARS.to_string()]));
    }
    let (mut words, mut rest, mut column) = (Vec::new(), text, 1);
    while let Some(first) = rest.chars().next() {
        let (token, after) = match first {
            _ if first.is_whitespace() => (None, &rest[first.len_utf8()..]),
            '²' => (Some(Token::Raised(2.0)), &rest[first.len_utf8()..]),
            '³' => (Some(Token::Raised(3.0)), &rest[first.len_utf8()..]),
            '0'..='9' | '.' => {
                let (token, after) = number(rest, column)?;
                (Some(token), after)
            }
            _ if begins_name(first) => {
                let end = rest.find(|c| !is_of_name(c)).unwrap_or(rest.len());
                (Some(Token::Name(rest[..end].to_owned())), &rest[end..])
            }
            _ => {
                let mark = MARKS.iter().find(|mark| rest.starts_with(mark.0));
                let Some((written, mark)) = mark else {
                    return Err(Misread::new(column, "formula.character").found(first));
                };
                (Some(Token::Mark(mark)), &rest[written.len()..])
            }
        };
        let from = column;
        column += rest[..rest.len() - after.len()].chars().count();
        words.extend(token.map(|token| Word { token, from, to: column }));
        rest = after;
    }
    Ok(words)
}

/// The number at the beginning of a text, and what follows it.
fn number(text: &str, column: usize) -> Result<(Token, &str), Misread> {
    let digits = |text: &str| text.find(|c: char| !c.is_ascii_digit()).unwrap_or(text.len());
    let mut end = digits(text);
    if text[end..].starts_with('.') {
        end += 1 + digits(&text[end + 1..]);
    }
    let exponent = text[end..].strip_prefix(['e', 'E']);
    if let Some(exponent) = exponent {
        let sign = usize::from(exponent.starts_with(['+', '-']));
        let count = digits(&exponent[sign..]);
        if count > 0 {
            end += 1 + sign + count;
        }
    }
    let (written, after) = text.split_at(end);
    let number = written.parse().ok().filter(|number: &f64| number.is_finite());
    let fault = || Misread::new(column, "formula.number").found(written);
    Ok((Token::Number(number.ok_or_else(fault)?), after))
}
