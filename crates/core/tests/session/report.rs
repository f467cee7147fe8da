//! The results as tables to take away.

use descent_core::session::{Event, report};
use descent_core::{Session, Strings, gallery};

fn strings() -> Strings {
    Strings::parse(include_str!("../../../../www/locales/en.json")).expect("JSON")
}

fn session(id: &str) -> Session {
    let experiment = gallery::named(id).expect("listed").clone();
    let mut session = Session::new(experiment.clone());
    session.load(experiment);
    session
}

#[test]
fn markdown_says_of_what_and_has_a_row_per_ticked_run() {
    let mut session = session("assignment_a");
    session.send(Event::ShowRun { run: 2, shown: false }).expect("a run");
    session.send(Event::set("runs[3].optimizer.beta1", "0.5")).expect("a number");
    session.send(Event::set("runs[3].schedule.decay", "0.01")).expect("a number");
    let found = report::markdown(&session, &strings());
    let lines: Vec<_> = found.lines().collect();
    assert_eq!(
        lines[0],
        "Rosenbrock: J = 100(w₂ − w₁²)² + (1 − w₁)²; start (−1.54000, −0.640000); epoch 150 of 150"
    );
    assert_eq!(lines[1], "");
    assert_eq!(lines[2], "| optimizer | settings | cost J | w1 | w2 | J < 0.5 at | status |");
    assert_eq!(lines[3], "| --- | --- | --- | --- | --- | --- | --- |");
    let costs = &session.runs()[0].trajectory().cost;
    let first = costs.iter().position(|&cost| cost < 0.5).expect("below");
    let row = "| Gradient descent | α 0.001 | 0.364019 | 0.397379 | 0.154965 |";
    assert_eq!(lines[4], format!("{row} {first} | 150 epochs |"));
    assert!(lines[5].starts_with("| Momentum | α 0.001 | ∞ | "), "{}", lines[5]);
    assert!(lines[5].ends_with(" | – | diverged at 14 |"), "{}", lines[5]);
    assert!(lines[6].starts_with("| Adam | α 0.001, decay 0.01, β₁ 0.5 | "), "{}", lines[6]);
    assert_eq!(lines.len(), 7);
}

#[test]
fn csv_has_numbers_that_read_back() {
    let session = session("assignment_b");
    let found = report::csv(&session, &strings());
    let lines: Vec<_> = found.lines().collect();
    assert_eq!(
        lines[0],
        "run,name,optimizer,learning_rate,settings,epoch,w1,w2,cost,threshold,first_below,status"
    );
    assert_eq!(lines.len(), 5);
    for (run, line) in lines[1..].iter().enumerate() {
        // The settings have commas, and so stand in quotation marks.
        let unquoted: String = line.split('"').step_by(2).collect();
        let cells: Vec<_> = unquoted.split(',').collect();
        let readout = session.readout(run).expect("a run");
        assert_eq!(cells.len(), 12, "{line}");
        assert_eq!(cells[0], run.to_string());
        let numbers =
            [cells[6], cells[7], cells[8]].map(|cell| cell.parse::<f64>().expect("a number"));
        assert_eq!(numbers, [readout.w[0], readout.w[1], readout.cost]);
        assert_eq!(cells[10], readout.first_below.expect("below").to_string());
        assert_eq!(cells[11], readout.status.name());
    }
    assert!(lines[2].contains("\"α 2.5e-6, decay 0.01\""), "{}", lines[2]);
}
