//! Models on data, their minibatches, and runs over them.

use descent_core::{Digest, Experiment, Run, Session, Table, Task, gallery};
use serde_json::Value;

fn cases() -> Vec<Value> {
    let file = include_str!("../../../tests/reference/models.json");
    let file: Value = serde_json::from_str(file).expect("valid JSON");
    let cases = file["cases"].as_array().expect("cases").clone();
    assert_eq!(cases.len(), 24);
    cases
}

fn experiment(case: &Value) -> Experiment {
    let mut case = case.clone();
    let fields = case.as_object_mut().expect("an object");
    fields.remove("expected");
    fields.insert("version".to_owned(), 1.into());
    Experiment::parse(&case.to_string()).expect("an experiment")
}

fn run(experiment: &Experiment) -> Run {
    let mut run = Run::new(experiment.task(), &experiment.start, &experiment.runs[0]);
    run.extend_to(experiment.steps());
    run
}

/// A run over minibatches of two of five rows, as a file; `more` are more fields of the landscape.
fn minibatches(seed: u64, more: &str) -> Experiment {
    let text = format!(
        r#"{{"version": 1, "seed": {seed}, "epochs": 700, "start": [0.5, -0.5],
            "landscape": {{"kind": "model", "model": {{"kind": "linear"}}, "loss": "mse",
                "data": {{"x": [[-2], [-1], [0], [1], [2]], "y": [-2.4, -0.9, 0.1, 1.9, 2.8]}},
                "batch_size": 2{more}}},
            "runs": [{{"optimizer": {{"kind": "nesterov"}}, "learning_rate": 0.01}},
                     {{"optimizer": {{"kind": "adam"}}, "learning_rate": 0.01}}]}}"#
    );
    Experiment::parse(&text).expect("an experiment")
}

const SHUFFLED: &str = r#", "shuffle": true"#;

/// Runs of jax and optax in double precision: source and settings stand in the file.
#[test]
fn runs_are_those_of_jax_and_optax() {
    for (number, case) in cases().iter().enumerate() {
        let experiment = experiment(case);
        let run = run(&experiment);
        let near = |found: f64, expected: &Value| {
            let expected = expected.as_f64().expect("a number");
            (found - expected).abs() <= 1e-12 * expected.abs().max(1.0)
        };
        for row in case["expected"].as_array().expect("rows") {
            let step = row["step"].as_u64().expect("a step") as usize;
            let w = run.trajectory().params(step).expect("known");
            let expected = row["w"].as_array().expect("numbers");
            assert_eq!(w.len(), expected.len());
            let cost = run.trajectory().cost[step];
            assert!(near(cost, &row["cost"]), "case {number}, step {step}: {cost}");
            for (found, expected) in w.iter().zip(expected) {
                assert!(near(*found, expected), "case {number}, step {step}: {found}");
            }
        }
    }
}

/// The regression that the course does by hand: two minibatches in order, with momentum.
#[test]
fn the_step_that_the_course_does_by_hand() {
    let text = r#"{"version": 1, "epochs": 1, "start": [1, -1, -1, 1],
        "landscape": {"kind": "model", "model": {"kind": "quadratic_features"}, "loss": "mse",
            "data": {"x": [[1, -1], [2, 0], [0, 2], [-1, 1]], "y": [10, 13, 11, 4]},
            "batch_size": 2},
        "runs": [{"optimizer": {"kind": "momentum", "beta": 0.9, "convention": "classical"},
                  "learning_rate": 0.1, "schedule": {"kind": "constant"}}]}"#;
    let run = run(&Experiment::parse(text).expect("an experiment"));
    let near = |found: &[f64], expected: &[f64]| {
        assert_eq!(found.len(), expected.len());
        found.iter().zip(expected).all(|(a, b)| (a - b).abs() < 1e-12)
    };
    let lines = |step| run.lines(step).expect("known");
    assert!(near(&lines(1)[0].numbers, &[-40.0, -8.0, 8.0, -16.0]));
    assert!(near(&lines(2)[0].numbers, &[5.2, -31.6, -5.2, -4.0]));
    let path = run.trajectory();
    assert!(near(&path.batch_cost[1..], &[64.0, 55.84]));
    assert!(near(path.params(1).expect("known"), &[5.0, -0.2, -1.8, 2.6]));
    assert!(near(path.params(2).expect("known"), &[8.08, 3.68, -2.0, 4.44]));
}

