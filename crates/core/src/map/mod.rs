//! A landscape as a map: the part of the plane that is drawn, costs on a grid of it, the levels
//! of its tones, its contour lines; a plane through more than two parameters.

pub mod contour;
mod field;
mod levels;
mod region;
mod slice;

pub use field::Field;
pub use levels::Levels;
pub use region::Region;
pub use slice::Slice;

/// Where N parameters are on the map: the first two of them, or the only one and 0.
#[must_use]
pub fn in_plane(w: &[f64]) -> [f64; 2] {
    [0, 1].map(|i| w.get(i).copied().unwrap_or(0.0))
}

/// The parameters at a point of the map: those of `through`, but for the first two.
#[must_use]
pub fn out_of_plane(through: &[f64], point: [f64; 2]) -> Vec<f64> {
    let mut w = through.to_vec();
    w.iter_mut().zip(point).for_each(|(w, at)| *w = at);
    w
}
