//! Runs from many starts have the outcomes of runs, however they are computed.

#[path = "exports/variants.rs"]
mod variants;

use std::cell::Cell;
use std::rc::Rc;

use descent_core::run::{Batch, Engine, Loop, Outcome, Starts, StartsLoop, Step};
use descent_core::{Landscape, Optimizer, Run, RunSpec, Schedule, Task, Trace};
use variants::{optimizers, with_other_numbers};

/// Takes runs from many starts by doing what traces say, operation by operation.
#[derive(Debug, Default)]
struct Interpreter {
    batches: Rc<Cell<usize>>,
}

#[derive(Debug)]
struct Interpreted {
    step: Trace,
    slope: Trace,
    flush: [Trace; 2],
    initial: Vec<f64>,
    batches: Rc<Cell<usize>>,
}

impl Engine for Interpreter {
    fn prepare(&self, _: &Task, _: &Optimizer) -> Option<Rc<dyn Loop>> {
        None
    }

    fn prepare_starts(&self, task: &Task, optimizer: &Optimizer) -> Option<Rc<dyn StartsLoop>> {
        Some(Rc::new(Interpreted {
            step: Step::trace(task, optimizer)?,
            slope: Step::slope(task)?,
            flush: [Step::flush(), Step::flush_memory()],
            initial: optimizer.get().initial().to_vec(),
            batches: Rc::clone(&self.batches),
        }))
    }
}

impl StartsLoop for Interpreted {
    fn common(&self, rates: &[f64]) -> Vec<f64> {
        rates.to_vec()
    }

    fn run(&self, rates: &[f64], epochs: usize, threshold: f64, batch: &mut Batch) {
        self.batches.set(self.batches.get() + 1);
        assert_eq!(rates.len(), epochs);
        for i in 0..Batch::SIZE {
            let w = [0, 1].map(|k| batch.column(Batch::PARAMS + k)[i]);
            let end = self.run_from(w, rates, threshold);
            for (column, number) in end.into_iter().enumerate() {
                batch.column_mut(column)[i] = number;
            }
        }
    }
}

impl Interpreted {
    /// The columns of a batch for one start.
    fn run_from(&self, w: [f64; 2], rates: &[f64], threshold: f64) -> [f64; Batch::COLUMNS] {
        let first_cost = self.slope.eval(&w)[0];
        let not_below = |cost: f64| cost.is_nan() || cost >= threshold;
        let below = if not_below(first_cost) { 1.0 } else { 0.0 };
        let finite = if first_cost.is_finite() { 1.0 } else { 0.0 };
        let mut end = [w[0], w[1], first_cost, below, finite];
        if finite == 0.0 {
            return end;
        }
        let mut carried = self.begun(w);
        for (taken, &rate) in rates.iter().enumerate() {
            if taken.is_multiple_of(Step::STRIDE) {
                self.flush(&mut carried);
            }
            let outputs = self.step.eval(&[&carried[..], &[rate]].concat());
            carried.copy_from_slice(&outputs[..Step::CARRIED]);
            let (w, cost) = ([carried[0], carried[1]], outputs[Step::COST]);
            let next = (taken + 2) as f64;
            if !(cost.is_finite() && w[0].is_finite() && w[1].is_finite()) {
                return end;
            }
            let below = if not_below(cost) { next } else { end[Batch::BELOW] };
            end = [w[0], w[1], cost, below, next];
        }
        end
    }

    /// What is carried into the first step, but for the gradient.
    fn begun(&self, w: [f64; 2]) -> [f64; Step::CARRIED] {
        let mut carried = [1.0; Step::CARRIED];
        carried[..2].copy_from_slice(&w);
        for (slot, &number) in self.initial.iter().enumerate() {
            carried[Step::SLOTS + 2 * slot..][..2].fill(number);
        }
        carried[Step::STEPS] = 0.0;
        carried
    }

