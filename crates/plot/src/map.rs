//! The landscape's axes, colour bar and marks.

use descent_core::landscapes::{Nature, StationaryPoint};
use descent_core::{Levels, Region, Session};
use plotters::coord::Shift;
use plotters::drawing::{DrawingArea, DrawingAreaErrorKind};
use plotters::element::{PathElement, Rectangle};
use plotters::prelude::{DrawingBackend, IntoFont};
use plotters::style::text_anchor::{HPos, Pos, VPos};
use plotters::style::{Color as _, FontFamily, FontStyle, FontTransform, TextStyle};

use crate::layout::{Layout, Rect};
use crate::theme::Colour;
use crate::{Ink, Stroke, Theme, labels};

/// What drawing with plotters may fail with.
pub type Outcome<DB> = Result<(), DrawingAreaErrorKind<<DB as DrawingBackend>::ErrorType>>;

const TEXT: f64 = 11.0;
const SYMBOL: f64 = 14.0;
const TICK: f64 = 4.0;
const BAR_GAP: f64 = 10.0;
const BAR_WIDTH: f64 = 10.0;

/// Draws with plotters in CSS pixels: coordinates are rounded to the area's own pixels,
/// which is right for axes and text.
pub(crate) struct Pen<'a, DB: DrawingBackend> {
    area: &'a DrawingArea<DB, Shift>,
    ratio: f64,
    text: f64,
}

impl<'a, DB: DrawingBackend> Pen<'a, DB> {
    pub(crate) fn new(area: &'a DrawingArea<DB, Shift>, layout: &Layout) -> Self {
        Self { area, ratio: layout.ratio, text: layout.ratio * layout.text }
    }

    fn at(&self, [x, y]: [f64; 2]) -> (i32, i32) {
        ((x * self.ratio).round() as i32, (y * self.ratio).round() as i32)
    }

    pub(crate) fn line(&self, from: [f64; 2], to: [f64; 2], colour: Colour) -> Outcome<DB> {
        let style = colour.plotters().stroke_width(self.ratio.round().max(1.0) as u32);
        self.area.draw(&PathElement::new(vec![self.at(from), self.at(to)], style))
    }

    pub(crate) fn frame(&self, rect: Rect, colour: Colour) -> Outcome<DB> {
        let Rect { left, top, width, height } = rect;
        let corners = [[left, top], [left + width, top + height]].map(|corner| self.at(corner));
        self.area.draw(&Rectangle::new(corners, colour.plotters()))
    }

    pub(crate) fn fill(&self, rect: Rect, rgb: [u8; 3]) -> Outcome<DB> {
        let Rect { left, top, width, height } = rect;
        let corners = [[left, top], [left + width, top + height]].map(|corner| self.at(corner));
        let colour = Colour { rgb, alpha: 1.0 };
        self.area.draw(&Rectangle::new(corners, colour.plotters().filled()))
    }

    pub(crate) fn text(
        &self,
        text: &str,
        at: [f64; 2],
        anchor: (HPos, VPos),
        colour: Colour,
    ) -> Outcome<DB> {
        let font = (FontFamily::Name("system-ui, sans-serif"), TEXT * self.text).into_font();
        self.write(text, at, anchor, TextStyle::from(font), colour)
    }

    pub(crate) fn symbol(
        &self,
        text: &str,
        at: [f64; 2],
        anchor: (HPos, VPos),
        colour: Colour,
    ) -> Outcome<DB> {
        let font = (FontFamily::Serif, SYMBOL * self.text).into_font().style(FontStyle::Italic);
        self.write(text, at, anchor, TextStyle::from(font), colour)
    }

    fn write(
        &self,
        text: &str,
        at: [f64; 2],
        (h, v): (HPos, VPos),
        style: TextStyle<'_>,
        colour: Colour,
    ) -> Outcome<DB> {
        let colour = colour.plotters();
        let style = style.color(&colour).pos(Pos::new(h, v)).transform(FontTransform::None);
        self.area.draw_text(text, &style, self.at(at))
    }
}

/// Axes with ticks, the letters of the parameters, and the colour bar.
///
/// # Errors
/// What the backend fails with.
pub fn axes<DB: DrawingBackend>(
    area: &DrawingArea<DB, Shift>,
    layout: &Layout,
    view: Region,
    levels: &Levels,
    theme: &Theme,
) -> Outcome<DB> {
    let pen = Pen::new(area, layout);
    let Rect { left, top, width, height } = layout.plot;
    let (right, bottom) = (left + width, top + height);
    for x in labels::ticks(view.x, (width / 70.0) as usize) {
        let [px, _] = layout.pixel(view, [x, view.y[0]]);
        pen.line([px, bottom], [px, bottom + TICK], theme.soft)?;
        let at = [px, bottom + TICK + 2.0];
        pen.text(&labels::tick(x), at, (HPos::Center, VPos::Top), theme.soft)?;
    }
    for y in labels::ticks(view.y, (height / 60.0) as usize) {
        let [_, py] = layout.pixel(view, [view.x[0], y]);
        pen.line([left - TICK, py], [left, py], theme.soft)?;
        let at = [left - TICK - 3.0, py];
        pen.text(&labels::tick(y), at, (HPos::Right, VPos::Center), theme.soft)?;
    }
    pen.frame(layout.plot, theme.soft)?;
    let letters = [("w₁", [right, bottom + 18.0]), ("w₂", [left + 8.0, top - 20.0])];
    for (letter, at) in letters {
        pen.symbol(letter, at, (HPos::Right, VPos::Top), theme.ink)?;
    }
    colour_bar(&pen, layout, levels, theme)
}

