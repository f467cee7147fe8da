//! Every loop is valid WebAssembly, small, and the same for all numbers of its knobs.

#[path = "../../core/tests/exports/variants.rs"]
mod variants;

use descent_compile::{grid, starts, stride};
use descent_core::run::Step;
use descent_core::settings::Value;
use descent_core::{Landscape, Optimizer};
use variants::{optimizers, with_other_numbers};

/// What browsers compile at once whatever their age: Chromium's old limit on a page.
const SMALL: usize = 4096;

fn all() -> impl Iterator<Item = (Landscape, Optimizer)> {
    let traceable = Landscape::all().into_iter().filter(|it| Step::slope(it).is_some());
    traceable.flat_map(|landscape| {
        let variants = optimizers().into_iter();
        let variants = variants.flat_map(|it| [it.clone(), with_other_numbers(it)]);
        variants.map(move |optimizer| (landscape.clone(), optimizer))
    })
}

#[test]
fn every_loop_is_valid() {
    for (landscape, optimizer) in all() {
        let made = stride(&Step::trace(&landscape, &optimizer).expect("two parameters"));
        let valid = wasmparser::Validator::new().validate_all(&made.module);
        let fault = valid.err();
        assert!(fault.is_none(), "{landscape:?}, {optimizer:?}: {fault:?}");
        assert!(made.module.len() <= SMALL, "{landscape:?}, {optimizer:?}: {}", made.module.len());
    }
}

#[test]
fn every_loop_over_starts_is_valid() {
    for (landscape, optimizer) in all() {
        let made = starts(&landscape, &optimizer).expect("two parameters");
        let valid = wasmparser::Validator::new().validate_all(&made.module);
        let fault = valid.err();
        assert!(fault.is_none(), "{landscape:?}, {optimizer:?}: {fault:?}");
        let size = made.module.len();
        assert!(size <= 8 * SMALL, "{landscape:?}, {optimizer:?}: {size}");
    }
}

#[test]
fn code_for_every_grid_is_valid() {
    for landscape in Landscape::all() {
        let formula = landscape.get().formula().expect("a formula");
        let made = grid(&formula);
        let fault = wasmparser::Validator::new().validate_all(&made.module).err();
        assert!(fault.is_none(), "{landscape:?}: {fault:?}");
        assert!(made.module.len() <= 2 * SMALL, "{landscape:?}: {}", made.module.len());
    }
}

#[test]
fn a_knob_changes_the_constants_of_a_grid_alone() {
    let mut bowl = Landscape::from_kind("quadratic").expect("listed");
    let made = |landscape: &Landscape| grid(&landscape.get().formula().expect("a formula"));
    let before = made(&bowl);
    assert!(bowl.get_mut().set("condition", Value::Number(7.0)));
    let after = made(&bowl);
    assert_eq!(before.module, after.module);
    assert_ne!(before.constants, after.constants);
}

#[test]
fn what_depends_on_one_parameter_is_computed_once_per_column_or_row() {
    // Cosines: two functions of an axis call them, and no point does.
    let formula = Landscape::from_kind("rastrigin").expect("listed").get().formula();
    let made = grid(&formula.expect("a formula"));
    let entries = wasmparser::Parser::new(0).parse_all(&made.module);
    let bodies = entries.filter_map(|payload| match payload.expect("valid") {
        wasmparser::Payload::CodeSectionEntry(body) => Some(body),
        _ => None,
    });
    let calls = bodies.map(|body| {
        let operators = body.get_operators_reader().expect("code").into_iter();
        let call = |it: &wasmparser::Operator<'_>| matches!(it, wasmparser::Operator::Call { .. });
        operators.map(|it| it.expect("valid")).filter(call).count()
    });
    let calls: Vec<usize> = calls.collect();
    let [.., across, up, rows] = calls[..] else { panic!("three functions") };
    assert!(across > 0 && up > 0);
    assert_eq!(rows, 0);
}

#[test]
fn a_knob_changes_the_constants_of_a_loop_over_starts_alone() {
    let landscape = Landscape::from_kind("ackley").expect("listed");
    let made = |optimizer: &Optimizer| starts(&landscape, optimizer).expect("two parameters");
    for (kind, knob) in [("adam", "beta2"), ("rprop", "max_step"), ("nadam", "beta1")] {
        let mut optimizer = Optimizer::from_kind(kind).expect("listed");
        let before = made(&optimizer);
        assert!(optimizer.get_mut().set(knob, Value::Number(0.25)), "{kind} has no {knob}");
        let after = made(&optimizer);
        assert_eq!((before.module, before.width), (after.module, after.width), "{kind}");
        assert_ne!(before.constants, after.constants, "{kind}");
    }
}

#[test]
fn a_knob_changes_the_constants_alone() {
    let landscape = Landscape::from_kind("rosenbrock").expect("listed");
    for knob in ["beta1", "beta2", "epsilon"] {
        let mut optimizer = Optimizer::from_kind("adam").expect("listed");
        let before = stride(&Step::trace(&landscape, &optimizer).expect("two parameters"));
        assert!(optimizer.get_mut().set(knob, Value::Number(0.25)));
        let after = stride(&Step::trace(&landscape, &optimizer).expect("two parameters"));
        assert_eq!(before.module, after.module, "{knob}");
        assert_ne!(before.constants, after.constants, "{knob}");
    }
}

/// The functions that are called within the loop over the steps of a stride, and those that are
/// called before it.
fn calls(kind: &str) -> [usize; 2] {
    let landscape = Landscape::from_kind("rosenbrock").expect("listed");
    let optimizer = Optimizer::from_kind(kind).expect("listed");
    let made = stride(&Step::trace(&landscape, &optimizer).expect("two parameters"));
    let mut entries = wasmparser::Parser::new(0).parse_all(&made.module);
    let stride = entries.find_map(|payload| match payload.expect("valid") {
        wasmparser::Payload::CodeSectionEntry(body) => Some(body),
        _ => None,
    });
    let (mut calls, mut within) = ([0; 2], false);
    for operator in stride.expect("code").get_operators_reader().expect("code").into_iter() {
        match operator.expect("valid") {
            wasmparser::Operator::Loop { .. } => within = true,
            wasmparser::Operator::Call { .. } => calls[usize::from(!within)] += 1,
            _ => {}
        }
    }
    calls
}

#[test]
fn what_the_next_step_would_compute_again_is_carried() {
    // μₜ₊₁ in each step, and the first μₜ before them.
    assert_eq!(calls("nadam"), [1, 1]);
    assert_eq!(calls("asgd"), [1, 0]);
    assert_eq!(calls("adam"), [0, 0]);
}
