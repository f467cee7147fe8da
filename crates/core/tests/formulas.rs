//! The formula that is shown is the one that is computed, and reads like a textbook's.

use descent_core::formula::Tape;
use descent_core::formula::{Op, Operator};
use descent_core::settings::Value;
use descent_core::{Formula, Jet, Landscape, Notation, Real, Region, Scalar, Symbol};
use std::f64::consts::{E, PI, SQRT_2, TAU};

/// Every listed landscape with its defaults, and the bowl turned.
fn cases() -> Vec<Landscape> {
    let mut cases = Landscape::all();
    cases.extend([30.0, -45.0, 12.5].map(bowl));
    cases
}

/// A quadratic bowl, κ = 100, turned by an angle.
fn bowl(angle: f64) -> Landscape {
    let mut bowl = Landscape::from_kind("quadratic").expect("in the list");
    assert!(bowl.get_mut().set("angle", Value::Number(angle)));
    assert!(bowl.get_mut().set("condition", Value::Number(100.0)));
    bowl
}

#[test]
fn it_computes_the_bits_of_the_cost() {
    let mut state: u64 = 7;
    for case in cases() {
        let (it, formula) = (case.get(), case.get().formula().expect("a formula"));
        for _ in 0..200 {
            let mut fraction = || {
                state = state.wrapping_mul(6364136223846793005).wrapping_add(1442695040888963407);
                (state >> 11) as f64 / (1u64 << 53) as f64
            };
            let w = it.region().at([fraction(), fraction()]);
            let (shown, computed) = (formula.eval(&w), it.cost(&w));
            assert_eq!(shown.to_bits(), computed.to_bits(), "{} at {w:?}", case.kind());
        }
    }
}

#[test]
fn landscapes_read_like_the_textbook() {
    let expected = "\
himmelblau: J = (w₁² + w₂ − 11)² + (w₁ + w₂² − 7)²
styblinski_tang: J = ½(w₁⁴ − 16w₁² + 5w₁ + w₂⁴ − 16w₂² + 5w₂) + 78.33233
rosenbrock: J = 100(w₂ − w₁²)² + (1 − w₁)²
goldstein_price: J = (1 + (w₁ + w₂ + 1)²(19 − 14w₁ + 3w₁² − 14w₂ + 6w₁w₂ + 3w₂²))\
(30 + (2w₁ − 3w₂)²(18 − 32w₁ + 12w₁² + 48w₂ − 36w₁w₂ + 27w₂²))
beale: J = (1.5 − w₁ + w₁w₂)² + (2.25 − w₁ + w₁w₂²)² + (2.625 − w₁ + w₁w₂³)²
booth: J = (w₁ + 2w₂ − 7)² + (2w₁ + w₂ − 5)²
matyas: J = 0.26(w₁² + w₂²) − 0.48w₁w₂
mccormick: J = sin(w₁ + w₂) + (w₁ − w₂)² − 1.5w₁ + 2.5w₂ + 1
three_hump_camel: J = 2w₁² − 1.05w₁⁴ + w₁⁶/6 + w₁w₂ + w₂²
six_hump_camel: J = (4 − 2.1w₁² + w₁⁴/3)w₁² + w₁w₂ + (4w₂² − 4)w₂²
rastrigin: J = 20 + w₁² − 10 cos(2πw₁) + w₂² − 10 cos(2πw₂)
ackley: J = 20 − 20e^(−0.2√(½(w₁² + w₂²))) − e^(½(cos(2πw₁) + cos(2πw₂))) + e
easom: J = −cos(w₁) cos(w₂)e^(−((w₁ − π)² + (w₂ − π)²))
saddle: J = w₁² − w₂²
quadratic: J = ½(w₁² + 10w₂²)
goldstein_price_notes: J = (1 + (w₁ + w₂ + 1)²(19 − 14w₁ + 3w₁² − 14w₂ + 6w₁² + 3w₂²))\
(30 + (2w₁ − 3w₂)²(18 − 32w₁ + 12w₁² + 48w₂ − 36w₁w₂ + 27w₂²))";
    for line in expected.lines() {
        let (kind, text) = line.split_once(": ").expect("a kind and its formula");
        let landscape = Landscape::from_kind(kind).expect(kind);
        assert_eq!(landscape.get().written(Notation::Text), text);
    }
    let turned = [30.0, -45.0, 12.5].map(|angle| bowl(angle).get().written(Notation::Text));
    assert_eq!(
        turned,
        [
            "J = ½((w₁√3/2 + w₂/2)² + 100(w₂√3/2 − w₁/2)²)",
            "J = ½((w₁√2/2 − w₂√2/2)² + 100(w₂√2/2 + w₁√2/2)²)",
            "J = ½((0.976296w₁ + 0.21644w₂)² + 100(0.976296w₂ − 0.21644w₁)²)",
        ]
    );
}

