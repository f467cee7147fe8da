use super::shared::{average, corrected, quotient, weight_seen};
use crate::export::{Library, ReadyMade, Rule, fraction};
use crate::knob::Range;
use crate::optimizer::{Oracle, State, UpdateRule};
use crate::{Vector, settings};

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

impl RAdam {
    /// rₜ, given β₂ᵗ; none while the step is not yet rectified.
    #[inline]
    fn rectification(&self, t: u64, power2: f64) -> Option<f64> {
        let limit = 2.0 / (1.0 - self.beta2) - 1.0;
        let length = limit - 2.0 * t as f64 * power2 / (1.0 - power2);
        (length > 5.0).then(|| {
            let reached = (length - 4.0) * (length - 2.0) * limit;
            f64::sqrt(reached / ((limit - 4.0) * (limit - 2.0) * length))
        })
    }
}

impl UpdateRule for RAdam {
    fn learning_rate(&self) -> f64 {
        0.01
    }

    fn slots(&self) -> &'static [&'static str] {
        &["m", "v"]
    }

    #[inline]
    fn update<V: Vector>(&self, rate: f64, oracle: &mut impl Oracle<V>, state: &mut State<V>) {
        let g = oracle.gradient();
        let State { step, params: w, slots: [m, v, _], products: [power1, power2] } = state;
        let (seen1, seen2) = (weight_seen(power1, self.beta1), weight_seen(power2, self.beta2));
        let (root, epsilon) = corrected(seen2, self.epsilon, self.epsilon_hat);
        let plain = rate / seen1;
        let rectified = self.rectification(*step, *power2).map(|r| plain * root * r);
        V::for_places(g.dim(), |i| {
            m[i] = average(self.beta1, m[i], g[i]);
            v[i] = average(self.beta2, v[i], g[i] * g[i]);
            w[i] -= match rectified {
                Some(step) => quotient(step * m[i], f64::sqrt(v[i]) + epsilon),
                None => plain * m[i],
            };
        });
    }

    fn products(&self) -> &'static [&'static str] {
        &["beta1_power", "beta2_power"]
    }

    fn rule(&self) -> Rule {
        let (step, divisor) = if self.epsilon_hat {
            ("rate * r * m_hat * math.sqrt(1 - beta2**t)", "sqrt(v) + epsilon")
        } else {
            ("rate * r * m_hat", "sqrt(v / (1 - beta2**t)) + epsilon")
        };
        let step = fraction(step, divisor, self.epsilon == 0.0);
        Rule::new([
            "m = beta1 * m + (1 - beta1) * g".to_owned(),
            "v = beta2 * v + (1 - beta2) * g**2".to_owned(),
            "m_hat = m / (1 - beta1**t)".to_owned(),
            "length = limit - 2 * t * beta2**t / (1 - beta2**t)".to_owned(),
            "if length > 5:".to_owned(),
            "    reached = (length - 4) * (length - 2) / length".to_owned(),
            "    r = math.sqrt(reached * limit / ((limit - 4) * (limit - 2)))".to_owned(),
            format!("    w = w - {step}"),
            "else:".to_owned(),
            "    w = w - rate * m_hat".to_owned(),
        ])
        .begin("limit = 2 / (1 - beta2) - 1")
    }

    fn ready_made(&self, library: Library, _: bool) -> Option<ReadyMade> {
        let (name, epsilon_hat) = match library {
            Library::NumPy | Library::Keras => return None,
            Library::PyTorch => ("torch.optim.RAdam", true),
            Library::Optax => ("optax.radam", false),
        };
        let ready = ReadyMade::new(library, name).betas().epsilon(self.epsilon);
        ready.filter(|_| epsilon_hat == self.epsilon_hat)
    }
}
