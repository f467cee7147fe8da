//! What holds for every optimizer on every landscape.

use std::collections::HashSet;

use descent_core::settings::{Knob, Value};
use descent_core::{Landscape, Listed, Optimizer, Run, RunSpec, Schedule, Task, Trajectory};

/// Beyond one kept state, so that a replay begins at the start and in the middle.
const EPOCHS: usize = 1500;

/// Every optimizer on every landscape, from its start, at its own rate and with each
/// schedule in turn.
fn for_all(mut check: impl FnMut(&Landscape, RunSpec)) {
    let mut schedules = schedules().into_iter().cycle();
    for landscape in Landscape::all() {
        for optimizer in Optimizer::all() {
            let schedule = schedules.next().expect("a cycle");
            check(&landscape, RunSpec { schedule, warmup: 3, ..RunSpec::new(optimizer) });
        }
        // Not the same pairs on the next landscape.
        schedules.next();
    }
}

fn schedules() -> Vec<Schedule> {
    let mut schedules = Schedule::all();
    for schedule in &mut schedules {
        schedule.get_mut().set("decay", Value::Number(0.01));
    }
    schedules
}

fn begin(landscape: &Landscape, spec: &RunSpec) -> Run {
    Run::new(landscape, &landscape.get().start(), spec)
}

fn run(landscape: &Landscape, spec: &RunSpec) -> Run {
    let mut run = begin(landscape, spec);
    run.extend_to(EPOCHS);
    run
}

fn bits(path: &Trajectory) -> Vec<[u64; 5]> {
    let row = |epoch: usize| {
        let [w1, w2] = path.point(epoch).expect("recorded");
        [w1, w2, path.cost[epoch], path.slope[epoch], path.rate[epoch]].map(f64::to_bits)
    };
    (0..path.len()).map(row).collect()
}

#[track_caller]
fn same(ours: &Run, theirs: &Run, spec: &RunSpec) {
    assert_eq!(ours.diverged(), theirs.diverged(), "{spec:?}");
    assert!(bits(ours.trajectory()) == bits(theirs.trajectory()), "{spec:?}");
}

#[test]
fn the_same_run_has_the_same_bits() {
    for_all(|landscape, spec| same(&run(landscape, &spec), &run(landscape, &spec), &spec));
}

#[test]
fn a_run_in_pieces_is_the_run_at_once() {
    for_all(|landscape, spec| {
        let mut pieces = begin(landscape, &spec);
        for epoch in [1, 2, 63, 64, 65, 700, 1023, 1024, 1025, EPOCHS] {
            pieces.extend_to(epoch);
        }
        same(&run(landscape, &spec), &pieces, &spec);
    });
}

#[test]
fn a_replayed_state_is_the_state_of_the_walk() {
    for_all(|landscape, spec| {
        let run = run(landscape, &spec);
        let mut walker = Task::from(landscape).walker(&spec.optimizer, &landscape.get().start());
        let mut walked = 0;
        for epoch in [0, 1, 7, 64, 500, 1023, 1024, 1025, 1400, EPOCHS] {
            let Some(replayed) = run.snapshot(epoch) else {
                assert!(run.diverged().is_some_and(|end| end <= epoch), "{spec:?}");
                break;
            };
            walker.skip(&spec.pace(), (epoch - walked) as u64);
            walked = epoch;
            assert_eq!(replayed, walker.snapshot(), "epoch {epoch} of {spec:?}");
            assert_eq!(replayed.epoch, epoch as u64);
            assert_eq!(run.trajectory().point(epoch).expect("known").to_vec(), replayed.params);
            assert_eq!(run.trajectory().cost[epoch], replayed.cost);
        }
    });
}

#[test]
fn without_a_learning_rate_nothing_moves() {
    for_all(|landscape, spec| {
        let run = run(landscape, &RunSpec { learning_rate: 0.0, ..spec.clone() });
        let start = landscape.get().start();
        let path = run.trajectory();
        assert_eq!(path.len(), EPOCHS + 1, "{spec:?}");
        assert!((0..=EPOCHS).all(|epoch| path.params(epoch) == Some(&start)), "{spec:?}");
    });
}

#[test]
fn a_first_step_at_a_small_rate_descends() {
    for_all(|landscape, spec| {
        let mut run = begin(landscape, &RunSpec { learning_rate: 1e-9, ..spec.clone() });
        run.extend_to(1);
        let cost = &run.trajectory().cost;
        // Weight decay may climb: it descends cost + λ|w|²/2.
        let decays = |knob: &Knob| ["weight_decay", "lambd"].contains(&knob.name.as_ref());
        let decays = spec.optimizer.get().knobs().iter().any(decays);
        assert!(cost[1] <= cost[0] || decays, "{spec:?}: {cost:?}");
    });
}

