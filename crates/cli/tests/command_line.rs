//! The command line as somebody at a terminal meets it.

mod program;

use descent_core::{Landscape, Optimizer, Schedule};
use program::{Ended, descent};
use serde_json::Value;

/// A command that must fail with one line and the number 2.
fn check_failure(arguments: &[&str], input: &str, said: &str) {
    let Ended { code, output, errors, .. } = descent(arguments, input);
    assert_eq!(code, Some(2), "{arguments:?}: {errors}");
    assert_eq!(output, "", "{arguments:?}");
    assert_eq!(errors.lines().count(), 1, "{arguments:?}: {errors}");
    assert!(errors.contains(said), "{arguments:?}: {errors}");
}

/// The value of a column in the row of a run and an epoch.
fn cell(csv: &str, run: &str, epoch: &str, column: &str) -> f64 {
    let mut lines = csv.lines().map(|line| line.split(',').collect::<Vec<_>>());
    let header = lines.next().expect("a header");
    let place = header.iter().position(|name| *name == column).expect(column);
    let row = lines.find(|row| row[0] == run && row[2] == epoch);
    row.expect("a row")[place].parse().expect("a number")
}

#[test]
fn the_assignments_figures_come_out() {
    let run = descent(&["run", "assignment_a_notes"], "");
    assert!(run.succeeded, "{}", run.errors);
    let header = "run,optimizer,epoch,learning_rate,w1,w2,cost";
    assert_eq!(run.output.lines().next(), Some(header));
    let six = |run_index: &str, epoch: &str| {
        format!("{:.5e}", cell(&run.output, run_index, epoch, "cost"))
    };
    assert_eq!(six("0", "1"), "2.42838e0");
    assert_eq!(six("0", "150"), "3.64019e-1");
    assert_eq!(six("2", "150"), "2.52510e0");
    assert_eq!(six("3", "150"), "1.17549e1");
    assert!(run.errors.contains("run 1, Momentum: diverged at 14"), "{}", run.errors);
    assert_eq!(run.errors.lines().count(), 4);
}

#[test]
fn numbers_have_seventeen_digits_and_read_back() {
    let run = descent(&["run", "assignment_a", "--every", "150"], "");
    let w1 = run.output.lines().nth(2).and_then(|line| line.split(',').nth(4)).expect("a number");
    assert_eq!(w1.len(), "3.9737853923448185e-1".len());
    assert_eq!(w1.parse::<f64>().expect("a number"), 0.39737853923448185);
}

#[test]
fn json_has_the_same_numbers() {
    let csv = descent(&["run", "assignment_a", "--every", "50"], "").output;
    let json = descent(&["run", "assignment_a", "--every", "50", "--format", "json"], "").output;
    let json: Value = serde_json::from_str(&json).expect("JSON");
    assert_eq!(json[0]["epochs"][3]["epoch"], 150);
    assert_eq!(json[0]["epochs"][3]["cost"], cell(&csv, "0", "150", "cost"));
    assert_eq!(json[1]["diverged_at"], 14);
}

#[test]
fn an_experiment_comes_from_the_standard_input_too() {
    let file = r#"{"version": 1, "landscape": {"kind": "booth"}, "epochs": 3,
                   "runs": [{"optimizer": {"kind": "adam"}}]}"#;
    let run = descent(&["run", "-"], file);
    assert!(run.succeeded, "{}", run.errors);
    assert_eq!(run.output.lines().count(), 1 + 4);
}

#[test]
fn what_is_wrong_is_said_in_one_line() {
    check_failure(&["run", "nothing.json"], "", "nothing.json cannot be read");
    check_failure(&["run", "-"], "{", "line 1, column 1");
    check_failure(&["run", "-"], r#"{"version": 1}"#, "landscape is missing");
    let bad = r#"{"version": 1, "landscape": {"kind": "booth"}, "epochs": 1e9}"#;
    check_failure(&["run", "-"], bad, "epochs: 1e9 is out of range");
    check_failure(&["render", "assignment_a", "--out", "a.gif"], "", "must end in .svg or .png");
    check_failure(&["render", "assignment_a", "--out", "/nowhere/a.svg"], "", "cannot be written");
}

#[test]
fn lists_name_every_member_with_its_knobs() {
    let lists = [
        ("landscapes", Landscape::KINDS),
        ("optimizers", Optimizer::KINDS),
        ("schedules", Schedule::KINDS),
    ];
    for (list, kinds) in lists {
        let output = descent(&["list", list], "").output;
        let members: Vec<Value> = serde_json::from_str(&output).expect("JSON");
        let found: Vec<_> = members.iter().map(|member| member["kind"].clone()).collect();
        assert_eq!(found, kinds);
        for knob in members.iter().flat_map(|member| member["knobs"].as_array().expect("knobs")) {
            assert!(!knob["default"].is_null(), "{knob}");
        }
    }
}

#[test]
fn every_experiment_of_the_gallery_runs_and_is_drawn() {
    let ids = descent(&["list", "experiments"], "").output;
    let ids: Vec<String> = serde_json::from_str(&ids).expect("JSON");
    let out = std::env::temp_dir().join(format!("descent-{}.png", std::process::id()));
    for id in &ids {
        assert!(descent(&["run", id, "--every", "50"], "").succeeded, "{id}");
        let name = out.to_string_lossy();
        let size = ["--width", "400", "--height", "300", "--samples", "32", "--scale", "1"];
        let render = descent(&[&["render", id, "--out", &*name], &size[..]].concat(), "");
        assert!(render.succeeded, "{id}: {}", render.errors);
        let png = std::fs::read(&out).expect("a picture");
        assert!(png.starts_with(b"\x89PNG"), "{id}");
    }
    std::fs::remove_file(out).expect("the picture");
}
