use super::Adam;
use crate::optimizers::{Common, Memory, Rule, UpdateRule};
use crate::settings::Range;
use crate::{Scalar, settings};

settings! {
    /// AdamW: w ← (1 − αₜλ)w, then the step of [`Adam`] for the gradient before that.
    ///
    /// Weight decay pulls w towards zero at a rate that the mean square v does not
    /// divide, unlike a penalty λ|w|²/2 in the cost. PyTorch, Keras and Optax agree on
    /// this form; λ is 0.01, 0.004 and 0.0001 when nothing is said. The paper's λ is
    /// not multiplied by the base rate.
    ///
    /// Source: I. Loshchilov and F. Hutter, *Decoupled weight decay regularization*,
    /// ICLR 2019.
    pub struct AdamW {
        /// How much of the mean gradient m stays.
        beta1: f64 = 0.9, "β₁", in Range::linear(0.0, 0.9999);
        /// How much of the mean square v stays.
        beta2: f64 = 0.999, "β₂", in Range::linear(0.0, 0.999_999);
        /// Keeps the divisor away from zero.
        epsilon: f64 = 1e-8, "ε", in Range::log(0.0, 1.0);
        /// The pull towards zero.
        weight_decay: f64 = 0.01, "λ", in Range::log(0.0, 1e3);
        /// Whether ε is added before the bias correction, as ε̂.
        epsilon_hat: bool = false;
        /// Whether the divisor uses the largest v so far.
        amsgrad: bool = false;
    }
}

impl AdamW {
    /// What steps after the decay.
    #[inline]
    pub(crate) fn adam(&self) -> Adam {
        let &Self { beta1, beta2, epsilon, epsilon_hat, amsgrad, .. } = self;
        Adam { beta1, beta2, epsilon, epsilon_hat, bias_correction: true, amsgrad }
    }
}

impl UpdateRule for AdamW {
    fn learning_rate(&self) -> f64 {
        0.01
    }

    fn slots(&self) -> Vec<&str> {
        if self.amsgrad { vec!["m", "v", "v_max"] } else { vec!["m", "v"] }
    }

    #[inline]
    fn common<T: Scalar>(&self, rate: T, _: T, products: &mut [T; 2]) -> Common<T> {
        let [factor, epsilon] = self.adam().corrections(rate, products);
        let keep = T::constant(1.0) - rate * self.weight_decay;
        [factor, epsilon, keep, rate]
    }

    #[inline]
    fn update<T: Scalar>(
        &self,
        &[factor, epsilon, keep, ..]: &Common<T>,
        g: T,
        w: T,
        memory: &mut Memory<T>,
    ) -> T {
        w * keep - self.adam().step(factor, epsilon, g, memory)
    }

    fn products(&self) -> &'static [&'static str] {
        &["beta1_power", "beta2_power"]
    }

    fn rule(&self) -> Rule {
        self.adam().rule().first("w = (1 - rate * weight_decay) * w")
    }
}
