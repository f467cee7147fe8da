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
