//! What a picture of a session looks like.
//!
//! Axes and text go through plotters, on any of its backends; fine shapes through
//! [`Ink`], whose coordinates are not rounded; a landscape's field is painted pixel by
//! pixel. Nothing here knows a browser.

pub mod chart;
mod ink;
pub mod labels;
mod layout;
mod link;
pub mod map;
mod nearest;
mod paint;
#[cfg(feature = "svg")]
pub mod svg;
mod theme;
mod trail;

pub use chart::{Axis, Chart, Curve};
pub use ink::{Ink, Stroke};
pub use layout::{Layout, Rect};
pub use link::PAGE_NAMES;
pub use nearest::Nearest;
pub use paint::{grid, paint};
pub use theme::{Colour, Theme};
pub use trail::Trail;
