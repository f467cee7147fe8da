use super::*;
use crate::{Real, Scalar, Symbol};

type Cost = for<'a> fn(Symbol<'a>, Symbol<'a>) -> Symbol<'a>;

fn check(cost: Cost, forward: &[&str], backward: &[&str]) {
    let graph = Graph::of(&Formula::build(cost));
    assert_eq!(graph.forward(), forward);
    assert_eq!(graph.backward(), backward);
}

/// A function of w1: its line, and the cost's derivative by w1.
fn check_function(cost: for<'a> fn(Symbol<'a>) -> Symbol<'a>, forward: &str, slope: &str) {
    let graph = Graph::of(&Formula::build(|w1, _| cost(w1)));
    assert_eq!(graph.forward(), [format!("z1 = {forward}")]);
    assert_eq!(graph.backward(), ["dz1 = 1", &format!("dw1 = {slope}"), "dw2 = 0"]);
}

/// Every derivative as a table of derivatives has it.
#[test]
fn functions_have_their_derivatives() {
    check_function(|w| -w, "-w1", "-dz1");
    check_function(|w| w.square(), "w1**2", "2 * w1 * dz1");
    check_function(|w| w.cube(), "w1**3", "3 * w1**2 * dz1");
    check_function(|w| w.fourth(), "w1**4", "4 * w1**3 * dz1");
    check_function(|w| w.sqrt(), "sqrt(w1)", "dz1 / (2 * z1)");
    check_function(|w| w.exp(), "exp(w1)", "z1 * dz1");
    check_function(|w| w.ln(), "log(w1)", "dz1 / w1");
    check_function(|w| w.sin(), "sin(w1)", "cos(w1) * dz1");
    check_function(|w| w.cos(), "cos(w1)", "-sin(w1) * dz1");
    check_function(|w| w.tanh(), "tanh(w1)", "(1 - z1**2) * dz1");
    check_function(|w| w.atan(), "arctan(w1)", "dz1 / (1 + w1**2)");
    check_function(|w| w.abs(), "abs(w1)", "sign(w1) * dz1");
    check_function(|w| w / 4.0, "w1 / 4", "dz1 / 4");
    check_function(|w| w * -3.0, "-3 * w1", "-3 * dz1");
    check_function(|w| w * w, "w1 * w1", "w1 * dz1 + w1 * dz1");
}

#[test]
fn operations_have_their_derivatives() {
    check(|a, b| a * b, &["z1 = w1 * w2"], &["dz1 = 1", "dw1 = w2 * dz1", "dw2 = w1 * dz1"]);
    check(|a, b| a / b, &["z1 = w1 / w2"], &["dz1 = 1", "dw1 = dz1 / w2", "dw2 = -z1 / w2 * dz1"]);
    check(
        |a, b| a.norm(b),
        &["z1 = norm(w1, w2)"],
        &["dz1 = 1", "dw1 = quotient(w1 * dz1, z1)", "dw2 = quotient(w2 * dz1, z1)"],
    );
}

#[test]
fn a_sum_is_a_line_and_signs_are_its_own() {
    check(
        |a, b| a * 2.0 - b * -3.0 - Symbol::constant(-1.0),
        &["z1 = 2 * w1 + 3 * w2 + 1"],
        &["dz1 = 1", "dw1 = 2 * dz1", "dw2 = 3 * dz1"],
    );
    // What is subtracted is a sum of its own.
    check(
        |a, b| a - (a + b),
        &["z1 = w1 + w2", "z2 = w1 - z1"],
        &["dz2 = 1", "dz1 = -dz2", "dw1 = dz1 + dz2", "dw2 = dz1"],
    );
}

#[test]
fn what_is_used_twice_is_computed_once() {
    check(
        |a, b| (a + b).square() * (a + b),
        &["z1 = w1 + w2", "z2 = z1**2", "z3 = z2 * z1"],
        &["dz3 = 1", "dz2 = z1 * dz3", "dz1 = 2 * z1 * dz2 + z2 * dz3", "dw1 = dz1", "dw2 = dz1"],
    );
}

#[test]
fn powers_have_their_derivatives() {
    check_function(|w| w.pow(Symbol::constant(2.5)), "w1**2.5", "2.5 * w1**1.5 * dz1");
    check_function(|w| w.pow(Symbol::constant(0.5)), "w1**0.5", "0.5 * w1**(-0.5) * dz1");
    check_function(
        |w| Symbol::constant(2.0).pow(w),
        "2**w1",
        "(math.log(2) * z1 * dz1 if z1 else 0)",
    );
    check(
        |a, b| a.pow(b),
        &["z1 = w1**w2"],
        &[
            "dz1 = 1",
            "dw1 = (w2 * w1**(w2 - 1) * dz1 if w2 else 0)",
            "dw2 = (log(w1) * z1 * dz1 if z1 else 0)",
        ],
    );
}

#[test]
fn a_choice_passes_the_slope_to_the_side_that_is_taken() {
    check(
        |a, b| a.or_larger(b),
        &["z1 = max(w1, w2)"],
        &["dz1 = 1", "dw1 = (0 if w1 < w2 else dz1)", "dw2 = (dz1 if w1 < w2 else 0)"],
    );
    check(
        |a, b| a.or_smaller(b),
        &["z1 = min(w1, w2)"],
        &["dz1 = 1", "dw1 = (0 if w2 < w1 else dz1)", "dw2 = (dz1 if w2 < w1 else 0)"],
    );
    // Where it is not taken, the root may have no slope to be multiplied with 0.
    check(
        |a, b| a.if_less(b, || b, || a.sqrt()),
        &["z1 = sqrt(w1)", "z2 = w2 if w1 < w2 else z1"],
        &[
            "dz2 = 1",
            "dz1 = (0 if w1 < w2 else dz2)",
            "dw1 = (dz1 / (2 * z1) if dz1 else 0)",
            "dw2 = (dz2 if w1 < w2 else 0)",
        ],
    );
    // What is taken for less and for equal is one line.
    check(
        |a, b| {
            let square = a.square();
            a.if_less(b, || square, || a.if_equal(b, || square, || b))
        },
        &["z1 = w1**2", "z2 = z1 if w1 <= w2 else w2"],
        &[
            "dz2 = 1",
            "dz1 = (dz2 if w1 <= w2 else 0)",
            "dw1 = (2 * w1 * dz1 if dz1 else 0)",
            "dw2 = (0 if w1 <= w2 else dz2)",
        ],
    );
}
