//! The landscapes that argmin_testfunctions has too, against it: someone else's
//! reading of the same literature.

use argmin_testfunctions as theirs;
use descent_core::{Landscape, Problem};

/// A landscape as the oracle has it: cost, gradient, Hessian.
struct Oracle {
    kind: &'static str,
    cost: fn(&[f64; 2]) -> f64,
    gradient: fn(&[f64; 2]) -> [f64; 2],
    hessian: fn(&[f64; 2]) -> [[f64; 2]; 2],
}

macro_rules! oracle {
    ($kind:literal, $cost:expr, $gradient:ident, $hessian:ident) => {
        Oracle {
            kind: $kind,
            cost: $cost,
            gradient: |w| theirs::$gradient(w),
            hessian: |w| theirs::$hessian(w),
        }
    };
}

const ORACLES: [Oracle; 12] = [
    oracle!("himmelblau", theirs::himmelblau, himmelblau_derivative, himmelblau_hessian),
    oracle!(
        "styblinski_tang",
        |w| theirs::styblinski_tang(w) + 78.33233,
        styblinski_tang_derivative_const,
        styblinski_tang_hessian_const
    ),
    oracle!(
        "rosenbrock",
        |w| theirs::rosenbrock(w),
        rosenbrock_derivative_const,
        rosenbrock_hessian_const
    ),
    oracle!(
        "goldstein_price",
        theirs::goldsteinprice,
        goldsteinprice_derivative,
        goldsteinprice_hessian
    ),
    oracle!("beale", theirs::beale, beale_derivative, beale_hessian),
    oracle!("booth", theirs::booth, booth_derivative, booth_hessian),
    oracle!("matyas", theirs::matyas, matyas_derivative, matyas_hessian),
    oracle!("mccormick", theirs::mccormick, mccormick_derivative, mccormick_hessian),
    oracle!(
        "three_hump_camel",
        theirs::threehumpcamel,
        threehumpcamel_derivative,
        threehumpcamel_hessian
    ),
    oracle!(
        "rastrigin",
        |w| theirs::rastrigin(w),
        rastrigin_derivative_const,
        rastrigin_hessian_const
    ),
    oracle!("ackley", |w| theirs::ackley(w), ackley_derivative_const, ackley_hessian_const),
    oracle!("easom", theirs::easom, easom_derivative, easom_hessian),
];

fn slope(it: &dyn Problem, w: [f64; 2]) -> (f64, [f64; 2]) {
    let (cost, gradient) = it.slope(&w);
    (cost, gradient.try_into().expect("two parameters"))
}

fn hessian(it: &dyn Problem, w: [f64; 2]) -> [f64; 3] {
    it.hessian(&w).expect("a formula").try_into().expect("two parameters")
}

#[test]
fn costs_and_derivatives_agree_with_an_outside_oracle() {
    const SIDE: usize = 50;
    for oracle in &ORACLES {
        let landscape = Landscape::from_kind(oracle.kind).expect("a landscape of this name");
        let it = landscape.get();
        // The grid's middle is left out: there Ackley's gradient is a choice.
        let field = it.sample(it.region(), SIDE, SIDE, &it.start());
        for k in 0..SIDE * SIDE {
            let w = field.point(k % SIDE, k / SIDE);
            let (cost, [p, q]) = slope(it, w);
            let [a, b, c] = hessian(it, w);
            let ours = [cost, p, q, a, b, b, c];
            let [[d, e], [f, g]] = (oracle.hessian)(&w);
            let [m, n] = (oracle.gradient)(&w);
            let theirs = [(oracle.cost)(&w), m, n, d, e, f, g];
            let scale = ours.iter().fold(0.0, |largest: f64, x| largest.max(x.abs()));
            for (x, y) in ours.iter().zip(theirs) {
                let near = (x - y).abs() <= 1e-13 * scale;
                assert!(near, "{} at {w:?}: {ours:?} against {theirs:?}", oracle.kind);
            }
        }
    }
}
