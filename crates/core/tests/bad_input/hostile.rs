//! Files that were made to hurt: each is refused with one line that says what would be
//! accepted, and reading it takes little memory.

use descent_core::Experiment;

use crate::faults::{said, told};

fn check(file: &str, expected: &str) {
    let told = told(file).expect_err("a fault");
    assert_eq!(told, expected, "in {:.200}", file);
}

/// A file with these fields after the landscape.
fn with(fields: &str) -> String {
    format!(r#"{{"version": 1, "landscape": {{"kind": "booth"}}, {fields}}}"#)
}

/// A text of this many characters.
fn long(length: usize) -> String {
    "x".repeat(length)
}

/// As much of such a text as is repeated.
fn cut() -> String {
    format!("{}…", long(64))
}

#[test]
fn sizes_are_refused_before_anything_is_made_of_them() {
    check(
        &with(r#""epochs": 1000000000"#),
        "epochs: 1e9 is out of range; accepted is a whole number from 1 to 100000.",
    );
    let runs = vec![r#"{"optimizer": {"kind": "adam"}}"#; 10_000].join(",");
    check(
        &with(&format!(r#""runs": [{runs}]"#)),
        "runs has 10000 members; at most 32 are accepted.",
    );
    check(&long(10_000_000), "10000000 bytes are too many; at most 1000000 are accepted.");
    let whole = with(r#""seed": 1"#);
    let padded = |length: usize| format!("{whole}{}", " ".repeat(length - whole.len()));
    assert!(told(&padded(Experiment::MOST_BYTES)).is_ok());
    assert!(told(&padded(Experiment::MOST_BYTES + 1)).is_err());
}

#[test]
fn numbers_that_are_none_are_refused() {
    for word in ["NaN", "nan", "Infinity", "-Infinity", "-inf", "+Infinity"] {
        check(
            &with(&format!(r#""start": [1, {word}], "epochs": {word}"#)),
            &format!(
                "start[1]: “{word}” is not a number; accepted is a number from −1000000 to \
                 1000000, such as 0.001 or 1e-3."
            ),
        );
    }
    check(
        &with(r#""start": [1, 2], "epochs": Infinity"#),
        "epochs: “Infinity” is not a whole number; accepted is a whole number from 1 to 100000.",
    );
    check(
        &with(r#""runs": [{"optimizer": {"kind": "adam"}, "learning_rate": NaN}]"#),
        "runs[0].learning_rate: “NaN” is not a number; accepted is a number from 0 to 1000000, \
         such as 0.001 or 1e-3.",
    );
    for number in ["-", "1e", ".5", "+1", "0x10", "01", "nano", "NaN NaN"] {
        let told = told(&with(&format!(r#""start": [{number}, 0]"#))).expect_err(number);
        assert!(told.starts_with("Not a JSON file: line 1, column "), "{number}: {told}");
    }
    for value in [r#""NaN""#, "null", "true", "[1]", "{}"] {
        check(
            &with(&format!(r#""start": [{value}, 0]"#)),
            &format!(
                "start[0]: “{value}” is not a number; accepted is a number from −1000000 to \
                 1000000, such as 0.001 or 1e-3."
            ),
        );
    }
    check(
        &with(r#""start": [0, -1e999]"#),
        "start[1]: “-1e+999” is not a number; accepted is a number from −1000000 to 1000000, \
         such as 0.001 or 1e-3.",
    );
    let digits = "9".repeat(900_000);
    check(
        &with(&format!(r#""seed": {digits}"#)),
        &format!(
            "seed: “{}…” is not a whole number; accepted is a whole number from 0 to \
             9007199254740991.",
            &digits[..64]
        ),
    );
}

#[test]
fn nesting_without_end_is_refused() {
    for open in ["[", r#"{"a":"#, r#"{"version":1,"landscape":"#, "[{\"\":"] {
        let deep = open.repeat(Experiment::MOST_BYTES / open.len());
        let told = told(&deep).expect_err(open);
        assert!(told.ends_with("recursion limit exceeded."), "{open}: {told}");
    }
    check(
        &format!("{}{}", "[".repeat(1_000_000), "]".repeat(1_000_000)),
        "2000000 bytes are too many; at most 1000000 are accepted.",
    );
}

#[test]
fn of_a_megabyte_the_beginning_is_repeated() {
    let (long, cut) = (long(900_000), cut());
    check(
        &format!(r#"{{"version": "{long}"}}"#),
        &format!("version “{cut}” is not known; this program reads versions up to 1."),
    );
    check(
        &with(&format!(r#""{long}": 1"#)),
        &format!(
            "{cut} is not known; accepted are: version, landscape, penalty, start, epochs, seed, noise, runs."
        ),
    );
    let told = told(&format!(r#"{{"version": 1, "landscape": {{"kind": "{long}"}}}}"#));
    let expected = format!("landscape.kind: “{cut}” is not known; accepted are: himmelblau, ");
    assert!(told.expect_err("a fault").starts_with(&expected));
}

#[test]
fn what_is_there_twice_is_refused() {
    check(
        &with(r#""start": [0, 0], "epochs": 9, "start": [1, 1]"#),
        "start is there twice; accepted is one of them.",
    );
    check(
        &with(r#""runs": [{"optimizer": {"kind": "adam", "beta1": 0.5, "beta1": 0.5}}]"#),
        "runs[0].optimizer.beta1 is there twice; accepted is one of them.",
    );
}

#[test]
fn a_name_stays_in_its_line() {
    check(
        &with(r#""a\nb\u001b[31m\u202ec": 1"#),
        r"a\nb\u{1b}[31m\u{202e}c is not known; accepted are: version, landscape, penalty, start, epochs, seed, noise, runs.",
    );
    check(
        &with(r#""": 1"#),
        "“” is not known; accepted are: version, landscape, penalty, start, epochs, seed, noise, runs.",
    );
    check(
        &with(r#""{known}": 1"#),
        "{known} is not known; accepted are: version, landscape, penalty, start, epochs, seed, noise, runs.",
    );
}

#[test]
fn bytes_that_are_no_text_are_refused_with_their_place() {
    let whole = with(r#""seed": 1"#).into_bytes();
    let with_mark = [b"\xef\xbb\xbf", &whole[..]].concat();
    assert_eq!(Experiment::from_bytes(&whole), Experiment::from_bytes(&with_mark));
    assert!(Experiment::from_bytes(&whole).is_ok());
    let in_utf16 = |mark: [u8; 2]| [&mark[..], b"{\0}\0"].concat();
    let cases = [
        (b"{\n \"\xff\"}".to_vec(), "line 2, column 3 has the byte FF"),
        ("é\u{1}".bytes().chain([0xc3]).collect(), "line 1, column 4 has the byte C3"),
        (b"\x80".to_vec(), "line 1, column 1 has the byte 80"),
        (b"{}\n\xed\xa0\x80".to_vec(), "line 2, column 1 has the byte ED"),
        (in_utf16([0xff, 0xfe]), "The text is in UTF-16"),
        (in_utf16([0xfe, 0xff]), "The text is in UTF-16"),
        (vec![0xff; 1_000_001], "1000001 bytes are too many; at most 1000000"),
    ];
    for (bytes, expected) in cases {
        let fault = Experiment::from_bytes(&bytes).expect_err(expected);
        assert!(said(&fault).contains(expected), "{expected}: {}", said(&fault));
    }
}

#[test]
fn what_is_no_json_is_refused() {
    let whole = with(r#""seed": 1"#);
    check("null", "The file must be an object { … } that describes an experiment.");
    for nothing in ["", " ", "\n\t\r\n", "\u{feff}", "\u{feff} \n"] {
        check(
            nothing,
            "The file is empty; accepted is an object { … } that describes an experiment.",
        );
    }
    check(&format!("{whole}\n}}"), "Not a JSON file: line 2, column 1: trailing characters.");
    check(
        r#"{"version": 1, "landscape": {"kind": "\ud800"}}"#,
        "Not a JSON file: line 1, column 45: unexpected end of hex escape.",
    );
    assert!(told(&format!("\u{feff}{whole}")).is_ok());
    for end in (0..whole.len()).filter(|&end| whole.is_char_boundary(end)) {
        assert!(told(&whole[..end]).is_err(), "{}", &whole[..end]);
    }
}