    fn flush(&self, carried: &mut [f64; Step::CARRIED]) {
        let [flush, flush_memory] = &self.flush;
        (0..2).for_each(|i| carried[i] = flush.eval(&[carried[i]])[0]);
        let slope = self.slope.eval(&[carried[0], carried[1]]);
        carried[Step::GRADIENT..Step::SLOTS].copy_from_slice(&slope[1..]);
        for place in Step::SLOTS..Step::PRODUCTS {
            let [w, g] = [place % 2, Step::GRADIENT + place % 2].map(|i| carried[i]);
            carried[place] = flush_memory.eval(&[w, g, carried[place]])[0];
        }
    }
}

/// Ordinary starts, one far out, and some from which denormal numbers come at once.
const STARTS: [[f64; 2]; 8] = [
    [-1.54, -0.64],
    [0.3, 2.7],
    [1.0, 1.0],
    [-40.0, 25.0],
    [1e160, -1e3],
    [3e-170, 0.5],
    [0.0, -0.0],
    [-2e-155, 5e-324],
];

/// The outcomes by an engine, if any, and where the runs ended.
fn outcomes(
    engine: Option<&Rc<dyn Engine>>,
    (landscape, spec): (&Landscape, &RunSpec),
    epochs: usize,
    threshold: f64,
) -> (Vec<f64>, Vec<Outcome>) {
    let mut starts = Starts::new(landscape, spec, epochs, threshold);
    engine.into_iter().for_each(|engine| starts.use_engine(engine));
    let mut w = STARTS.concat();
    let outcomes = starts.outcomes(&mut w);
    (w, outcomes)
}

/// The same from the records of runs.
fn recorded(
    landscape: &Landscape,
    spec: &RunSpec,
    epochs: usize,
    threshold: f64,
) -> (Vec<f64>, Vec<Outcome>) {
    let each = STARTS.map(|start| {
        let mut run = Run::new(landscape, &start, spec);
        run.extend_to(epochs);
        let costs = &run.trajectory().cost;
        let last = costs.len() - 1;
        let stays = |&from: &usize| costs[from..].iter().all(|&cost| cost < threshold);
        let below = (0..=last).find(stays).filter(|_| run.diverged().is_none());
        let outcome = Outcome { cost: costs[last], below, diverged: run.diverged() };
        (run.trajectory().point(last).expect("two parameters"), outcome)
    });
    (each.iter().flat_map(|it| it.0).collect(), each.iter().map(|it| it.1).collect())
}

fn bits((ends, outcomes): &(Vec<f64>, Vec<Outcome>)) -> Vec<u64> {
    let epoch = |epoch: Option<usize>| epoch.map_or(u64::MAX, |epoch| epoch as u64);
    // Which NaN it is says nothing.
    let number = |number: f64| if number.is_nan() { f64::NAN } else { number }.to_bits();
    let words =
        outcomes.iter().flat_map(|it| [number(it.cost), epoch(it.below), epoch(it.diverged)]);
    ends.iter().map(|&end| number(end)).chain(words).collect()
}

fn check(landscape: &Landscape, spec: &RunSpec, epochs: usize, threshold: f64) -> Vec<Outcome> {
    let interpreter = Interpreter::default();
    let batches = Rc::clone(&interpreter.batches);
    let engine: Rc<dyn Engine> = Rc::new(interpreter);
    let expected = recorded(landscape, spec, epochs, threshold);
    for engine in [None, Some(&engine)] {
        let found = outcomes(engine, (landscape, spec), epochs, threshold);
        assert!(
            bits(&found) == bits(&expected),
            "{landscape:?}, {spec:?}: {found:?}, {expected:?}"
        );
    }
    // Rates that depend on the costs of a run are not the same for all.
    let together = !spec.pace().watches_costs() && Step::slope(landscape).is_some();
    assert_eq!(batches.get(), usize::from(together));
    expected.1
}

fn run(kind: &str, learning_rate: f64) -> RunSpec {
    RunSpec { learning_rate, ..RunSpec::new(Optimizer::from_kind(kind).expect("listed")) }
}

fn landscape(kind: &str) -> Landscape {
    Landscape::from_kind(kind).expect("listed")
}

