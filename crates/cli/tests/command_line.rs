//! The command line as somebody at a terminal meets it.

mod program;

use descent_core::export::{Library, code};
use descent_core::settings::Range;
use descent_core::{Digest, Experiment, Landscape, Optimizer, Pace, Schedule, VERSION, gallery};
use program::{check_failure, descent, unread};
use serde_json::Value;

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
    assert_eq!(run.errors.lines().count(), 5);
}

#[test]
fn a_link_runs_and_is_drawn_like_the_file_it_stands_for() {
    let link = "https://descent.example/#v=1&experiment=assignment_b&epoch=500&chart=rate";
    let [by_name, by_link] = ["assignment_b", link].map(|source| descent(&["run", source], ""));
    assert!(by_link.succeeded, "{}", by_link.errors);
    assert_eq!(by_link.output, by_name.output);
    assert_eq!(by_link.errors, by_name.errors);
    let out = std::env::temp_dir().join(format!("descent-link-{}.svg", std::process::id()));
    let name = out.to_string_lossy();
    let render = descent(&["render", link, "--out", &*name], "");
    assert!(render.succeeded, "{}", render.errors);
    let svg = std::fs::read_to_string(&out).expect("a picture");
    assert!(svg.contains(">epoch 500<") && svg.contains("Learning rate per epoch"));
    assert!(svg.contains("#v=1&amp;experiment=assignment_b&amp;epoch=500&amp;chart=rate"));
    std::fs::remove_file(out).expect("the picture");
    check_failure(&["run", "#epochs=0"], "", "epochs: 0 is out of range");
}

#[test]
fn the_fingerprint_and_what_depends_on_rounding_are_said() {
    let errors = descent(&["run", "assignment_b", "--every", "1000"], "").errors;
    let experiment = Experiment::parse(include_str!("../../../experiments/assignment_b.json"));
    let digest = Digest::of(&experiment.expect("an experiment"));
    let said = format!("fingerprint {}, Descent {VERSION}", digest.short());
    assert_eq!(errors.lines().last(), Some(said.as_str()));
    assert!(errors.contains("run 2 depends on rounding, from epoch 1"));
    assert_eq!(errors.matches("rounding").count(), 1);
}

#[test]
fn the_tuned_runs_arrive_when_the_assignment_says() {
    let run = descent(&["run", "assignment_b"], "");
    for (index, first) in [("0", 120), ("1", 348), ("2", 68), ("3", 108)] {
        let cost = |epoch: usize| cell(&run.output, index, &epoch.to_string(), "cost");
        assert!((0..first).all(|epoch| cost(epoch) >= 3.5), "run {index}");
        assert!(cost(first) < 3.5, "run {index}");
    }
    assert_eq!(format!("{:.4}", cell(&run.output, "1", "1000", "cost")), "3.0698");
    assert_eq!(format!("{:.3}", cell(&run.output, "0", "1000", "cost")), "3.000");
}

#[test]
fn what_diverges_ends_at_its_last_finite_epoch() {
    let run = descent(&["run", "assignment_a", "--every", "5"], "");
    let momentum = run.output.lines().filter(|line| line.starts_with("1,"));
    let epochs: Vec<_> = momentum.filter_map(|line| line.split(',').nth(2)).collect();
    assert_eq!(epochs, ["0", "5", "10", "13"]);
    let finite = |number: &str| number.parse::<f64>().is_ok_and(f64::is_finite);
    assert!(run.output.lines().skip(1).all(|line| line.split(',').skip(2).all(finite)));
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
fn every_parameter_of_a_typed_formula_is_told() {
    for (formula, dim) in [("w^2", 1), ("w1^2 + w3^2*w2^2", 3)] {
        let file = format!(
            r#"{{"version": 1, "landscape": {{"kind": "formula", "formula": "{formula}"}},
            "epochs": 5, "runs": [{{"optimizer": {{"kind": "adam"}}}}]}}"#
        );
        let [csv, json] =
            ["csv", "json"].map(|it| descent(&["run", "-", "--format", it], &file).output);
        let json: Value = serde_json::from_str(&json).expect("JSON");
        let w = json[0]["epochs"][5]["w"].as_array().expect("a list");
        assert_eq!(w.len(), dim, "{formula}");
        for (place, w) in w.iter().enumerate() {
            assert_eq!(*w, cell(&csv, "0", "5", &format!("w{}", place + 1)), "{formula}");
        }
    }
}