#[test]
fn at_rest_on_a_stationary_point_nothing_moves() {
    let mut rests = 0;
    for_all(|landscape, mut spec| {
        for decay in ["weight_decay", "lambd"] {
            spec.optimizer.get_mut().set(decay, Value::Number(0.0));
        }
        for epsilon in [None, Some(0.0)] {
            if let Some(epsilon) = epsilon {
                spec.optimizer.get_mut().set("epsilon", Value::Number(epsilon));
            }
            for place in landscape.get().stationary_points() {
                // Where a gradient rounds to something else than zero, a step is due.
                if landscape.get().slope(&place.at).1 == [0.0; 2] {
                    let mut run = Run::new(landscape, &place.at, &spec);
                    run.extend_to(20);
                    assert_eq!(run.trajectory().point(20), Some(place.at), "{spec:?}");
                    rests += 1;
                }
            }
        }
    });
    assert!(rests > 0);
}

#[test]
fn a_diverging_run_ends_at_its_first_value_that_is_not_finite() {
    let mut ends = HashSet::new();
    for_all(|landscape, spec| {
        let mut run = run(landscape, &RunSpec { learning_rate: 1e100, ..spec.clone() });
        let path = run.trajectory().clone();
        match run.diverged() {
            Some(end) => assert_eq!(path.len(), end, "{spec:?}"),
            None => assert_eq!(path.len(), EPOCHS + 1, "{spec:?}"),
        }
        assert!(
            (0..2).flat_map(|i| path.param(i)).chain(path.cost.iter().copied()).all(f64::is_finite)
        );
        run.extend_to(2 * EPOCHS);
        if run.diverged().is_some() && path.len() <= EPOCHS {
            assert!(bits(run.trajectory()) == bits(&path), "{spec:?} went on");
            ends.insert(spec.optimizer.kind());
        }
    });
    assert!(ends.contains("gradient_descent") && ends.contains("adam"), "{ends:?}");
}

#[test]
fn one_run_diverges_while_the_others_go_on() {
    let rosenbrock = Landscape::from_kind("rosenbrock").expect("listed");
    let ends: Vec<_> = Optimizer::all()
        .into_iter()
        .map(|optimizer| RunSpec { learning_rate: 0.01, ..RunSpec::new(optimizer) })
        .map(|spec| run(&rosenbrock, &spec).diverged())
        .collect();
    assert!(ends.iter().any(Option::is_some) && ends.iter().any(Option::is_none), "{ends:?}");
}

fn strings() -> serde_json::Value {
    serde_json::from_str(include_str!("../../../www/locales/en.json")).expect("JSON")
}

fn check_list<T: Listed>(all: &[T], group: &str) {
    let kinds: HashSet<_> = all.iter().map(Listed::kind).collect();
    assert_eq!(kinds.len(), all.len(), "a kind stands twice in {kinds:?}");
    assert_eq!(T::KINDS.len(), all.len());
    let strings = strings();
    let said = |key: String| assert!(strings[&key].is_string(), "{key} has no English string");
    for member in all {
        said(format!("{group}.{}.name", member.kind()));
        for knob in member.settings().knobs() {
            said(format!("knob.{}", knob.name));
            if let Value::Choice { names, .. } = knob.default {
                names.iter().for_each(|name| said(format!("choice.{name}")));
            }
            check_knob(member.kind(), knob);
        }
    }
}

fn check_knob(kind: &str, knob: Knob) {
    assert_eq!(knob.value, knob.default, "{kind} {}", knob.name);
    let number = match knob.default {
        Value::Number(number) => number,
        Value::Whole(number) => number as f64,
        Value::Switch(_) | Value::Text(_) | Value::Lines(_) => return,
        Value::List(_) | Value::Table(_) => {
            return assert_eq!(knob.typed(&knob.text()), Ok(knob.value.clone()), "{}", knob.name);
        }
        Value::Choice { names, index } => return assert!(index < names.len()),
    };
    let counts = matches!(knob.default, Value::Whole(_));
    assert_eq!(knob.range.whole, counts, "{kind} {}", knob.name);
    assert!(knob.range.contains(number), "{kind} {}: default {number}", knob.name);
    assert!(!knob.symbol.is_empty(), "{kind} {}: no letter", knob.name);
}

#[test]
fn every_optimizer_and_every_knob_is_named_and_in_range() {
    check_list(&Optimizer::all(), "optimizer");
    for optimizer in Optimizer::all() {
        let spec = RunSpec::new(optimizer.clone());
        assert!(descent_core::Pace::LEARNING_RATE.contains(spec.learning_rate), "{spec:?}");
        assert!(optimizer.get().slots().len() <= descent_core::optimizers::MAX_SLOTS);
    }
}

#[test]
fn every_schedule_and_every_knob_is_named_and_in_range() {
    check_list(&Schedule::all(), "schedule");
}
