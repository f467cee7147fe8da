use super::*;

/// The derivatives of `f` at (x, y) against central differences.
fn check(f: impl Fn([Jet2; 2]) -> Jet2, x: f64, y: f64) {
    let at = |x, y| f([Jet2::variable(x, 0), Jet2::variable(y, 1)]);
    let h = 1e-5;
    let jet = at(x, y);
    let (right, left) = (at(x + h, y), at(x - h, y));
    let (up, down) = (at(x, y + h), at(x, y - h));
    let near = |a: f64, b: f64| {
        assert!((a - b).abs() <= 1e-8 * (1.0 + a.abs()), "{a} against {b} at ({x}, {y})");
    };
    near(jet.gradient[0], (right.value - left.value) / (2.0 * h));
    near(jet.gradient[1], (up.value - down.value) / (2.0 * h));
    near(jet.hessian[0], (right.gradient[0] - left.gradient[0]) / (2.0 * h));
    near(jet.hessian[1], (up.gradient[0] - down.gradient[0]) / (2.0 * h));
    near(jet.hessian[1], (right.gradient[1] - left.gradient[1]) / (2.0 * h));
    near(jet.hessian[2], (up.gradient[1] - down.gradient[1]) / (2.0 * h));
}

#[test]
fn every_operation_has_its_derivatives() {
    for (x, y) in [(0.7, 1.9), (1.3, 0.4), (2.1, 2.6)] {
        check(|[a, b]| a * b + a.square() - b.cube(), x, y);
        check(|[a, b]| (a - b) / (a * b + 1.0), x, y);
        check(|[a, b]| (a * b).sqrt() * 3.0, x, y);
        check(|[a, b]| (a / b).exp() - 2.0, x, y);
        check(|[a, b]| (a * a + b).ln() / 2.0, x, y);
        check(|[a, b]| (a * b).sin(), x, y);
        check(|[a, b]| (a * b).cos(), x, y);
        check(|[a, b]| (a - b).tanh(), x, y);
        check(|[a, b]| (a * b - 1.0).atan(), x, y);
        check(|[a, b]| -(a - b).abs(), x, y);
        check(|[a, b]| (a * b).norm(b), x, y);
        check(|[a, b]| (a - b).pow(Jet2::constant(3.0)), x, y);
        check(|[a, b]| (a * b).pow(Jet2::constant(-1.7)), x, y);
        check(|[a, b]| Jet2::constant(2.5).pow(a * b), x, y);
        check(|[a, b]| (a * a + b).pow(b - a), x, y);
        check(|[a, b]| a.or_larger(b * b) - (a * b).or_smaller(a), x, y);
        check(|[a, b]| a.if_less(b, || a * b, || b.exp()) + a.sign() * b, x, y);
    }
}

#[test]
fn the_first_order_jet_is_the_second_order_jets_beginning() {
    fn f<T: Scalar>(a: T, b: T) -> T {
        let v = a.pow(b) + (a - b).pow(T::constant(3.0)) - a.or_larger(b).sign();
        let u = v + (a * b).norm(b - 1.0) / (a.exp() + 2.0) + (a - b).abs().sqrt();
        u.tanh() * (a.sin() + b.atan() - b.cos()) + (a.square() + 1.0).ln() / 3.0 - -b
    }
    let first = f(Jet::variable(0.3, 0), Jet::variable(1.7, 1));
    let second = f(Jet2::variable(0.3, 0), Jet2::variable(1.7, 1));
    assert_eq!(first.value.to_bits(), f(0.3, 1.7).to_bits());
    assert_eq!(first.value.to_bits(), second.value.to_bits());
    assert_eq!(first.gradient, second.gradient);
}

#[test]
fn the_norm_has_a_gradient_at_the_origin() {
    let norm = Jet::variable(0.0, 0).norm(Jet::variable(0.0, 1));
    assert_eq!(norm, Jet::constant(0.0));
}

#[test]
fn a_power_has_a_derivative_wherever_it_has_one() {
    let power = |a: f64, b: f64| Jet::variable(a, 0).pow(Jet::constant(b));
    assert_eq!(power(-2.0, 3.0), Jet { value: -8.0, gradient: [12.0, 0.0] });
    assert_eq!(power(-2.0, -1.0), Jet { value: -0.5, gradient: [-0.25, 0.0] });
    assert_eq!(power(0.0, 1.0), Jet { value: 0.0, gradient: [1.0, 0.0] });
    assert_eq!(power(0.0, 0.0), Jet { value: 1.0, gradient: [0.0, 0.0] });
    let both = |a: f64, b: f64| Jet::variable(a, 0).pow(Jet::variable(b, 1));
    assert_eq!(both(0.0, 2.0), Jet { value: 0.0, gradient: [0.0, 0.0] });
    assert_eq!(both(3.0, 0.0).gradient, [0.0, libm::log(3.0)]);
    // Above a negative base there is no power of an exponent beside this one.
    let Jet { value, gradient: [by_base, by_exponent] } = both(-2.0, 2.0);
    assert!(value == 4.0 && by_base == -4.0 && by_exponent.is_nan());
    let twice = Jet2::variable(-2.0, 0).pow(Jet2::constant(3.0));
    assert_eq!((twice.gradient, twice.hessian), ([12.0, 0.0], [-12.0, 0.0, 0.0]));
    let line = Jet2::variable(0.0, 0).pow(Jet2::constant(1.0));
    assert_eq!((line.gradient, line.hessian), ([1.0, 0.0], [0.0; 3]));
}

#[test]
fn a_sign_has_no_slope_and_a_choice_that_of_the_side_that_is_taken() {
    let (x, y) = (Jet::variable(0.0, 0), Jet::variable(2.0, 1));
    assert_eq!(x.sign(), Jet::constant(0.0));
    assert!(Scalar::sign(Jet::variable(f64::NAN, 0)).value.is_nan());
    assert_eq!(x.or_larger(y), y);
    assert_eq!(x.or_smaller(y), x);
    // The root of a negative number is on the other side.
    let root = || (-y).sqrt();
    assert_eq!(x.if_less(y, || x * y, root).gradient, [2.0, 0.0]);
}
