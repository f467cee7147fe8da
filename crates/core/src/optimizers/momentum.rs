use super::shared::average;
use crate::optimizers::{Common, Memory, Rule, UpdateRule};
use crate::settings::Range;
use crate::{Scalar, choices, settings};

choices! {
    /// What the velocity is made of.
    pub enum MomentumConvention {
        /// v ← βv − αₜg, w ← w + v: Polyak, Keras, the deeplearning.ai notes page. A
        /// change of the rate reaches the velocity only little by little.
        Classical = "classical",
        /// v ← βv + g, w ← w − αₜv: PyTorch, Optax. A change of the rate acts at once.
        PyTorch = "pytorch",
        /// v ← βv + (1 − β)g, w ← w − αₜv: the deeplearning.ai course. Needs a rate
        /// 1/(1 − β) times as large for the same path.
        Averaged = "averaged",
    }
}

settings! {
    /// Momentum: a velocity v that gathers gradients and forgets them at the rate β.
    ///
    /// At a constant rate α the classical and PyTorch's convention take the same path,
    /// and the averaged one does at the rate α / (1 − β).
    ///
    /// Source: B. T. Polyak, *Some methods of speeding up the convergence of iteration
    /// methods*, USSR Computational Mathematics and Mathematical Physics 4 (1964) 1–17.
    pub struct Momentum {
        /// How much of the velocity stays.
        beta: f64 = 0.9, "β", in Range::linear(0.0, 0.9999);
        /// What the velocity is made of.
        convention: MomentumConvention = MomentumConvention::Classical;
    }
}

impl UpdateRule for Momentum {
    fn learning_rate(&self) -> f64 {
        0.001
    }

    fn slots(&self) -> Vec<&str> {
        vec!["velocity"]
    }

    #[inline]
    fn update<T: Scalar>(&self, &[rate, ..]: &Common<T>, g: T, w: T, [v, ..]: &mut Memory<T>) -> T {
        match self.convention {
            MomentumConvention::Classical => {
                *v = *v * self.beta - rate * g;
                w + *v
            }
            MomentumConvention::PyTorch => {
                *v = *v * self.beta + g;
                w - rate * *v
            }
            MomentumConvention::Averaged => {
                *v = average(self.beta, *v, g);
                w - rate * *v
            }
        }
    }

    fn rule(&self) -> Rule {
        match self.convention {
            MomentumConvention::Classical => {
                Rule::new(["velocity = beta * velocity - rate * g", "w = w + velocity"])
            }
            MomentumConvention::PyTorch => {
                Rule::new(["velocity = beta * velocity + g", "w = w - rate * velocity"])
            }
            MomentumConvention::Averaged => Rule::new([
                "velocity = beta * velocity + (1 - beta) * g",
                "w = w - rate * velocity",
            ]),
        }
    }
}
