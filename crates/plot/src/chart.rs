//! Charts over epochs: cost, gradient and learning rate.

use descent_core::{Session, Trajectory};

use crate::layout::{Layout, Rect};
use crate::pen::{Pen, Place};
use crate::theme::Colour;
use crate::{Ink, Stroke, Theme, labels};

/// What a chart shows over epochs. A further one is a line of [`Chart::ALL`], and its words.
#[derive(Clone, Copy, Debug)]
pub struct Chart {
    /// Its name, and its key among the page's strings.
    id: &'static str,
    /// What of a run it shows.
    column: fn(&Trajectory) -> &[f64],
    scale: Scale,
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
        Self { id: "cost_log", column: |run| &run.cost, scale: Scale::AboveLowest };

    /// All of them, in the order of the page's tabs.
    pub const ALL: [Self; 4] = [
        Self::COST_LOG,
        Self { id: "cost_linear", column: |run| &run.cost, scale: Scale::Linear },
        Self { id: "gradient", column: |run| &run.slope, scale: Scale::Logarithmic },
        Self { id: "rate", column: |run| &run.rate, scale: Scale::Linear },
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

    /// What of a run it shows.
    #[must_use]
    pub fn column(self, trajectory: &Trajectory) -> &[f64] {
        (self.column)(trajectory)
    }
}

impl PartialEq for Chart {
    fn eq(&self, other: &Self) -> bool {
        self.id == other.id
    }
}

/// A vertical axis: its ends, and what is subtracted before the logarithm.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Axis {
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
    /// The axis that shows what is known of all ticked runs.
    ///
    /// A landscape with negative costs has no logarithm of them: its chart shows the
    /// height above its known minimum, or is linear where it has none.
    #[must_use]
    pub fn of(session: &Session, chart: Chart) -> Self {
        let (logarithmic, base) = Self::scale(session, chart);
        let columns = session.shown().map(|(_, run, _)| chart.column(run.trajectory()));
        let [low, high] = columns.fold([f64::INFINITY, f64::NEG_INFINITY], |range, column| {
            let first = column.first().copied().unwrap_or(f64::NAN) - base;
            column.iter().fold(range, |[low, high], &value| {
                let value = value - base;
                let value = if value > first * HEADROOM { first } else { value };
                let usable =
                    if logarithmic { value > first.abs() * FOOTROOM } else { value.is_finite() };
                if usable { [low.min(value), high.max(value)] } else { [low, high] }
            })
        });
        Self::spanning(low, high, logarithmic, base)
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
        Self { low, high, logarithmic, base }
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
fn place(layout: &Layout, axis: &Axis, epochs: usize, epoch: usize, value: f64) -> [f64; 2] {
    let Rect { left, top, width, height } = layout.plot;
    let across = epoch as f64 / epochs.max(1) as f64;
    [left + across * width, top + (1.0 - axis.fraction(value)) * height]
}

/// The epoch nearest to a place on the canvas; none beside the plot.
#[must_use]
pub fn epoch_at(layout: &Layout, epochs: usize, [x, y]: [f64; 2]) -> Option<usize> {
    let Rect { left, top, width, height } = layout.plot;
    let inside =
        (left - 4.0..=left + width + 4.0).contains(&x) && (top..=top + height).contains(&y);
    let across = ((x - left) / width).clamp(0.0, 1.0);
    inside.then_some((across * epochs as f64).round() as usize)
}

/// Grid lines and labels.
pub fn axes(ink: &mut dyn Ink, layout: &Layout, axis: &Axis, epochs: usize, theme: &Theme) {
    let mut pen = Pen::new(ink, layout);
    let Rect { left, top, width, height } = layout.plot;
    for value in axis.ticks((height / 32.0) as usize) {
        let [_, y] = place(layout, axis, epochs, 0, value + axis.base);
        pen.across([left, left + width], y, theme.line);
        let text = if axis.logarithmic { labels::magnitude(value) } else { labels::tick(value) };
        pen.text(&text, [left - 7.0, y], Place::Left, theme.soft);
    }
    for epoch in labels::ticks([0.0, epochs as f64], (width / 70.0) as usize) {
        if epoch.fract() == 0.0 {
            let x = left + epoch / epochs.max(1) as f64 * width;
            pen.text(&labels::tick(epoch), [x, top + height + 7.0], Place::Below, theme.soft);
        }
    }
}

/// A run's curve as far as it is drawn, so that a frame draws only what is new. Where
/// many epochs share a pixel column, its first, lowest, highest and last are drawn.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Curve {
    next: usize,
    last: Option<[f64; 2]>,
    travelled: f64,
}

impl Curve {
    /// How many epochs are drawn.
    #[must_use]
    pub fn drawn(&self) -> usize {
        self.next
    }