#[test]
fn a_table_has_a_row_for_every_update() {
    let experiment = minibatches(0, "");
    let experiment = Experiment { epochs: 2, ..experiment };
    let mut session = Session::new(experiment.clone());
    session.complete();
    let table = Table {
        experiment: &experiment,
        only: Some(1),
        every: 1,
        detail: descent_core::run::table::Detail::Path,
    };
    let text = table.text(session.runs());
    let rows: Vec<Vec<&str>> = text.lines().map(|line| line.split(',').collect()).collect();
    assert_eq!(
        rows[0],
        ["run", "optimizer", "epoch", "step", "learning_rate", "w1", "w2", "cost", "batch_cost"]
    );
    let column = |place: usize| rows[1..].iter().map(|row| row[place]).collect::<Vec<_>>();
    assert_eq!(column(2), ["0", "0", "0", "1", "1", "1", "2"]);
    assert_eq!(column(3), ["0", "1", "2", "3", "4", "5", "6"]);
    assert_eq!(rows[1][8], "", "no update leads to the start");
    // The first batch is rows 0 and 1, at the start.
    let first = (0.9 * 0.9 + 0.1 * 0.1) / 2.0;
    assert!((rows[2][8].parse::<f64>().expect("a number") - first).abs() < 1e-14);
    // Where all rows are seen at once, there are neither steps nor batches.
    let whole = minibatches(0, "").task().landscape;
    assert!(matches!(whole, descent_core::Landscape::Model(_)));
    let whole = gallery::named("assignment_b").expect("listed");
    let header = Table { experiment: whole, ..table }.header();
    assert_eq!(header, "run,optimizer,epoch,learning_rate,w1,w2,cost");
}

#[test]
fn a_seed_decides_the_order_of_rows_and_every_epoch_has_another() {
    let digest = |seed, more| Digest::of(&minibatches(seed, more));
    assert_eq!(digest(0, ""), digest(7, ""), "in order, whatever the seed");
    assert_eq!(digest(1, SHUFFLED), digest(1, SHUFFLED));
    assert_ne!(digest(1, SHUFFLED), digest(2, SHUFFLED));
    assert_ne!(digest(1, SHUFFLED), digest(1, ""));
    // Over the minibatches of one epoch each row is seen once: their costs at one point have the
    // mean of all rows, weighted by how many each has.
    let task = minibatches(3, SHUFFLED).task();
    let oracle = task.oracle().expect("minibatches");
    let w = [0.3, 0.9];
    let mut seen = Vec::new();
    for epoch in 0..50 {
        let costs = [1, 2, 3].map(|k| oracle.sample(3 * epoch + k, &w, &mut [0.0; 2]));
        let mean = (2.0 * costs[0] + 2.0 * costs[1] + costs[2]) / 5.0;
        let cost = descent_core::Problem::cost(&task, &w);
        assert!((mean - cost).abs() < 1e-14, "{mean} {cost}");
        seen.push(costs.map(f64::to_bits));
    }
    seen.sort_unstable();
    seen.dedup();
    // Of the 30 ways to cut five rows into pairs and a single one.
    assert!(seen.len() > 15, "{}", seen.len());
    // Asked in any order, it answers the same.
    let again = task.oracle().expect("minibatches");
    for step in [150, 1, 77, 149, 2] {
        let ask = |it: &dyn descent_core::task::Oracle| {
            let mut gradient = [0.0; 2];
            (it.sample(step, &w, &mut gradient), gradient)
        };
        assert_eq!(ask(&*oracle), ask(&*again), "{step}");
    }
}

