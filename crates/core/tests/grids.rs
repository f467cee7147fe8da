//! Grids have the bits of the cost, however they are computed.
//!
//! The same fingerprints are computed by the page's module in Node and in browsers:
//! `tests/e2e/bits.mjs`.

use descent_core::formula::Traced;
use descent_core::run::{Engine, Loop};
use descent_core::{Digest, Experiment, Field, Formula, Landscape, Optimizer, Region, Task, Trace};
use serde_json::json;
use std::rc::Rc;

/// Computes grids by doing what traces say, point by point.
#[derive(Debug)]
struct Interpreter;

impl Engine for Interpreter {
    fn prepare(&self, _: &Task, _: &Optimizer) -> Option<Rc<dyn Loop>> {
        None
    }

    fn grid(&self, formula: &Formula, xs: &[f64], ys: &[f64]) -> Option<Vec<f64>> {
        let trace = Trace::of(2, |w: &[Traced<'_>]| vec![formula.eval(w)]);
        let points = ys.iter().flat_map(|&y| xs.iter().map(move |&x| [x, y]));
        Some(points.map(|w| trace.eval(&w)[0]).collect())
    }
}

/// Typed formulas with what no listed landscape has: each function, choices, powers, one
/// parameter or three, and none that is read.
const FORMULAS: [&str; 14] = [
    "tanh(x*y) + atan(x - y)*y",
    "ln(x^2 + y^2 + 1)/3 + abs(x - y)",
    "max(x*y, sin(3x) + y) - min(y, x^2)",
    "abs(x)^1.5 + (y^2 + 1)^x",
    "exp(-(x^2 + y^2)/2)*cos(5x*y)",
    "sqrt(x*y)",
    "1/(x - y)",
    "sign(x*y)*x",
    "x^2 + sin(x)",
    "0*x + y^4",
    "2 + 0*x*y",
    "w1*w2 + exp(w3)*sin(w1*w3)",
    "x*y",
    "exp(700x*y) + cos(1e7x*y)",
];

fn problems() -> Vec<Experiment> {
    let listed = Landscape::all().into_iter().map(Experiment::new);
    let typed = FORMULAS.iter().map(|formula| {
        let file = json!({ "version": 1, "landscape": { "kind": "formula", "formula": formula } });
        Experiment::parse(&file.to_string()).unwrap_or_else(|fault| panic!("{formula}: {fault:?}"))
    });
    listed.chain(typed).map(|it| Experiment { runs: Vec::new(), ..it }).collect()
}

/// The part of the plane that is drawn at first, a narrow one, and some in which numbers overflow.
fn regions(landscape: &Landscape) -> [Region; 5] {
    let own = landscape.get().region();
    let narrow = Region { x: [1.0, 1.0 + 1e-9], y: [-1e-300, 2e-300] };
    let wide = [1e3, 1e80, 1e300].map(|half| Region::square(-half, half));
    [own, narrow, wide[0], wide[1], wide[2]]
}

/// Numbers of columns and rows around whole groups of vectors.
const SIZES: [[usize; 2]; 5] = [[61, 40], [8, 7], [2, 2], [17, 3], [64, 9]];

/// Which NaN it is says nothing.
fn bits(field: &Field) -> Vec<u64> {
    let bits = |cost: &f64| if cost.is_nan() { f64::NAN } else { *cost }.to_bits();
    field.values.iter().map(bits).collect()
}

#[test]
fn a_traced_formula_has_the_bits_of_the_grid_and_of_the_cost() {
    for Experiment { landscape, start, .. } in problems() {
        for region in regions(&landscape) {
            let it = landscape.get();
            let plain = it.sample(region, 21, 17, &start);
            let traced = it.sample_by(Some(&Interpreter), region, 21, 17, &start);
            assert_eq!(bits(&plain), bits(&traced), "{landscape:?} over {region:?}");
            let by_point = Field::by(
                |w| {
                    it.cost(
                        &w.into_iter().chain(start.iter().skip(2).copied()).collect::<Vec<_>>()
                            [..start.len()],
                    )
                },
                region,
                21,
                17,
            );
            assert_eq!(bits(&plain), bits(&by_point), "{landscape:?} over {region:?}");
        }
    }
}

/// Where the fingerprints stand.
const FILE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../tests/bits/grids.json");

/// One grid per line, so that a difference names it.
#[test]
fn golden_bits_of_every_grid() {
    let mut lines = Vec::new();
    for experiment in problems() {
        let Experiment { landscape, start, .. } = &experiment;
        for (region, size) in regions(landscape).into_iter().zip(SIZES) {
            let field = landscape.get().sample(region, size[0], size[1], start);
            let digest = Digest::default().with_outcomes(&field.values, &[]).to_string();
            let edges = [region.x, region.y].concat();
            let case = json!({
                "digest": digest, "edges": edges, "size": size, "experiment": experiment.json(),
            });
            lines.push(case.to_string());
        }
    }
    let text = format!("[\n{}\n]\n", lines.join(",\n"));
    if std::env::var_os("BLESS").is_some() {
        std::fs::write(FILE, &text).expect("the file of fingerprints");
    }
    let known = std::fs::read_to_string(FILE).expect("the file of fingerprints");
    for (now, before) in text.lines().zip(known.lines()) {
        assert_eq!(now, before);
    }
    assert_eq!(text, known);
}
