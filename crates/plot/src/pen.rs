use crate::ink::{Align, Face};
use crate::layout::{Layout, Rect};
use crate::theme::Colour;
use crate::{Ink, Stroke};

/// Draws axes: lines, frames and areas whose edges lie on the device's pixels, so that none is
/// blurred, and text beside them.
pub(crate) struct Pen<'a> {
    ink: &'a mut dyn Ink,
    ratio: f64,
    /// The width of lines in device pixels.
    width: f64,
}

/// Where a text stands beside a point.
#[derive(Clone, Copy)]
pub(crate) enum Place {
    /// Centered below it.
    Below,
    /// To its left.
    Left,
    /// To its right.
    Right,
    /// Below it, ending there.
    BelowLeft,
    /// Below it, beginning there.
    BelowRight,
}

impl Place {
    const fn align(self) -> Align {
        match self {
            Self::Below => Align::Center,
            Self::Right | Self::BelowRight => Align::Left,
            Self::Left | Self::BelowLeft => Align::Right,
        }
    }

    /// From the point down to the baseline, in parts of the font size: the height of most fonts'
    /// digits, or half of it.
    const fn down(self) -> f64 {
        match self {
            Self::Below | Self::BelowLeft | Self::BelowRight => 0.76,
            Self::Left | Self::Right => 0.36,
        }
    }
}

impl<'a> Pen<'a> {
    pub(crate) fn new(ink: &'a mut dyn Ink, layout: &Layout) -> Self {
        let ratio = layout.ratio;
        Self { ink, ratio, width: ratio.round().max(1.0) }
    }

    /// The edge of a device pixel nearest to a coordinate.
    fn edge(&self, v: f64) -> f64 {
        (v * self.ratio).round() / self.ratio
    }

    /// The coordinate along which a line covers whole device pixels.
    fn middle(&self, v: f64) -> f64 {
        let half = 0.5 * self.width;
        ((v * self.ratio - half).round() + half) / self.ratio
    }

    fn stroke(&mut self, colour: Colour) {
        self.ink.stroke(&Stroke::solid(colour, self.width / self.ratio));
    }

    /// A horizontal line.
    pub(crate) fn across(&mut self, [from, to]: [f64; 2], y: f64, colour: Colour) {
        let (from, to, y) = (self.edge(from), self.edge(to), self.middle(y));
        self.ink.begin();
        self.ink.move_to([from, y]);
        self.ink.line_to([to, y]);
        self.stroke(colour);
    }

    /// A vertical line.
    pub(crate) fn down(&mut self, x: f64, [from, to]: [f64; 2], colour: Colour) {
        let (x, from, to) = (self.middle(x), self.edge(from), self.edge(to));
        self.ink.begin();
        self.ink.move_to([x, from]);
        self.ink.line_to([x, to]);
        self.stroke(colour);
    }

    /// A line around a rectangle.
    pub(crate) fn frame(&mut self, rect: Rect, colour: Colour) {
        let half = 0.5 * self.width / self.ratio;
        let [left, top] = [rect.left, rect.top].map(|v| self.edge(v) - half);
        let [right, bottom] =
            [rect.left + rect.width, rect.top + rect.height].map(|v| self.edge(v) + half);
        self.outline([left, top], [right, bottom]);
        self.stroke(colour);
    }

    pub(crate) fn fill(&mut self, rect: Rect, rgb: [u8; 3]) {
        let from = [rect.left, rect.top].map(|v| self.edge(v));
        let to = [rect.left + rect.width, rect.top + rect.height].map(|v| self.edge(v));
        self.outline(from, to);
        self.ink.fill(Colour { rgb, alpha: 1.0 });
    }

    fn outline(&mut self, [left, top]: [f64; 2], [right, bottom]: [f64; 2]) {
        self.ink.begin();
        self.ink.move_to([left, top]);
        self.ink.line_to([right, top]);
        self.ink.line_to([right, bottom]);
        self.ink.line_to([left, bottom]);
        self.ink.close();
    }

    pub(crate) fn text(&mut self, text: &str, at: [f64; 2], place: Place, colour: Colour) {
        self.write(text, at, place, Face::Plain, colour);
    }

    pub(crate) fn symbol(&mut self, text: &str, at: [f64; 2], place: Place, colour: Colour) {
        self.write(text, at, place, Face::Maths, colour);
    }

    fn write(&mut self, text: &str, [x, y]: [f64; 2], place: Place, face: Face, colour: Colour) {
        let at = [self.edge(x), self.edge(y + place.down() * face.size())];
        self.ink.text(text, at, place.align(), face, colour);
    }
}
