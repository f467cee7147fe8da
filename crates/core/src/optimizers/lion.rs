use super::shared::average;
use crate::optimizers::{Common, Memory, Rule, UpdateRule};
use crate::settings::Range;
use crate::{Scalar, settings};

settings! {
    /// Lion, evolved sign momentum: w ← w − αₜ (sign(β₁m + (1 − β₁)g) + λw), then
    /// m ← β₂m + (1 − β₂)g.
    ///
    /// But for the decay, every step has the length of the rate in each parameter. Keras and
    /// Optax agree on the formula; their default λ is 0 and 0.001. PyTorch has no Lion.
    ///
    /// Source: X. Chen et al., *Symbolic discovery of optimization algorithms*, NeurIPS 2023.
    pub struct Lion {
        /// How much of the mean gradient m goes into the direction of the step.
        beta1: f64 = 0.9, "β₁", in Range::linear(0.0, 0.9999);
        /// How much of the mean gradient m stays.
        beta2: f64 = 0.99, "β₂", in Range::linear(0.0, 0.999_999);
        /// The pull towards zero.
        weight_decay: f64 = 0.0, "λ", in Range::log(0.0, 1e3);
    }
}

impl UpdateRule for Lion {
    /// Thirty times Keras's: no step is longer than the rate, and 150 of them should be seen to
    /// lead somewhere.
    fn learning_rate(&self) -> f64 {
        0.03
    }

    fn slots(&self) -> Vec<&str> {
        vec!["m"]
    }

    #[inline]
    fn update<T: Scalar>(&self, &[rate, ..]: &Common<T>, g: T, w: T, [m, ..]: &mut Memory<T>) -> T {
        let direction = average(self.beta1, *m, g).sign();
        *m = average(self.beta2, *m, g);
        w - rate * (direction + w * self.weight_decay)
    }

    fn rule(&self) -> Rule {
        Rule::new([
            "direction = sign(beta1 * m + (1 - beta1) * g)",
            "m = beta2 * m + (1 - beta2) * g",
            "w = w - rate * (direction + weight_decay * w)",
        ])
    }
}
