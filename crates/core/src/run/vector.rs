use std::fmt::Debug;
use std::ops::{Index, IndexMut};

/// Parameters, a gradient or an optimizer's slot: one number per parameter.
///
/// `[f64; 2]` keeps a surface's two numbers in registers; `Vec<f64>` holds a
/// model of any size.
pub trait Vector:
    Clone + Debug + AsRef<[f64]> + AsMut<[f64]> + Index<usize, Output = f64> + IndexMut<usize>
{
    /// `dim` zeros. A fixed-size vector has its own `dim`.
    fn zeros(dim: usize) -> Self;

    /// These numbers; none where their number does not fit.
    fn from_slice(numbers: &[f64]) -> Option<Self>;

    /// Calls `each` for every place in a vector of `dim` numbers. Where `dim` is known, it is
    /// as many calls with places that are known, and the numbers stay in registers.
    fn for_places(dim: usize, each: impl FnMut(usize));

    /// How many numbers it holds.
    #[inline]
    fn dim(&self) -> usize {
        self.as_ref().len()
    }

    /// The Euclidean length √Σvᵢ². Beyond the range of squares (|v| > 1e154) it
    /// scales first, so that the length of finite numbers is finite where it can be.
    #[inline]
    fn length(&self) -> f64 {
        let squares: f64 = self.as_ref().iter().map(|v| v * v).sum();
        if squares.is_finite() { f64::sqrt(squares) } else { scaled_length(self.as_ref()) }
    }

    /// True where every number is finite.
    #[inline]
    fn is_finite(&self) -> bool {
        self.as_ref().iter().all(|v| v.is_finite())
    }
}

#[cold]
fn scaled_length(v: &[f64]) -> f64 {
    let largest = v.iter().fold(0.0_f64, |m, v| if v.abs() > m { v.abs() } else { m });
    let squares: f64 = v.iter().map(|v| (v / largest) * (v / largest)).sum();
    largest * f64::sqrt(squares)
}

#[cold]
#[inline(never)]
fn scaled_length_of_two(a: f64, b: f64) -> f64 {
    scaled_length(&[a, b])
}

impl Vector for [f64; 2] {
    #[inline]
    fn zeros(_: usize) -> Self {
        [0.0; 2]
    }

    fn from_slice(numbers: &[f64]) -> Option<Self> {
        numbers.try_into().ok()
    }

    #[inline]
    fn for_places(_: usize, mut each: impl FnMut(usize)) {
        each(0);
        each(1);
    }

    #[inline]
    fn length(&self) -> f64 {
        let [a, b] = *self;
        let squares = a * a + b * b;
        // Number by number: a pointer to them would keep a walk's state out of registers.
        if squares < f64::INFINITY { f64::sqrt(squares) } else { scaled_length_of_two(a, b) }
    }

    #[inline]
    fn is_finite(&self) -> bool {
        self[0].is_finite() & self[1].is_finite()
    }
}

impl Vector for Vec<f64> {
    fn zeros(dim: usize) -> Self {
        vec![0.0; dim]
    }

    fn from_slice(numbers: &[f64]) -> Option<Self> {
        Some(numbers.to_vec())
    }

    #[inline]
    fn for_places(dim: usize, each: impl FnMut(usize)) {
        (0..dim).for_each(each);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_length_beyond_the_range_of_squares_is_still_right() {
        assert!(([3e200, 4e200].length() / 5e200 - 1.0).abs() < 1e-15);
        assert_eq!(vec![3.0, 4.0].length(), 5.0);
        assert!([f64::NAN, 1.0].length().is_nan());
        assert!(![f64::INFINITY, 1.0].length().is_finite());
    }
}
