use super::program::fraction;
use super::shared::{EpsilonPlacement, average, quotient};
use crate::optimizers::{Common, Memory, Rule, UpdateRule};
use crate::settings::Range;
use crate::{Scalar, settings};

settings! {
    /// RMSprop: r ← ρr + (1 − ρ)g², w ← w − αₜ g / (√r + ε), or g / √(r + ε).
    ///
    /// Centered, r − ḡ² stands for r, where ḡ ← ρḡ + (1 − ρ)g. With momentum μ the
    /// quotient goes into a velocity, v ← μv + g / (√r + ε), w ← w − αₜv, as in PyTorch;
    /// Keras has αₜ in the velocity, which is the same while the rate is constant.
    ///
    /// PyTorch says α for ρ, with 0.99 when nothing is said; Keras, Optax and the
    /// deeplearning.ai course have 0.9.
    ///
    /// Sources: T. Tieleman and G. Hinton, *Lecture 6.5: rmsprop*, COURSERA 2012;
    /// centered: A. Graves, *Generating sequences with recurrent neural networks*, 2013.
    pub struct RmsProp {
        /// How much of the mean square r stays.
        rho: f64 = 0.9, "ρ", in Range::linear(0.0, 0.9999);
        /// Keeps the divisor away from zero.
        epsilon: f64 = 1e-8, "ε", in Range::log(0.0, 1.0);
        /// Where ε stands.
        epsilon_placement: EpsilonPlacement = EpsilonPlacement::OutsideSqrt;
        /// Whether the mean gradient is subtracted, so that the divisor is a deviation.
        centered: bool = false;
        /// How much of the velocity stays.
        momentum: f64 = 0.0, "μ", in Range::linear(0.0, 0.9999);
    }
}

impl UpdateRule for RmsProp {
    fn learning_rate(&self) -> f64 {
        0.01
    }

    fn slots(&self) -> Vec<&str> {
        match (self.centered, self.momentum > 0.0) {
            (true, _) => vec!["r", "velocity", "mean"],
            (false, true) => vec!["r", "velocity"],
            (false, false) => vec!["r"],
        }
    }

    #[inline]
    fn update<T: Scalar>(
        &self,
        &[rate, ..]: &Common<T>,
        g: T,
        w: T,
        [r, velocity, mean, ..]: &mut Memory<T>,
    ) -> T {
        *r = average(self.rho, *r, g * g);
        let square = if self.centered {
            *mean = average(self.rho, *mean, g);
            // Rounding may take what is never negative a little below zero.
            T::constant(0.0).or_larger(*r - *mean * *mean)
        } else {
            *r
        };
        let direction = quotient(g, self.epsilon_placement.divisor(square, self.epsilon));
        if self.momentum > 0.0 {
            *velocity = *velocity * self.momentum + direction;
            w - rate * *velocity
        } else {
            w - rate * direction
        }
    }

    fn rule(&self) -> Rule {
        let square = if self.centered { "max(r - mean^2, 0)" } else { "r" };
        let divisor = self.epsilon_placement.text(square);
        let mut step = vec!["r = rho * r + (1 - rho) * g^2".to_owned()];
        if self.centered {
            step.push("mean = rho * mean + (1 - rho) * g".to_owned());
        }
        if self.momentum > 0.0 {
            let more = fraction("g", &divisor, self.epsilon == 0.0);
            step.push(format!("velocity = momentum * velocity + {more}"));
            step.push("w = w - rate * velocity".to_owned());
        } else {
            step.push(format!("w = w - {}", fraction("rate * g", &divisor, self.epsilon == 0.0)));
        }
        Rule::new(step)
    }
}
