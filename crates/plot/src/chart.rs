//! Charts over epochs: cost, gradient and learning rate.

use std::borrow::Cow;

use descent_core::{Session, Trajectory};

use crate::labels::{self, Labels};
use crate::layout::{Layout, Rect};
use crate::names::{self, Beside, End};
use crate::pen::{Pen, Place};
use crate::theme::{Colour, Line};
use crate::{Ink, Picture, Stroke, Theme};

/// What a chart shows over epochs. A further one is a line of [`Chart::ALL`], and its words.
#[derive(Clone, Copy, Debug)]
pub struct Chart {
    /// Its name, and its key among the page's strings.
    id: &'static str,
    /// What of a run it shows.
    column: fn(&Trajectory) -> &[f64],
    scale: Scale,
    /// Whether it shows the lowest value so far, with the values themselves behind it.
    lowest: bool,
}

/// How values become heights.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Scale {
    /// Equal differences are equal lengths.
    Linear,
    /// Equal factors are equal lengths.
    Logarithmic,
    /// Logarithmic in the height above the lowest known cost, if that is negative; linear where no
    /// lowest cost is known.
    AboveLowest,
}

impl Chart {
    /// The cost on a logarithmic axis.
    pub const COST_LOG: Self =
        Self { id: "cost_log", column: |run| &run.cost, scale: Scale::AboveLowest, lowest: false };

    /// All of them, in the order of the page's tabs.
    pub const ALL: [Self; 5] = [
        Self::COST_LOG,
        Self { id: "cost_linear", scale: Scale::Linear, ..Self::COST_LOG },
        Self { id: "cost_best", lowest: true, ..Self::COST_LOG },
        Self { id: "gradient", column: |run| &run.slope, scale: Scale::Logarithmic, lowest: false },
        Self { id: "rate", column: |run| &run.rate, scale: Scale::Linear, lowest: false },
    ];

    /// Their names.
    pub const IDS: [&'static str; Self::ALL.len()] = {
        let mut ids = [""; Self::ALL.len()];
        let mut k = 0;
        while k < ids.len() {
            ids[k] = Self::ALL[k].id;
            k += 1;
        }
        ids
    };

    /// Its name, and its key among the page's strings.
    #[must_use]
    pub const fn id(self) -> &'static str {
        self.id
    }

    /// The chart of a name.
    #[must_use]
    pub fn from_id(id: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|chart| chart.id == id)
    }

    /// What of a run it is made from: its curve, or what stands behind that.
    #[must_use]
    pub fn column(self, trajectory: &Trajectory) -> &[f64] {
        (self.column)(trajectory)
    }

    /// The curve of a run.
    #[must_use]
    pub fn curve(self, trajectory: &Trajectory) -> Cow<'_, [f64]> {
        let column = self.column(trajectory);
        if !self.lowest {
            return Cow::Borrowed(column);
        }
        let mut lowest = f64::INFINITY;
        let so_far = column.iter().map(|&value| {
            lowest = lowest.min(value);
            lowest
        });
        Cow::Owned(so_far.collect())
    }

    /// What of a run's curve stands at an epoch that is known.
    #[must_use]
    pub fn value(self, trajectory: &Trajectory, epoch: usize) -> Option<f64> {
        let column = self.column(trajectory);
        let value = *column.get(epoch)?;
        let lowest = || column[..=epoch].iter().copied().fold(f64::INFINITY, f64::min);
        Some(if self.lowest { lowest() } else { value })
    }

    /// Whether what the curves are made from stands behind them.
    #[must_use]
    pub fn has_background(self) -> bool {
        self.lowest
    }
}

impl PartialEq for Chart {
    fn eq(&self, other: &Self) -> bool {
        self.id == other.id
    }
}

/// A chart's axes: which epochs are shown, the ends of the vertical axis, and what is subtracted
/// before the logarithm.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Axis {
    epochs: [f64; 2],
    low: f64,
    high: f64,
    logarithmic: bool,
    base: f64,
}

/// How far above the first value an axis goes, as a factor: what diverges runs out at
/// the top and leaves the others readable.
const HEADROOM: f64 = 1e3;