/// The text of what is computed from x and y, after “J = ”.
fn check(cost: impl for<'a> FnOnce(Symbol<'a>, Symbol<'a>) -> Symbol<'a>, expected: &str) {
    let formula = Formula::build(cost);
    let text = formula.write_over(&["x", "y"], Notation::Text);
    assert_eq!(text.strip_prefix("J = "), Some(expected));
    well_formed(&formula.write_over(&["x", "y"], Notation::MathMl));
}

#[test]
fn sums_and_signs() {
    check(|x, _| x + 1.0, "x + 1");
    check(|x, _| -x + 1.0, "1 − x");
    check(|x, y| -x + y * 2.0, "2y − x");
    check(|x, y| -x - y, "−x − y");
    check(|x, y| x * -14.0 + y + 19.0, "19 − 14x + y");
    check(|x, y| x + y * -3.0, "x − 3y");
    check(|x, y| x - (y - 1.0), "x − (y − 1)");
    check(|x, y| x + (y - 1.0), "x + y − 1");
    check(|x, y| -(x + y), "−(x + y)");
    check(|x, y| x - -y, "x + y");
    check(|x, _| x - -2.0, "x + 2");
    check(|_, _| Symbol::constant(0.0), "0");
}

#[test]
fn products_and_quotients() {
    check(|x, y| x * y * 6.0, "6xy");
    check(|x, y| (x + y) * (x - y), "(x + y)(x − y)");
    check(|x, y| x * (x + y) * 2.0, "2x(x + y)");
    check(|x, _| x * 0.5, "½x");
    check(|x, _| x / 2.0, "x/2");
    check(|x, y| (x + y) / 2.0, "½(x + y)");
    check(|x, y| (x + y) / 3.0, "(x + y)/3");
    check(|x, _| x * (2.0 / 3.0), "2x/3");
    check(|x, y| x / y, "x/y");
    check(|x, y| x / y / 2.0, "x/(2y)");
    check(|x, y| x * 0.5 / y, "x/(2y)");
    check(|x, y| x / (y + 1.0), "x/(y + 1)");
    check(|x, y| x / (y / x), "x²/y");
    check(|x, _| Symbol::constant(1.0) / (x.square() + 1.0), "1/(x² + 1)");
    check(|x, y| (x / y).square(), "(x/y)²");
    check(|x, y| (x * y).cube(), "(xy)³");
}

#[test]
fn powers_and_functions() {
    check(|x, _| x * x, "x²");
    check(|x, _| x.square().cube(), "x⁶");
    check(|x, _| x.fourth() * x, "x⁵");
    check(|x, _| (-x).square(), "(−x)²");
    check(|x, _| x.sin().square(), "sin²(x)");
    check(|x, y| x.cos() * y.cos() * -1.0, "−cos(x) cos(y)");
    check(|x, _| (x * TAU).cos() * 10.0, "10 cos(2πx)");
    check(|x, y| x * y.tanh(), "x tanh(y)");
    check(|x, _| (x + 1.0).ln(), "ln(x + 1)");
    check(|x, _| (x.square() * -0.5).exp() * 3.0, "3e^(−½x²)");
    check(|x, _| x.exp().square(), "(e^(x))²");
    check(|x, _| x.sqrt() * 2.0, "2√x");
    check(|x, y| x.norm(y), "√(x² + y²)");
    check(|x, y| (x * 2.0).norm(y + 1.0), "√((2x)² + (y + 1)²)");
    check(|x, y| x.norm(y) / SQRT_2, "√(½(x² + y²))");
    check(|x, y| (x - y).abs().square(), "|x − y|²");
}

#[test]
fn powers_of_any_exponent() {
    check(|x, _| x.pow(Symbol::constant(7.0)), "x⁷");
    check(|x, y| y * x.pow(Symbol::constant(-2.0)), "y/x²");
    check(|x, _| x.pow(Symbol::constant(2.5)) * 3.0, "3x^2.5");
    check(|x, y| (x + y).pow(y), "(x + y)^y");
    check(|x, y| x.pow(y - 1.0).square(), "(x^(y − 1))²");
    check(|x, _| Symbol::constant(2.0).pow(x), "2^x");
    check(|x, _| Symbol::constant(2.0).pow(x) * 3.0, "3(2)^x");
    check(|x, _| Symbol::constant(-2.0).pow(-x), "(−2)^(−x)");
}

