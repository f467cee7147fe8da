//! A landscape's filled contours as paths.

use std::fmt::Write;

use descent_core::map::contour::{self, Ring};
use descent_core::{Field, Levels, Region};

use super::ink::{SvgInk, digits};
use crate::layout::{Layout, Rect};
use crate::theme::Colour;
use crate::{Ink, Theme};

/// How wide a contour line is: as on the page.
const EDGE: f64 = 0.8;

/// The ground in the dearest band's colour, then from the highest level down all that
/// lies below it, one over the other: so no gap can show between two bands. A fine line
/// goes along each level; where it would run along the picture's edge, the frame covers it.
pub(super) fn bands(layout: &Layout, field: &Field, levels: &Levels, theme: &Theme) -> String {
    let colours = theme.bands(levels);
    let Rect { left, top, width, height } = layout.plot;
    let [x, y, width, height] = [left, top, width, height].map(digits);
    let ground = css(colours.last().copied().unwrap_or_default());
    let mut svg = format!(
        "<rect x=\"{x}\" y=\"{y}\" width=\"{width}\" height=\"{height}\" fill=\"{ground}\"/>\n\
         <g fill-rule=\"evenodd\" stroke-width=\"{}\">\n",
        digits(EDGE),
    );
    for ((&level, &rgb), &above) in levels.values().iter().zip(&colours).zip(&colours[1..]).rev() {
        let mut ink = SvgInk::default();
        for ring in contour::rings(field, level) {
            outline(&mut ink, layout, field.region, &corners(&ring));
        }
        if !ink.path().is_empty() {
            let (edge, strength) = theme.contour(above);
            _ = writeln!(
                svg,
                "<path d=\"{}\" fill=\"{}\" stroke=\"{}\" stroke-opacity=\"{}\"/>",
                ink.path(),
                css(rgb),
                css(edge),
                digits(strength)
            );
        }
    }
    svg + "</g>\n"
}

fn css(rgb: [u8; 3]) -> String {
    Colour { rgb, alpha: 1.0 }.css()
}

fn outline(ink: &mut SvgInk, layout: &Layout, view: Region, points: &[[f64; 2]]) {
    for (k, &point) in points.iter().enumerate() {
        let place = layout.pixel(view, point);
        if k == 0 { ink.move_to(place) } else { ink.line_to(place) }
    }
    ink.close();
}

/// A ring without the points that lie on a straight stretch of the picture's edge.
fn corners(ring: &Ring) -> Vec<[f64; 2]> {
    let count = ring.points.len();
    let straight = |k: usize| {
        let around = [(k + count - 1) % count, k, (k + 1) % count];
        let [[x0, y0], [x1, y1], [x2, y2]] = around.map(|k| ring.points[k]);
        let on_edge = around.iter().all(|&k| ring.on_edge[k]);
        on_edge && ((x0 == x1 && x1 == x2) || (y0 == y1 && y1 == y2))
    };
    (0..count).filter(|&k| !straight(k)).map(|k| ring.points[k]).collect()
}
