//! Powers of any exponent, and choices, with their derivatives.

use super::{Jet, Jet2, zip};
use crate::{Real, Scalar};

impl<T: Scalar> Scalar for Jet<T> {
    #[inline]
    fn if_less(self, other: Self, yes: impl FnOnce() -> Self, no: impl FnOnce() -> Self) -> Self {
        let (yes, no) = (yes(), no());
        let choose = |yes: T, no: T| self.value.if_less(other.value, || yes, || no);
        let gradient = zip(yes.gradient, no.gradient, choose);
        Self { value: choose(yes.value, no.value), gradient }
    }

    #[inline]
    fn if_equal(self, other: Self, yes: impl FnOnce() -> Self, no: impl FnOnce() -> Self) -> Self {
        let (yes, no) = (yes(), no());
        let choose = |yes: T, no: T| self.value.if_equal(other.value, || yes, || no);
        let gradient = zip(yes.gradient, no.gradient, choose);
        Self { value: choose(yes.value, no.value), gradient }
    }

    /// The derivative is 0, at 0 too.
    #[inline]
    fn sign(self) -> Self {
        Self { value: self.value.sign(), ..Self::constant(0.0) }
    }

    /// (aᵇ)′ = b·aᵇ⁻¹·a′ + ln(a)·aᵇ·b′, the second term only where b′ is not 0: so a negative
    /// base has a derivative where the exponent is constant.
    fn pow(self, exponent: Self) -> Self {
        let (zero, one) = (T::constant(0.0), T::constant(1.0));
        let (a, b) = (self.value, exponent.value);
        let value = a.pow(b);
        let by_base = b.if_equal(zero, || zero, || b * a.pow(b - one));
        let by_exponent = || value.if_equal(zero, || zero, || a.ln() * value);
        let gradient = zip(self.gradient, exponent.gradient, |da, db| {
            let first = by_base * da;
            db.if_equal(zero, || first, || first + by_exponent() * db)
        });
        Self { value, gradient }
    }
}

impl Scalar for Jet2 {
    #[inline]
    fn if_less(self, other: Self, yes: impl FnOnce() -> Self, no: impl FnOnce() -> Self) -> Self {
        if self.value < other.value { yes() } else { no() }
    }

    #[inline]
    fn if_equal(self, other: Self, yes: impl FnOnce() -> Self, no: impl FnOnce() -> Self) -> Self {
        if self.value == other.value { yes() } else { no() }
    }

    /// The derivatives are 0, at 0 too.
    #[inline]
    fn sign(self) -> Self {
        Self::constant(self.value.sign())
    }

    /// As [`Jet::pow`](Scalar::pow).
    fn pow(self, exponent: Self) -> Self {
        let (a, b) = (self.value, exponent.value);
        let value = a.pow(b);
        let times = |factor: f64, exponent: f64| {
            if factor == 0.0 { 0.0 } else { factor * a.pow(exponent) }
        };
        let (by_base, by_base_twice) = (times(b, b - 1.0), times(b * (b - 1.0), b - 2.0));
        if exponent.gradient == [0.0; 2] && exponent.hessian == [0.0; 3] {
            return self.chain(value, by_base, by_base_twice);
        }
        let ln = Real::ln(a);
        let (by_exponent, by_both, by_exponent_twice) = if value == 0.0 {
            (0.0, 0.0, 0.0)
        } else {
            (ln * value, a.pow(b - 1.0) * (1.0 + b * ln), ln * ln * value)
        };
        let ([p, q], [r, s]) = (self.gradient, exponent.gradient);
        let mixed = |p: f64, q: f64, r: f64, s: f64| {
            by_base_twice * p * q + by_both * (p * s + q * r) + by_exponent_twice * r * s
        };
        let first = |base: f64, exponent: f64| by_base * base + by_exponent * exponent;
        let ([aa, ab, bb], [cc, cd, dd]) = (self.hessian, exponent.hessian);
        Self {
            value,
            gradient: [first(p, r), first(q, s)],
            hessian: [
                first(aa, cc) + mixed(p, p, r, r),
                first(ab, cd) + mixed(p, q, r, s),
                first(bb, dd) + mixed(q, q, s, s),
            ],
        }
    }
}
