//! What must hold for every landscape of the list, with its knobs as they are and moved.

use std::collections::HashSet;

use descent_core::landscapes::{Nature, StationaryPoint};
use descent_core::settings::{Scale, Value};
use descent_core::{Jet, Landscape, Problem, Region};

/// The landscapes that list minima only, because they have hundreds of other points.
const MINIMA_ONLY: [&str; 1] = ["ackley"];

/// The landscapes whose stationary points nobody has looked for.
const NONE_KNOWN: [&str; 1] = ["formula"];

/// Every landscape with its defaults and, where it has knobs, once more with all of
/// them moved; and a formula with a bit of everything that is smooth.
fn cases() -> Vec<Landscape> {
    let mut cases = Landscape::all();
    let mut typed = Landscape::from_kind("formula").expect("in the list");
    let formula = "exp(-x^2 - y²)*sin(a*x*y) + (x^2 + 1)^b + ln(1 + w2^4)/3 - 1.5^(x*y)*|y + 9|";
    let sides = Value::List(vec![-1.5, 2.5]);
    for (name, value) in [
        ("parameters.a", Value::Number(2.0)),
        ("parameters.b", Value::Number(0.7)),
        ("formula", Value::Text(formula.to_owned())),
        ("region.w2", sides),
    ] {
        assert!(typed.get_mut().set(name, value), "{name}");
    }
    assert_eq!(typed.get().check(), Ok(()));
    cases.push(typed);
    for mut moved in Landscape::all() {
        for knob in moved.get().knobs() {
            if !matches!(knob.value, Value::Number(_)) {
                continue;
            }
            let (min, max) = (knob.range.min, knob.range.max);
            let elsewhere = match knob.range.scale {
                Scale::Linear => min + 0.7 * (max - min),
                Scale::Log => (min * max).sqrt(),
            };
            assert!(moved.get_mut().set(&knob.name, Value::Number(elsewhere)), "{knob:?}");
        }
        if !cases.contains(&moved) {
            cases.push(moved);
        }
    }
    cases
}

/// Points spread over a region, always the same ones (Knuth's 64-bit LCG).
fn points(region: Region, count: usize) -> impl Iterator<Item = [f64; 2]> {
    let mut state: u64 = 1;
    let mut fraction = move || {
        state = state.wrapping_mul(6364136223846793005).wrapping_add(1442695040888963407);
        (state >> 11) as f64 / (1u64 << 53) as f64
    };
    (0..count).map(move |_| region.at([fraction(), fraction()]))
}

fn length([x, y]: [f64; 2]) -> f64 {
    (x * x + y * y).sqrt()
}

fn distance(a: [f64; 2], b: [f64; 2]) -> f64 {
    length([a[0] - b[0], a[1] - b[1]])
}

fn slope(it: &dyn Problem, w: [f64; 2]) -> (f64, [f64; 2]) {
    let (cost, gradient) = it.slope(&w);
    (cost, gradient.try_into().expect("two parameters"))
}

fn hessian(it: &dyn Problem, w: [f64; 2]) -> [f64; 3] {
    it.hessian(&w).expect("a formula").try_into().expect("two parameters")
}

/// How large the region is: lengths are small or large against this.
fn size(it: &dyn Problem) -> f64 {
    length(it.region().size())
}

/// What a slope counts as large against at w: the slope itself and what the curvature
/// makes of it across the region.
fn slope_scale(it: &dyn Problem, w: [f64; 2]) -> f64 {
    let [a, b, c] = hessian(it, w);
    length(slope(it, w).1) + (a.abs() + b.abs() + c.abs()) * size(it)
}

/// The smaller and the larger eigenvalue of [[a, b], [b, c]].
fn eigenvalues([a, b, c]: [f64; 3]) -> [f64; 2] {
    let (middle, half) = ((a + c) / 2.0, length([(a - c) / 2.0, b]));
    [middle - half, middle + half]
}

