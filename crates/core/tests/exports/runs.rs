//! The scripts' numbers are the runs' numbers.

use descent_core::export::{Library, code};
use descent_core::table::Detail;
use descent_core::{Experiment, Session, Table};

use crate::cases;
use crate::python;

/// How far a number may be off: by rounding, which the first steps of an adaptive optimizer
/// and the cost near a minimum make larger.
fn is_near(ours: f64, theirs: f64) -> bool {
    (ours - theirs).abs() <= 1e-9 * ours.abs() + 1e-12
}

/// What `descent run` prints.
fn printed(experiment: &Experiment) -> String {
    let mut session = Session::new(experiment.clone());
    session.load(experiment.clone());
    let runs = session.runs();
    Table { experiment, runs, only: None, every: 1, detail: Detail::Path }.text()
}

fn check(experiment: &Experiment, theirs: &str) {
    let ours = printed(experiment);
    let place = |row: &str| format!("{experiment:?}\n{row}");
    let [mut ours, mut theirs] = [ours.lines(), theirs.lines()];
    assert_eq!(ours.next(), theirs.next(), "the header");
    loop {
        let (Some(our), Some(their)) = (ours.next(), theirs.next()) else { break };
        let cells = |row: &str| row.split(',').map(str::to_owned).collect::<Vec<_>>();
        let (our_cells, their_cells) = (cells(our), cells(their));
        assert_eq!(our_cells[..3], their_cells[..3], "{}", place(our));
        assert_eq!(our_cells.len(), their_cells.len(), "{}", place(our));
        for (our_cell, their_cell) in our_cells[3..].iter().zip(&their_cells[3..]) {
            let [ours, theirs] = [our_cell, their_cell].map(|cell| cell.parse().expect("a number"));
            assert!(is_near(ours, theirs), "{their}\n{}", place(our));
        }
    }
    assert_eq!((ours.next(), theirs.next()), (None, None), "{experiment:?}");
}

fn check_all(library: Library) {
    let experiments = cases::experiments();
    let scripts: Vec<String> = experiments.iter().map(|it| code(it, library)).collect();
    for (experiment, theirs) in
        experiments.iter().zip(python::outputs(library, &scripts).into_iter().flatten())
    {
        check(experiment, &theirs);
    }
}

#[test]
fn numpy_computes_the_same() {
    check_all(Library::NumPy);
}

#[test]
fn pytorch_computes_the_same() {
    check_all(Library::PyTorch);
}

#[test]
fn keras_computes_the_same() {
    check_all(Library::Keras);
}

#[test]
fn optax_computes_the_same() {
    check_all(Library::Optax);
}
