use crate::schedules::{Decay, Watch};
use crate::settings::{Knob, Range, Settings, Size, Value};

/// A curve that is drawn by its points: α times a factor that goes in straight lines from
/// (t₁, f₁) to (t₂, f₂) and so on; f₁ before the first point, the last factor after the last. The
/// points may stand in any order.
///
/// Optax's `piecewise_interpolate_schedule("linear", …)` is the same over steps from 0.
#[derive(Clone, Debug, PartialEq)]
pub struct PiecewiseLinear {
    /// As they were given: steps with their factors.
    points: Vec<Vec<f64>>,
    /// By their steps.
    sorted: Vec<[f64; 2]>,
}

impl PiecewiseLinear {
    /// The steps and the factors that make sense.
    pub const NUMBER: Range = Range::linear(0.0, 1e6);

    /// The most points that are accepted.
    pub const MOST_POINTS: usize = 256;

    fn initial() -> Value {
        Value::Table(vec![vec![1.0, 1.0], vec![150.0, 0.0]])
    }
}

impl Default for PiecewiseLinear {
    fn default() -> Self {
        let mut schedule = Self { points: Vec::new(), sorted: Vec::new() };
        schedule.set("points", Self::initial());
        schedule
    }
}

impl Settings for PiecewiseLinear {
    fn knobs(&self) -> Vec<Knob> {
        let value = Value::Table(self.points.clone());
        let size = Size::table(1..=Self::MOST_POINTS, 2..=2);
        vec![Knob { size, ..Knob::new("points", Self::NUMBER, Self::initial(), value) }]
    }

    fn set(&mut self, name: &str, value: Value) -> bool {
        match (name, value) {
            ("points", Value::Table(points)) => {
                let pair = |point: &Vec<f64>| point.first_chunk().copied();
                self.sorted = points.iter().filter_map(pair).collect();
                self.sorted.sort_by(|a: &[f64; 2], b| a[0].total_cmp(&b[0]));
                self.points = points;
                true
            }
            _ => false,
        }
    }
}

impl Decay for PiecewiseLinear {
    fn factor(&self, t: u64, _: &Watch) -> f64 {
        let t = t as f64;
        let next = self.sorted.partition_point(|point| point[0] < t);
        match (next.checked_sub(1).map(|last| self.sorted[last]), self.sorted.get(next)) {
            (Some([a, f]), Some([b, g])) => f + (g - f) * (t - a) / (b - a),
            (None, Some([_, factor])) => *factor,
            (Some([_, factor]), None) => factor,
            (None, None) => 1.0,
        }
    }

    fn python(&self) -> &'static str {
        "interpolated(t, points)"
    }
}
