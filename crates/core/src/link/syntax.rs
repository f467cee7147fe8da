//! How a link is spelled: percent encoding, names with values, and text inside a value. What
//! it means is no matter here.

use std::borrow::Cow;
use std::fmt::Write;

use percent_encoding::percent_decode_str;

use crate::fault::{Fault, Problem};

/// How often percent encoding is undone: each program that passes a link on may encode it again.
const ROUNDS: usize = 8;

/// The marks that stand for themselves in a value: they separate nothing inside a value, and
/// browsers, messengers and forms leave them as they are.
const PLAIN: &str = "-._*/()=";

/// Marks that formulas are full of, with escapes that can be read: the space, the plus, which
/// forms turn into a space, and `^`, at which some messengers end a link.
const READABLE: [(char, char); 3] = [(' ', '_'), ('+', '+'), ('^', '*')];

/// A fragment as it was written, without percent encoding and `#`. A link has no percent signs
/// of its own.
pub(super) fn decoded(fragment: &str) -> Result<Cow<'_, str>, Fault> {
    let mut plain = Cow::Borrowed(fragment);
    for _ in 0..ROUNDS {
        let decoded = percent_decode_str(&plain).decode_utf8();
        let expected = "fault.not_text";
        let decoded =
            decoded.map_err(|_| Fault::new("", Problem::WrongType { expected }))?.into_owned();
        if decoded == plain {
            break;
        }
        plain = Cow::Owned(decoded);
    }
    Ok(match plain.strip_prefix('#') {
        Some(rest) => Cow::Owned(rest.to_owned()),
        None => plain,
    })
}

/// The names with their values, in order. As in every address, an empty part between two `&`
/// is ignored.
pub(super) fn pairs(plain: &str) -> impl Iterator<Item = (&str, &str)> {
    let pairs = plain.split('&').filter(|pair| !pair.is_empty());
    pairs.map(|pair| pair.split_once('=').unwrap_or((pair, "")))
}

/// A setting of a member of a list: its name and value, both still escaped.
pub(super) fn setting(part: &str) -> (&str, &str) {
    part.split_once(':').unwrap_or((part, ""))
}

/// A setting as it is written after a member of a list.
pub(super) fn written(name: &str, value: &str) -> String {
    format!(",{}:{}", escape(name), escape(value))
}

/// Any text as it stands in a value or in a setting's name: without marks that separate, and
/// without any that are changed on the way.
pub(super) fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in text.chars() {
        if c.is_ascii_alphanumeric() || PLAIN.contains(c) {
            escaped.push(c);
        } else if let Some((_, sign)) = READABLE.iter().find(|(plain, _)| *plain == c) {
            escaped.extend(['~', *sign]);
        } else {
            for byte in c.encode_utf8(&mut [0; 4]).bytes() {
                _ = write!(escaped, "~{byte:02X}");
            }
        }
    }
    escaped
}

/// The text that was [escaped](escape). A link that is written by hand need escape only `~` and
/// the marks that separate.
pub(super) fn unescape<'a>(path: &str, escaped: &'a str) -> Result<Cow<'a, str>, Fault> {
    let fault = || Fault::new(path, Problem::Escape { found: escaped.to_owned() });
    let mut parts = escaped.split('~');
    let first = parts.next().unwrap_or_default();
    if first.len() == escaped.len() {
        return Ok(Cow::Borrowed(escaped));
    }
    let mut bytes = first.as_bytes().to_vec();
    for part in parts {
        let (byte, length) = escaped_byte(part.as_bytes()).ok_or_else(fault)?;
        bytes.push(byte);
        bytes.extend(&part.as_bytes()[length..]);
    }
    String::from_utf8(bytes).map(Cow::Owned).map_err(|_| fault())
}

/// The byte that `~` and these bytes stand for, and how many of them belong to it.
fn escaped_byte(after: &[u8]) -> Option<(u8, usize)> {
    // A form has turned the plus into a space.
    let sign = |byte| if byte == b' ' { '+' } else { char::from(byte) };
    let first = *after.first()?;
    if let Some((plain, _)) = READABLE.iter().find(|(_, escape)| *escape == sign(first)) {
        return Some((*plain as u8, 1));
    }
    let digit = |byte: u8| char::from(byte).to_digit(16);
    let byte = digit(first)? * 16 + digit(*after.get(1)?)?;
    Some((u8::try_from(byte).ok()?, 2))
}

