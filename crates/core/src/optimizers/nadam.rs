use super::shared::{average, corrected, quotient, weight_seen};
use crate::export::{Library, ReadyMade, Rule, fraction};
use crate::knob::Range;
use crate::optimizer::{Oracle, State, UpdateRule, next_power};
use crate::{Vector, settings};

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
    fn momentum(&self, t: u64) -> f64 {
        let exponent = LN_096 * (t as f64 * self.momentum_decay);
        // Half of less than e⁻³⁷ is lost in the 1, and much less would be denormal.
        if exponent < -37.0 { self.beta1 } else { self.beta1 * (1.0 - 0.5 * libm::exp(exponent)) }
    }
}

impl UpdateRule for NAdam {
    fn learning_rate(&self) -> f64 {
        0.01
    }

    fn slots(&self) -> &'static [&'static str] {
        &["m", "v"]
    }

    #[inline]
    fn update<V: Vector>(&self, rate: f64, oracle: &mut impl Oracle<V>, state: &mut State<V>) {
        let g = oracle.gradient();
        let State { step, params: w, slots: [m, v, _], products: [product, power2] } = state;
        let (mu, next_mu) = (self.momentum(*step), self.momentum(*step + 1));
        *product = next_power(*product, mu);
        let (root, epsilon) = corrected(weight_seen(power2, self.beta2), self.epsilon, false);
        let by_gradient = rate * root * (1.0 - mu) / (1.0 - *product);
        let by_mean = rate * root * next_mu / (1.0 - *product * next_mu);
        V::for_places(g.dim(), |i| {
            m[i] = average(self.beta1, m[i], g[i]);
            v[i] = average(self.beta2, v[i], g[i] * g[i]);
            let step = by_gradient * g[i] + by_mean * m[i];
            w[i] -= quotient(step, f64::sqrt(v[i]) + epsilon);
        });
    }

    fn products(&self) -> &'static [&'static str] {
        &["momentum_product", "beta2_power"]
    }

    fn rule(&self) -> Rule {
        let step = fraction("rate * step", "sqrt(v_hat) + epsilon", self.epsilon == 0.0);
        Rule::new([
            "mu = beta1 * (1 - 0.5 * 0.96 ** (t * momentum_decay))".to_owned(),
            "next_mu = beta1 * (1 - 0.5 * 0.96 ** ((t + 1) * momentum_decay))".to_owned(),
            "product = product * mu".to_owned(),
            "m = beta1 * m + (1 - beta1) * g".to_owned(),
            "v = beta2 * v + (1 - beta2) * g**2".to_owned(),
            "v_hat = v / (1 - beta2**t)".to_owned(),
            "step = next_mu * m / (1 - product * next_mu) + (1 - mu) * g / (1 - product)"
                .to_owned(),
            format!("w = w - {step}"),
        ])
        .begin("product = 1")
    }

    fn ready_made(&self, library: Library, _: bool) -> Option<ReadyMade> {
        let (name, theirs) = match library {
            Library::NumPy => return None,
            Library::PyTorch => ("torch.optim.NAdam", true),
            Library::Keras => ("keras.optimizers.Nadam", self.momentum_decay == 1.0),
            // There 0.96^ψ is beneath the last digit of 1.
            Library::Optax => ("optax.nadam", self.momentum_decay >= 1000.0),
        };
        let ready = ReadyMade::new(library, name).betas().epsilon(self.epsilon)?;
        let ready = match library {
            Library::PyTorch => ready.with("momentum_decay", "momentum_decay"),
            _ => ready,
        };
        theirs.then_some(ready)
    }
}
