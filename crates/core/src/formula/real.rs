use std::ops::{Add, Div, Mul, Neg, Sub};

/// A number that a formula can be written in.
///
/// A landscape's cost is written once, for every `Real`: `f64` gives the value,
/// [`Jet`](crate::Jet) the value with its gradient, [`Jet2`](crate::Jet2) adds the
/// Hessian, and [`Symbol`](crate::Symbol) gives the formula itself. All of them do the same
/// operations in the same order, so their values agree to the bit.
///
/// Transcendental functions come from `libm`: std's differ between targets. Square roots
/// are exact by IEEE 754 and come from std, where they are one instruction.
pub trait Real:
    Copy
    + Neg<Output = Self>
    + Add<Output = Self>
    + Sub<Output = Self>
    + Mul<Output = Self>
    + Div<Output = Self>
    + Add<f64, Output = Self>
    + Sub<f64, Output = Self>
    + Mul<f64, Output = Self>
    + Div<f64, Output = Self>
{
    /// The number `value`, which does not depend on the parameters.
    fn constant(value: f64) -> Self;
    /// √self; the derivative at 0 is infinite, see [`Real::norm`].
    fn sqrt(self) -> Self;
    /// e^self.
    fn exp(self) -> Self;
    /// The natural logarithm.
    fn ln(self) -> Self;
    /// The sine of an angle in radians.
    fn sin(self) -> Self;
    /// The cosine of an angle in radians.
    fn cos(self) -> Self;
    /// The hyperbolic tangent.
    fn tanh(self) -> Self;
    /// The angle in radians, between −π/2 and π/2, that has this tangent.
    fn atan(self) -> Self;
    /// |self|; the derivative at 0 is taken as 0.
    fn abs(self) -> Self;
    /// √(self² + other²); where both are 0 its derivatives are taken as 0, one
    /// of its subgradients.
    fn norm(self, other: Self) -> Self;

    /// self².
    #[must_use]
    #[inline]
    fn square(self) -> Self {
        self * self
    }

    /// self³.
    #[must_use]
    #[inline]
    fn cube(self) -> Self {
        self * self * self
    }

    /// self⁴, as the square of the square.
    #[must_use]
    #[inline]
    fn fourth(self) -> Self {
        self.square().square()
    }
}

/// The transcendental functions are long: each stands once in the program.
impl Real for f64 {
    #[inline]
    fn constant(value: f64) -> Self {
        value
    }
    #[inline]
    fn sqrt(self) -> Self {
        f64::sqrt(self)
    }
    #[inline(never)]
    fn exp(self) -> Self {
        libm::exp(self)
    }
    #[inline(never)]
    fn ln(self) -> Self {
        libm::log(self)
    }
    #[inline(never)]
    fn sin(self) -> Self {
        libm::sin(self)
    }
    #[inline(never)]
    fn cos(self) -> Self {
        libm::cos(self)
    }
    #[inline(never)]
    fn tanh(self) -> Self {
        libm::tanh(self)
    }
    #[inline(never)]
    fn atan(self) -> Self {
        libm::atan(self)
    }
    #[inline]
    fn abs(self) -> Self {
        f64::abs(self)
    }
    #[inline]
    fn norm(self, other: Self) -> Self {
        f64::sqrt(self * self + other * other)
    }
}
