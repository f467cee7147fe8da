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
}
