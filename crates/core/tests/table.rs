//! A table tells what a run carried, to the bit.

use descent_core::run::table::Detail;
use descent_core::{Experiment, Landscape, Optimizer, Run, RunSpec, Schedule, Table};

/// Beyond one kept state.
const EPOCHS: usize = 1100;

/// Every optimizer on a landscape where some of them diverge.
fn experiment() -> Experiment {
    let landscape = Landscape::from_kind("rosenbrock").expect("in the list");
    let schedule = Schedule::from_kind("cosine").expect("in the list");
    let mut experiment = Experiment { epochs: EPOCHS, ..Experiment::new(landscape) };
    let spec =
        |optimizer| RunSpec { schedule: schedule.clone(), warmup: 5, ..RunSpec::new(optimizer) };
    experiment.runs = Optimizer::all().into_iter().map(spec).collect();
    experiment.runs[0].learning_rate = 0.1;
    experiment
}

fn runs(experiment: &Experiment) -> Vec<Run> {
    let begin = |spec| Run::new(&experiment.landscape, &experiment.start, spec);
    let mut runs: Vec<Run> = experiment.runs.iter().map(begin).collect();
    runs.iter_mut().for_each(|run| run.extend_to(EPOCHS));
    runs
}

/// A table's rows by the names of their columns.
struct Rows {
    names: Vec<String>,
    rows: Vec<Vec<String>>,
}

impl Rows {
    fn of(table: Table, runs: &[Run]) -> Self {
        let cells = |line: &str| line.split(',').map(str::to_owned).collect::<Vec<_>>();
        let text = table.text(runs);
        assert!(text.ends_with('\n'));
        let mut lines = text.lines();
        let names = cells(lines.next().expect("a header"));
        Self { names, rows: lines.map(cells).collect() }
    }

    fn cell(&self, row: &[String], name: &str) -> String {
        let place = self.names.iter().position(|known| known == name);
        row[place.unwrap_or_else(|| panic!("no column {name}"))].clone()
    }

    #[track_caller]
    fn check(&self, row: &[String], name: &str, expected: f64) {
        let found: f64 = self.cell(row, name).parse().expect("a number");
        assert_eq!(found.to_bits(), expected.to_bits(), "{name} in {row:?}");
    }
}

#[test]
fn every_number_of_a_state_reads_back() {
    let experiment = experiment();
    let runs = runs(&experiment);
    for (number, run) in runs.iter().enumerate() {
        let table = Rows::of(Table::state_of(&experiment, number), &runs);
        assert_eq!(table.rows.len(), run.trajectory().len());
        for (epoch, row) in table.rows.iter().enumerate().step_by(97) {
            let state = run.snapshot(epoch).expect("a known epoch");
            assert_eq!(table.cell(row, "run"), number.to_string());
            assert_eq!(table.cell(row, "epoch"), epoch.to_string());
            assert_eq!(table.cell(row, "optimizer"), experiment.runs[number].optimizer.kind());
            assert_eq!(table.cell(row, "evaluations"), state.evaluations.to_string());
            table.check(row, "learning_rate", run.trajectory().rate[epoch]);
            table.check(row, "cost", state.cost);
            let vectors = [("w", &state.params), ("gradient", &state.gradient)];
            let slots = state.slots.iter().map(|(name, vector)| (name.as_str(), vector));
            for (name, vector) in vectors.into_iter().chain(slots) {
                table.check(row, &format!("{name}1"), vector[0]);
                table.check(row, &format!("{name}2"), vector[1]);
            }
            let products = experiment.runs[number].optimizer.get().products();
            for (name, product) in products.iter().zip(state.products) {
                table.check(row, name, product);
            }
        }
    }
}

/// β1ᵗ and β2ᵗ of Adam at its fifth step.
#[test]
fn products_are_what_their_names_say() {
    let experiment = experiment();
    let runs = runs(&experiment);
    let adam = experiment.runs.iter().position(|spec| spec.optimizer.kind() == "adam");
    let table = Rows::of(Table::state_of(&experiment, adam.expect("in the list")), &runs);
    let power = |name| table.cell(&table.rows[5], name).parse::<f64>().expect("a number");
    assert!((power("beta1_power") - 0.59049).abs() < 1e-15);
    assert!((power("beta2_power") - 0.995_009_990_004_999).abs() < 1e-15);
}

#[test]
fn an_optimizer_names_the_products_that_it_keeps() {
    let experiment = experiment();
    for (run, spec) in runs(&experiment).iter().zip(&experiment.runs) {
        let kept = run.snapshot(3).expect("a known epoch").products;
        let kept = kept.iter().filter(|&&product| product != 1.0).count();
        assert_eq!(spec.optimizer.get().products().len(), kept, "{}", spec.optimizer.kind());
    }
}

#[test]
fn states_walked_through_are_states_replayed() {
    for run in runs(&experiment()) {
        let walked: Vec<_> = run.snapshots().collect();
        assert_eq!(walked.len(), run.trajectory().len());
        for epoch in (0..walked.len()).step_by(101) {
            assert_eq!(Some(&walked[epoch]), run.snapshot(epoch).as_ref());
        }
    }
}

#[test]
fn several_runs_share_columns_and_leave_out_what_they_have_not() {
    let experiment = experiment();
    let runs = runs(&experiment);
    let all = Table { experiment: &experiment, only: None, every: 100, detail: Detail::State };
    let table = Rows::of(all, &runs);
    let mut names = table.names.clone();
    names.sort();
    names.dedup();
    assert_eq!(names.len(), table.names.len(), "a column twice");
    assert!(table.rows.iter().all(|row| row.len() == table.names.len()));
    let of = |kind: &str| table.rows.iter().find(|row| row[1] == kind).expect("a row");
    assert_eq!(table.cell(of("gradient_descent"), "m1"), "");
    assert_eq!(table.cell(of("adam"), "velocity2"), "");
    assert_ne!(table.cell(of("adam"), "m1"), "");
    // Every hundredth epoch, and the last of a run that diverged.
    let last = runs[0].trajectory().len() - 1;
    assert!(last > 0 && last < 100, "diverged at {last}");
    let epochs = |run: &str| {
        let rows = table.rows.iter().filter(|row| row[0] == run);
        rows.map(|row| row[2].clone()).collect::<Vec<_>>()
    };
    assert_eq!(epochs("0"), ["0".to_owned(), last.to_string()]);
    assert_eq!(epochs("5").len(), 12);
    let adam = table.rows.iter().find(|row| row[0] == "5" && row[2] == "300").expect("a row");
    let state = runs[5].snapshot(300).expect("a known epoch");
    table.check(adam, "gradient1", state.gradient[0]);
    table.check(adam, "m2", state.slots[0].1[1]);
}
