//! The scripts' numbers are the runs' numbers.

use descent_core::export::{Library, code};
use descent_core::run::table::Detail;
use descent_core::{Experiment, Session, Table};

use crate::cases;
use crate::python;

/// Rounding in another order is seen at 1e-16 after a step. What multiplies it is a run that
/// diverges, by three every step over Rosenbrock's valley: 1e-12 at its end. Where a number
/// is a difference of larger ones, such as a cost near its minimum, its last digits are gone.
fn is_near(ours: f64, theirs: f64) -> bool {
    (ours - theirs).abs() <= 1e-10 * ours.abs() + 1e-13
}

/// What `descent run` prints.
fn printed(experiment: &Experiment) -> String {
    let mut session = Session::new(experiment.clone());
    session.load(experiment.clone());
    Table { experiment, only: None, every: 1, detail: Detail::Path }.text(session.runs())
}

fn check(experiment: &Experiment, theirs: &str) {
    let ours = printed(experiment);
    assert_eq!(ours.lines().next(), theirs.lines().next(), "the header");
    for (our, their) in ours.lines().zip(theirs.lines()).skip(1) {
        let said = || format!("ours:   {our}\ntheirs: {their}\n{experiment:?}");
        let [ours, theirs] = [our, their].map(|row| row.split(',').collect::<Vec<_>>());
        assert_eq!(ours[..3], theirs[..3], "{}", said());
        assert_eq!(ours.len(), theirs.len(), "{}", said());
        for (ours, theirs) in ours[3..].iter().zip(&theirs[3..]) {
            let [ours, theirs] = [ours, theirs].map(|cell| cell.parse().expect("a number"));
            assert!(is_near(ours, theirs), "{}", said());
        }
    }
    assert_eq!(ours.lines().count(), theirs.lines().count(), "{experiment:?}");
}

fn check_all(library: Library) {
    let experiments = cases::experiments();
    let scripts: Vec<String> =
        experiments.iter().map(|it| code(it, library).expect("a formula")).collect();
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