#[cfg(test)]
mod tests {
    use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
    use proptest::prelude::*;
    use proptest::test_runner::RngSeed;

    use super::*;

    /// What happens to a fragment on its way, from nothing to all that was ever seen.
    pub(crate) fn ways(fragment: &str) -> Vec<String> {
        let encoded = |text: &str| utf8_percent_encode(text, NON_ALPHANUMERIC).to_string();
        let (once, form) = (encoded(fragment), fragment.replace('+', " "));
        let own = [fragment.to_owned(), encoded(&once), encoded(&form), once, form];
        own.iter().flat_map(|way| [way.clone(), format!("#{way}")]).collect()
    }

    proptest! {
        #![proptest_config(ProptestConfig {
            cases: 1024,
            rng_seed: RngSeed::Fixed(1),
            failure_persistence: None,
            ..ProptestConfig::default()
        })]

        #[test]
        fn any_text_arrives_as_it_was_written(
            texts in proptest::array::uniform6(prop_oneof![any::<String>(), "[%&,:=#+~ _^\"'0-9A-F]{0,8}"]),
        ) {
            let [kind, name, value, name2, value2, other] = &texts;
            let member = escape(kind) + &written(name, value) + &written(name2, value2);
            for way in ways(&format!("run={member}&other={}", escape(other))) {
                let plain = decoded(&way).expect("UTF-8");
                let found: Vec<_> = pairs(&plain).collect();
                let [("run", run), ("other", last)] = found[..] else { panic!("{found:?}") };
                let mut parts = run.split(',');
                prop_assert_eq!(&unescape("", parts.next().expect("one")).expect("escaped"), kind);
                for (name, value) in [(name, value), (name2, value2)] {
                    let found = setting(parts.next().expect("a setting"));
                    prop_assert_eq!(&unescape("", found.0).expect("escaped"), name);
                    prop_assert_eq!(&unescape("", found.1).expect("escaped"), value);
                }
                prop_assert_eq!(parts.next(), None);
                prop_assert_eq!(&unescape("", last).expect("escaped"), other);
            }
        }

        #[test]
        fn an_escape_is_understood_or_refused(text in "[~0-9a-gA-G_+* é]{0,8}") {
            match unescape("here", &text) {
                Ok(plain) => {
                    let again = escape(&plain);
                    prop_assert_eq!(&unescape("", &again).expect("escaped"), &plain);
                }
                Err(fault) => prop_assert_eq!(fault.path, "here"),
            }
        }
    }

    #[test]
    fn formulas_can_still_be_read() {
        for (text, escaped) in [
            ("(1.5 - x + x*y)^2 + sin(3x)/2", "(1.5~_-~_x~_~+~_x*y)~*2~_~+~_sin(3x)/2"),
            ("m = beta*m, 100%", "m~_=~_beta*m~2C~_100~25"),
            ("~w₁:\"&\\", "~7Ew~E2~82~81~3A~22~26~5C"),
            ("inverse_time", "inverse_time"),
            ("-1.5e-7", "-1.5e-7"),
        ] {
            assert_eq!(escape(text), escaped);
            assert_eq!(unescape("", escaped).expect("escaped"), text);
        }
        assert_eq!(unescape("", "x + y^2 é ~e2~82~81").expect("by hand"), "x + y^2 é ₁");
    }

    #[test]
    fn a_broken_escape_is_refused() {
        for text in ["~", "a~", "~2", "~2G", "~G2", "~FF", "~E2~82", "~é", "~~7E"] {
            let fault = unescape("runs[0].note", text).expect_err(text);
            let found = text.to_owned();
            assert_eq!(fault, Fault::new("runs[0].note", Problem::Escape { found }));
        }
    }

    #[test]
    fn percent_signs_are_decoded_as_often_as_they_were_encoded() {
        let mut link = "a=1,2&b=%".to_owned();
        for _ in 0..ROUNDS {
            assert_eq!(decoded(&link).expect("UTF-8"), "a=1,2&b=%");
            link = utf8_percent_encode(&link, NON_ALPHANUMERIC).to_string();
        }
        assert_eq!(decoded("%23a=%zz%").expect("UTF-8"), "a=%zz%");
        assert!(decoded("a=%FF").is_err());
        assert!(decoded("a=%25FF").is_err());
    }
}
