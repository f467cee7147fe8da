use crate::theme::Colour;

/// How a line is drawn.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Stroke<'a> {
    /// Its colour.
    pub colour: Colour,
    /// Its width in CSS pixels.
    pub width: f64,
    /// On and off lengths in CSS pixels; empty for a solid line.
    pub dash: &'a [f64],
    /// How far into the dashes it begins.
    pub offset: f64,
}

impl<'a> Stroke<'a> {
    /// A solid line.
    #[must_use]
    pub fn solid(colour: Colour, width: f64) -> Self {
        Self { colour, width, dash: &[], offset: 0.0 }
    }

    /// The same line with dashes.
    #[must_use]
    pub fn dashed(self, dash: &'a [f64], offset: f64) -> Self {
        Self { dash, offset, ..self }
    }
}

/// Something to draw fine shapes on: coordinates are CSS pixels and are not rounded,
/// which plotters' own are.
///
/// A path is begun, extended, and then stroked or filled; stroking and filling leave it
/// in place.
pub trait Ink {
    /// Forgets the path.
    fn begin(&mut self);
    /// Begins a piece of the path here.
    fn move_to(&mut self, point: [f64; 2]);
    /// A straight segment to here.
    fn line_to(&mut self, point: [f64; 2]);
    /// Closes the piece.
    fn close(&mut self);
    /// A whole circle as a piece of its own.
    fn circle(&mut self, center: [f64; 2], radius: f64);
    /// Draws along the path.
    fn stroke(&mut self, stroke: &Stroke<'_>);
    /// Draws along the path beneath everything that is drawn so far.
    fn stroke_behind(&mut self, stroke: &Stroke<'_>);
    /// Fills the path, even-odd.
    fn fill(&mut self, colour: Colour);
}
