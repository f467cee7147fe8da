//! Laws of values, lists and nested objects, over settings and a record that exist for them alone.

use proptest::collection::vec;
use proptest::prelude::*;
use proptest::test_runner::RngSeed;

use super::edit::{check, knob, set};
use super::{Fields, Headed, Knob, Range, Record, Settings, Size, Value, json, record};
use crate::{Fault, Json, Strings, settings};

settings! {
    /// Settings of every kind of list.
    pub struct Plain with lists {
        /// A number beside them.
        shift: f64 = 0.5, "b", in Range::linear(-9.0, 9.0);
        /// A list.
        hidden: Vec<f64> = vec![2.0], in Range::whole(1, 64), sized Size::list(1..=3);
        /// A matrix.
        q: Vec<Vec<f64>> = vec![vec![3.0, 1.0], vec![1.0, 2.0]], "q", in Range::linear(-1e6, 1e6),
            sized Size::table(1..=3, 1..=3);
    }
}

/// The same, below the name of an object.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Nested(Plain);

impl Settings for Nested {
    fn knobs(&self) -> Vec<Knob> {
        let below = |knob: Knob| Knob { name: format!("data.{}", knob.name).into(), ..knob };
        self.0.knobs().into_iter().map(below).collect()
    }
    fn set(&mut self, name: &str, value: Value) -> bool {
        name.strip_prefix("data.").is_some_and(|name| self.0.set(name, value))
    }
}

super::list! {
    /// A list of them.
    pub enum Kind: Settings {
        Plain = "plain",
        Nested = "nested",
    }
}

impl Kind {
    fn plain(&self) -> &Plain {
        match self {
            Self::Plain(it) | Self::Nested(Nested(it)) => it,
        }
    }
}

record! {
    /// An object of an experiment file.
    #[derive(Clone, Debug, PartialEq)]
    pub struct Inner {
        /// Its head.
        kind: Kind;
        /// Points of a curve.
        points: Vec<Vec<f64>> = Vec::new(), in Range::linear(0.0, 1.0), sized Size::table(0..=9, 2..=2);
    }
}

record! {
    /// An object that holds others.
    #[derive(Clone, Debug, PartialEq)]
    pub struct Outer {
        /// Its head.
        head: Kind;
        /// As far as the head says.
        shift: f64 = head.plain().shift, in Range::linear(-9.0, 9.0), follows head;
        /// A point of any length.
        start: Vec<f64> = vec![1.0, 2.0, 3.0], "w", in Range::linear(-1e6, 1e6), sized Size::list(0..=5);
        /// As many numbers as the head has.
        sizes: Vec<f64> = head.plain().hidden.clone(), in Range::whole(1, 64),
            sized Size::list(head.plain().hidden.len()..=head.plain().hidden.len()), follows head;
        /// Another member.
        other: Kind = Kind::Nested(Nested::default());
        /// Objects.
        inner: Vec<Inner> = Vec::new(), sized Size::list(0..=2);
    }
}

fn plain() -> Kind {
    Kind::Plain(Plain::default())
}

fn outer() -> Outer {
    Outer { inner: vec![Inner::new(plain()), Inner::new(plain())], ..Outer::new(plain()) }
}

fn read<R: Headed>(text: &str) -> Result<R, Fault> {
    Fields::new(String::new(), Json::parse(text)?)?.record()
}

fn said(fault: &Fault) -> String {
    let english = Strings::parse(include_str!("../../../../www/locales/en.json"));
    english.expect("the English strings").say(&fault.message())
}

fn numbers(length: usize) -> impl Strategy<Value = Vec<f64>> {
    vec(prop_oneof![-1e6..1e6, Just(-0.0), Just(5e-324), Just(1e6)], length)
}