/// How far below the first value a logarithmic axis goes, as a factor.
const FOOTROOM: f64 = 1e-16;

impl Axis {
    /// The axis that shows what is known of all ticked runs from one epoch to another.
    ///
    /// A landscape with negative costs has no logarithm of them: its chart shows the
    /// height above its known minimum, or is linear where it has none.
    #[must_use]
    pub fn of(session: &Session, chart: Chart, epochs: [f64; 2]) -> Self {
        let (logarithmic, base) = Self::scale(session, chart);
        let columns = session.shown().map(|(_, run, _)| chart.column(run.trajectory()));
        let [from, to] = [epochs[0].floor(), epochs[1].ceil()].map(|epoch| epoch as usize);
        let [low, high] = columns.fold([f64::INFINITY, f64::NEG_INFINITY], |range, column| {
            let first = column.first().copied().unwrap_or(f64::NAN) - base;
            let seen = column.get(from..column.len().min(to + 1)).unwrap_or_default();
            seen.iter().fold(range, |[low, high], &value| {
                let value = value - base;
                let value = if value > first * HEADROOM { first } else { value };
                let usable =
                    if logarithmic { value > first.abs() * FOOTROOM } else { value.is_finite() };
                if usable { [low.min(value), high.max(value)] } else { [low, high] }
            })
        });
        Self { epochs, ..Self::spanning(low, high, logarithmic, base) }
    }

    /// All epochs of a session.
    #[must_use]
    pub fn whole(session: &Session) -> [f64; 2] {
        [0.0, session.steps().max(1) as f64]
    }

    /// Whether the axis is logarithmic, and its [`Axis::base`]: what is known of it without
    /// the runs.
    fn scale(session: &Session, chart: Chart) -> (bool, f64) {
        let bottom =
            session.marks().first().map(|mark| session.experiment().landscape.get().cost(&mark.at));
        match (chart.scale, bottom) {
            (Scale::Logarithmic, _) => (true, 0.0),
            (Scale::AboveLowest, Some(bottom)) => (true, bottom.min(0.0)),
            (Scale::AboveLowest, None) | (Scale::Linear, _) => (false, 0.0),
        }
    }

    fn spanning(low: f64, high: f64, logarithmic: bool, base: f64) -> Self {
        let sound = low <= high && high.is_finite();
        let (low, high) = match (sound, logarithmic) {
            (false, true) => (0.1, 10.0),
            (false, false) => (0.0, 1.0),
            (true, true) => {
                let low = 10_f64.powf(low.log10().floor());
                (low, 10_f64.powf(high.log10().ceil()).max(low * 10.0))
            }
            (true, false) => {
                let low = low.min(0.0);
                let high = if high > low { high } else { low + 1.0 };
                (low, high + 0.04 * (high - low))
            }
        };
        Self { epochs: [0.0, 1.0], low, high, logarithmic, base }
    }

    /// What a chart subtracts from a value before its logarithm is taken: the landscape's
    /// lowest known cost, where that is negative.
    #[must_use]
    pub fn base(session: &Session, chart: Chart) -> f64 {
        Self::scale(session, chart).1
    }

    /// Whether equal factors are equal lengths.
    #[must_use]
    pub fn is_logarithmic(&self) -> bool {
        self.logarithmic
    }

    /// From 0 at the lower end to 1 at the upper; not finite where the axis has no place.
    fn fraction(&self, value: f64) -> f64 {
        let value = value - self.base;
        if self.logarithmic {
            (value / self.low).log10() / (self.high / self.low).log10()
        } else {
            (value - self.low) / (self.high - self.low)
        }
    }

    fn ticks(&self, count: usize) -> Vec<f64> {
        if !self.logarithmic {
            return labels::ticks([self.low, self.high], count);
        }
        let (from, to) = (self.low.log10().round() as i32, self.high.log10().round() as i32);
        let decades = (to - from).unsigned_abs() as usize;
        let every = decades / count.max(1) + 1;
        let digits: &[f64] = if 3 * decades <= count { &[1.0, 2.0, 5.0] } else { &[1.0] };
        let powers = (from..=to).step_by(every).map(|power| 10_f64.powi(power));
        let ticks = powers.flat_map(|power| digits.iter().map(move |digit| digit * power));
        ticks.filter(|tick| *tick <= self.high * (1.0 + 1e-9)).collect()
    }
}

