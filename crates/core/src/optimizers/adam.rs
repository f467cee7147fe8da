use super::program::fraction;
use super::shared::{average, corrected, quotient, weight_seen};
use crate::optimizers::{Common, Memory, Rule, UpdateRule};
use crate::settings::Range;
use crate::{Scalar, settings};

settings! {
    /// Adam: m ← β₁m + (1 − β₁)g, v ← β₂v + (1 − β₂)g², and with bias correction
    /// m̂ = m / (1 − β₁ᵗ), v̂ = v / (1 − β₂ᵗ), then w ← w − αₜ m̂ / (√v̂ + ε).
    ///
    /// Without bias correction m̂ = m and v̂ = v. With ε̂ the divisor is
    /// (√v + ε) / √(1 − β₂ᵗ): the paper's second form, and Keras's. AMSGrad divides by
    /// the largest v so far instead of the latest.
    ///
    /// PyTorch, Optax and the deeplearning.ai course agree with what is set here when
    /// nothing is said; Keras has ε̂ = 1e-7, the course's slides ε = 1e-7.
    ///
    /// Sources: D. P. Kingma and J. Ba, *Adam: a method for stochastic optimization*,
    /// ICLR 2015; AMSGrad: S. J. Reddi, S. Kale and S. Kumar, *On the convergence of
    /// Adam and beyond*, ICLR 2018, in the form of PyTorch's `Adam(amsgrad=True)`, which
    /// takes the maximum before the bias correction.
    pub struct Adam {
        /// How much of the mean gradient m stays.
        beta1: f64 = 0.9, "β₁", in Range::linear(0.0, 0.9999);
        /// How much of the mean square v stays.
        beta2: f64 = 0.999, "β₂", in Range::linear(0.0, 0.999_999);
        /// Keeps the divisor away from zero.
        epsilon: f64 = 1e-8, "ε", in Range::log(0.0, 1.0);
        /// Whether ε is added before the bias correction, as ε̂.
        epsilon_hat: bool = false;
        /// Whether m and v, which begin at zero, are corrected for it.
        bias_correction: bool = true;
        /// Whether the divisor uses the largest v so far.
        amsgrad: bool = false;
    }
}

/// Also AdamW's.
impl Adam {
    /// The factor of the step m / (√v + ε) and that ε, both with the bias correction.
    #[inline]
    pub(super) fn corrections<T: Scalar>(&self, rate: T, [power1, power2]: &mut [T; 2]) -> [T; 2] {
        let (seen1, seen2) = (weight_seen(power1, self.beta1), weight_seen(power2, self.beta2));
        let one = T::constant(1.0);
        let (seen1, seen2) = if self.bias_correction { (seen1, seen2) } else { (one, one) };
        let (root, epsilon) = corrected(seen2, self.epsilon, self.epsilon_hat);
        [rate * root / seen1, epsilon]
    }

    /// How far a parameter moves.
    #[inline]
    pub(super) fn step<T: Scalar>(
        &self,
        factor: T,
        epsilon: T,
        g: T,
        [m, v, v_max, ..]: &mut Memory<T>,
    ) -> T {
        *m = average(self.beta1, *m, g);
        *v = average(self.beta2, *v, g * g);
        let square = if self.amsgrad {
            *v_max = v_max.or_larger(*v);
            *v_max
        } else {
            *v
        };
        quotient(factor * *m, square.sqrt() + epsilon)
    }
}

/// In scripts.
impl Adam {
    fn fraction(&self, step: &str, divisor: &str) -> String {
        fraction(step, divisor, self.epsilon == 0.0)
    }
}

impl UpdateRule for Adam {
    fn learning_rate(&self) -> f64 {
        0.01
    }

    fn slots(&self) -> Vec<&str> {
        if self.amsgrad { vec!["m", "v", "v_max"] } else { vec!["m", "v"] }
    }

    #[inline]
    fn common<T: Scalar>(&self, rate: T, _: T, products: &mut [T; 2]) -> Common<T> {
        let [factor, epsilon] = self.corrections(rate, products);
        [factor, epsilon, rate, rate]
    }

    #[inline]
    fn update<T: Scalar>(
        &self,
        &[factor, epsilon, ..]: &Common<T>,
        g: T,
        w: T,
        memory: &mut Memory<T>,
    ) -> T {
        w - self.step(factor, epsilon, g, memory)
    }

    fn products(&self) -> &'static [&'static str] {
        &["beta1_power", "beta2_power"]
    }

    fn rule(&self) -> Rule {
        let square = if self.amsgrad { "v_max" } else { "v" };
        let step = match (self.bias_correction, self.epsilon_hat) {
            (true, false) => self.fraction("rate * m_hat", "sqrt(v_hat) + epsilon"),
            (true, true) => {
                let step = "rate * m_hat * sqrt(1 - beta2^t)";
                self.fraction(step, &format!("sqrt({square}) + epsilon"))
            }
            (false, _) => self.fraction("rate * m", &format!("sqrt({square}) + epsilon")),
        };
        let mut lines = vec![
            "m = beta1 * m + (1 - beta1) * g".to_owned(),
            "v = beta2 * v + (1 - beta2) * g^2".to_owned(),
        ];
        if self.amsgrad {
            lines.push("v_max = max(v_max, v)".to_owned());
        }
        if self.bias_correction {
            lines.push("m_hat = m / (1 - beta1^t)".to_owned());
            if !self.epsilon_hat {
                lines.push(format!("v_hat = {square} / (1 - beta2^t)"));
            }
        }
        lines.push(format!("w = w - {step}"));
        Rule::new(lines)
    }
}