/// Where Newton's method goes next; none where the Hessian is singular.
fn newton(it: &dyn Problem, [w1, w2]: [f64; 2]) -> Option<[f64; 2]> {
    let ([p, q], [a, b, c]) = (slope(it, [w1, w2]).1, hessian(it, [w1, w2]));
    let determinant = a * c - b * b;
    (determinant != 0.0)
        .then(|| [w1 - (c * p - b * q) / determinant, w2 - (a * q - b * p) / determinant])
}

/// The derivative of `f` at 0 by central differences of fourth order.
fn difference(f: impl Fn(f64) -> f64, h: f64) -> f64 {
    (8.0 * (f(h) - f(-h)) - (f(2.0 * h) - f(-2.0 * h))) / (12.0 * h)
}

#[test]
fn derivatives_agree_with_differences() {
    for landscape in cases() {
        let it = landscape.get();
        let h = 1e-4 * size(it);
        for w in points(it.region(), 500) {
            let (_, gradient) = slope(it, w);
            let [a, b, c] = hessian(it, w);
            let scale = slope_scale(it, w) + it.cost(&w).abs() / size(it);
            for (axis, second) in [(0, [a, b]), (1, [b, c])] {
                let step = |t: f64| {
                    let mut moved = w;
                    moved[axis] += t;
                    moved
                };
                let near = |what: &str, exact: f64, by_differences: f64, scale: f64| {
                    let error = (exact - by_differences).abs();
                    assert!(
                        error <= 1e-8 * scale,
                        "{landscape:?}, {what} by w{} at {w:?}: {exact}, by differences {by_differences}",
                        axis + 1,
                    );
                };
                near("slope", gradient[axis], difference(|t| it.cost(&step(t)), h), scale);
                for k in [0, 1] {
                    let by_differences = difference(|t| slope(it, step(t)).1[k], h);
                    near("curvature", second[k], by_differences, scale / size(it) * 10.0);
                }
            }
        }
    }
}

#[test]
fn a_slope_by_hand_agrees_with_the_jet() {
    for landscape in cases() {
        let it = landscape.get();
        let formula = it.formula().expect("a formula");
        for w in points(it.region(), 2000) {
            let jet = formula.eval(&[0, 1].map(|i| Jet::variable(w[i], i)));
            let (cost, gradient) = slope(it, w);
            let bits = it.cost(&w).to_bits();
            assert_eq!(cost.to_bits(), bits, "{landscape:?}: J with the slope at {w:?}");
            assert_eq!(jet.value.to_bits(), bits, "{landscape:?}: J with the jet at {w:?}");
            assert!(
                distance(gradient, jet.gradient) <= 1e-13 * slope_scale(it, w),
                "{landscape:?}: {gradient:?} against {:?} at {w:?}",
                jet.gradient,
            );
        }
    }
}

#[test]
fn a_grid_has_the_bits_of_the_cost() {
    for landscape in cases() {
        let it = landscape.get();
        // No multiple of a pack, so that the rest of a row is met too.
        let (columns, rows) = (37, 11);
        let field = it.sample(it.region(), columns, rows, &it.start());
        for row in 0..rows {
            for column in 0..columns {
                let w = field.point(column, row);
                let (found, cost) = (field.values[row * columns + column], it.cost(&w));
                assert_eq!(found.to_bits(), cost.to_bits(), "{landscape:?} at {w:?}");
            }
        }
    }
}

#[test]
fn listed_points_are_stationary_to_the_last_digits() {
    for landscape in cases() {
        let it = landscape.get();
        for StationaryPoint { at, .. } in it.stationary_points() {
            assert!(it.region().contains(at), "{landscape:?}: {at:?} is outside the region");
            let slope = length(slope(it, at).1);
            assert!(
                slope <= f64::EPSILON * slope_scale(it, at),
                "{landscape:?}: slope {slope:e} at {at:?}"
            );
            let better = newton(it, at).unwrap_or([f64::NAN; 2]);
            let error = distance(at, better);
            assert!(error <= f64::EPSILON * size(it), "{landscape:?}: {at:?} should be {better:?}");
        }
    }
}