proptest! {
    #![proptest_config(ProptestConfig {
        cases: 256,
        rng_seed: RngSeed::Fixed(1),
        failure_persistence: None,
        ..ProptestConfig::default()
    })]

    #[test]
    fn what_is_set_as_a_whole_or_by_its_numbers_reads_back(
        start in (0..=5_usize).prop_flat_map(numbers),
        q in (1..=3_usize, 1..=3_usize).prop_flat_map(|(rows, n)| vec(numbers(n), rows)),
    ) {
        let mut whole = outer();
        for (path, value) in [
            ("start", Value::List(start.clone())),
            ("head.q", Value::Table(q.clone())),
            ("other.data.q", Value::Table(q.clone())),
            ("inner[1].kind.q", Value::Table(q.clone())),
        ] {
            set(&mut whole, path, &value.text()).expect(path);
            prop_assert_eq!(knob(&whole, path).expect(path).value, value);
        }
        let text = json(&whole).text();
        let again: Outer = read(&text).expect("it was written");
        prop_assert_eq!(format!("{again:?}"), format!("{whole:?}"), "{}", text);

        // Number by number, from another one of the same size, it becomes the same.
        let mut single = whole.clone();
        let places = |row: usize, column: usize| format!("head.q[{row}][{column}]");
        for (row, numbers) in q.iter().enumerate() {
            for (column, number) in numbers.iter().enumerate() {
                set(&mut single, &places(row, column), "7").expect("a number");
                prop_assert_eq!(knob(&single, &places(row, column)).expect("there").text(), "7");
                set(&mut single, &places(row, column), &format!("{number}")).expect("a number");
            }
            let row_path = format!("head.q[{row}]");
            set(&mut single, &row_path, &Value::List(numbers.clone()).text()).expect("a row");
            let longer = Value::List([&numbers[..], &[1.0]].concat()).text();
            prop_assert!(set(&mut single, &row_path, &longer).is_err());
        }
        for (place, number) in start.iter().enumerate() {
            set(&mut single, &format!("start[{place}]"), &format!("{number}")).expect("a number");
        }
        prop_assert_eq!(format!("{single:?}"), format!("{whole:?}"));
        let beyond = format!("start[{}]", start.len());
        prop_assert!(knob(&single, &beyond).is_none());
        prop_assert_eq!(set(&mut single, &beyond, "1").expect_err("not there").path, beyond);
    }

    #[test]
    fn any_text_is_a_table_or_a_fault_that_changes_nothing(text in "[-0-9.,; \ne]{0,12}") {
        for path in ["head.q", "start", "inner[0].points", "other.data.hidden", "head.q[0]"] {
            let mut changed = outer();
            match set(&mut changed, path, &text) {
                Ok(()) => {
                    let value = knob(&changed, path).expect(path);
                    let again = value.typed(&value.text());
                    prop_assert_eq!(again, Ok(value.value));
                }
                Err(fault) => {
                    prop_assert!(fault.path.starts_with(path), "{}", fault);
                    prop_assert!(!said(&fault).contains('{'), "{}", said(&fault));
                    prop_assert_eq!(&changed, &outer());
                }
            }
        }
    }
}

#[test]
fn lists_are_typed_with_commas_or_spaces_and_tables_with_semicolons() {
    let mut edited = outer();
    for (path, text, shown) in [
        ("start", "1 2  3", "1, 2, 3"),
        ("start", " −1,2.5 ,۳ ", "-1, 2.5, 3"),
        ("start", "", ""),
        ("head.q", "1 2; 3, 4", "1, 2; 3, 4"),
        ("head.q", "1 2\n3 4\n", "1, 2; 3, 4"),
        ("head.q", "5;", "5"),
        ("inner[1].points", "0, 0.5; 1, 1", "0, 0.5; 1, 1"),
        ("inner[1].points", "", ""),
    ] {
        set(&mut edited, path, text).expect(text);
        assert_eq!(knob(&edited, path).expect(path).text(), shown, "{text}");
    }
    assert_eq!(edited.head, Kind::Plain(Plain { q: vec![vec![5.0]], ..Plain::default() }));
    let symbols = ["q[0]", "q[0][0]"].map(|name| {
        let knob = knob(&edited, &format!("head.{name}")).expect(name);
        assert_eq!(knob.name, name);
        knob.symbol.into_owned()
    });
    assert_eq!(symbols, ["q₁", "q₁₁"]);
}

