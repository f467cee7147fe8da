use crate::Real;

/// A number that an update rule can be written in: a [`Real`] by which one of two numbers can be
/// chosen.
///
/// A rule must not branch on a number, since several runs may go through it side by side. It
/// chooses instead: both numbers may be computed, and one of them is taken. As `f64` only the
/// chosen one is computed.
pub trait Scalar: Real {
    /// `yes` where self < `other`, else `no`: also where one of the two is NaN.
    fn if_less(self, other: Self, yes: impl FnOnce() -> Self, no: impl FnOnce() -> Self) -> Self;

    /// `yes` where self = `other`, else `no`: also where one of the two is NaN.
    fn if_equal(self, other: Self, yes: impl FnOnce() -> Self, no: impl FnOnce() -> Self) -> Self;

    /// The larger of two numbers; `self` where one of them is NaN.
    #[must_use]
    #[inline]
    fn or_larger(self, other: Self) -> Self {
        self.if_less(other, || other, || self)
    }

    /// The smaller of two numbers; `self` where one of them is NaN.
    #[must_use]
    #[inline]
    fn or_smaller(self, other: Self) -> Self {
        other.if_less(self, || other, || self)
    }

    /// −1, 0 or 1, with the sign of `self`; NaN where that is NaN.
    #[must_use]
    #[inline]
    fn sign(self) -> Self {
        let zero = Self::constant(0.0);
        let not_negative = || zero.if_less(self, || Self::constant(1.0), || self);
        self.if_less(zero, || Self::constant(-1.0), not_negative)
    }

    /// self^`exponent`; NaN where self is negative and the exponent is not whole.
    #[must_use]
    fn pow(self, exponent: Self) -> Self;
}

impl Scalar for f64 {
    #[inline]
    fn if_less(self, other: Self, yes: impl FnOnce() -> Self, no: impl FnOnce() -> Self) -> Self {
        if self < other { yes() } else { no() }
    }

    #[inline]
    fn if_equal(self, other: Self, yes: impl FnOnce() -> Self, no: impl FnOnce() -> Self) -> Self {
        if self == other { yes() } else { no() }
    }

    #[inline(never)]
    fn pow(self, exponent: Self) -> Self {
        libm::pow(self, exponent)
    }
}

/// `step` / `divisor`, and no step where the divisor is zero: there the gradient has
/// been zero all along, or so small that its square is. A step that is not finite
/// stays so, so that the run is seen to diverge.
#[inline]
pub(crate) fn quotient<T: Scalar>(step: T, divisor: T) -> T {
    divisor.if_equal(T::constant(0.0), || step * 0.0, || step / divisor)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_choice_between_numbers_is_the_usual_one() {
        for (a, b) in [(1.0, 2.0), (2.0, 1.0), (-3.0, -3.0), (0.0, f64::INFINITY)] {
            assert_eq!((a.or_larger(b), a.or_smaller(b)), (f64::max(a, b), f64::min(a, b)));
        }
        assert_eq!((1.0.or_larger(f64::NAN), 1.0.or_smaller(f64::NAN)), (1.0, 1.0));
        assert!(f64::NAN.or_larger(1.0).is_nan() && f64::NAN.or_smaller(1.0).is_nan());
    }

    #[test]
    fn a_sign_is_that_of_the_number_and_hides_no_nan() {
        for (number, sign) in [
            (5e-324, 1.0),
            (f64::INFINITY, 1.0),
            (-5e-324, -1.0),
            (-7.0, -1.0),
            (0.0, 0.0),
            (-0.0, 0.0),
        ] {
            assert_eq!(Scalar::sign(number), sign, "{number}");
        }
        assert!(Scalar::sign(f64::NAN).is_nan());
    }
}