#[test]
fn choices() {
    check(|x, y| x.or_larger(y * 2.0), "max(x, 2y)");
    check(|x, y| x.or_smaller(y) * 3.0, "3min(x, y)");
    check(|x, y| x.or_smaller(y).square(), "(min(x, y))²");
    check(|x, y| x.if_less(y, || x, || -y), "where(x < y, x, −y)");
    check(|x, y| x.if_equal(y, || x, || -y), "where(x == y, x, −y)");
    check(|x, y| x.if_less(y, || x, || x.if_equal(y, || x, || y)), "where(x <= y, x, y)");
    // What can be told at once is no choice.
    check(|x, y| (x * 0.0).if_less(y * 0.0 + 1.0, || x, || y), "x");
}

/// A formula with each operation, and choices between powers.
fn with_everything<T: Scalar>(x: T, y: T) -> T {
    let power = (x.abs() + 0.5).pow(y) + x.pow(T::constant(3.0)) - T::constant(1.5).pow(x * y);
    let choice = x.if_less(y, || x.square() + y.cos(), || y.sin() * x.tanh() - y.atan());
    let equal = (x - y).if_equal(T::constant(0.0), || x.exp(), || (x * x + 1.0).ln() / 3.0);
    power * choice.or_larger(y.cube()) - equal.or_smaller(x.norm(y)) + (x - 0.25).sign() * y
        - (-x.fourth()).if_less(y, || (x * x + y * y + 0.1).sqrt(), || x)
}

#[test]
fn a_graph_has_the_bits_of_what_it_was_written_down_from() {
    let formula = Formula::build(|x, y| with_everything(x, y));
    let region = Region::square(-2.0, 2.0);
    let field = descent_core::Field::of(&formula, region, 83, 41);
    let mut tape = Tape::default();
    for row in 0..41 {
        for column in 0..83 {
            let [x, y] = field.point(column, row);
            let cost = with_everything(x, y).to_bits();
            assert_eq!(formula.eval(&[x, y]).to_bits(), cost, "at ({x}, {y})");
            assert_eq!(field.values[row * 83 + column].to_bits(), cost, "at ({x}, {y})");
            let jet = with_everything(Jet::variable(x, 0), Jet::variable(y, 1));
            let by_graph = formula.eval(&[Jet::variable(x, 0), Jet::variable(y, 1)]);
            assert_eq!(by_graph, jet, "at ({x}, {y})");
            let mut gradient = [f64::NAN; 2];
            let value = formula.slope(&[x, y], &mut gradient, &mut tape);
            assert_eq!(value.to_bits(), cost, "at ({x}, {y})");
            for (backward, forward) in gradient.into_iter().zip(jet.gradient) {
                let near = (backward - forward).abs() <= 1e-13 * (1.0 + forward.abs());
                assert!(near, "{backward} against {forward} at ({x}, {y})");
            }
        }
    }
}

/// Σ sin(i·wᵢ)·wᵢ₊₁² over five parameters.
fn of_five<T: Scalar>(w: &[T]) -> T {
    let term = |i: usize| (w[i] * i as f64).sin() * w[(i + 1) % w.len()].square();
    (0..w.len()).fold(T::constant(0.0), |sum, i| sum + term(i))
}

#[test]
fn reverse_mode_has_the_gradient_in_any_dimension() {
    let formula = Formula::over(5, |w| of_five(w));
    let w = [0.3, -1.2, 0.7, 2.1, -0.4];
    let (mut gradient, mut tape) = (vec![f64::NAN; 5], Tape::default());
    for _ in 0..2 {
        let value = formula.slope(&w, &mut gradient, &mut tape);
        assert_eq!(value.to_bits(), of_five(&w).to_bits());
        for i in 0..5 {
            let mut jets = w.map(Jet::constant);
            jets[i] = Jet::variable(w[i], 0);
            let expected = of_five(&jets).gradient[0];
            assert!((gradient[i] - expected).abs() <= 1e-14, "{i}: {gradient:?}, {expected}");
        }
    }
}

#[test]
fn what_is_not_taken_has_no_part_in_the_gradient() {
    let formula = Formula::build(|x, y| x.if_less(y, || x * y, || (x - y).sqrt()));
    let (mut gradient, mut tape) = ([f64::NAN; 2], Tape::default());
    formula.slope(&[1.0, 3.0], &mut gradient, &mut tape);
    assert_eq!(gradient, [3.0, 1.0]);
}