#[test]
fn what_is_wrong_with_a_list_is_said_with_its_place() {
    let number =
        "is not a number; accepted is a number from −1000000 to 1000000, such as 0.001 or 1e-3.";
    let whole = "is not a whole number; accepted is a whole number from 1 to 64.";
    for (path, text, file, expected) in [
        ("q", "1, x", "[[1, \"x\"]]", format!("head.q[0][1]: “x” {number}")),
        ("q", "1, 2; 3,", "[[1, 2], [3, \"\"]]", format!("head.q[1][1]: “” {number}")),
        (
            "q",
            "1, 2; 3",
            "[[1, 2], [3]]",
            "head.q[1]: a row of 1 numbers stands below one of 2; accepted are rows of one length."
                .to_owned(),
        ),
        (
            "q",
            "1 2 3 4",
            "[[1, 2, 3, 4]]",
            "head.q: 4 is not how many numbers a row takes; accepted are 1–3.".to_owned(),
        ),
        (
            "q",
            "1; 2; 3; 4",
            "[[1], [2], [3], [4]]",
            "head.q: 4 is not how many rows it takes; accepted are 1–3.".to_owned(),
        ),
        ("q", "", "[]", "head.q: 0 is not how many rows it takes; accepted are 1–3.".to_owned()),
        ("hidden", "2, 1.5", "[2, 1.5]", format!("head.hidden[1]: “1.5” {whole}")),
        (
            "hidden",
            "1 2 3 4",
            "[1, 2, 3, 4]",
            "head.hidden: 4 is not how many numbers it takes; accepted are 1–3.".to_owned(),
        ),
    ] {
        let path = format!("head.{path}");
        let fault = set(&mut outer(), &path, text).expect_err(text);
        assert_eq!(said(&fault), expected);
        let name = path.trim_start_matches("head.");
        let file = format!(r#"{{"head": {{"kind": "plain", "{name}": {file}}}}}"#);
        let fault = read::<Outer>(&file).expect_err(&file);
        // A text in a file stands in its quotation marks.
        assert_eq!(said(&fault).replace('"', ""), expected);
    }
    for (file, expected) in [
        (
            r#"{"head": {"kind": "plain", "q": 1}}"#,
            "head.q must be a list of rows of numbers, such as [[1, 2], [3, 4]].",
        ),
        (
            r#"{"head": {"kind": "plain", "q": [1]}}"#,
            "head.q[0] must be a list of numbers, such as [1, 2].",
        ),
        (
            r#"{"head": {"kind": "plain"}, "start": {}}"#,
            "start must be a list of numbers, such as [1, 2].",
        ),
        (
            r#"{"head": {"kind": "nested", "data": {"x": 1}}}"#,
            "head.data.x is not known; accepted are: shift, hidden, q.",
        ),
        (r#"{"head": {"kind": "nested", "data": 1}}"#, "head.data must be an object { … }."),
        (r#"{"head": {"kind": "nested", "q": 1}}"#, "head.q is not known; accepted are: data."),
        (
            r#"{"head": {"kind": "plain"}, "inner": [{"kind": {"kind": "plain"}, "points": [[0, 2]]}]}"#,
            "inner[0].points[0][1]: 2 is out of range; accepted is a number from 0 to 1.",
        ),
        (
            r#"{"head": {"kind": "plain"}, "inner": [1, 2, 3]}"#,
            "inner has 3 members; at most 2 are accepted.",
        ),
        (
            r#"{"head": {"kind": "plain"}, "more": 1}"#,
            "more is not known; accepted are: head, shift, start, sizes, other, inner.",
        ),
    ] {
        assert_eq!(said(&read::<Outer>(file).expect_err(file)), expected);
    }
}

#[test]
fn what_follows_from_the_head_comes_with_another_head() {
    let mut edited = outer();
    set(&mut edited, "head.shift", "7").expect("a number");
    set(&mut edited, "start[1]", "8").expect("a number");
    set(&mut edited, "shift", "6").expect("a number");
    // Another kind has its own defaults.
    set(&mut edited, "head.kind", "nested").expect("a kind");
    assert_eq!((edited.shift, &edited.start[..]), (0.5, &[1.0, 8.0, 3.0][..]));
    let read: Outer = read(r#"{"head": {"kind": "plain", "shift": 4}}"#).expect("an object");
    assert_eq!(read.shift, 4.0);
    assert_eq!(knob(&read, "shift").map(|knob| knob.default), Some(Value::Number(4.0)));
    assert_eq!(knob(&read, "other.kind").map(|knob| knob.default.text()), Some("nested".into()));
    assert_eq!(check(&read, "head.shift"), Ok(()));
    let names: Vec<_> = read.entries().iter().map(|entry| entry.name).collect();
    assert_eq!(names, ["head", "shift", "start", "sizes", "other", "inner"]);
}

#[test]
fn a_list_stays_while_it_is_as_long_as_the_head_asks_for() {
    let mut edited = outer();
    for (path, text, sizes) in [
        ("head.hidden", "1, 2, 3", "1, 2, 3"),
        ("sizes", "4, 5, 6", "4, 5, 6"),
        ("head.hidden", "7, 8, 9", "4, 5, 6"),
        ("head.hidden", "7", "7"),
    ] {
        set(&mut edited, path, text).expect(text);
        assert_eq!(knob(&edited, "sizes").expect("a list").text(), sizes, "{path} = {text}");
    }
    let fault = set(&mut edited, "sizes", "1, 2").expect_err("two");
    assert_eq!(said(&fault), "sizes: 2 is not how many numbers it takes; accepted are 1.");
}
