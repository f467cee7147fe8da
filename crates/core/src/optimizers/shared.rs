//! What several optimizers have in common, said once.

pub(super) use crate::formula::quotient;
use crate::optimizers::next_power;
use crate::{Scalar, choices};

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
    pub(super) fn divisor<T: Scalar>(self, square: T, epsilon: f64) -> T {
        let (outside, inside) = match self {
            Self::OutsideSqrt => (epsilon, 0.0),
            Self::InsideSqrt => (0.0, epsilon),
        };
        (square + inside).sqrt() + outside
    }

    /// The divisor in a rule.
    pub(super) fn text(self, square: &str) -> String {
        match self {
            Self::OutsideSqrt => format!("sqrt({square}) + epsilon"),
            Self::InsideSqrt => format!("sqrt({square} + epsilon)"),
        }
    }
}

/// The exponential moving average: `keep`·old + (1 − `keep`)·new.
#[inline]
pub(super) fn average<T: Scalar>(keep: f64, old: T, new: T) -> T {
    old * keep + new * (1.0 - keep)
}

/// Carries βᵗ one step on and returns 1 − βᵗ: the sum of the weights in an average that began
/// at zero, which is divided by it to correct for that.
#[inline]
pub(super) fn weight_seen<T: Scalar>(power: &mut T, beta: f64) -> T {
    *power = next_power(*power, T::constant(beta));
    T::constant(1.0) - *power
}

/// Adam's correction of its divisor √(v / `seen`) + ε, multiplied through by √`seen`,
/// which saves a division per parameter: the factor of the step, and what to add to √v.
/// As ε̂, ε is added to √v as it is.
#[inline]
pub(super) fn corrected<T: Scalar>(seen: T, epsilon: f64, epsilon_hat: bool) -> (T, T) {
    let root = seen.sqrt();
    (root, if epsilon_hat { T::constant(epsilon) } else { root * epsilon })
}
