use descent_core::{Region, Trajectory};

use crate::layout::{Layout, Rect};
use crate::theme::{Colour, Line};
use crate::{Ink, Stroke};

/// Points nearer to each other than this, in CSS pixels, are one point to the eye: the
/// path goes on from the first that is further away. Every corner drawn is a true iterate.
const NEAR: f64 = 0.3;

/// How far outside of the plot, in CSS pixels, a path is still drawn: what lies further
/// is cut off along the true segment.
const REACH: f64 = 64.0;

/// How strongly a path is drawn, with what separates it from the landscape.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Weight {
    /// What has been played.
    Ink {
        /// Beneath the line.
        halo: Colour,
    },
    /// What is still to come: faint, and beneath everything.
    Ghost {
        /// Beneath the line.
        halo: Colour,
    },
}

/// A run's path as far as it is drawn, so that a frame draws only what is new.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Trail {
    next: usize,
    last: Option<[f64; 2]>,
    travelled: f64,
    drawn: Option<[[f64; 2]; 2]>,
}

impl Trail {
    /// How many epochs are drawn.
    #[must_use]
    pub fn drawn(&self) -> usize {
        self.next
    }

    /// Draws on up to and including `epoch`: straight segments through the iterates, on a
    /// halo.
    #[allow(clippy::too_many_arguments, reason = "a picture has many givens")]
    pub fn extend(
        &mut self,
        ink: &mut dyn Ink,
        layout: &Layout,
        view: Region,
        trajectory: &Trajectory,
        epoch: usize,
        line: Line,
        weight: Weight,
    ) {
        let reach = reach(layout.plot);
        let mut stretch = Stretch::new(line, weight);
        while self.next <= epoch {
            let Some(point) = trajectory.point(self.next) else { break };
            self.next += 1;
            self.segment(ink, &mut stretch, layout.pixel(view, point), reach);
        }
        stretch.finish(ink);
        let cycle: f64 = line.1.iter().sum();
        let kept = self.travelled % cycle;
        self.travelled = if kept.is_finite() { kept } else { 0.0 };
    }

    /// Goes on to a point.
    fn segment(&mut self, ink: &mut dyn Ink, stretch: &mut Stretch, to: [f64; 2], reach: Rect) {
        let Some(from) = self.last else {
            self.last = Some(to);
            return;
        };
        let length = distance(from, to);
        if length < NEAR {
            return;
        }
        self.last = Some(to);
        if self.retraces([from, to]) {
            return;
        }
        if let Some((enter, leave)) = clip(from, to, reach) {
            stretch.add(ink, enter, leave, self.travelled + distance(from, enter));
        }
        self.travelled += length;
        self.drawn = Some([from, to]);
    }

    /// Whether a segment lies upon the one drawn last, in either direction: a run that
    /// swings between two points is drawn once and not ten thousand times.
    fn retraces(&self, [from, to]: [[f64; 2]; 2]) -> bool {
        let near = |a, b| distance(a, b) < NEAR;
        self.drawn
            .is_some_and(|[a, b]| (near(from, a) && near(to, b)) || (near(from, b) && near(to, a)))
    }
}

/// A piece of a path without a gap, whose dashes run on over its corners.
struct Stretch {
    end: Option<[f64; 2]>,
    offset: f64,
    line: Line,
    weight: Weight,
}

impl Stretch {
    fn new(line: Line, weight: Weight) -> Self {
        Self { end: None, offset: 0.0, line, weight }
    }

    /// Adds a segment that begins this far along the path.
    fn add(&mut self, ink: &mut dyn Ink, from: [f64; 2], to: [f64; 2], offset: f64) {
        if self.end != Some(from) {
            self.finish(ink);
            self.offset = offset;
            ink.begin();
            ink.move_to(from);
        }
        ink.line_to(to);
        self.end = Some(to);
    }

    fn finish(&mut self, ink: &mut dyn Ink) {
        if self.end.take().is_none() {
            return;
        }
        let (colour, dash) = self.line;
        // Beneath all paths: a halo must not cover what an earlier frame has drawn.
        match self.weight {
            Weight::Ink { halo } => {
                ink.stroke_behind(&Stroke::solid(halo, 4.6));
                ink.stroke(&Stroke::solid(colour, 2.2).dashed(dash, self.offset));
            }
            Weight::Ghost { halo } => {
                let faint = colour.with_alpha(0.75);
                ink.stroke_behind(&Stroke::solid(faint, 1.2).dashed(dash, self.offset));
                ink.stroke_behind(&Stroke::solid(halo.with_alpha(0.3), 3.2));
            }
        }
    }
}

/// How far apart two places are.
pub(crate) fn distance(from: [f64; 2], to: [f64; 2]) -> f64 {
    let (dx, dy) = (to[0] - from[0], to[1] - from[1]);
    (dx * dx + dy * dy).sqrt()
}

