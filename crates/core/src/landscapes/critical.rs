//! The one stationary point of a quadratic over two parameters.

use super::{Nature, StationaryPoint};

/// The stationary point of ½wᵀHw + wᵀg over two parameters, given the upper triangle of H row by
/// row, and g; none where H is singular, up to rounding.
pub(super) fn critical_point([a, b, c]: [f64; 3], [p, q]: [f64; 2]) -> Option<StationaryPoint> {
    /// How many digits of the determinant may have cancelled.
    const SINGULAR: f64 = 1e-12;
    let determinant = a * c - b * b;
    if determinant.abs() <= SINGULAR * ((a * c).abs() + b * b) || !determinant.is_normal() {
        return None;
    }
    // Adding 0 makes no zero of it negative.
    let at = [(b * q - c * p) / determinant + 0.0, (b * p - a * q) / determinant + 0.0];
    let nature = match (determinant > 0.0, a > 0.0) {
        (false, _) => Nature::Saddle,
        (true, true) => Nature::Minimum,
        (true, false) => Nature::Maximum,
    };
    at.iter().all(|it| it.is_finite()).then_some(StationaryPoint { at, nature })
}
