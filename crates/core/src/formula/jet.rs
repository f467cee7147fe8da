#![allow(
    clippy::suspicious_arithmetic_impl,
    reason = "the rules of differentiation mix the operations"
)]

use std::ops::{Add, Div, Mul, Neg, Sub};

use crate::{Real, Scalar};

/// A value with its gradient in two parameters: forward-mode differentiation,
/// exact to rounding (Griewank and Walther, *Evaluating Derivatives*, 2008).
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Jet<T = f64> {
    /// The value.
    pub value: T,
    /// (∂/∂w1, ∂/∂w2).
    pub gradient: [T; 2],
}

/// A value with its gradient and Hessian in two parameters.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Jet2<T = f64> {
    /// The value.
    pub value: T,
    /// (∂/∂w1, ∂/∂w2).
    pub gradient: [T; 2],
    /// (∂²/∂w1², ∂²/∂w1∂w2, ∂²/∂w2²).
    pub hessian: [T; 3],
}

impl<T: Real> Jet<T> {
    /// The parameter number `index` (0 or 1) at `value`.
    #[inline]
    pub fn variable(value: T, index: usize) -> Self {
        let mut gradient = [T::constant(0.0); 2];
        gradient[index] = T::constant(1.0);
        Self { value, gradient }
    }

    /// f(self), given f and f′ at the value.
    #[inline]
    fn chain(self, value: T, d1: T) -> Self {
        Self { value, gradient: self.gradient.map(|g| g * d1) }
    }
}

impl<T: Real> Jet2<T> {
    /// The parameter number `index` (0 or 1) at `value`.
    #[inline]
    pub fn variable(value: T, index: usize) -> Self {
        let Jet { value, gradient } = Jet::variable(value, index);
        Self { value, gradient, hessian: [T::constant(0.0); 3] }
    }

    /// f(self), given f, f′ and f″ at the value.
    #[inline]
    fn chain(self, value: T, d1: T, d2: T) -> Self {
        let [a, b] = self.gradient;
        let [aa, ab, bb] = self.hessian;
        Self {
            value,
            gradient: [a * d1, b * d1],
            hessian: [aa * d1 + a * a * d2, ab * d1 + a * b * d2, bb * d1 + b * b * d2],
        }
    }
}

/// Element by element: what `op` makes of two arrays.
#[inline]
fn zip<T: Copy, const N: usize>(a: [T; N], b: [T; N], op: impl Fn(T, T) -> T) -> [T; N] {
    std::array::from_fn(|i| op(a[i], b[i]))
}

impl<T: Real> Neg for Jet<T> {
    type Output = Self;
    #[inline]
    fn neg(self) -> Self {
        Self { value: -self.value, gradient: self.gradient.map(|g| -g) }
    }
}

impl<T: Real> Add for Jet<T> {
    type Output = Self;
    #[inline]
    fn add(self, other: Self) -> Self {
        Self {
            value: self.value + other.value,
            gradient: zip(self.gradient, other.gradient, |a, b| a + b),
        }
    }
}

impl<T: Real> Sub for Jet<T> {
    type Output = Self;
    #[inline]
    fn sub(self, other: Self) -> Self {
        Self {
            value: self.value - other.value,
            gradient: zip(self.gradient, other.gradient, |a, b| a - b),
        }
    }
}

impl<T: Real> Mul for Jet<T> {
    type Output = Self;
    #[inline]
    fn mul(self, other: Self) -> Self {
        Self {
            value: self.value * other.value,
            gradient: zip(self.gradient, other.gradient, |a, b| a * other.value + self.value * b),
        }
    }
}

impl<T: Real> Div for Jet<T> {
    type Output = Self;
    #[inline]
    fn div(self, other: Self) -> Self {
        let value = self.value / other.value;
        Self {
            value,
            gradient: zip(self.gradient, other.gradient, |a, b| (a - value * b) / other.value),
        }
    }
}

impl<T: Real> Neg for Jet2<T> {
    type Output = Self;
    #[inline]
    fn neg(self) -> Self {
        Self {
            value: -self.value,
            gradient: self.gradient.map(|g| -g),
            hessian: self.hessian.map(|h| -h),
        }
    }
}

