use super::program::fraction;
use super::shared::{average, quotient};
use crate::optimizers::{Common, Memory, Rule, UpdateRule};
use crate::settings::Range;
use crate::{Scalar, settings};

settings! {
    /// Adadelta: r ← ρr + (1 − ρ)g², Δ = √(d + ε) / √(r + ε) · g,
    /// d ← ρd + (1 − ρ)Δ², w ← w − αₜΔ.
    ///
    /// The step has the unit of w whatever the unit of the cost, so the paper has no
    /// rate: α = 1. Since d begins at zero, ε decides how far the first steps go.
    /// PyTorch and Optax have these defaults; Keras has ρ = 0.95, ε = 1e-7, α = 0.001.
    ///
    /// Source: M. D. Zeiler, *ADADELTA: an adaptive learning rate method*, 2012.
    pub struct Adadelta {
        /// How much of the mean squares r and d stays.
        rho: f64 = 0.9, "ρ", in Range::linear(0.0, 0.9999);
        /// Starts the movement.
        epsilon: f64 = 1e-6, "ε", in Range::log(0.0, 1.0);
    }
}

impl UpdateRule for Adadelta {
    fn learning_rate(&self) -> f64 {
        1.0
    }

    fn slots(&self) -> Vec<&str> {
        vec!["r", "d"]
    }

    #[inline]
    fn update<T: Scalar>(
        &self,
        &[rate, ..]: &Common<T>,
        g: T,
        w: T,
        [r, d, ..]: &mut Memory<T>,
    ) -> T {
        *r = average(self.rho, *r, g * g);
        let delta = quotient(*d + self.epsilon, *r + self.epsilon).sqrt() * g;
        *d = average(self.rho, *d, delta * delta);
        w - rate * delta
    }

    fn rule(&self) -> Rule {
        let ratio = fraction("sqrt(d + epsilon)", "sqrt(r + epsilon)", self.epsilon == 0.0);
        Rule::new([
            "r = rho * r + (1 - rho) * g^2".to_owned(),
            format!("delta = {ratio} * g"),
            "d = rho * d + (1 - rho) * delta^2".to_owned(),
            "w = w - rate * delta".to_owned(),
        ])
    }
}
