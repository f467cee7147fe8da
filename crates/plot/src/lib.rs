//! What a picture of a session looks like.
//!
//! Everything is drawn through [`Ink`], on canvases and in SVG alike, but for a landscape's field,
//! which is painted pixel by pixel. Nothing here knows a browser.

pub mod chart;
mod ink;
pub mod labels;
mod layout;
mod link;
pub mod map;
mod names;
mod nearest;
mod paint;
mod pen;
mod picture;
#[cfg(feature = "svg")]
pub mod svg;
mod theme;
mod trail;

pub use chart::{Axis, Chart, Curve};
pub use ink::{Align, Face, Ink, Stroke};
pub use layout::{Layout, Rect};
pub use link::PAGE_NAMES;
pub use nearest::Nearest;
pub use paint::{grid, paint};
pub use picture::Picture;
pub use theme::{Colour, Line, Theme};
pub use trail::{Trail, Weight};
