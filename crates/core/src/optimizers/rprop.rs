use crate::optimizers::{Common, Memory, Rule, UpdateRule};
use crate::settings::Range;
use crate::{Scalar, choices, settings};

choices! {
    /// What is done where the sign of the gradient changes.
    pub enum RpropConvention {
        /// No step, and the gradient is forgotten: iRprop⁻ of Igel and Hüsken, PyTorch.
        PyTorch = "pytorch",
        /// The last step is taken back (weight backtracking), and the gradient is forgotten:
        /// Riedmiller and Braun, later called Rprop⁺.
        Paper = "paper",
    }
}

settings! {
    /// Rprop, resilient backpropagation: w ← w − Δ sign(g) with a step size Δ per parameter.
    /// While g keeps its sign, Δ ← min(η⁺Δ, Δmax); where the sign changes, Δ ← max(η⁻Δ, Δmin).
    ///
    /// The learning rate is the first step size, Δ = α₁ before the first step. Later rates are
    /// not used, so a schedule has no effect beyond its first factor.
    ///
    /// PyTorch also brings a first step size outside of Δmin … Δmax into that range. Optax takes
    /// every step an epoch late. Keras has no Rprop.
    ///
    /// Sources: M. Riedmiller and H. Braun, *A direct adaptive method for faster
    /// backpropagation learning: the RPROP algorithm*, IEEE International Conference on Neural
    /// Networks 1993, 586–591; C. Igel and M. Hüsken, *Improving the Rprop learning algorithm*,
    /// International Symposium on Neural Computation 2000, 115–121.
    pub struct Rprop {
        /// The factor of the step size where the gradient changes its sign.
        eta_minus: f64 = 0.5, "η⁻", in Range::linear(0.01, 1.0);
        /// The factor of the step size while the gradient keeps its sign.
        eta_plus: f64 = 1.2, "η⁺", in Range::linear(1.0, 4.0);
        /// The step size does not shrink below it.
        min_step: f64 = 1e-6, "Δmin", in Range::log(0.0, 0.01);
        /// The step size does not grow beyond it.
        max_step: f64 = 50.0, "Δmax", in Range::log(0.01, 1e6);
        /// What is done where the sign of the gradient changes.
        convention: RpropConvention = RpropConvention::PyTorch;
    }
}

impl UpdateRule for Rprop {
    /// Riedmiller and Braun's first step size, ten times PyTorch's: the step size finds its
    /// own way, but 150 epochs are few.
    fn learning_rate(&self) -> f64 {
        0.1
    }

    fn slots(&self) -> Vec<&str> {
        match self.convention {
            RpropConvention::PyTorch => vec!["step_size", "previous"],
            RpropConvention::Paper => vec!["step_size", "previous", "step"],
        }
    }

    #[inline]
    fn common<T: Scalar>(&self, rate: T, t: T, _: &mut [T; 2]) -> Common<T> {
        [rate, t, t, t]
    }

    #[inline]
    fn update<T: Scalar>(
        &self,
        &[rate, t, ..]: &Common<T>,
        g: T,
        w: T,
        [size, previous, step, ..]: &mut Memory<T>,
    ) -> T {
        let zero = T::constant(0.0);
        let last = t.if_equal(T::constant(1.0), || rate, || *size);
        // It has the sign of the product of both gradients, and does not underflow as that may.
        let agreement = g * previous.sign();
        let smaller = || (last * self.eta_minus).or_larger(T::constant(self.min_step));
        let larger = || (last * self.eta_plus).or_smaller(T::constant(self.max_step));
        *size = agreement.if_less(zero, smaller, || zero.if_less(agreement, larger, || last));
        *previous = agreement.if_less(zero, || zero, || g);
        let ahead = -(*size * previous.sign());
        match self.convention {
            RpropConvention::PyTorch => w + ahead,
            RpropConvention::Paper => {
                *step = agreement.if_less(zero, || -*step, || ahead);
                w + *step
            }
        }
    }

    fn rule(&self) -> Rule {
        let step = match self.convention {
            RpropConvention::PyTorch => ["w = w - step_size * sign(previous)"].as_slice(),
            RpropConvention::Paper => {
                &["step = where(agreement < 0, -step, -step_size * sign(previous))", "w = w + step"]
            }
        };
        let sizes = [
            "step_size = where(t == 1, rate, step_size)",
            "agreement = g * sign(previous)",
            "smaller = max(step_size * eta_minus, min_step)",
            "larger = min(step_size * eta_plus, max_step)",
            "step_size = where(agreement < 0, smaller, where(agreement > 0, larger, step_size))",
            "previous = where(agreement < 0, 0, g)",
        ];
        Rule::new([&sizes, step].concat())
    }
}