    /// Draws on up to and including `epoch`.
    #[allow(clippy::too_many_arguments, reason = "a picture has many givens")]
    pub fn extend(
        &mut self,
        ink: &mut dyn Ink,
        layout: &Layout,
        axis: &Axis,
        epochs: usize,
        values: &[f64],
        epoch: usize,
        (colour, dash): (Colour, &[f64]),
    ) {
        let offset = self.travelled;
        ink.begin();
        if let Some(last) = self.last {
            ink.move_to(last);
        }
        let end = values.len().min(epoch + 1);
        let per_column = (epochs as f64 / layout.plot.width / 2.0).max(1.0);
        while self.next < end {
            let column = (self.next as f64 / per_column) as usize + 1;
            let stop = ((column as f64 * per_column).ceil() as usize).clamp(self.next + 1, end);
            for k in corners(&values[self.next..stop]).into_iter().flatten() {
                let at = self.next + k;
                self.point(ink, place(layout, axis, epochs, at, values[at]), layout.plot);
            }
            self.next = stop;
        }
        ink.stroke(&Stroke::solid(colour, 1.8).dashed(dash, offset));
        let cycle: f64 = dash.iter().sum();
        self.travelled = if cycle > 0.0 { self.travelled % cycle } else { 0.0 };
    }

    fn point(&mut self, ink: &mut dyn Ink, [x, y]: [f64; 2], plot: Rect) {
        // Beyond the plot by its own height a line is as good as gone, and a canvas keeps
        // its precision.
        let y = y.clamp(plot.top - plot.height, plot.top + 2.0 * plot.height);
        if y.is_nan() {
            self.last = None;
            return;
        }
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

/// The places of the first, lowest, highest and last value, in order.
fn corners(values: &[f64]) -> [Option<usize>; 4] {
    let last = values.len() - 1;
    if last < 4 {
        return std::array::from_fn(|k| (k <= last).then_some(k));
    }
    let (mut low, mut high) = (0, 0);
    for (k, value) in values.iter().enumerate() {
        if *value < values[low] {
            low = k;
        }
        if *value > values[high] {
            high = k;
        }
    }
    [Some(0), Some(low.min(high)), Some(low.max(high)), Some(last)]
}

/// A hair line at an epoch, with a dot on every value.
pub fn hair_line(
    ink: &mut dyn Ink,
    layout: &Layout,
    axis: &Axis,
    epochs: usize,
    epoch: usize,
    values: &[(f64, Colour)],
    theme: &Theme,
) {
    let Rect { top, height, .. } = layout.plot;
    let [x, _] = place(layout, axis, epochs, epoch, 1.0);
    ink.begin();
    ink.move_to([x, top]);
    ink.line_to([x, top + height]);
    ink.stroke(&Stroke::solid(theme.soft, 1.0));
    for &(value, colour) in values {
        let [x, y] = place(layout, axis, epochs, epoch, value);
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

    #[test]
    fn a_crowded_column_keeps_its_extremes() {
        assert_eq!(corners(&[5.0, 1.0, 3.0, 9.0, 4.0, 4.5]), [Some(0), Some(1), Some(3), Some(5)]);
        assert_eq!(corners(&[5.0, 1.0]), [Some(0), Some(1), None, None]);
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