fn reach(plot: Rect) -> Rect {
    Rect {
        left: plot.left - REACH,
        top: plot.top - REACH,
        width: plot.width + 2.0 * REACH,
        height: plot.height + 2.0 * REACH,
    }
}

/// The part of a segment inside a rectangle (Liang and Barsky, ACM Transactions on
/// Graphics 3, 1984); none where there is none or a number is not finite.
fn clip(from: [f64; 2], to: [f64; 2], rect: Rect) -> Option<([f64; 2], [f64; 2])> {
    let low = [rect.left, rect.top];
    let high = [rect.left + rect.width, rect.top + rect.height];
    let (mut enter, mut leave) = (0.0_f64, 1.0_f64);
    for k in 0..2 {
        let d = to[k] - from[k];
        if !d.is_finite() || (d == 0.0 && !(low[k]..=high[k]).contains(&from[k])) {
            return None;
        }
        if d != 0.0 {
            let (a, b) = ((low[k] - from[k]) / d, (high[k] - from[k]) / d);
            enter = enter.max(a.min(b));
            leave = leave.min(a.max(b));
        }
    }
    let at = |t: f64| [from[0] + t * (to[0] - from[0]), from[1] + t * (to[1] - from[1])];
    let ends =
        (if enter > 0.0 { at(enter) } else { from }, if leave < 1.0 { at(leave) } else { to });
    (enter <= leave).then_some(ends)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Align, Face, Theme};

    const RECT: Rect = Rect { left: 0.0, top: 0.0, width: 10.0, height: 10.0 };

    /// Ink that counts its segments.
    #[derive(Default)]
    struct Counter(usize);

    impl Ink for Counter {
        fn begin(&mut self) {}
        fn move_to(&mut self, _: [f64; 2]) {}
        fn line_to(&mut self, _: [f64; 2]) {
            self.0 += 1;
        }
        fn close(&mut self) {}
        fn circle(&mut self, _: [f64; 2], _: f64) {}
        fn stroke(&mut self, _: &Stroke<'_>) {}
        fn stroke_behind(&mut self, _: &Stroke<'_>) {}
        fn fill(&mut self, _: Colour) {}
        fn label(&mut self, _: &str, _: [f64; 2], _: Align, _: [Colour; 2]) {}
        fn text(&mut self, _: &str, _: [f64; 2], _: Align, _: Face, _: Colour) {}
    }

    /// How many segments are drawn of a path through these points of the unit square, on a
    /// plot of about 400 pixels.
    fn segments(points: &[[f64; 2]], epochs: &[usize]) -> usize {
        let (layout, view) = (Layout::map([500.0, 458.0], 1.0), Region::square(0.0, 1.0));
        let mut trajectory = Trajectory::new(2);
        points.iter().for_each(|point| trajectory.push(point, 0.0, 0.0, 0.0));
        let (mut trail, mut ink) = (Trail::default(), Counter::default());
        for &epoch in epochs {
            let line: Line = (Theme::LIGHT.ink, &[10.0, 4.0]);
            let weight = Weight::Ink { halo: Theme::LIGHT.halo };
            trail.extend(&mut ink, &layout, view, &trajectory, epoch, line, weight);
        }
        ink.0
    }

    #[test]
    fn every_iterate_that_can_be_seen_is_a_corner() {
        let points = [[0.1, 0.1], [0.5, 0.2], [0.5002, 0.2], [0.9, 0.9], [0.2, 0.3]];
        assert_eq!(segments(&points, &[4]), 3);
        assert_eq!(segments(&points, &[0, 1, 2, 3, 4]), 3, "whatever the frames");
    }

    #[test]
    fn a_swing_between_two_points_is_drawn_once() {
        let swing: Vec<_> = (0..10_000).map(|k| [0.2 + 0.5 * f64::from(k % 2), 0.5]).collect();
        assert_eq!(segments(&swing, &[9_999]), 1);
        let narrowing: Vec<_> = (0..1000_i32)
            .map(|k| [0.5 + 0.4 * f64::from(1 - 2 * (k % 2)) / f64::from(1 + k / 10), 0.5])
            .collect();
        let drawn = segments(&narrowing, &[999]);
        assert!((50..400).contains(&drawn), "{drawn}");
    }

    #[test]
    fn a_segment_is_cut_along_itself() {
        assert_eq!(clip([2.0, 2.0], [4.0, 8.0], RECT), Some(([2.0, 2.0], [4.0, 8.0])));
        assert_eq!(clip([-5.0, 5.0], [15.0, 5.0], RECT), Some(([0.0, 5.0], [10.0, 5.0])));
        assert_eq!(clip([-5.0, -5.0], [5.0, 5.0], RECT), Some(([0.0, 0.0], [5.0, 5.0])));
        assert_eq!(clip([-5.0, 3.0], [-1.0, 3.0], RECT), None);
        assert_eq!(clip([-1.0, 12.0], [12.0, 12.0], RECT), None);
        assert_eq!(clip([1.0, 1.0], [f64::INFINITY, 1.0], RECT), None);
    }
}
