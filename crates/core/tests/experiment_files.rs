//! Experiment files: what is written reads back, and what is wrong is said in one
//! line with the way to it.

use descent_core::fault::Problem;
use descent_core::{Experiment, Landscape, Optimizer, RunSpec, Schedule, Strings};

fn english() -> Strings {
    Strings::parse(include_str!("../../../www/locales/en.json")).expect("the English strings")
}

/// What a person is told about a broken file.
fn check(file: &str, expected: &str) {
    let fault = Experiment::parse(file).expect_err("a fault");
    assert_eq!(english().say(&fault.message()), expected, "in {file}");
}

/// A file with these fields after the landscape.
fn with(fields: &str) -> String {
    format!(r#"{{"version": 1, "landscape": {{"kind": "rosenbrock"}}, {fields}}}"#)
}

/// A file whose only run is this.
fn with_run(run: &str) -> String {
    with(&format!(r#""runs": [{run}]"#))
}

#[test]
fn every_member_of_every_list_reads_back() {
    for landscape in Landscape::all() {
        for optimizer in Optimizer::all() {
            let mut experiment = Experiment { seed: 7, ..Experiment::new(landscape.clone()) };
            for schedule in Schedule::all() {
                experiment.runs.push(RunSpec {
                    schedule,
                    warmup: 3,
                    ..RunSpec::new(optimizer.clone())
                });
            }
            let text = experiment.json().text();
            assert_eq!(Experiment::parse(&text), Ok(experiment), "{text}");
        }
    }
}

#[test]
fn what_is_left_out_takes_its_default() {
    let file = with_run(r#"{"optimizer": {"kind": "adam", "beta1": 0.5}}"#);
    let experiment = Experiment::parse(&file).expect("an experiment");
    let rosenbrock = Landscape::from_kind("rosenbrock").expect("listed");
    assert_eq!(experiment.start, rosenbrock.get().start());
    assert_eq!(experiment.epochs, 150);
    let [run] = experiment.runs.as_slice() else { panic!("one run") };
    assert_eq!(run.learning_rate, 0.01);
    let text = serde_json::to_value(experiment.json()).expect("text");
    assert_eq!(text["runs"][0]["optimizer"]["beta1"], 0.5);
    assert_eq!(text["runs"][0]["optimizer"]["beta2"], 0.999);
}

#[test]
fn a_fault_in_the_whole_is_said() {
    check("", "The file is empty; accepted is an object { … } that describes an experiment.");
    check("[1, 2", "Not a JSON file: line 1, column 5: EOF while parsing a list.");
    check("[]", "The file must be an object { … } that describes an experiment.");
    check("{}", "version is missing.");
    check(r#"{"version": 2}"#, "version “2” is not known; this program reads versions up to 1.");
    check(r#"{"version": 1}"#, "landscape is missing.");
    check(&with(r#""start": [1]"#), "start must be a list of two numbers, [w1, w2].");
    check(
        &with(r#""start": [1, 1e7]"#),
        "start[1]: 1e7 is out of range; accepted is a number from −1000000 to 1000000.",
    );
    check(
        &with(r#""epochs": 1e9"#),
        "epochs: 1e9 is out of range; accepted is a whole number from 1 to 100000.",
    );
    for text in ["1.5", "true", r#""150""#] {
        check(
            &with(&format!(r#""epochs": {text}"#)),
            &format!(
                "epochs: “{text}” is not a whole number; \
                 accepted is a whole number from 1 to 100000."
            ),
        );
    }
    check(
        &with(r#""speed": 1"#),
        "speed is not known; accepted are: version, landscape, penalty, start, epochs, seed, noise, runs.",
    );
    check(
        r#"{"version": 1, "landscape": {"kind": "rosenbrock", "a": 1}}"#,
        "landscape.a is not known; nothing can be set here.",
    );
}

#[test]
fn a_fault_in_a_run_is_said_with_the_way_to_it() {
    check(&with_run("1"), "runs[0] must be an object { … }.");
    check(&with_run("{}"), "runs[0].optimizer is missing.");
    check(&with_run(r#"{"optimizer": {}}"#), "runs[0].optimizer.kind is missing.");
    check(
        &with_run(r#"{"optimizer": {"kind": "adam", "beta3": 1}}"#),
        "runs[0].optimizer.beta3 is not known; accepted are: \
         beta1, beta2, epsilon, epsilon_hat, bias_correction, amsgrad.",
    );
    check(
        &with_run(r#"{"optimizer": {"kind": "adam", "beta1": 2}}"#),
        "runs[0].optimizer.beta1: 2 is out of range; accepted is a number from 0 to 0.9999.",
    );
    check(
        &with_run(r#"{"optimizer": {"kind": "adam", "amsgrad": "yes"}}"#),
        "runs[0].optimizer.amsgrad must be true or false.",
    );
    check(
        &with_run(r#"{"optimizer": {"kind": "adam"}, "learning_rate": "fast"}"#),
        "runs[0].learning_rate: “\"fast\"” is not a number; \
         accepted is a number from 0 to 1000000, such as 0.001 or 1e-3.",
    );
    check(
        &with_run(r#"{"optimizer": {"kind": "adam"}, "learning_rate": -1}"#),
        "runs[0].learning_rate: −1 is out of range; accepted is a number from 0 to 1000000.",
    );
    let many = |runs: usize| with_run(&vec![r#"{"optimizer": {"kind": "adam"}}"#; runs].join(","));
    assert_eq!(Experiment::parse(&many(32)).expect("an experiment").runs.len(), 32);
    check(&many(33), "runs has 33 members; at most 32 are accepted.");
}

#[test]
fn an_unknown_path_is_said_with_those_beside_it() {
    let run = r#"{"optimizer": {"kind": "adagrad"}, "schedule": {"kind": "constant"}}"#;
    let mut experiment = Experiment::parse(&with_run(run)).expect("an experiment");
    for (path, expected) in [
        ("strat", "landscape.kind, penalty.kind, start, epochs, seed, noise.kind."),
        ("start[2]", "start, start[0], start[1]."),
        ("landscape.a", "kind."),
        ("runs[0].rate", "optimizer.kind, learning_rate, schedule.kind, warmup."),
        ("runs[0].optimizer.beta1", "kind, epsilon, epsilon_placement, initial_accumulator."),
        ("runs[0].schedule.decay", "kind."),
    ] {
        let fault = experiment.set(path, "1").expect_err(path);
        let expected = format!("{path} is not known; accepted are: {expected}");
        assert_eq!(english().say(&fault.message()), expected);
    }
    let fault = experiment.set("runs[1].warmup", "1").expect_err("no such run");
    let expected = "runs[1].warmup is not known; nothing can be set here.";
    assert_eq!(english().say(&fault.message()), expected);
}

#[test]
fn an_unknown_name_is_said_with_the_list() {
    let known = Optimizer::KINDS.join(", ");
    check(
        &with_run(r#"{"optimizer": {"kind": 1}}"#),
        &format!(
            "runs[0].optimizer.kind must be a name in quotation marks; accepted are: {known}."
        ),
    );
    check(
        &with_run(r#"{"optimizer": {"kind": "sgd"}}"#),
        &format!("runs[0].optimizer.kind: “sgd” is not known; accepted are: {known}."),
    );
}

#[test]
fn fields_keep_their_order() {
    let rule = r#"{"optimizer": {"kind": "custom", "parameters": {"b": 2, "a": 1},
                   "rule": ["w = w - a*b*rate*g"]}}"#;
    let experiment = Experiment::parse(&with_run(rule)).expect("an experiment");
    let text = experiment.json().text();
    assert!(text.contains(r#""parameters":{"b":2.0,"a":1.0}"#), "{text}");
}

#[test]
fn the_longest_file_is_read_and_no_longer_one() {
    let file = with(r#""runs": []"#);
    let most = Experiment::MOST_BYTES;
    for length in [most - 1, most, most + 1, most + 2, 3 * most] {
        let padded = format!("{file}{}", " ".repeat(length - file.len()));
        let too_long = Problem::TooLong { found: length, most };
        let expected = if length > most { Some(too_long) } else { None };
        for read in [Experiment::parse(&padded), Experiment::from_bytes(padded.as_bytes())] {
            assert_eq!(read.err().map(|fault| fault.problem), expected, "{length}");
        }
    }
}

#[test]
fn nesting_without_end_is_refused() {
    let deep = "[".repeat(100_000);
    let fault = Experiment::parse(&deep).expect_err("too deep");
    assert!(english().say(&fault.message()).contains("recursion limit"));
}
