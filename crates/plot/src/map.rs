//! The landscape's axes, colour bar and marks.

use descent_core::landscapes::{Nature, StationaryPoint};
use descent_core::{Levels, Region, Run, Session};

use crate::labels::{self, Labels};
use crate::layout::{Layout, Rect};
use crate::names::{self, Beside, End};
use crate::pen::{Pen, Place};
use crate::theme::Colour;
use crate::{Ink, Picture, Stroke, Theme};

const TICK: f64 = 4.0;
const BAR_GAP: f64 = 10.0;
const BAR_WIDTH: f64 = 10.0;

/// How many digits have room beside an axis and the colour bar, and below an axis.
const BESIDE: f64 = 5.4;
const BELOW: f64 = 8.0;

/// Axes with ticks, the letters of the parameters, and the colour bar.
pub fn axes(ink: &mut dyn Ink, layout: &Layout, view: Region, levels: &Levels, theme: &Theme) {
    let mut pen = Pen::new(ink, layout);
    let Rect { left, top, width, height } = layout.plot;
    let (right, bottom) = (left + width, top + height);
    let (ticks, across) = labels::labelled(view.x, (width / 75.0) as usize, BELOW);
    for (&x, text) in ticks.iter().zip(&across.texts) {
        let [px, _] = layout.pixel(view, [x, view.y[0]]);
        pen.down(px, [bottom, bottom + TICK], theme.soft);
        pen.text(text, [px, bottom + TICK + 2.0], Place::Below, theme.soft);
    }
    let (ticks, up) = labels::labelled(view.y, (height / 60.0) as usize, BESIDE);
    for (&y, text) in ticks.iter().zip(&up.texts) {
        let [_, py] = layout.pixel(view, [view.x[0], y]);
        pen.across([left - TICK, left], py, theme.soft);
        pen.text(text, [left - TICK - 3.0, py], Place::Left, theme.soft);
    }
    pen.frame(layout.plot, theme.soft);
    let head = top - 20.0;
    colour_bar(&mut pen, layout, levels, theme);
    pen.symbol(&across.title("w₁"), [right, bottom + 21.0], Place::BelowLeft, theme.ink);
    pen.symbol(&up.title("w₂"), [left - 8.0, head], Place::BelowRight, theme.ink);
}