/// Where an epoch and a value stand on the canvas.
fn place(layout: &Layout, axis: &Axis, epoch: f64, value: f64) -> [f64; 2] {
    let Rect { left, top, width, height } = layout.plot;
    let [from, to] = axis.epochs;
    let across = (epoch - from) / (to - from);
    [left + across * width, top + (1.0 - axis.fraction(value)) * height]
}

/// The epoch nearest to a place on the canvas, of those that there are; none beside the plot.
#[must_use]
pub fn epoch_at(layout: &Layout, axis: &Axis, epochs: usize, [x, y]: [f64; 2]) -> Option<usize> {
    let Rect { left, top, width, height } = layout.plot;
    let inside =
        (left - 4.0..=left + width + 4.0).contains(&x) && (top..=top + height).contains(&y);
    let across = ((x - left) / width).clamp(0.0, 1.0);
    let [from, to] = axis.epochs;
    inside.then_some(((from + across * (to - from)).round() as usize).min(epochs))
}

/// The name of the horizontal axis among the strings.
pub const EPOCH: &str = "transport.epoch_of";

/// How strong a curve is that is still to come.
pub const GHOST: f64 = 0.35;

/// How many digits have room beside the axis.
const BESIDE: f64 = 6.0;

/// Grid lines, labels, and the name of the horizontal axis.
pub fn axes(ink: &mut dyn Ink, layout: &Layout, axis: &Axis, name: &str, theme: &Theme) {
    let mut pen = Pen::new(ink, layout);
    let Rect { left, top, width, height } = layout.plot;
    let ticks = axis.ticks((height / 32.0) as usize);
    let texts = if axis.logarithmic {
        ticks.iter().map(|&value| labels::magnitude(value)).collect()
    } else {
        Labels::of(&ticks, BESIDE).texts
    };
    for (value, text) in ticks.iter().zip(&texts) {
        let [_, y] = place(layout, axis, 0.0, value + axis.base);
        pen.across([left, left + width], y, theme.line);
        pen.text(text, [left - 7.0, y], Place::Left, theme.soft);
    }
    let bottom = top + height;
    for epoch in labels::ticks(axis.epochs, (width / 75.0) as usize) {
        if epoch.fract() != 0.0 {
            continue;
        }
        let [x, _] = place(layout, axis, epoch, 1.0);
        let text = labels::tick(epoch);
        let half = 3.9 * labels::digits_wide(&text);
        pen.down(x, [bottom, bottom + 4.0], theme.soft);
        // The last one is whole, wherever it stands.
        if x + half > layout.size[0] {
            pen.text(&text, [layout.size[0] - 1.0, bottom + 7.0], Place::BelowLeft, theme.soft);
        } else {
            pen.text(&text, [x, bottom + 7.0], Place::Below, theme.soft);
        }
    }
    pen.text(name, [left + width, bottom + 23.0], Place::BelowLeft, theme.soft);
}

/// The names of the runs at the ends of their lines.
pub fn write_names(
    ink: &mut dyn Ink,
    layout: &Layout,
    axis: &Axis,
    chart: Chart,
    picture: &Picture<'_>,
) {
    let Rect { left, top, width, height } = layout.plot;
    let ends: Vec<End<'_>> = picture
        .session
        .shown()
        .filter_map(|(index, run, _)| {
            let values = chart.curve(run.trajectory());
            let last = values.len().checked_sub(1)?.min(axis.epochs[1] as usize);
            let drawn = |epoch: &usize| axis.fraction(values[*epoch]).is_finite();
            let last = (0..=last).rev().take(10_000).find(drawn)?;
            let [x, y] = place(layout, axis, last as f64, values[last]);
            let at = [x.clamp(left, left + width), y.clamp(top + 8.0, top + height - 8.0)];
            Some(End { at, name: &picture.names[index], colour: picture.lines[index].0 })
        })
        .collect();
    let halo = picture.theme.paper.with_alpha(0.9);
    names::write(ink, layout.plot, &ends, &[], Beside::Curve, halo);
}

