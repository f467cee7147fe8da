use super::program::fraction;
use super::shared::{EpsilonPlacement, quotient};
use crate::optimizers::{Common, MAX_SLOTS, Memory, Rule, UpdateRule};
use crate::settings::Range;
use crate::{Scalar, settings};

settings! {
    /// AdaGrad: G ← G + g², w ← w − αₜ g / (√G + ε), or g / √(G + ε).
    ///
    /// PyTorch begins with G = 0 and adds ε = 1e-10 outside the root; Keras and Optax
    /// begin with G = 0.1 and add ε = 1e-7 inside.
    ///
    /// Source: J. Duchi, E. Hazan and Y. Singer, *Adaptive subgradient methods for
    /// online learning and stochastic optimization*, Journal of Machine Learning
    /// Research 12 (2011) 2121–2159.
    pub struct AdaGrad {
        /// Keeps the divisor away from zero.
        epsilon: f64 = 1e-10, "ε", in Range::log(0.0, 1.0);
        /// Where ε stands.
        epsilon_placement: EpsilonPlacement = EpsilonPlacement::OutsideSqrt;
        /// G before the first step.
        initial_accumulator: f64 = 0.0, "G₀", in Range::log(0.0, 1e6);
    }
}

impl UpdateRule for AdaGrad {
    /// Ten times PyTorch's: the steps only shrink, and 150 of them should be seen to
    /// lead somewhere.
    fn learning_rate(&self) -> f64 {
        0.1
    }

    fn slots(&self) -> Vec<&str> {
        vec!["G"]
    }

    fn initial(&self) -> Memory<f64> {
        let mut initial = [0.0; MAX_SLOTS];
        initial[0] = self.initial_accumulator;
        initial
    }

    #[inline]
    fn update<T: Scalar>(
        &self,
        &[rate, ..]: &Common<T>,
        g: T,
        w: T,
        [sum, ..]: &mut Memory<T>,
    ) -> T {
        *sum = *sum + g * g;
        w - quotient(rate * g, self.epsilon_placement.divisor(*sum, self.epsilon))
    }

    fn rule(&self) -> Rule {
        let divisor = self.epsilon_placement.text("G");
        let step = fraction("rate * g", &divisor, self.epsilon == 0.0);
        Rule::new([
            "G = where(t == 1, initial_accumulator, G) + g^2".to_owned(),
            format!("w = w - {step}"),
        ])
    }
}