#[test]
fn numbers() {
    check(|x, _| x * 0.26 + 2.1, "0.26x + 2.1");
    check(|x, _| x * PI, "πx");
    check(|x, _| x + PI / 2.0, "x + π/2");
    check(|x, _| x + E, "x + e");
    check(|x, _| x * 0.1 * 3.0, "0.3x");
    check(|x, _| x * 2.5e-8 + 1e-9, "2.5 × 10⁻⁸x + 10⁻⁹");
    check(|x, y| x * 1.0 + y * 0.0, "x");
    check(|x, y| (x + 0.0) * (y / 1.0) - 0.0, "xy");
    check(|x, _| Symbol::constant(0.0) - x, "−x");
    check(|_, _| Symbol::constant(2.0).square() * 3.0, "12");
}

#[test]
fn what_is_computed_once_stands_there_once() {
    let formula = Formula::build(|x, y| {
        let sum = x + y;
        sum * sum.sin()
    });
    assert_eq!(formula.nodes().len(), 5);
    assert_eq!(formula.nodes()[2], Op::Binary(Operator::Add, 0, 1));
    assert_eq!(formula.nodes()[formula.root()], Op::Binary(Operator::Mul, 2, 3));
    assert_eq!(formula.values(&[1.0, 2.0])[2], 3.0);
}

#[test]
fn formulas_of_any_size_are_written() {
    let long = Formula::build(|x, y| (0..10_000).fold(y, |sum, _| sum + x));
    let deep = Formula::build(|x, _| (0..10_000).fold(x, |inner, _| inner.sin()));
    let powers = Formula::build(|x, _| (0..10_000).fold(x, |base, _| base.square()));
    let shared = Formula::build(|x, y| (0..1000).fold(x, |sum, _| (sum + y) * sum));
    for formula in [long, deep, powers, shared] {
        assert!(formula.write(Notation::Text).len() < 100_000);
        assert!(formula.write(Notation::Text).contains('…') || formula.nodes().len() == 10_002);
        well_formed(&formula.write(Notation::MathMl));
    }
}

#[test]
fn landscapes_are_well_formed_mathml() {
    for case in cases() {
        let mathml = case.get().written(Notation::MathMl);
        well_formed(&mathml);
        assert!(!mathml.contains("NaN") && !mathml.contains("inf<"), "{mathml}");
    }
    let mathml =
        Landscape::from_kind("saddle").expect("in the list").get().written(Notation::MathMl);
    assert_eq!(
        mathml,
        "<math><mi>J</mi><mo form=\"infix\">=</mo>\
         <msubsup><mi>w</mi><mn>1</mn><mn>2</mn></msubsup></math>\
         <math><mo form=\"infix\">−</mo>\
         <msubsup><mi>w</mi><mn>2</mn><mn>2</mn></msubsup></math>"
    );
}

/// Every element is one of MathML Core, has as many children as it must, and ends.
fn well_formed(mathml: &str) {
    let mut open: Vec<(&str, usize)> = Vec::new();
    for piece in mathml.split('<').skip(1) {
        let (tag, text) = piece.split_once('>').expect("a tag ends");
        let name = tag.split(' ').next().unwrap_or(tag);
        if let Some(name) = name.strip_prefix('/') {
            let (begun, children) = open.pop().expect("an element to end");
            assert_eq!(begun, name, "{mathml}");
            let due = match name {
                "msup" | "msub" | "mfrac" | "mover" => 2..=2,
                "msubsup" | "munderover" => 3..=3,
                "mtable" | "mtr" => 2..=2,
                "mtd" => 1..=usize::MAX,
                "mi" | "mn" | "mo" => 0..=0,
                "math" | "mrow" | "msqrt" => 1..=usize::MAX,
                _ => panic!("{name} in {mathml}"),
            };
            assert!(due.contains(&children), "{children} children of {name} in {mathml}");
            assert!(text.is_empty(), "{text} in {mathml}");
        } else {
            assert_eq!(text.is_empty(), !matches!(name, "mi" | "mn" | "mo"), "{mathml}");
            assert_eq!(open.is_empty(), name == "math", "{mathml}");
            if let Some(parent) = open.last_mut() {
                parent.1 += 1;
            }
            open.push((name, 0));
        }
    }
    assert!(open.is_empty(), "{mathml}");
}