#[test]
fn listed_points_are_of_the_nature_that_they_say() {
    for landscape in cases() {
        let it = landscape.get();
        for StationaryPoint { at, nature } in it.stationary_points() {
            let by_curvature = match eigenvalues(hessian(it, at)).map(|e| e > 0.0) {
                [true, true] => Nature::Minimum,
                [false, false] => Nature::Maximum,
                _ => Nature::Saddle,
            };
            assert_eq!(by_curvature, nature, "{landscape:?}: the Hessian at {at:?}");
            // A cone's tip has no Hessian to trust, but neighbours.
            assert_eq!(by_neighbours(it, at), nature, "{landscape:?}: the costs around {at:?}");
        }
    }
}

/// The nature of a point as the costs on a small circle around it tell.
fn by_neighbours(it: &dyn Problem, at: [f64; 2]) -> Nature {
    let radius = 1e-3 * size(it);
    let around = (0..64).map(|k| {
        let (sin, cos) = libm::sincos(f64::from(k) * std::f64::consts::TAU / 64.0);
        it.cost(&[at[0] + radius * cos, at[1] + radius * sin])
    });
    let dearer = around.filter(|&cost| cost > it.cost(&at)).count();
    match dearer {
        64 => Nature::Minimum,
        0 => Nature::Maximum,
        _ => Nature::Saddle,
    }
}

#[test]
fn no_point_is_listed_twice() {
    for landscape in cases() {
        let it = landscape.get();
        let listed = it.stationary_points();
        for (i, a) in listed.iter().enumerate() {
            for b in &listed[..i] {
                let far = distance(a.at, b.at) > 1e-3 * size(it);
                assert!(far, "{landscape:?}: {:?} and {:?}", a.at, b.at);
            }
        }
    }
}

#[test]
fn no_stationary_point_is_missing() {
    const SIDE: usize = 60;
    for landscape in Landscape::all() {
        if NONE_KNOWN.contains(&landscape.kind()) {
            continue;
        }
        let it = landscape.get();
        let listed = it.stationary_points();
        for k in 0..SIDE * SIDE {
            let start = [k % SIDE, k / SIDE].map(|i| (i as f64 + 0.5) / SIDE as f64);
            let Some(found) = settle(it, it.region().at(start)) else { continue };
            let minimum = eigenvalues(hessian(it, found))[0] > 0.0;
            if minimum || !MINIMA_ONLY.contains(&landscape.kind()) {
                let known = listed.iter().any(|p| distance(p.at, found) < 1e-6 * size(it));
                assert!(known, "{landscape:?}: {found:?} is stationary and not listed");
            }
        }
    }
}

/// The point inside the region that Newton's method settles on, if it does.
fn settle(it: &dyn Problem, start: [f64; 2]) -> Option<[f64; 2]> {
    let mut w = start;
    for _ in 0..40 {
        let next = newton(it, w)?;
        let moved = distance(w, next);
        w = next;
        if moved <= 1e-12 * size(it) {
            return it.region().contains(w).then_some(w);
        }
    }
    None
}

/// Poincaré and Hopf: going once around a region, the gradient turns as many times as
/// there are minima and maxima inside, less the saddles. No search can be blind to this.
#[test]
fn the_gradient_turns_around_the_edge_as_the_listed_points_make_it() {
    for landscape in cases() {
        if [MINIMA_ONLY, NONE_KNOWN].concat().contains(&landscape.kind()) {
            continue;
        }
        let it = landscape.get();
        let index = |p: &StationaryPoint| if p.nature == Nature::Saddle { -1 } else { 1 };
        let expected: i32 = it.stationary_points().iter().map(index).sum();
        assert_eq!(turns(it), expected, "{landscape:?}");
    }
}

