use super::program::fraction;
use super::shared::{average, corrected, quotient, weight_seen};
use crate::optimizers::{Common, Memory, Rule, UpdateRule};
use crate::settings::Range;
use crate::{Scalar, settings};

settings! {
    /// AdaBelief: m ← β₁m + (1 − β₁)g, s ← β₂s + (1 − β₂)(g − m)² + ε, then as in Adam
    /// m̂ = m / (1 − β₁ᵗ), ŝ = s / (1 − β₂ᵗ), w ← w − αₜ m̂ / (√ŝ + ε).
    ///
    /// It steps far where the gradient is as expected. ε stands in both places, as in
    /// the paper; in s it gathers up to ε / (1 − β₂), so that it weighs more than in
    /// Adam. Optax has 1e-16 in both. The authors' package has 1e-16 since its version
    /// 0.1 and rectifies the step as RAdam does unless told otherwise; this is its
    /// `rectify=False`.
    ///
    /// Source: J. Zhuang et al., *AdaBelief optimizer: adapting stepsizes by the belief
    /// in observed gradients*, NeurIPS 2020.
    pub struct AdaBelief {
        /// How much of the mean gradient m stays.
        beta1: f64 = 0.9, "β₁", in Range::linear(0.0, 0.9999);
        /// How much of the mean square error s stays.
        beta2: f64 = 0.999, "β₂", in Range::linear(0.0, 0.999_999);
        /// Keeps the divisor away from zero.
        epsilon: f64 = 1e-8, "ε", in Range::log(0.0, 1.0);
    }
}

impl UpdateRule for AdaBelief {
    fn learning_rate(&self) -> f64 {
        0.01
    }

    fn slots(&self) -> Vec<&str> {
        vec!["m", "s"]
    }

    #[inline]
    fn common<T: Scalar>(&self, rate: T, _: T, [power1, power2]: &mut [T; 2]) -> Common<T> {
        let (seen1, seen2) = (weight_seen(power1, self.beta1), weight_seen(power2, self.beta2));
        let (root, epsilon) = corrected(seen2, self.epsilon, false);
        [rate * root / seen1, epsilon, rate, rate]
    }

    #[inline]
    fn update<T: Scalar>(
        &self,
        &[factor, epsilon, ..]: &Common<T>,
        g: T,
        w: T,
        [m, s, ..]: &mut Memory<T>,
    ) -> T {
        *m = average(self.beta1, *m, g);
        let surprise = g - *m;
        *s = average(self.beta2, *s, surprise * surprise) + self.epsilon;
        w - quotient(factor * *m, s.sqrt() + epsilon)
    }

    fn products(&self) -> &'static [&'static str] {
        &["beta1_power", "beta2_power"]
    }

    fn rule(&self) -> Rule {
        let step = fraction("rate * m_hat", "sqrt(s_hat) + epsilon", self.epsilon == 0.0);
        Rule::new([
            "m = beta1 * m + (1 - beta1) * g".to_owned(),
            "s = beta2 * s + (1 - beta2) * (g - m)^2 + epsilon".to_owned(),
            "m_hat = m / (1 - beta1^t)".to_owned(),
            "s_hat = s / (1 - beta2^t)".to_owned(),
            format!("w = w - {step}"),
        ])
    }
}