/// A run's curve as far as it is drawn, so that a frame draws only what is new.
///
/// Where many epochs share a pixel column, a light band goes from the lowest to the highest value
/// of a column and a line through the last one. Columns are an even number of epochs: so the line
/// through a run that swings between two values is a line too.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Curve {
    next: usize,
    last: Option<[f64; 2]>,
    travelled: f64,
    /// The last column of the band: its middle, its upper and its lower end.
    band: Option<[f64; 3]>,
}

/// How many epochs share a pixel column from which on a band is drawn.
const CROWDED: f64 = 2.0;

/// Epochs per column of a band; 1 where there is none.
fn per_column(layout: &Layout, axis: &Axis) -> usize {
    let per_pixel = (axis.epochs[1] - axis.epochs[0]) / layout.plot.width;
    if per_pixel < CROWDED { 1 } else { 2 * per_pixel.round() as usize }
}

impl Curve {
    /// How many epochs are drawn.
    #[must_use]
    pub fn drawn(&self) -> usize {
        self.next
    }

    /// Whether something is to be drawn at an epoch, of a run of which so many values are known.
    #[must_use]
    pub fn is_due(&self, layout: &Layout, axis: &Axis, known: usize, epoch: usize) -> bool {
        let stop = self.stop(per_column(layout, axis), known);
        self.next < known && stop <= epoch + 1
    }

    /// Where the next column ends.
    fn stop(&self, column: usize, known: usize) -> usize {
        ((self.next / column + 1) * column).min(known)
    }

    /// Draws on up to and including `epoch`; `strength` is the opacity of the line.
    #[allow(clippy::too_many_arguments, reason = "a picture has many givens")]
    pub fn extend(
        &mut self,
        ink: &mut dyn Ink,
        layout: &Layout,
        axis: &Axis,
        values: &[f64],
        epoch: usize,
        (colour, dash): Line,
        strength: f64,
    ) {
        let column = per_column(layout, axis);
        if column > 1 {
            self.extend_band(ink, layout, axis, values, epoch, colour.with_alpha(0.25 * strength));
        } else {
            self.next = self.next.max((axis.epochs[0] as usize).min(epoch));
        }
        let offset = self.travelled;
        ink.begin();
        if let Some(last) = self.last {
            ink.move_to(last);
        }
        while self.is_due(layout, axis, values.len(), epoch) {
            let stop = self.stop(column, values.len());
            let seen = stop as f64 >= axis.epochs[0] && self.next as f64 <= axis.epochs[1] + 1.0;
            if seen && self.next == 0 && column > 1 {
                self.point(ink, place(layout, axis, 0.0, values[0]), layout.plot);
            }
            if seen {
                let last = stop - 1;
                self.point(ink, place(layout, axis, last as f64, values[last]), layout.plot);
            }
            self.next = stop;
        }
        ink.stroke(&Stroke::solid(colour.with_alpha(strength), 1.8).dashed(dash, offset));
        let cycle: f64 = dash.iter().sum();
        self.travelled = if cycle > 0.0 { self.travelled % cycle } else { 0.0 };
    }

    /// Fills from the lowest to the highest value of each column that is new.
    fn extend_band(
        &mut self,
        ink: &mut dyn Ink,
        layout: &Layout,
        axis: &Axis,
        values: &[f64],
        epoch: usize,
        colour: Colour,
    ) {
        let column = per_column(layout, axis);
        let mut ahead = *self;
        let mut columns: Vec<[f64; 3]> = self.band.into_iter().collect();
        while ahead.is_due(layout, axis, values.len(), epoch) {
            let stop = ahead.stop(column, values.len());
            let [low, high] = extremes(&values[ahead.next..stop]);
            let middle = 0.5 * (ahead.next + stop - 1) as f64;
            let [x, below] = place(layout, axis, middle, low);
            let [_, above] = place(layout, axis, middle, high);
            ahead.next = stop;
            if below.is_nan() || above.is_nan() {
                band(ink, &columns, colour);
                columns.clear();
            } else {
                columns.push([x, within(layout.plot, above), within(layout.plot, below)]);
            }
        }
        band(ink, &columns, colour);
        self.band = columns.last().copied();
    }

