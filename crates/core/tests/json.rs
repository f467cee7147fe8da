//! JSON as the page reads and writes it, held to `serde_json`.

use descent_core::{Experiment, Json, gallery};

/// Files of every shape: the gallery, and what JSON has besides.
fn texts() -> Vec<String> {
    let odd = [
        r#" {"a" : [ 1 , -2.5e-3, true,false , null, {} , [] ], "b\n\u00e9\ud83d\ude00\/": "\"\\" } "#,
        r#"[0, -0, 0.0, 1e3, 18446744073709551615, 18446744073709551616, 1.7976931348623157e308]"#,
        "\"\u{7f} w₁ ∇J\"",
        "{\"a\": 1, \"b\": 2, \"a\": 3}",
    ];
    let gallery = gallery::GALLERY.iter().map(|exhibit| exhibit.file);
    gallery.chain(odd).map(str::to_owned).collect()
}

fn check(text: &str) {
    let (ours, theirs) = (Json::parse(text), serde_json::from_str::<serde_json::Value>(text));
    match (&ours, &theirs) {
        (Ok(ours), Ok(theirs)) => assert!(same(ours, theirs), "{text}: {ours:?} is not {theirs}"),
        (Err(ours), Err(theirs)) => {
            assert_eq!(ours.line, theirs.line(), "{text:?}: {ours:?}, {theirs}")
        }
        _ => panic!("{text:?}: {ours:?}, but {theirs:?}"),
    }
}

fn same(ours: &Json, theirs: &serde_json::Value) -> bool {
    match (ours, theirs) {
        (Json::Null, serde_json::Value::Null) => true,
        (Json::Bool(a), serde_json::Value::Bool(b)) => a == b,
        (Json::Whole(_) | Json::Number(_), serde_json::Value::Number(b)) => {
            ours.as_f64().map(f64::to_bits) == b.as_f64().map(f64::to_bits)
        }
        (Json::Text(a), serde_json::Value::String(b)) => a == b,
        (Json::List(a), serde_json::Value::Array(b)) => {
            a.len() == b.len() && a.iter().zip(b).all(|(a, b)| same(a, b))
        }
        (Json::Object(a), serde_json::Value::Object(b)) => {
            a.len() == b.len()
                && a.iter().all(|(name, a)| b.get(&**name).is_some_and(|b| same(a, b)))
        }
        _ => false,
    }
}

#[test]
fn it_reads_what_serde_json_reads() {
    for text in texts() {
        assert!(Json::parse(&text).is_ok(), "{text}");
        check(&text);
    }
}

/// Cut off anywhere, or with another character anywhere.
#[test]
fn it_refuses_what_serde_json_refuses() {
    for text in texts() {
        for (place, c) in text.char_indices() {
            check(&text[..place]);
            for other in [
                "", "\"", "\\", ",", ":", "{", "]", "}", "0", ".", "-", "e", "t", "x", "\n",
                "\u{1}",
            ] {
                check(&format!("{}{other}{}", &text[..place], &text[place + c.len_utf8()..]));
            }
        }
    }
}

#[test]
fn faults_are_said_in_the_same_words() {
    for text in [
        "",
        "[1, 2",
        "{\"a\": 1,}",
        "[1,]",
        "{\"a\" 1}",
        "{1: 2}",
        "[1 2]",
        "{\"a\": 1 \"b\"}",
        "nul",
        "nulx",
        "01",
        "1.",
        "1e",
        "-",
        "\"a",
        "\"\\x\"",
        "\"\\ud800\"",
        "\"\t\"",
        "1 2",
        "@",
        "1e999",
        "{\"a\"",
    ] {
        let ours = Json::parse(text).expect_err(text);
        let theirs = serde_json::from_str::<serde_json::Value>(text).expect_err(text).to_string();
        assert!(theirs.starts_with(ours.detail), "{text}: {ours:?} is not {theirs}");
    }
}

#[test]
fn what_is_written_reads_back() {
    for text in texts() {
        let json = Json::parse(&text).expect("JSON");
        let value = serde_json::from_str(&text).expect("JSON");
        for written in [json.to_text(), json.to_pretty()] {
            assert!(Json::parse(&written).is_ok_and(|read| same(&read, &value)), "{written}");
        }
        assert!(!json.to_text().contains('\n'));
    }
    for exhibit in gallery::GALLERY {
        let experiment = Experiment::parse(exhibit.file).expect("an experiment");
        let file = Json::from(&experiment).to_pretty();
        assert_eq!(Experiment::parse(&file), Ok(experiment.clone()), "{file}");
        assert_eq!(serde_json::from_str(&file).ok(), Some(experiment), "{file}");
    }
    assert_eq!(Json::from([f64::NAN, f64::INFINITY]).to_text(), "[null,null]");
}

#[test]
fn a_file_looks_as_people_write_it() {
    let json = Json::parse(r#"{"version":1,"start":[-1.54,1e-7],"runs":[],"text":"a\"b"}"#);
    let expected = "{\n  \"version\": 1,\n  \"start\": [\n    -1.54,\n    1e-7\n  ],\n  \"runs\": [],\n  \
                    \"text\": \"a\\\"b\"\n}";
    assert_eq!(json.map(|json| json.to_pretty()).as_deref(), Ok(expected));
}
