//! The landscape's axes, colour bar and marks.

use descent_core::landscapes::{Nature, StationaryPoint};
use descent_core::{Levels, Region, Run, Session};

use crate::layout::{Layout, Rect};
use crate::pen::{Pen, Place};
use crate::theme::Colour;
use crate::{Ink, Stroke, Theme, labels};

const TICK: f64 = 4.0;
const BAR_GAP: f64 = 10.0;
const BAR_WIDTH: f64 = 10.0;

/// Axes with ticks, the letters of the parameters, and the colour bar.
pub fn axes(ink: &mut dyn Ink, layout: &Layout, view: Region, levels: &Levels, theme: &Theme) {
    let mut pen = Pen::new(ink, layout);
    let Rect { left, top, width, height } = layout.plot;
    let (right, bottom) = (left + width, top + height);
    for x in labels::ticks(view.x, (width / 70.0) as usize) {
        let [px, _] = layout.pixel(view, [x, view.y[0]]);
        pen.down(px, [bottom, bottom + TICK], theme.soft);
        let at = [px, bottom + TICK + 2.0];
        pen.text(&labels::tick(x), at, Place::Below, theme.soft);
    }
    for y in labels::ticks(view.y, (height / 60.0) as usize) {
        let [_, py] = layout.pixel(view, [view.x[0], y]);
        pen.across([left - TICK, left], py, theme.soft);
        pen.text(&labels::tick(y), [left - TICK - 3.0, py], Place::Left, theme.soft);
    }
    pen.frame(layout.plot, theme.soft);
    colour_bar(&mut pen, layout, levels, theme);
    let letters = [("w₁", [right, bottom + 18.0]), ("w₂", [left + 8.0, top - 20.0])];
    for (letter, at) in letters {
        pen.symbol(letter, at, Place::BelowLeft, theme.ink);
    }
}

fn colour_bar(pen: &mut Pen<'_>, layout: &Layout, levels: &Levels, theme: &Theme) {
    let Rect { left, top, width, height } = layout.plot;
    let left = left + width + BAR_GAP;
    let bands = theme.bands(levels);
    let step = height / bands.len() as f64;
    for (k, &rgb) in bands.iter().rev().enumerate() {
        let band = Rect { left, top: top + k as f64 * step, width: BAR_WIDTH, height: step };
        pen.fill(band, rgb);
    }
    pen.frame(Rect { left, top, width: BAR_WIDTH, height }, theme.soft);
    for cost in levels.ticks((22.0 / height).max(0.04)) {
        let y = top + (1.0 - levels.tone(cost)) * height;
        let right = left + BAR_WIDTH;
        pen.across([right, right + 3.0], y, theme.soft);
        let at = [right + 5.0, y.min(top + height - 5.0).max(top + 5.0)];
        pen.text(&labels::magnitude(cost), at, Place::Right, theme.soft);
    }
}

/// What lies above the paths: marks, the runs' heads, and the start on top.
pub fn foreground(ink: &mut dyn Ink, layout: &Layout, session: &Session, theme: &Theme) {
    let view = session.view();
    marks(ink, layout, view, session.marks(), theme);
    for (_, run, style) in session.shown() {
        if let Some(point) = head_at(session, run) {
            head(ink, layout.pixel(view, point), theme.run(style).0, theme);
        }
    }
    let at = session.start();
    if view.contains(at) {
        start(ink, layout.pixel(view, at), theme);
    }
}

/// Where a run is at the epoch that is shown, or where it ended; none outside of the picture.
#[must_use]
pub fn head_at(session: &Session, run: &Run) -> Option<[f64; 2]> {
    let trajectory = run.trajectory();
    let last = session.epoch().min(trajectory.len() - 1);
    trajectory.point(last).filter(|point| session.view().contains(*point))
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
    use crate::svg::SvgInk;
    use descent_core::Landscape;

    #[test]
    fn no_canvas_is_too_small_for_axes() {
        let landscape = Landscape::all().swap_remove(0);
        let surface = landscape.get();
        let view = surface.region();
        let levels = Levels::of(&surface.sample(view, 8, 8, &surface.start()), Levels::COUNT);
        for side in [0.0, 1.0, 40.0, 80.0, 120.0] {
            let layout = Layout::map([side, side], 1.0);
            let mut ink = SvgInk::default();
            axes(&mut ink, &layout, view, &levels, &Theme::LIGHT);
            let svg = ink.finish();
            assert!(svg.contains("w₁") && !svg.contains("NaN") && !svg.contains("inf"), "{svg}");
        }
    }
}