    fn point(&mut self, ink: &mut dyn Ink, [x, y]: [f64; 2], plot: Rect) {
        if y.is_nan() {
            self.last = None;
            return;
        }
        let y = within(plot, y);
        match self.last {
            Some([x0, y0]) => {
                self.travelled += ((x - x0) * (x - x0) + (y - y0) * (y - y0)).sqrt();
                ink.line_to([x, y]);
            }
            None => ink.move_to([x, y]),
        }
        self.last = Some([x, y]);
    }
}

/// A height on a canvas. Beyond the plot by its own height a line is as good as gone, and a canvas
/// keeps its precision.
fn within(plot: Rect, y: f64) -> f64 {
    y.clamp(plot.top - plot.height, plot.top + 2.0 * plot.height)
}

/// Fills a band through columns, each with its middle, its upper and its lower end.
fn band(ink: &mut dyn Ink, columns: &[[f64; 3]], colour: Colour) {
    if columns.len() < 2 {
        return;
    }
    ink.begin();
    for (k, &[x, above, _]) in columns.iter().enumerate() {
        if k == 0 { ink.move_to([x, above]) } else { ink.line_to([x, above]) }
    }
    for &[x, _, below] in columns.iter().rev() {
        ink.line_to([x, below]);
    }
    ink.close();
    ink.fill(colour);
}

/// The lowest and the highest of some values.
fn extremes(values: &[f64]) -> [f64; 2] {
    let ends = [f64::INFINITY, f64::NEG_INFINITY];
    values.iter().fold(ends, |[low, high], &value| [low.min(value), high.max(value)])
}