/// How many times the gradient turns, going once around the region counterclockwise.
fn turns(it: &dyn Problem) -> i32 {
    const PER_EDGE: usize = 500;
    let corners = [[0.0, 0.0], [1.0, 0.0], [1.0, 1.0], [0.0, 1.0], [0.0, 0.0]];
    let mut angle = 0.0;
    for edge in corners.windows(2) {
        let slope = |t: f64| {
            let place = [0, 1].map(|i| edge[0][i] + t * (edge[1][i] - edge[0][i]));
            slope(it, it.region().at(place)).1
        };
        let piece = |k: usize| k as f64 / PER_EDGE as f64;
        angle += (0..PER_EDGE).map(|k| turn(&slope, piece(k), piece(k + 1))).sum::<f64>();
    }
    (angle / std::f64::consts::TAU).round() as i32
}

/// The angle by which `slope` turns from one place to another, piece by piece where it
/// turns fast, as it does across the floor of a valley.
fn turn(slope: &impl Fn(f64) -> [f64; 2], from: f64, to: f64) -> f64 {
    let ([a, b], [p, q]) = (slope(from), slope(to));
    let angle = libm::atan2(a * q - b * p, a * p + b * q);
    if angle.abs() < 0.5 {
        return angle;
    }
    assert!(to - from > 1e-12, "the slope jumps or is 0 at {from} of an edge");
    let middle = (from + to) / 2.0;
    turn(slope, from, middle) + turn(slope, middle, to)
}

#[test]
fn the_cheapest_minimum_comes_first() {
    for landscape in cases() {
        let it = landscape.get();
        let listed = it.stationary_points();
        let minima = listed.iter().filter(|p| p.nature == Nature::Minimum);
        let costs: Vec<f64> = minima.map(|p| it.cost(&p.at)).collect();
        let Some(&least) = costs.first() else { continue };
        assert_eq!(listed[0].nature, Nature::Minimum, "{landscape:?}: minima come first");
        let field = it.sample(it.region(), 801, 801, &it.start());
        let [low, high] = field.extent().unwrap_or([f64::NAN; 2]);
        let rounding = 1e-15 * (high - low);
        let ascending = costs.windows(2).all(|pair| pair[0] <= pair[1] + rounding);
        assert!(ascending, "{landscape:?}: {costs:?}");
        assert!(least <= low + rounding, "{landscape:?}: {low} is less than {least}");
    }
}

#[test]
fn a_start_lies_in_the_region_and_moves() {
    for landscape in cases() {
        let it = landscape.get();
        let start: [f64; 2] = it.start().try_into().expect("two parameters");
        assert!(it.region().contains(start), "{landscape:?}: {start:?}");
        let (cost, gradient) = slope(it, start);
        assert!(cost.is_finite() && length(gradient) > 0.0, "{landscape:?}: {cost}, {gradient:?}");
    }
}

#[test]
fn knobs_begin_within_their_ranges_under_names_of_their_own() {
    for landscape in Landscape::all() {
        let mut names = HashSet::new();
        for knob in landscape.get().knobs() {
            let numbers = match &knob.default {
                Value::Number(number) => vec![*number],
                Value::List(numbers) => numbers.clone(),
                Value::Table(rows) => rows.concat(),
                Value::Whole(whole) => vec![*whole as f64],
                _ => Vec::new(),
            };
            let accepted = numbers.iter().all(|&number| knob.range.contains(number));
            assert!(accepted, "{landscape:?}: {knob:?}");
            assert!(
                names.insert(knob.name.clone()),
                "{landscape:?}: two knobs are called {}",
                knob.name
            );
        }
    }
}

#[test]
fn everything_has_a_name_of_its_own_and_words_for_people() {
    let strings: serde_json::Map<String, serde_json::Value> =
        serde_json::from_str(include_str!("../../../www/locales/en.json")).expect("valid JSON");
    let said = |key: String| {
        let text = strings.get(&key).and_then(|text| text.as_str()).unwrap_or_default();
        assert!(!text.trim().is_empty(), "www/locales/en.json lacks {key}");
    };
    let mut kinds = HashSet::new();
    for landscape in Landscape::all() {
        let kind = landscape.kind();
        assert!(kinds.insert(kind), "two landscapes are called {kind}");
        said(format!("landscape.{kind}.name"));
        said(format!("landscape.{kind}.lesson"));
        for knob in landscape.get().knobs() {
            said(format!("knob.{}", knob.name));
        }
    }
}