impl<T: Real> Add for Jet2<T> {
    type Output = Self;
    #[inline]
    fn add(self, other: Self) -> Self {
        Self {
            value: self.value + other.value,
            gradient: zip(self.gradient, other.gradient, |a, b| a + b),
            hessian: zip(self.hessian, other.hessian, |a, b| a + b),
        }
    }
}

impl<T: Real> Sub for Jet2<T> {
    type Output = Self;
    #[inline]
    fn sub(self, other: Self) -> Self {
        Self {
            value: self.value - other.value,
            gradient: zip(self.gradient, other.gradient, |a, b| a - b),
            hessian: zip(self.hessian, other.hessian, |a, b| a - b),
        }
    }
}

impl<T: Real> Mul for Jet2<T> {
    type Output = Self;
    #[inline]
    fn mul(self, other: Self) -> Self {
        let (u, v) = (self.value, other.value);
        let ([a, b], [c, d]) = (self.gradient, other.gradient);
        let ([aa, ab, bb], [cc, cd, dd]) = (self.hessian, other.hessian);
        Self {
            value: u * v,
            gradient: [a * v + u * c, b * v + u * d],
            hessian: [
                aa * v + a * c + a * c + u * cc,
                ab * v + a * d + b * c + u * cd,
                bb * v + b * d + b * d + u * dd,
            ],
        }
    }
}

impl<T: Real> Div for Jet2<T> {
    type Output = Self;
    #[inline]
    fn div(self, other: Self) -> Self {
        let v = other.value;
        let value = self.value / v;
        let ([a, b], [c, d]) = (self.gradient, other.gradient);
        let gradient = [(a - value * c) / v, (b - value * d) / v];
        let [p, q] = gradient;
        let ([aa, ab, bb], [cc, cd, dd]) = (self.hessian, other.hessian);
        Self {
            value,
            gradient,
            hessian: [
                (aa - p * c - p * c - value * cc) / v,
                (ab - p * d - q * c - value * cd) / v,
                (bb - q * d - q * d - value * dd) / v,
            ],
        }
    }
}

/// Arithmetic with a plain number on the right, for both jets: it moves the
/// value, and a factor scales the derivatives.
macro_rules! with_numbers {
    ($jet:ident, $($part:ident),+) => {
        impl<T: Real> Add<f64> for $jet<T> {
            type Output = Self;
            #[inline]
            fn add(self, number: f64) -> Self {
                Self { value: self.value + number, ..self }
            }
        }
        impl<T: Real> Sub<f64> for $jet<T> {
            type Output = Self;
            #[inline]
            fn sub(self, number: f64) -> Self {
                Self { value: self.value - number, ..self }
            }
        }
        impl<T: Real> Mul<f64> for $jet<T> {
            type Output = Self;
            #[inline]
            fn mul(self, number: f64) -> Self {
                Self { value: self.value * number, $($part: self.$part.map(|p| p * number)),+ }
            }
        }
        impl<T: Real> Div<f64> for $jet<T> {
            type Output = Self;
            #[inline]
            fn div(self, number: f64) -> Self {
                Self { value: self.value / number, $($part: self.$part.map(|p| p / number)),+ }
            }
        }
    };
}

with_numbers!(Jet, gradient);
with_numbers!(Jet2, gradient, hessian);

