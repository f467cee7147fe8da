//! How far an arrow key goes in a field.

use super::Session;
use crate::number::{self, exact};
use crate::settings::{Scale, Value};

/// How large a step is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Stride {
    /// A tenth as far; 1 % of what is set by factors.
    Fine,
    /// As a field says.
    #[default]
    Usual,
    /// Ten times as far.
    Coarse,
}

impl Session {
    /// The text of what stands at a path, so many steps up or down; none where it is no number. A
    /// start goes by hundredths of the view.
    #[must_use]
    pub fn stepped(&self, path: &str, steps: i32, stride: Stride) -> Option<String> {
        let knob = self.knob(path)?;
        let value = match knob.value {
            Value::Number(number) => number,
            Value::Whole(whole) => whole as f64,
            _ => return None,
        };
        let range = knob.range;
        let next = if let Some(index) = start_index(path) {
            let [width, height] = self.view.size();
            let fine = if index == 1 { height } else { width } / 1000.0;
            let far = match stride {
                Stride::Fine => 1.0,
                Stride::Usual => 10.0,
                Stride::Coarse => 100.0,
            };
            rounded(value + f64::from(steps) * far * fine, fine).clamp(range.min, range.max)
        } else {
            match stride {
                Stride::Usual => number::stepped(value, steps, range),
                Stride::Fine => number::stepped_finely(value, steps, range),
                // Three factors of 1, 2, 5 make ten.
                Stride::Coarse => {
                    let times = if range.scale == Scale::Log { 3 } else { 10 };
                    number::stepped(value, steps.saturating_mul(times), range)
                }
            }
        };
        Some(exact(next))
    }
}

/// Which number of the start stands at a path.
fn start_index(path: &str) -> Option<usize> {
    path.strip_prefix("start[")?.strip_suffix(']')?.parse().ok()
}

/// A number to as many decimals as tell `part` apart.
fn rounded(number: f64, part: f64) -> f64 {
    let decimals = (-libm::floor(libm::log10(part))).clamp(0.0, 15.0) as usize;
    // Minus zero is zero to whoever reads it.
    format!("{number:.decimals$}").parse().unwrap_or(number) + 0.0
}
