//! A traced step has the bits of the walk: whoever compiles it computes what a run is.

#[path = "exports/variants.rs"]
mod variants;

use std::cell::Cell;
use std::rc::Rc;

use descent_core::run::{Engine, Loop, Rows, Step};
use descent_core::session::Event;
use descent_core::settings::Value;
use descent_core::{
    Landscape, Optimizer, Real, Run, RunSpec, Scalar, Session, Task, Trace, gallery,
};
use variants::{optimizers, with_other_numbers};

/// Walks by doing what traces say, operation by operation.
#[derive(Debug, Default)]
struct Interpreter {
    calls: Rc<Cell<usize>>,
}

#[derive(Debug)]
struct Interpreted {
    trace: Trace,
    calls: Rc<Cell<usize>>,
}

impl Engine for Interpreter {
    fn prepare(&self, task: &Task, optimizer: &Optimizer) -> Option<Rc<dyn Loop>> {
        let trace = Step::trace(task, optimizer)?;
        Some(Rc::new(Interpreted { trace, calls: Rc::clone(&self.calls) }))
    }
}

impl Loop for Interpreted {
    fn steps(&self, carried: &mut [f64], first: usize, rows: &mut Rows<'_>) -> usize {
        self.calls.set(self.calls.get() + 1);
        for (i, w) in rows.params.chunks_exact_mut(2).enumerate() {
            let inputs = [&*carried, &[rows.rate[i]]].concat();
            let outputs = self.trace.eval(&inputs);
            carried.copy_from_slice(&outputs[..Step::CARRIED]);
            w.copy_from_slice(&outputs[..2]);
            let &[cost, squares, length, flush] = &outputs[Step::COST..] else { panic!("four") };
            (rows.cost[i], rows.slope[i]) = (cost, length);
            if !cost.is_finite() || !squares.is_finite() {
                return 0;
            }
            if i + 1 >= first && (i + 1 - first).is_multiple_of(Step::STRIDE) && flush != 0.0 {
                return i + 1;
            }
        }
        rows.rate.len()
    }
}

/// A run walked as ever, and by an interpreter.
fn both(landscape: &Landscape, start: &[f64], spec: &RunSpec, epochs: usize) -> [Run; 2] {
    let mut runs = [(); 2].map(|()| Run::new(landscape, start, spec));
    let interpreter = Interpreter::default();
    let calls = Rc::clone(&interpreter.calls);
    let engine: Rc<dyn Engine> = Rc::new(interpreter);
    runs[1].use_engine(&engine);
    for run in &mut runs {
        // In pieces that do not fit the calls.
        (0..=epochs).step_by(173).chain([epochs]).for_each(|epoch| run.extend_to(epoch));
    }
    assert!(calls.get() > 0);
    runs
}

fn bits(run: &Run) -> Vec<u64> {
    let path = run.trajectory();
    let numbers = path.param(0).chain(path.param(1)).collect::<Vec<_>>();
    let all = numbers.iter().chain(&path.cost).chain(&path.slope).chain(&path.rate);
    all.map(|number| number.to_bits()).collect()
}

fn check(landscape: &Landscape, start: &[f64], spec: &RunSpec, epochs: usize) -> [Run; 2] {
    let runs = both(landscape, start, spec, epochs);
    let [walked, traced] = &runs;
    assert_eq!(walked.diverged(), traced.diverged(), "{landscape:?}, {spec:?}");
    assert!(bits(walked) == bits(traced), "{landscape:?}, {spec:?}");
    runs
}

fn landscape(kind: &str) -> Landscape {
    Landscape::from_kind(kind).expect("listed")
}

fn run(kind: &str, learning_rate: f64) -> RunSpec {
    RunSpec { learning_rate, ..RunSpec::new(Optimizer::from_kind(kind).expect("listed")) }
}

/// All but models: back-propagation is not traced.
fn traceable() -> Vec<Landscape> {
    let (traceable, others): (Vec<_>, Vec<_>) =
        Landscape::all().into_iter().partition(|it| Step::slope(it).is_some());
    let others: Vec<_> = others.iter().map(Landscape::kind).collect();
    assert_eq!(others, ["model"]);
    traceable
}

#[test]
fn a_traced_step_has_the_bits_of_the_walk() {
    for landscape in traceable() {
        for optimizer in optimizers() {
            for optimizer in [optimizer.clone(), with_other_numbers(optimizer)] {
                check(&landscape, &landscape.get().start(), &RunSpec::new(optimizer), 300);
            }
        }
    }
}

