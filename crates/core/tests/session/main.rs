//! What a page does with a session: load, play, change, read.

mod changes;
mod history;
mod report;
mod statuses;

use descent_core::session::Event;
use descent_core::session::Status;
use descent_core::{Experiment, Session, gallery};

fn session(id: &str) -> Session {
    let exhibit = gallery::GALLERY.iter().find(|exhibit| exhibit.id == id).expect(id);
    let experiment = Experiment::parse(exhibit.file).expect(id);
    let mut session = Session::new(experiment.clone());
    session.load(experiment);
    session
}

/// Costs to six digits, statuses, and first epochs below the threshold.
fn table(session: &Session) -> Vec<(String, &'static str, Option<usize>)> {
    let rows = (0..session.runs().len()).filter_map(|i| session.readout(i));
    rows.map(|r| (format!("{:.6}", r.cost), r.status.name(), r.first_below)).collect()
}

#[test]
fn a_loaded_assignment_shows_its_figures() {
    let session = session("assignment_b");
    assert_eq!(session.epoch(), 1000);
    assert_eq!(session.threshold(), 3.5);
    let below: Vec<_> = table(&session).into_iter().map(|(_, _, below)| below).collect();
    assert_eq!(below, [Some(120), Some(348), Some(68), Some(108)]);
}

#[test]
fn assignment_b_tuned_stays_below_the_threshold_from_the_first_epoch_on() {
    let session = session("assignment_b_tuned");
    for (run, first) in [86, 109, 72, 76].into_iter().enumerate() {
        assert_eq!(session.readout(run).expect("a run").first_below, Some(first), "{run}");
        let costs = &session.runs()[run].trajectory().cost;
        assert!(costs[first..].iter().all(|&cost| cost < 3.5), "{run}");
    }
}

#[test]
fn the_saddle_is_not_called_convergence() {
    let session = session("beale_saddle");
    for index in 0..session.runs().len() {
        let readout = session.readout(index).expect("a run");
        assert_eq!(readout.status, Status::Stalled);
        assert_eq!(readout.w, [0.0, 1.0]);
    }
}

#[test]
fn a_threshold_is_looked_for_in_what_is_already_known() {
    let mut session = session("assignment_a_notes");
    let first = |session: &Session| session.readout(0).expect("a run").first_below;
    assert_eq!(session.threshold(), 0.5);
    let half = first(&session).expect("below one half");
    session.send(Event::set("threshold", "0.6")).expect("a number");
    assert!(first(&session).expect("below 0.6") < half);
    session.send(Event::set("threshold", "1e-9")).expect("a number");
    assert_eq!(first(&session), None);
}

#[test]
fn changing_anything_is_the_same_as_loading_what_it_became() {
    let mut session = session("assignment_a");
    session.send(Event::set("runs[2].learning_rate", "0.01")).expect("a rate");
    session.send(Event::set("runs[3].learning_rate", "0.01")).expect("a rate");
    let fresh = self::session("assignment_a_notes");
    assert_eq!(session.experiment(), fresh.experiment());
    assert_eq!(table(&session), table(&fresh));
}

#[test]
fn a_run_keeps_its_look_when_others_go() {
    let mut session = session("assignment_a");
    session.send(Event::RemoveRun { run: 1 }).expect("accepted");
    let styles = |session: &Session| -> Vec<usize> {
        session.looks().iter().map(|look| look.style).collect()
    };
    assert_eq!(styles(&session), [0, 2, 3]);
    for _ in 0..2 {
        session.send(Event::AddRun { kind: "adam".to_owned() }).expect("there is room");
    }
    assert_eq!(styles(&session), [0, 2, 3, 1, 4]);
    session.send(Event::ShowRun { run: 0, shown: false }).expect("accepted");
    assert_eq!(session.shown().count(), 4);
}

#[test]
fn a_fault_leaves_everything_as_it_was() {
    let mut session = session("assignment_a");
    let (before, generation) = (table(&session), session.generation());
    for (path, text) in [("runs[0].learning_rate", "fast"), ("epochs", "1e9"), ("threshold", "")] {
        let fault = session.send(Event::set(path, text)).expect_err(path);
        assert_eq!(fault.path, path);
    }
    assert_eq!((table(&session), session.generation()), (before, generation));
}

#[test]
fn a_long_experiment_is_computed_a_bounded_piece_at_a_time() {
    let mut session = session("assignment_a_notes");
    session.send(Event::Seek { epoch: 0 }).expect("accepted");
    session.send(Event::set("epochs", "100000")).expect("a number");
    let first = session.known();
    assert!(first < 100_000);
    let mut frames = 0;
    while session.tick(1.0 / 60.0) {
        frames += 1;
        assert!(frames < 1000, "it never ends");
    }
    assert_eq!(session.known(), 100_000);
    assert_eq!(session.epoch(), 0);
}