#[test]
fn every_landscape_and_convention_has_the_outcomes_of_runs() {
    let schedules = Schedule::all();
    let (mut diverged, mut below) = (0, 0);
    for landscape in Landscape::all() {
        for (i, optimizer) in optimizers().into_iter().map(with_other_numbers).enumerate() {
            let schedule = schedules[i % schedules.len()].clone();
            let warmup = (i % 3) as u64 * 4;
            let spec = RunSpec { schedule, warmup, ..RunSpec::new(optimizer) };
            let outcomes = check(&landscape, &spec, 60, 0.5);
            diverged += outcomes.iter().filter(|it| it.diverged.is_some()).count();
            below += outcomes.iter().filter(|it| it.below.is_some()).count();
        }
    }
    assert!(diverged > 500 && below > 500, "{diverged}, {below}");
}

#[test]
fn denormal_numbers_are_flushed_where_runs_flush_them() {
    for kind in ["gradient_descent", "momentum", "nesterov", "adagrad", "adam", "rprop"] {
        for landscape in [landscape("quadratic"), landscape("matyas")] {
            check(&landscape, &run(kind, 0.1), 2600, 1e-3);
        }
    }
}

#[test]
fn a_run_may_diverge_at_any_epoch() {
    let mut seen = Vec::new();
    for rate in [0.205, 0.3, 0.5, 1.0, 2.0, 18.0, 1e5] {
        for kind in ["gradient_descent", "momentum", "lion"] {
            let outcomes = check(&landscape("quadratic"), &run(kind, rate), 700, 1.0);
            seen.extend(outcomes.iter().filter_map(|it| it.diverged));
        }
    }
    assert!(
        seen.contains(&0) && seen.iter().any(|&epoch| epoch % 256 == 0 && epoch > 0),
        "{seen:?}"
    );
    assert!(seen.iter().any(|&epoch| epoch > 256), "{seen:?}");
}

#[test]
fn a_cost_below_the_threshold_for_good_is_told_from_one_that_rises_again() {
    let adam = run("adam", 0.5);
    let spec = |threshold| check(&landscape("himmelblau"), &adam, 150, threshold);
    let (some, all, none) = (spec(1.0), spec(f64::INFINITY), spec(0.0));
    let first = |outcome: &Outcome, start: [f64; 2]| {
        let mut run = Run::new(landscape("himmelblau"), &start, &adam);
        run.extend_to(150);
        outcome.below != run.trajectory().first_below(1.0, 0)
    };
    assert!(
        some.iter()
            .zip(STARTS)
            .any(|(outcome, start)| outcome.below.is_some() && first(outcome, start))
    );
    assert!(all.iter().all(|it| it.below == it.diverged.is_none().then_some(0)));
    assert!(none.iter().all(|it| it.below.is_none()));
}

#[test]
fn no_step_and_no_start_are_outcomes_too() {
    check(&landscape("beale"), &run("adam", 0.01), 0, 20.0);
    let mut starts = Starts::new(landscape("beale"), &run("adam", 0.01), 5, 1.0);
    assert_eq!(starts.outcomes(&mut []), []);
    starts.use_engine(&(Rc::new(Interpreter::default()) as Rc<dyn Engine>));
    assert_eq!(starts.outcomes(&mut []), []);
}

#[test]
fn batches_come_one_after_the_other() {
    let count = 2 * Batch::SIZE + 5;
    let many: Vec<f64> = (0..2 * count).map(|i| (i as f64 * 0.7).rem_euclid(4.0) - 2.0).collect();
    let spec = run("momentum", 0.01);
    let [mut plain, mut batched] =
        [(); 2].map(|()| Starts::new(landscape("beale"), &spec, 40, 1.0));
    batched.use_engine(&(Rc::new(Interpreter::default()) as Rc<dyn Engine>));
    let [mut one, mut other] = [many.clone(), many];
    assert_eq!(plain.outcomes(&mut one), batched.outcomes(&mut other));
    assert_eq!(one, other);
}
