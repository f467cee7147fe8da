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

/// A typeface of a picture, with its one size.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Face {
    /// Numbers along axes.
    Plain,
    /// Letters of parameters.
    Maths,
}

impl Face {
    /// The font size in CSS pixels.
    #[must_use]
    pub const fn size(self) -> f64 {
        match self {
            Self::Plain => 12.6,
            Self::Maths => 15.0,
        }
    }

    /// The font family, as CSS and SVG name it.
    #[must_use]
    pub const fn family(self) -> &'static str {
        match self {
            Self::Plain => "system-ui, sans-serif",
            Self::Maths => "serif",
        }
    }

    /// The font style, as CSS and SVG name it.
    #[must_use]
    pub const fn style(self) -> &'static str {
        match self {
            Self::Plain => "normal",
            Self::Maths => "italic",
        }
    }
}

/// Which end of a text is at its place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Align {
    /// The left end.
    Left,
    /// The middle.
    Center,
    /// The right end.
    Right,
}

/// What all pictures are drawn on: canvases, and SVG documents. Coordinates are CSS pixels and are
/// not rounded.
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
    /// Writes a text on a halo, so that it reads on lines and fields: [`Ink::text`] else.
    fn label(&mut self, text: &str, at: [f64; 2], align: Align, colours: [Colour; 2]);
    /// Writes a text whose baseline is at this height.
    fn text(&mut self, text: &str, at: [f64; 2], align: Align, face: Face, colour: Colour);
}
