use super::program::fraction;
use super::shared::{average, corrected, quotient, weight_seen};
use crate::optimizers::{Common, Memory, Rule, UpdateRule, next_power};
use crate::settings::Range;
use crate::{Scalar, settings};

settings! {
    /// NAdam, Adam with Nesterov momentum: m and v as in Adam, a momentum that grows,
    /// μₜ = β₁(1 − ½·0.96^(tψ)), its product Πₜ = μ₁⋯μₜ, and
    /// w ← w − αₜ (μₜ₊₁m / (1 − Πₜ₊₁) + (1 − μₜ)g / (1 − Πₜ)) / (√v̂ + ε).
    ///
    /// This is PyTorch's form with its ψ = 0.004; Keras has ψ = 1 and ε = 1e-7. Optax's
    /// momentum is β₁ from the start: ψ = 1000.
    ///
    /// Source: T. Dozat, *Incorporating Nesterov momentum into Adam*, ICLR 2016 workshop.
    pub struct NAdam {
        /// How much of the mean gradient m stays.
        beta1: f64 = 0.9, "β₁", in Range::linear(0.0, 0.9999);
        /// How much of the mean square v stays.
        beta2: f64 = 0.999, "β₂", in Range::linear(0.0, 0.999_999);
        /// Keeps the divisor away from zero.
        epsilon: f64 = 1e-8, "ε", in Range::log(0.0, 1.0);
        /// How fast the momentum grows from half of β₁ to β₁.
        momentum_decay: f64 = 0.004, "ψ", in Range::log(0.0, 1e3);
    }
}

/// ln 0.96.
const LN_096: f64 = -0.040_821_994_520_255_166;

impl NAdam {
    /// μ at step `t`.
    #[inline]
    fn momentum<T: Scalar>(&self, t: T) -> T {
        let exponent = t * self.momentum_decay * LN_096;
        // Half of less than e⁻³⁷ is lost in the 1, and much less would be denormal.
        exponent.if_less(
            T::constant(-37.0),
            || T::constant(self.beta1),
            || (T::constant(1.0) - exponent.exp() * 0.5) * self.beta1,
        )
    }
}

impl UpdateRule for NAdam {
    fn learning_rate(&self) -> f64 {
        0.01
    }

    fn slots(&self) -> Vec<&str> {
        vec!["m", "v"]
    }

    #[inline]
    fn common<T: Scalar>(&self, rate: T, t: T, [product, power2]: &mut [T; 2]) -> Common<T> {
        let one = T::constant(1.0);
        let (mu, next_mu) = (self.momentum(t), self.momentum(t + 1.0));
        *product = next_power(*product, mu);
        let (root, epsilon) = corrected(weight_seen(power2, self.beta2), self.epsilon, false);
        let by_gradient = rate * root * (one - mu) / (one - *product);
        let by_mean = rate * root * next_mu / (one - *product * next_mu);
        [by_gradient, by_mean, epsilon, rate]
    }

    #[inline]
    fn update<T: Scalar>(
        &self,
        &[by_gradient, by_mean, epsilon, _]: &Common<T>,
        g: T,
        w: T,
        [m, v, ..]: &mut Memory<T>,
    ) -> T {
        *m = average(self.beta1, *m, g);
        *v = average(self.beta2, *v, g * g);
        w - quotient(by_gradient * g + by_mean * *m, v.sqrt() + epsilon)
    }

    fn products(&self) -> &'static [&'static str] {
        &["momentum_product", "beta2_power"]
    }

    fn rule(&self) -> Rule {
        let step = fraction("rate * step", "sqrt(v_hat) + epsilon", self.epsilon == 0.0);
        Rule::new([
            "mu = beta1 * (1 - 0.5 * 0.96^(t * momentum_decay))".to_owned(),
            "next_mu = beta1 * (1 - 0.5 * 0.96^((t + 1) * momentum_decay))".to_owned(),
            "momentum_product = where(t == 1, mu, momentum_product * mu)".to_owned(),
            "m = beta1 * m + (1 - beta1) * g".to_owned(),
            "v = beta2 * v + (1 - beta2) * g^2".to_owned(),
            "v_hat = v / (1 - beta2^t)".to_owned(),
            "by_mean = next_mu * m / (1 - momentum_product * next_mu)".to_owned(),
            "by_gradient = (1 - mu) * g / (1 - momentum_product)".to_owned(),
            "step = by_mean + by_gradient".to_owned(),
            format!("w = w - {step}"),
        ])
    }
}
