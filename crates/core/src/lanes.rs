use std::ops::{Add, Div, Mul, Neg, Sub};

use crate::Real;

/// `N` numbers that go through a formula side by side, for grids and maps.
///
/// Plain loops over an array: the compiler turns them into vector instructions,
/// and every lane has the bits that `f64` alone would have.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Lanes<const N: usize>(pub [f64; N]);

impl<const N: usize> Lanes<N> {
    #[inline]
    fn map(self, op: impl Fn(f64) -> f64) -> Self {
        Self(std::array::from_fn(|i| op(self.0[i])))
    }

    #[inline]
    fn zip(self, other: Self, op: impl Fn(f64, f64) -> f64) -> Self {
        Self(std::array::from_fn(|i| op(self.0[i], other.0[i])))
    }
}

impl<const N: usize> Neg for Lanes<N> {
    type Output = Self;
    #[inline]
    fn neg(self) -> Self {
        self.map(|a| -a)
    }
}

macro_rules! elementwise {
    ($trait:ident, $op:ident) => {
        impl<const N: usize> $trait for Lanes<N> {
            type Output = Self;
            #[inline]
            fn $op(self, other: Self) -> Self {
                self.zip(other, f64::$op)
            }
        }
        impl<const N: usize> $trait<f64> for Lanes<N> {
            type Output = Self;
            #[inline]
            fn $op(self, number: f64) -> Self {
                self.map(|a| a.$op(number))
            }
        }
    };
}

elementwise!(Add, add);
elementwise!(Sub, sub);
elementwise!(Mul, mul);
elementwise!(Div, div);

impl<const N: usize> Real for Lanes<N> {
    #[inline]
    fn constant(value: f64) -> Self {
        Self([value; N])
    }
    #[inline]
    fn sqrt(self) -> Self {
        self.map(Real::sqrt)
    }
    #[inline]
    fn exp(self) -> Self {
        self.map(Real::exp)
    }
    #[inline]
    fn ln(self) -> Self {
        self.map(Real::ln)
    }
    #[inline]
    fn sin(self) -> Self {
        self.map(Real::sin)
    }
    #[inline]
    fn cos(self) -> Self {
        self.map(Real::cos)
    }
    #[inline]
    fn tanh(self) -> Self {
        self.map(Real::tanh)
    }
    #[inline]
    fn abs(self) -> Self {
        self.map(Real::abs)
    }
    #[inline]
    fn norm(self, other: Self) -> Self {
        self.zip(other, Real::norm)
    }
}