/// A hair line at an epoch, with a dot on every value.
pub fn hair_line(
    ink: &mut dyn Ink,
    layout: &Layout,
    axis: &Axis,
    epoch: usize,
    values: &[(f64, Colour)],
    theme: &Theme,
) {
    let Rect { top, height, .. } = layout.plot;
    let [x, _] = place(layout, axis, epoch as f64, 1.0);
    ink.begin();
    ink.move_to([x, top]);
    ink.line_to([x, top + height]);
    ink.stroke(&Stroke::solid(theme.soft, 1.0));
    for &(value, colour) in values {
        let [x, y] = place(layout, axis, epoch as f64, value);
        if (top..=top + height).contains(&y) {
            ink.begin();
            ink.circle([x, y], 3.5);
            ink.fill(colour);
            ink.stroke(&Stroke::solid(theme.panel, 1.2));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Ink that remembers the points of lines and of filled areas.
    #[derive(Default)]
    struct Points {
        path: Vec<[f64; 2]>,
        lines: Vec<[f64; 2]>,
        areas: Vec<[f64; 2]>,
    }

    impl Ink for Points {
        fn begin(&mut self) {
            self.path.clear();
        }
        fn move_to(&mut self, point: [f64; 2]) {
            self.path.push(point);
        }
        fn line_to(&mut self, point: [f64; 2]) {
            self.path.push(point);
        }
        fn close(&mut self) {}
        fn circle(&mut self, _: [f64; 2], _: f64) {}
        fn stroke(&mut self, _: &Stroke<'_>) {
            self.lines.extend(&self.path);
        }
        fn stroke_behind(&mut self, _: &Stroke<'_>) {}
        fn fill(&mut self, _: Colour) {
            self.areas.extend(&self.path);
        }
        fn label(&mut self, _: &str, _: [f64; 2], _: crate::Align, _: [Colour; 2]) {}
        fn text(&mut self, _: &str, _: [f64; 2], _: crate::Align, _: crate::Face, _: Colour) {}
    }

    /// What is drawn of values between 0 and 1 on a plot that is 430 wide, up to each epoch.
    fn drawn(values: &[f64], epochs: &[usize]) -> (Layout, Points) {
        let layout = Layout::chart([500.0, 200.0], 1.0);
        let shown = [0.0, (values.len() - 1) as f64];
        let axis = Axis { epochs: shown, ..Axis::spanning(0.0, 1.0, false, 0.0) };
        let (mut curve, mut ink) = (Curve::default(), Points::default());
        for &epoch in epochs {
            let line: Line = (Theme::LIGHT.ink, &[]);
            curve.extend(&mut ink, &layout, &axis, values, epoch, line, 1.0);
        }
        (layout, ink)
    }

    #[test]
    fn the_best_so_far_never_rises() {
        let mut trajectory = Trajectory::new(2);
        [5.0, 3.0, 4.0, f64::NAN, 1.0, 2.0]
            .iter()
            .for_each(|&cost| trajectory.push(&[0.0, 0.0], cost, 0.0, 0.0));
        let best = Chart::from_id("cost_best").expect("listed");
        assert_eq!(best.curve(&trajectory)[..], [5.0, 3.0, 3.0, 3.0, 1.0, 1.0]);
        for (epoch, value) in best.curve(&trajectory).iter().enumerate() {
            assert_eq!(best.value(&trajectory, epoch), Some(*value));
        }
        assert_eq!(Chart::COST_LOG.value(&trajectory, 2), Some(4.0));
        assert_eq!(best.value(&trajectory, 6), None);
    }

    #[test]
    fn every_value_is_a_corner_where_there_is_room() {
        let values: Vec<f64> = (0..300).map(|k| f64::from(k % 7) / 7.0).collect();
        for epochs in [vec![299], (0..300).collect::<Vec<_>>()] {
            let (_, ink) = drawn(&values, &epochs);
            assert!(ink.areas.is_empty());
            let mut corners = ink.lines;
            corners.dedup();
            assert_eq!(corners.len(), 300);
        }
    }

    #[test]
    fn an_oscillation_is_a_band_with_a_line() {
        let swing: Vec<f64> = (0..100_001).map(|k| 0.2 + 0.6 * f64::from(k % 2)).collect();
        let (layout, ink) = drawn(&swing, &[100_000]);
        let heights = |points: &[[f64; 2]]| {
            let ys = points.iter().map(|point| point[1]);
            ys.fold([f64::INFINITY, 0.0_f64], |[low, high], y| [low.min(y), high.max(y)])
        };
        let [top, bottom] = heights(&ink.areas);
        assert!((bottom - top - 0.6 / 1.04 * layout.plot.height).abs() < 0.5, "{top} to {bottom}");
        // From the first value on, the line is straight; the last column has one epoch.
        let inner = &ink.lines[1..ink.lines.len() - 1];
        let [top, bottom] = heights(inner);
        assert!(bottom - top < 1e-9, "{top} to {bottom}");
        assert!(ink.lines.len() < 500, "{}", ink.lines.len());
    }

    #[test]
    fn frames_draw_the_same_band_as_one_stroke() {
        let values: Vec<f64> = (0..10_000).map(|k| f64::from(k * 37 % 101) / 101.0).collect();
        let (_, once) = drawn(&values, &[9_999]);
        let (_, often) =
            drawn(&values, &(0..10_000).step_by(13).chain([9_999]).collect::<Vec<_>>());
        let tidy = |mut points: Vec<[f64; 2]>| {
            points.dedup();
            points
        };
        assert_eq!(tidy(once.lines), tidy(often.lines));
    }

    #[test]
    fn a_logarithmic_axis_has_whole_decades() {
        let axis = Axis::spanning(0.36, 913.0, true, 0.0);
        assert_eq!((axis.low, axis.high), (0.1, 1000.0));
        assert_eq!(axis.ticks(8), [0.1, 1.0, 10.0, 100.0, 1000.0]);
        let short = Axis::spanning(12.0, 90.0, true, 0.0);
        assert_eq!(short.ticks(8), [10.0, 20.0, 50.0, 100.0]);
        assert!((axis.fraction(10.0) - 0.5).abs() < 1e-12);
        assert!(!axis.fraction(-1.0).is_finite());
    }
}