fn colour_bar<DB: DrawingBackend>(
    pen: &Pen<'_, DB>,
    layout: &Layout,
    levels: &Levels,
    theme: &Theme,
) -> Outcome<DB> {
    let Rect { left, top, width, height } = layout.plot;
    let left = left + width + BAR_GAP;
    let bands = theme.bands(levels);
    let step = height / bands.len() as f64;
    for (k, &rgb) in bands.iter().rev().enumerate() {
        let band = Rect { left, top: top + k as f64 * step, width: BAR_WIDTH, height: step };
        pen.fill(band, rgb)?;
    }
    pen.frame(Rect { left, top, width: BAR_WIDTH, height }, theme.soft)?;
    for cost in levels.ticks((22.0 / height).max(0.04)) {
        let y = top + (1.0 - levels.tone(cost)) * height;
        let right = left + BAR_WIDTH;
        pen.line([right, y], [right + 3.0, y], theme.soft)?;
        let at = [right + 5.0, y.min(top + height - 5.0).max(top + 5.0)];
        pen.text(&labels::magnitude(cost), at, (HPos::Left, VPos::Center), theme.soft)?;
    }
    Ok(())
}

/// What lies above the paths: marks, the runs' heads, and the start on top.
pub fn foreground(ink: &mut dyn Ink, layout: &Layout, session: &Session, theme: &Theme) {
    let view = session.view();
    marks(ink, layout, view, session.marks(), theme);
    for (_, run, style) in session.shown() {
        let last = session.epoch().min(run.trajectory().len() - 1);
        let inside = run.trajectory().point(last).filter(|point| view.contains(*point));
        if let Some(point) = inside {
            head(ink, layout.pixel(view, point), theme.run(style).0, theme);
        }
    }
    let at = session.experiment().start;
    if view.contains(at) {
        start(ink, layout.pixel(view, at), theme);
    }
}

/// How many marks may be in the picture before they are drawn small.
const MANY: usize = 40;

/// The known stationary points: diamonds for minima, triangles for maxima, crosses for
/// saddles. A crowd of them is drawn small, so that the landscape is still seen.
fn marks(
    ink: &mut dyn Ink,
    layout: &Layout,
    view: Region,
    points: &[StationaryPoint],
    theme: &Theme,
) {
    let inside = || points.iter().filter(|point| view.contains(point.at));
    let crowded = inside().count() > MANY;
    let (size, pen) = if crowded { (2.6, 0.8) } else { (6.5, 1.6) };
    for point in inside() {
        let [x, y] = layout.pixel(view, point.at);
        let size = if point.nature == Nature::Minimum { size } else { 0.75 * size };
        ink.begin();
        outline(ink, point.nature, [x, y], size);
        match point.nature {
            Nature::Saddle => ink.stroke(&Stroke::solid(theme.panel.with_alpha(0.8), 2.2 * pen)),
            Nature::Minimum | Nature::Maximum => ink.fill(theme.panel),
        }
        ink.stroke(&Stroke::solid(theme.ink, pen));
    }
}

fn outline(ink: &mut dyn Ink, nature: Nature, [x, y]: [f64; 2], size: f64) {
    let corners: &[[f64; 2]] = match nature {
        Nature::Minimum => &[[0.0, -1.0], [1.0, 0.0], [0.0, 1.0], [-1.0, 0.0]],
        Nature::Maximum => &[[0.0, -1.0], [0.95, 0.75], [-0.95, 0.75]],
        Nature::Saddle => &[],
    };
    let place = |[u, v]: [f64; 2]| [x + u * size, y + v * size];
    if nature == Nature::Saddle {
        for (from, to) in [([-0.75, -0.75], [0.75, 0.75]), ([-0.75, 0.75], [0.75, -0.75])] {
            ink.move_to(place(from));
            ink.line_to(place(to));
        }
        return;
    }
    for (k, &corner) in corners.iter().enumerate() {
        if k == 0 { ink.move_to(place(corner)) } else { ink.line_to(place(corner)) }
    }
    ink.close();
}

/// The start: a disc of the accent colour in a white ring.
fn start(ink: &mut dyn Ink, at: [f64; 2], theme: &Theme) {
    const RADIUS: f64 = 7.5;
    ink.begin();
    ink.circle(at, RADIUS);
    ink.fill(theme.accent);
    ink.stroke(&Stroke::solid(Colour::hex(0xff_ffff), 2.5));
    ink.begin();
    ink.circle(at, RADIUS + 1.5);
    ink.stroke(&Stroke::solid(theme.accent.with_alpha(0.55), 0.8));
}

/// The head of a path.
fn head(ink: &mut dyn Ink, at: [f64; 2], colour: Colour, theme: &Theme) {
    ink.begin();
    ink.circle(at, 5.0);
    ink.fill(colour);
    ink.stroke(&Stroke::solid(theme.panel, 1.5));
}

#[cfg(all(test, feature = "svg"))]
mod tests {
    use super::*;
    use descent_core::Landscape;
    use plotters::backend::SVGBackend;
    use plotters::drawing::IntoDrawingArea;

    #[test]
    fn no_canvas_is_too_small_for_axes() {
        let landscape = Landscape::all().swap_remove(0);
        let surface = landscape.get();
        let view = surface.region();
        let levels = Levels::of(&surface.sample(view, 8, 8), Levels::COUNT);
        for side in [0.0, 1.0, 40.0, 80.0, 120.0] {
            let layout = Layout::map([side, side], 1.0);
            let mut svg = String::new();
            let area = SVGBackend::with_string(&mut svg, (120, 120)).into_drawing_area();
            assert!(axes(&area, &layout, view, &levels, &Theme::LIGHT).is_ok());
        }
    }
}