/// What the marks of the landscape mean, below the axes.
pub fn key(ink: &mut dyn Ink, layout: &Layout, picture: &Picture<'_>) {
    let Picture { session, theme, strings, .. } = picture;
    let Rect { left, top, width, height } = layout.plot;
    let natures = [Nature::Minimum, Nature::Maximum, Nature::Saddle];
    let known = |nature: &Nature| session.marks().iter().any(|mark| mark.nature == *nature);
    let mut x = left + 5.0;
    let y = top + height + 29.0;
    for nature in natures.into_iter().filter(known) {
        let name = format!("nature.{}", nature.name());
        let word = strings.get(&name);
        let wide = 28.0 + 7.2 * labels::digits_wide(word);
        // The letter of the axis stands at its end.
        if x + wide > left + width - 12.0 {
            break;
        }
        mark(ink, nature, [x, y], (5.0, 1.4), theme);
        let mut pen = Pen::new(ink, layout);
        pen.text(word, [x + 9.0, y], Place::Right, theme.soft);
        x += wide;
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
    let ticks = levels.ticks((22.0 / height).max(0.04));
    let right = left + BAR_WIDTH;
    let texts = costs(&ticks);
    for (&cost, text) in ticks.iter().zip(&texts.texts) {
        let y = top + (1.0 - levels.tone(cost)) * height;
        pen.across([right, right + 3.0], y, theme.soft);
        let at = [right + 5.0, y.min(top + height - 5.0).max(top + 5.0)];
        pen.text(text, at, Place::Right, theme.soft);
    }
    if texts.base != 0.0 {
        let at = [right + 50.0, top - 20.0];
        pen.symbol(&texts.title("J"), at, Place::BelowLeft, theme.ink);
    }
}

/// What is written beside the colour bar, whose steps differ in size: each number as it is, unless
/// neighbours would read alike.
fn costs(ticks: &[f64]) -> Labels {
    let texts: Vec<String> = ticks.iter().map(|&cost| labels::magnitude(cost)).collect();
    let short = texts.iter().all(|text| labels::digits_wide(text) <= BESIDE);
    let plain = Labels { base: 0.0, texts };
    if short && plain.texts.windows(2).all(|pair| pair[0] != pair[1]) {
        return plain;
    }
    Labels::of(ticks, BESIDE)
}

/// What lies above the paths: marks, the runs' heads with their names, and the start on top.
pub fn foreground(ink: &mut dyn Ink, layout: &Layout, picture: &Picture<'_>) {
    let &Picture { session, theme, .. } = picture;
    let view = session.view();
    let hidden = |point: &StationaryPoint| near_start(layout, session, point.at);
    marks(ink, layout, view, session.marks(), theme);
    for (index, run, _) in session.shown() {
        if let Some(point) = head_at(session, run) {
            head(ink, layout.pixel(view, point), picture.lines[index].0, theme);
        }
    }
    names_at(ink, layout, picture);
    let at = session.start();
    if !view.contains(at) {
        return pointer(ink, layout, layout.pixel(view, at), theme);
    }
    start(ink, layout.pixel(view, at), theme);
    // A mark under the dot is seen on it.
    for point in session.marks().iter().filter(|point| hidden(point)) {
        mark(ink, point.nature, layout.pixel(view, at), (4.4, 1.2), theme);
    }
}

/// Whether the start covers a point.
fn near_start(layout: &Layout, session: &Session, point: [f64; 2]) -> bool {
    let [start, point] = [session.start(), point].map(|at| layout.pixel(session.view(), at));
    crate::trail::distance(start, point) < 6.0
}

/// The names of the runs, each at the end of what is seen of it: at its head, and before it has
/// begun, where it will end.
fn names_at(ink: &mut dyn Ink, layout: &Layout, picture: &Picture<'_>) {
    let Picture { session, theme, lines, names, .. } = picture;
    let view = session.view();
    let ends: Vec<End<'_>> = session
        .shown()
        .filter_map(|(index, run, _)| {
            let at = layout.pixel(view, name_at(session, run)?);
            Some(End { at, name: &names[index], colour: lines[index].0 })
        })
        .collect();
    let start = layout.pixel(view, session.start());
    let halo = theme.halo.with_alpha(0.85);
    names::write(ink, layout.plot, &ends, &[start], Beside::Anywhere, halo);
}

/// Where a run's name stands: at its head, or before it has begun where it will end; none outside
/// of the picture.
#[must_use]
pub fn name_at(session: &Session, run: &Run) -> Option<[f64; 2]> {
    if session.epoch() > 0 {
        return head_at(session, run);
    }
    let trajectory = run.trajectory();
    let seen = |epoch: &usize| {
        trajectory.point(*epoch).is_some_and(|point| session.view().contains(point))
    };
    // A run that leaves the picture has its name where it was last seen.
    let last = (0..trajectory.len()).rev().take(2000).find(seen);
    last.or_else(|| (0..trajectory.len().min(2000)).rev().find(seen))
        .and_then(|epoch| trajectory.point(epoch))
}

/// At the picture's edge: which way the start lies, where it is outside of the picture.
fn pointer(ink: &mut dyn Ink, layout: &Layout, [x, y]: [f64; 2], theme: &Theme) {
    const INSIDE: f64 = 12.0;
    let Rect { left, top, width, height } = layout.plot;
    let middle = [left + 0.5 * width, top + 0.5 * height];
    let (dx, dy) = (x - middle[0], y - middle[1]);
    let reach =
        |d: f64, half: f64| if d == 0.0 { f64::INFINITY } else { (half - INSIDE) / d.abs() };
    let part = reach(dx, 0.5 * width).min(reach(dy, 0.5 * height));
    let length = (dx * dx + dy * dy).sqrt();
    let ([u, v], [x, y]) =
        ([dx / length, dy / length], [middle[0] + part * dx, middle[1] + part * dy]);
    ink.begin();
    for (k, (along, across)) in [(11.0, 0.0), (-7.0, 8.0), (-7.0, -8.0)].into_iter().enumerate() {
        let corner = [x + along * u - across * v, y + along * v + across * u];
        if k == 0 { ink.move_to(corner) } else { ink.line_to(corner) }
    }
    ink.close();
    ink.stroke(&Stroke::solid(Colour::hex(0xff_ffff), 4.0));
    ink.fill(theme.accent);
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
        mark(ink, point.nature, layout.pixel(view, point.at), (size, pen), theme);
    }
}

fn mark(ink: &mut dyn Ink, nature: Nature, at: [f64; 2], (size, pen): (f64, f64), theme: &Theme) {
    let size = if nature == Nature::Minimum { size } else { 0.75 * size };
    ink.begin();
    outline(ink, nature, at, size);
    match nature {
        Nature::Saddle => ink.stroke(&Stroke::solid(theme.panel.with_alpha(0.8), 2.2 * pen)),
        Nature::Minimum | Nature::Maximum => ink.fill(theme.panel),
    }
    ink.stroke(&Stroke::solid(theme.ink, pen));
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
