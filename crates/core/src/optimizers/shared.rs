//! What several optimizers have in common, said once.

use crate::choices;
use crate::optimizer::next_power;

choices! {
    /// Where ε stands in a divisor that is the root of a mean square v.
    pub enum EpsilonPlacement {
        /// √v + ε: PyTorch, the deeplearning.ai course.
        OutsideSqrt = "outside_sqrt",
        /// √(v + ε): Keras, Optax's default.
        InsideSqrt = "inside_sqrt",
    }
}

impl EpsilonPlacement {
    /// The divisor, with one root whichever it is.
    #[inline]
    pub(super) fn divisor(self, square: f64, epsilon: f64) -> f64 {
        let (outside, inside) = match self {
            Self::OutsideSqrt => (epsilon, 0.0),
            Self::InsideSqrt => (0.0, epsilon),
        };
        f64::sqrt(square + inside) + outside
    }

    /// The divisor in Python.
    pub(super) fn python(self, square: &str) -> String {
        match self {
            Self::OutsideSqrt => format!("sqrt({square}) + epsilon"),
            Self::InsideSqrt => format!("sqrt({square} + epsilon)"),
        }
    }
}

/// The exponential moving average: `keep`·old + (1 − `keep`)·new.
#[inline]
pub(super) fn average(keep: f64, old: f64, new: f64) -> f64 {
    keep * old + (1.0 - keep) * new
}

/// Carries βᵗ one step on and returns 1 − βᵗ: what an average that began at zero has
/// seen of its weights, and is divided by to correct for it.
#[inline]
pub(super) fn weight_seen(power: &mut f64, beta: f64) -> f64 {
    *power = next_power(*power, beta);
    1.0 - *power
}

/// Adam's correction of its divisor √(v / `seen`) + ε, multiplied through by √`seen`,
/// which saves a division per parameter: the factor of the step, and what to add to √v.
/// As ε̂, ε is added to √v as it is.
#[inline]
pub(super) fn corrected(seen: f64, epsilon: f64, epsilon_hat: bool) -> (f64, f64) {
    let root = f64::sqrt(seen);
    (root, if epsilon_hat { epsilon } else { epsilon * root })
}

/// `step` / `divisor`, and no step where the divisor is zero: there the gradient has
/// been zero all along, or so small that its square is. A step that is not finite
/// stays so, so that the run is seen to diverge.
#[inline]
pub(super) fn quotient(step: f64, divisor: f64) -> f64 {
    if divisor == 0.0 { 0.0 * step } else { step / divisor }
}