#[test]
fn one_run_can_be_asked_for_and_its_state() {
    let all = descent(&["run", "assignment_a", "--every", "50"], "").output;
    let one = descent(&["run", "assignment_a", "--every", "50", "--run", "3"], "");
    let third = |line: &&str| line.starts_with("run,") || line.starts_with("3,");
    assert!(one.output.lines().eq(all.lines().filter(third)), "{}", one.output);
    assert_eq!(one.errors.lines().count(), 2);
    let json = ["run", "assignment_a", "--run", "3", "--format", "json"];
    let json: Value = serde_json::from_str(&descent(&json, "").output).expect("JSON");
    assert_eq!((json.as_array().map(Vec::len), &json[0]["run"]), (Some(1), &Value::from(3)));

    let state = descent(&["run", "assignment_a", "--run", "3", "--state"], "").output;
    let header = "run,optimizer,epoch,learning_rate,w1,w2,cost,gradient1,gradient2,evaluations,\
                  m1,m2,v1,v2,beta1_power,beta2_power";
    assert_eq!(state.lines().next(), Some(header));
    assert_eq!(cell(&state, "3", "150", "cost"), cell(&all, "3", "150", "cost"));
    assert_eq!(cell(&state, "3", "150", "evaluations"), 151.0);
    // At epoch 1, m is a tenth of the gradient at the start.
    let ratio = cell(&state, "3", "1", "m1") / cell(&state, "3", "0", "gradient1");
    assert!((ratio - 0.1).abs() < 1e-15);

    let state = ["run", "assignment_a", "--run", "3", "--state", "--format", "csv"];
    assert_eq!(descent(&state, "").output.lines().next(), Some(header));
}

#[test]
fn an_experiment_is_written_as_a_script() {
    let file = gallery::GALLERY.iter().find(|exhibit| exhibit.id == "assignment_a");
    let experiment = Experiment::parse(file.expect("in the gallery").file).expect("an experiment");
    let out = std::env::temp_dir().join(format!("descent-{}.py", std::process::id()));
    for library in Library::ALL {
        let script = code(&experiment, library).expect("a formula");
        let arguments = ["export", "assignment_a", "--as", library.id()];
        let printed = descent(&arguments, "");
        assert!(printed.succeeded && printed.errors.is_empty(), "{}", printed.errors);
        assert_eq!(printed.output, script);
        let written = descent(&[&arguments[..], &["--out", &out.to_string_lossy()]].concat(), "");
        assert!(written.succeeded && written.output.is_empty(), "{}", written.errors);
        assert_eq!(std::fs::read_to_string(&out).expect("a script"), script);
    }
    std::fs::remove_file(out).expect("the script");
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
fn a_reader_may_stop_reading() {
    let file = r#"{"version": 1, "landscape": {"kind": "booth"}, "epochs": 20000,
                   "runs": [{"optimizer": {"kind": "adam"}}]}"#;
    let errors = unread(&["run", "-"], file);
    assert_eq!(errors, (Some(0), String::new()));
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
        assert!(members.iter().all(|member| member["name"].is_string()));
        for knob in members.iter().flat_map(|member| member["knobs"].as_array().expect("knobs")) {
            assert!(!knob["default"].is_null(), "{knob}");
        }
    }
}

#[test]
fn a_knob_is_listed_with_its_symbol_and_what_it_accepts() {
    let output = descent(&["list", "optimizers"], "").output;
    let lines: String = output.lines().map(str::trim_start).collect();
    for knob in [
        r#"{"default": 0.9,"name": "beta1","range": [0.0,0.9999],"symbol": "β₁"}"#,
        r#"{"default": false,"name": "amsgrad"}"#,
        r#"{"choices": ["classical","pytorch","averaged"],"default": "classical","name": "convention"}"#,
    ] {
        assert!(lines.contains(knob), "{knob}");
    }
}

#[test]
fn fields_are_listed_with_their_ranges() {
    let output = descent(&["list", "fields"], "").output;
    let fields: Vec<Value> = serde_json::from_str(&output).expect("JSON");
    let found = fields.iter().map(|field| {
        let range = [0, 1].map(|end| field["range"][end].as_f64().expect("a number"));
        (field["name"].as_str().expect("a name"), range)
    });
    let range = |range: Range| [range.min, range.max];
    let expected = [
        ("start[0]", range(Experiment::START)),
        ("start[1]", range(Experiment::START)),
        ("epochs", range(Experiment::EPOCHS)),
        ("seed", range(Experiment::SEED)),
        ("learning_rate", range(Pace::LEARNING_RATE)),
        ("warmup", range(Pace::WARMUP)),
    ];
    assert_eq!(found.collect::<Vec<_>>(), expected);
}

#[test]
fn every_experiment_of_the_gallery_runs_and_is_drawn() {
    let list = descent(&["list", "experiments"], "").output;
    let list: Vec<Value> = serde_json::from_str(&list).expect("JSON");
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../../experiments");
    assert_eq!(std::fs::read_dir(folder).expect("the experiments").count(), list.len());
    let out = std::env::temp_dir().join(format!("descent-{}.png", std::process::id()));
    for id in list.iter().filter_map(|exhibit| exhibit["id"].as_str()) {
        let by_name = descent(&["run", id, "--every", "50"], "");
        let by_file = descent(&["run", &format!("{folder}/{id}.json"), "--every", "50"], "");
        assert!(by_name.succeeded && by_file.succeeded, "{id}: {}", by_file.errors);
        assert_eq!(by_name.output, by_file.output, "{id}");
        let name = out.to_string_lossy();
        let size = ["--width", "520", "--height", "300", "--samples", "32", "--scale", "1"];
        let render = descent(&[&["render", id, "--out", &*name], &size[..]].concat(), "");
        assert!(render.succeeded, "{id}: {}", render.errors);
        let png = std::fs::read(&out).expect("a picture");
        assert!(png.starts_with(b"\x89PNG"), "{id}");
    }
    std::fs::remove_file(out).expect("the picture");
}