#[test]
fn a_run_over_minibatches_is_replayed_from_any_step() {
    let experiment = minibatches(5, SHUFFLED);
    for spec in &experiment.runs {
        let task: Task = experiment.task();
        let mut run = Run::new(&task, &experiment.start, spec);
        for step in [1, 5, 1023, 1024, 1500, 2100] {
            run.extend_to(step);
        }
        assert_eq!(run.trajectory().len(), 2101);
        for (step, state) in run.snapshots().enumerate().step_by(101) {
            assert_eq!(run.snapshot(step).as_ref(), Some(&state), "{step}");
            assert_eq!(Some(state.params.as_slice()), run.trajectory().params(step));
        }
        let mut again = Run::new(&task, &experiment.start, spec);
        again.extend_to(2100);
        assert_eq!(again.trajectory(), run.trajectory());
    }
}

#[test]
fn a_file_that_does_not_fit_is_refused_at_its_place() {
    let file = |landscape: &str| {
        format!(r#"{{"version": 1, "landscape": {{"kind": "model", {landscape}}}, "epochs": 3}}"#)
    };
    let data = r#""data": {"x": [[1, 2], [3, 4]], "y": [0, 1]}"#;
    for (landscape, path) in [
        (r#""data": {"x": [[1, 2], [3]], "y": [0, 1]}"#.to_owned(), "landscape.data.x[1]"),
        (r#""data": {"x": [[1, 2], [3, "a"]], "y": [0, 1]}"#.to_owned(), "landscape.data.x[1][1]"),
        (r#""data": {"x": [[1, 2]], "y": [0, 1]}"#.to_owned(), "landscape.data.y"),
        (r#""data": {"x": [], "y": []}"#.to_owned(), "landscape.data.x"),
        (r#""data": {"x": [[1]]}"#.to_owned(), "landscape.data.y"),
        (r#""data": {"y": [1, 2]}"#.to_owned(), "landscape.data.x"),
        (format!(r#"{data}, "batch_size": 0"#), "landscape.batch_size"),
        (format!(r#"{data}, "batch_size": 3"#), "landscape.batch_size"),
        (format!(r#"{data}, "model": {{"kind": "polynomial"}}"#), "landscape.data.x"),
        (
            format!(r#"{data}, "model": {{"kind": "linear", "degree": 2}}"#),
            "landscape.model.degree",
        ),
        (
            format!(r#"{data}, "model": {{"kind": "network", "hidden": [64, 64, 64]}}"#),
            "landscape.model",
        ),
        (
            r#""loss": "bce", "data": {"x": [[1], [2]], "y": [0, 2]}"#.to_owned(),
            "landscape.data.y[1]",
        ),
    ] {
        let fault = Experiment::parse(&file(&landscape)).expect_err(&landscape);
        assert_eq!(fault.path, path, "{landscape}");
    }
}

/// What a run records must fit into memory, whatever is asked for.
#[test]
fn a_run_that_would_record_too_much_is_refused() {
    let rows = vec!["[1, 2]"; 500].join(",");
    let y = vec!["0"; 500].join(",");
    let text = format!(
        r#"{{"version": 1, "epochs": 100000,
            "landscape": {{"kind": "model", "model": {{"kind": "network", "hidden": [20]}},
                "data": {{"x": [{rows}], "y": [{y}]}}, "batch_size": 1}},
            "runs": [{{"optimizer": {{"kind": "adam"}}}}]}}"#
    );
    let fault = Experiment::parse(&text).expect_err("too much");
    assert_eq!(fault.path, "epochs");
    // Few numbers, but many rows behind each of them.
    let slow = text.replace("\"batch_size\": 1", "\"batch_size\": 500").replace("[20]", "[60]");
    let fault = Experiment::parse(&slow).expect_err("too slow");
    assert_eq!(fault.path, "epochs");
    let mut small = Experiment::parse(&text.replace("100000", "10")).expect("few");
    assert_eq!(small.set("epochs", "100000").expect_err("too much").path, "epochs");
    assert_eq!(small.epochs, 10);
}
