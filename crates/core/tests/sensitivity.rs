//! Which runs depend on the last digit of their start, and the fingerprint of a session.

use descent_core::{Digest, Experiment, Session, gallery};

fn session(file: &str) -> Session {
    let mut session = Session::new(Experiment::parse(file).expect("an experiment"));
    session.playback.seek(session.experiment().epochs);
    session.complete();
    session
}

fn exhibit(id: &str) -> Session {
    session(gallery::GALLERY.iter().find(|exhibit| exhibit.id == id).expect(id).file)
}

/// Since which epoch each run's last numbers depend on the last digit.
fn since(session: &Session) -> Vec<Option<usize>> {
    (0..session.runs().len()).map(|run| session.readout(run).expect("a run").sensitive).collect()
}

/// An experiment of one run on a landscape.
fn one(landscape: &str, start: [f64; 2], epochs: usize, run: &str) -> Vec<Option<usize>> {
    let file = format!(
        r#"{{ "version": 1, "landscape": {{ "kind": "{landscape}" }}, "start": {start:?},
              "epochs": {epochs}, "runs": [{run}] }}"#
    );
    since(&session(&file))
}

const GRADIENT_DESCENT: &str =
    r#"{ "optimizer": { "kind": "gradient_descent" }, "learning_rate": "#;

#[test]
fn in_assignment_b_rmsprop_does_from_where_it_first_passes_the_minimum() {
    let found = since(&exhibit("assignment_b"));
    assert!(matches!(found[2], Some(120..=150)), "{found:?}");
    assert_eq!([found[0], found[1], found[3]], [None; 3]);
}

#[test]
fn a_run_that_soon_flies_away_does_not() {
    // Momentum leaves in so few steps that a unit in the last place grows to 5e-13.
    assert_eq!(since(&exhibit("assignment_a")), [None; 4]);
}

#[test]
fn a_run_that_flies_away_in_proportion_does_not() {
    let found = one("quadratic", [1.0, 1.0], 150, &format!("{GRADIENT_DESCENT} 3 }}"));
    assert_eq!(found, [None]);
}

#[test]
fn a_run_along_the_ridge_of_a_saddle_does_once_it_could_have_left_it() {
    let run = format!("{GRADIENT_DESCENT} 0.1 }}");
    let ends = [50, 500].map(|epochs| one("saddle", [1.0, 0.0], epochs, &run)[0]);
    assert_eq!(ends[0], None);
    assert!(ends[1].is_some_and(|epoch| epoch > 100), "{ends:?}");
}

#[test]
fn what_is_shown_before_the_paths_part_does_not() {
    let mut session = exhibit("assignment_b");
    session.playback.seek(119);
    assert_eq!(since(&session), [None; 4]);
}

#[test]
fn a_session_has_the_fingerprint_of_its_experiment_whatever_is_ticked() {
    let mut session = exhibit("assignment_b");
    let known = Digest::of(session.experiment());
    assert_eq!(session.digest(), Some(known));
    session.set("epochs", "200").expect("epochs");
    assert_eq!(session.digest(), None);
    session.show_run(1, false);
    session.complete();
    assert_eq!(session.digest(), Some(Digest::of(session.experiment())));
    assert_ne!(session.digest(), Some(known));
    assert!(known.to_string().starts_with(&known.short()));
    assert_eq!(known.short().len(), 8);
}
