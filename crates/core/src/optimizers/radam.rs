use super::program::fraction;
use super::shared::{average, corrected, quotient, weight_seen};
use crate::optimizers::{Common, Memory, Rule, UpdateRule};
use crate::settings::Range;
use crate::{Scalar, settings};

settings! {
    /// RAdam, rectified Adam: m̂ and v̂ as in Adam, ρ = 2/(1 − β₂) − 1 and
    /// ρₜ = ρ − 2tβ₂ᵗ/(1 − β₂ᵗ), and as long as ρₜ ≤ 5 a step of plain momentum,
    /// w ← w − αₜm̂; from then on w ← w − αₜ rₜ m̂ / (√v̂ + ε) with
    /// rₜ² = (ρₜ − 4)(ρₜ − 2)ρ / ((ρ − 4)(ρ − 2)ρₜ).
    ///
    /// So the first steps do not trust a mean square of few gradients. They are as long
    /// as the gradient is large, which on a steep landscape is far. PyTorch adds ε as
    /// ε̂, before the bias correction of v, Optax after it. The paper's threshold is 4,
    /// everyone's 5.
    ///
    /// Source: L. Liu et al., *On the variance of the adaptive learning rate and beyond*,
    /// ICLR 2020.
    pub struct RAdam {
        /// How much of the mean gradient m stays.
        beta1: f64 = 0.9, "β₁", in Range::linear(0.0, 0.9999);
        /// How much of the mean square v stays.
        beta2: f64 = 0.999, "β₂", in Range::linear(0.0, 0.999_999);
        /// Keeps the divisor away from zero.
        epsilon: f64 = 1e-8, "ε", in Range::log(0.0, 1.0);
        /// Whether ε is added before the bias correction, as ε̂.
        epsilon_hat: bool = true;
    }
}

/// Above this ρₜ a step is rectified.
const LEAST_LENGTH: f64 = 5.0;

impl RAdam {
    /// ρ.
    #[inline]
    fn limit(&self) -> f64 {
        2.0 / (1.0 - self.beta2) - 1.0
    }

    /// ρₜ, given β₂ᵗ.
    #[inline]
    fn length<T: Scalar>(&self, t: T, power2: T) -> T {
        T::constant(self.limit()) - t * 2.0 * power2 / (T::constant(1.0) - power2)
    }

    /// rₜ, given ρₜ; any number where the step is not rectified.
    #[inline]
    fn rectification<T: Scalar>(&self, length: T) -> T {
        let limit = self.limit();
        let reached = (length - 4.0) * (length - 2.0) * limit;
        (reached / (length * ((limit - 4.0) * (limit - 2.0)))).sqrt()
    }
}

/// The rectification in a rule, where it is defined.
const RECTIFIED: &str = "sqrt(reached * limit / ((limit - 4) * (limit - 2)))";

impl UpdateRule for RAdam {
    fn learning_rate(&self) -> f64 {
        0.01
    }

    fn slots(&self) -> Vec<&str> {
        vec!["m", "v"]
    }

    #[inline]
    fn common<T: Scalar>(&self, rate: T, t: T, [power1, power2]: &mut [T; 2]) -> Common<T> {
        let (seen1, seen2) = (weight_seen(power1, self.beta1), weight_seen(power2, self.beta2));
        let (root, epsilon) = corrected(seen2, self.epsilon, self.epsilon_hat);
        let plain = rate / seen1;
        let length = self.length(t, *power2);
        [plain, plain * root * self.rectification(length), epsilon, length]
    }

    #[inline]
    fn update<T: Scalar>(
        &self,
        &[plain, rectified, epsilon, length]: &Common<T>,
        g: T,
        w: T,
        [m, v, ..]: &mut Memory<T>,
    ) -> T {
        *m = average(self.beta1, *m, g);
        *v = average(self.beta2, *v, g * g);
        let (m, v) = (*m, *v);
        w - T::constant(LEAST_LENGTH).if_less(
            length,
            || quotient(rectified * m, v.sqrt() + epsilon),
            || plain * m,
        )
    }

    fn products(&self) -> &'static [&'static str] {
        &["beta1_power", "beta2_power"]
    }

    fn rule(&self) -> Rule {
        let (step, divisor) = if self.epsilon_hat {
            ("rate * r * m_hat * sqrt(1 - beta2^t)", "sqrt(v) + epsilon")
        } else {
            ("rate * r * m_hat", "sqrt(v / (1 - beta2^t)) + epsilon")
        };
        let step = fraction(step, divisor, self.epsilon == 0.0);
        Rule::new([
            "m = beta1 * m + (1 - beta1) * g".to_owned(),
            "v = beta2 * v + (1 - beta2) * g^2".to_owned(),
            "m_hat = m / (1 - beta1^t)".to_owned(),
            "limit = 2 / (1 - beta2) - 1".to_owned(),
            "length = limit - 2 * t * beta2^t / (1 - beta2^t)".to_owned(),
            "reached = (length - 4) * (length - 2) / length".to_owned(),
            format!("r = where(length > 5, {RECTIFIED}, 0)"),
            format!("rectified = {step}"),
            "w = w - where(length > 5, rectified, rate * m_hat)".to_owned(),
        ])
    }
}
