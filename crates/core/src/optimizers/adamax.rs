use super::program::fraction;
use super::shared::{average, quotient, weight_seen};
use crate::optimizers::{Common, Memory, Rule, UpdateRule};
use crate::settings::Range;
use crate::{Scalar, choices, settings};

choices! {
    /// Where ε stands, if anywhere.
    pub enum AdaMaxConvention {
        /// u ← max(β₂u, |g|), no ε; no move where u is zero.
        Paper = "paper",
        /// u ← max(β₂u, |g| + ε): PyTorch, Optax.
        PyTorch = "pytorch",
        /// u ← max(β₂u, |g|), and the divisor is u + ε: Keras.
        Keras = "keras",
    }
}

settings! {
    /// AdaMax: m ← β₁m + (1 − β₁)g, u ← max(β₂u, |g|), w ← w − αₜ/(1 − β₁ᵗ) · m / u.
    ///
    /// It is Adam with the mean of |g|ᵖ for that of g², as p → ∞; u needs no bias
    /// correction.
    ///
    /// Source: D. P. Kingma and J. Ba, *Adam: a method for stochastic optimization*,
    /// ICLR 2015, section 7.1.
    pub struct AdaMax {
        /// How much of the mean gradient m stays.
        beta1: f64 = 0.9, "β₁", in Range::linear(0.0, 0.9999);
        /// How much of the greatest gradient u stays.
        beta2: f64 = 0.999, "β₂", in Range::linear(0.0, 0.999_999);
        /// Keeps the divisor away from zero.
        epsilon: f64 = 1e-8, "ε", in Range::log(0.0, 1.0);
        /// Where ε stands.
        convention: AdaMaxConvention = AdaMaxConvention::PyTorch;
    }
}

impl UpdateRule for AdaMax {
    fn learning_rate(&self) -> f64 {
        0.01
    }

    fn slots(&self) -> Vec<&str> {
        vec!["m", "u"]
    }

    #[inline]
    fn common<T: Scalar>(&self, rate: T, _: T, [power, _]: &mut [T; 2]) -> Common<T> {
        [rate / weight_seen(power, self.beta1); 4]
    }

    #[inline]
    fn update<T: Scalar>(
        &self,
        &[factor, ..]: &Common<T>,
        g: T,
        w: T,
        [m, u, ..]: &mut Memory<T>,
    ) -> T {
        let (with_gradient, with_greatest) = match self.convention {
            AdaMaxConvention::Paper => (0.0, 0.0),
            AdaMaxConvention::PyTorch => (self.epsilon, 0.0),
            AdaMaxConvention::Keras => (0.0, self.epsilon),
        };
        *m = average(self.beta1, *m, g);
        *u = (g.abs() + with_gradient).or_larger(*u * self.beta2);
        w - quotient(factor * *m, *u + with_greatest)
    }

    fn products(&self) -> &'static [&'static str] {
        &["beta1_power"]
    }

    fn rule(&self) -> Rule {
        let (greatest, divisor, may_be_zero) = match self.convention {
            AdaMaxConvention::Paper => ("abs(g)", "u", true),
            AdaMaxConvention::PyTorch => ("abs(g) + epsilon", "u", self.epsilon == 0.0),
            AdaMaxConvention::Keras => ("abs(g)", "u + epsilon", self.epsilon == 0.0),
        };
        Rule::new([
            "m = beta1 * m + (1 - beta1) * g".to_owned(),
            format!("u = max(beta2 * u, {greatest})"),
            "m_hat = m / (1 - beta1^t)".to_owned(),
            format!("w = w - {}", fraction("rate * m_hat", divisor, may_be_zero)),
        ])
    }
}