#[test]
fn a_traced_slope_has_the_bits_of_the_gradient_also_beyond_all_numbers() {
    let sizes = [0.0, 5e-324, 1e-170, 0.3, 1.0, 7.7, 1e9, 1e60, 1e110, 1e160, 1e300, f64::INFINITY];
    // Which NaN it is says nothing.
    let bits = |number: f64| if number.is_nan() { f64::NAN } else { number }.to_bits();
    for landscape in traceable() {
        let trace = Step::slope(&landscape).expect("two parameters");
        for (a, b) in sizes.iter().flat_map(|a| sizes.map(|b| (*a, b))) {
            for w in [[a, b], [-a, b], [a, -b], [-a, -b]] {
                let (cost, gradient) = landscape.get().slope(&w);
                let walked = [cost, gradient[0], gradient[1]].map(bits).to_vec();
                let traced: Vec<u64> = trace.eval(&w).into_iter().map(bits).collect();
                assert_eq!(walked, traced, "{landscape:?} at {w:?}");
            }
        }
    }
}

#[test]
fn a_run_may_diverge_within_a_stride_or_at_its_edge() {
    let (mut seen, bowl) = (Vec::new(), landscape("quadratic"));
    for rate in [0.3, 0.5, 1.0, 2.0, 5.0, 11.0, 17.0, 18.0, 500.0] {
        for kind in ["gradient_descent", "momentum", "nesterov"] {
            let [walked, _] = check(&bowl, &[1.0, 0.5], &run(kind, rate), 2000);
            seen.extend(walked.diverged());
        }
    }
    assert!(seen.iter().any(|epoch| epoch % 256 > 1), "{seen:?}");
    assert!(seen.iter().max() > Some(&256), "{seen:?}");
}

/// |∇J|² overflows at epoch 2, and neither J nor |∇J| does.
#[test]
fn a_gradient_whose_square_overflows_does_not_end_a_run() {
    let steep = run("gradient_descent", 1e5);
    let [_, traced] = check(&landscape("styblinski_tang"), &[1e6, 1e6], &steep, 9);
    assert_eq!(traced.diverged(), Some(3));
    assert!(traced.trajectory().slope[2] > 1e200);
}

#[test]
fn a_run_may_go_through_denormal_numbers() {
    for kind in ["gradient_descent", "momentum", "nesterov", "adagrad", "adam", "radam"] {
        let [walked, traced] = check(&landscape("quadratic"), &[1.0, 0.5], &run(kind, 0.1), 20_000);
        // What is not in the record, at an epoch that a walk by calls has led to.
        assert_eq!(walked.snapshot(19_456), traced.snapshot(19_456), "{kind}");
    }
}

#[test]
fn a_session_computes_by_its_engine_whatever_is_opened() {
    let engine = Interpreter::default();
    let calls = Rc::clone(&engine.calls);
    let mut session = Session::new(gallery::experiments()[0].clone());
    session.use_engine(Rc::new(engine));
    for (number, experiment) in gallery::experiments().iter().enumerate() {
        let before = calls.get();
        session.load(experiment.clone());
        assert!(calls.get() > before, "experiment {number}");
        let mut plain = Session::new(experiment.clone());
        session.complete();
        plain.complete();
        assert_eq!(session.digest(), plain.digest());
    }
    let before = calls.get();
    session.send(Event::MoveStart { to: [0.5, 0.5] }).expect("accepted");
    assert!(calls.get() > before);
}

#[test]
fn equal_operations_are_done_once_and_what_changes_nothing_never() {
    let nodes = |trace: &Trace| trace.nodes.len();
    let trace = Trace::of(2, |x| vec![(x[0] + x[1]).square(), (x[0] + x[1]) * 3.0]);
    assert_eq!(nodes(&trace), 6);
    let trace = Trace::of(1, |x| vec![x[0] * 1.0 / 1.0 - 0.0]);
    assert_eq!((nodes(&trace), trace.outputs), (1, vec![0]));
    // −0 + 0 = 0, and 0 times ∞ is not 0.
    let trace = Trace::of(1, |x| vec![x[0] + 0.0, x[0] * 0.0]);
    assert_eq!(nodes(&trace), 4);
    assert_eq!(trace.eval(&[-0.0])[0].to_bits(), 0.0_f64.to_bits());
    assert!(trace.eval(&[f64::INFINITY])[1].is_nan());
}

#[test]
fn a_number_moves_no_node() {
    for (kind, knob, value) in [("adam", "beta1", 0.8), ("rmsprop", "epsilon", 1e-3)] {
        let mut optimizer = Optimizer::from_kind(kind).expect("listed");
        let trace = |it: &Optimizer| Step::trace(landscape("beale"), it).expect("two parameters");
        let before = trace(&optimizer);
        assert!(optimizer.get_mut().set(knob, Value::Number(value)));
        let after = trace(&optimizer);
        assert_eq!((&before.nodes, &before.outputs), (&after.nodes, &after.outputs));
        assert_ne!(before.constants, after.constants);
    }
}

#[test]
fn a_choice_is_written_down_with_both_sides() {
    let trace = Trace::of(2, |x| vec![x[0].if_less(x[1], || x[0] + 1.0, || x[1] * 2.0)]);
    assert_eq!((trace.eval(&[1.0, 2.0]), trace.eval(&[5.0, 2.0])), (vec![2.0], vec![4.0]));
    assert_eq!(trace.eval(&[f64::NAN, 2.0]), [4.0]);
}
