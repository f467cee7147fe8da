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
        check(|[a, b]| -(a - b).abs(), x, y);
        check(|[a, b]| (a * b).norm(b), x, y);
    }
}

#[test]
fn the_first_order_jet_is_the_second_order_jets_beginning() {
    fn f<T: Real>(a: T, b: T) -> T {
        let u = (a * b).norm(b - 1.0) / (a.exp() + 2.0) + (a - b).abs().sqrt();
        u.tanh() * (a.sin() - b.cos()) + (a.square() + 1.0).ln() / 3.0 - -b
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