impl<T: Scalar> Real for Jet<T> {
    #[inline]
    fn constant(value: f64) -> Self {
        Self { value: T::constant(value), gradient: [T::constant(0.0); 2] }
    }
    #[inline]
    fn sqrt(self) -> Self {
        let root = self.value.sqrt();
        self.chain(root, T::constant(0.5) / root)
    }
    #[inline]
    fn exp(self) -> Self {
        let e = self.value.exp();
        self.chain(e, e)
    }
    #[inline]
    fn ln(self) -> Self {
        self.chain(self.value.ln(), T::constant(1.0) / self.value)
    }
    #[inline]
    fn sin(self) -> Self {
        self.chain(self.value.sin(), self.value.cos())
    }
    #[inline]
    fn cos(self) -> Self {
        self.chain(self.value.cos(), -self.value.sin())
    }
    #[inline]
    fn tanh(self) -> Self {
        let t = self.value.tanh();
        self.chain(t, T::constant(1.0) - t * t)
    }
    #[inline]
    fn atan(self) -> Self {
        self.chain(self.value.atan(), T::constant(1.0) / (self.value * self.value + 1.0))
    }
    #[inline]
    fn abs(self) -> Self {
        self.chain(self.value.abs(), sign(self.value))
    }
    #[inline]
    fn norm(self, other: Self) -> Self {
        let value = self.value.norm(other.value);
        let (p, q) = direction(self.value, other.value, value);
        Self { value, gradient: zip(self.gradient, other.gradient, |a, b| p * a + q * b) }
    }
}

impl Real for Jet2 {
    #[inline]
    fn constant(value: f64) -> Self {
        Self { value, gradient: [0.0; 2], hessian: [0.0; 3] }
    }
    #[inline]
    fn sqrt(self) -> Self {
        let root = Real::sqrt(self.value);
        self.chain(root, 0.5 / root, -0.25 / (root * self.value))
    }
    #[inline]
    fn exp(self) -> Self {
        let e = Real::exp(self.value);
        self.chain(e, e, e)
    }
    #[inline]
    fn ln(self) -> Self {
        let r = 1.0 / self.value;
        self.chain(Real::ln(self.value), r, -r * r)
    }
    #[inline]
    fn sin(self) -> Self {
        let (s, c) = (Real::sin(self.value), Real::cos(self.value));
        self.chain(s, c, -s)
    }
    #[inline]
    fn cos(self) -> Self {
        let (s, c) = (Real::sin(self.value), Real::cos(self.value));
        self.chain(c, -s, -c)
    }
    #[inline]
    fn tanh(self) -> Self {
        let t = Real::tanh(self.value);
        let d1 = 1.0 - t * t;
        self.chain(t, d1, -2.0 * t * d1)
    }
    #[inline]
    fn atan(self) -> Self {
        let d1 = 1.0 / (self.value * self.value + 1.0);
        self.chain(Real::atan(self.value), d1, -2.0 * self.value * d1 * d1)
    }
    #[inline]
    fn abs(self) -> Self {
        self.chain(Real::abs(self.value), sign(self.value), 0.0)
    }
    #[inline]
    fn norm(self, other: Self) -> Self {
        let value = Real::norm(self.value, other.value);
        if value == 0.0 {
            return Self::constant(0.0);
        }
        let (p, q) = direction(self.value, other.value, value);
        let ([a, b], [c, d]) = (self.gradient, other.gradient);
        let ([aa, ab, bb], [cc, cd, dd]) = (self.hessian, other.hessian);
        // The norm's own Hessian is t tᵀ / r for the unit tangent t = (−q, p).
        let (s, t) = (p * c - q * a, p * d - q * b);
        Self {
            value,
            gradient: [p * a + q * c, p * b + q * d],
            hessian: [
                p * aa + q * cc + s * s / value,
                p * ab + q * cd + s * t / value,
                p * bb + q * dd + t * t / value,
            ],
        }
    }
}

/// −1, 0 or 1: also 0 of a NaN, unlike [`Scalar::sign`].
#[inline]
fn sign<T: Scalar>(value: T) -> T {
    let zero = T::constant(0.0);
    let not_positive = || value.if_less(zero, || T::constant(-1.0), || zero);
    zero.if_less(value, || T::constant(1.0), not_positive)
}

/// (x, y) / r, and (0, 0) at the origin.
#[inline]
fn direction<T: Scalar>(x: T, y: T, r: T) -> (T, T) {
    let zero = T::constant(0.0);
    let over_r = |number: T| r.if_equal(zero, || zero, || number / r);
    (over_r(x), over_r(y))
}

mod scalar;
#[cfg(test)]
mod tests;
