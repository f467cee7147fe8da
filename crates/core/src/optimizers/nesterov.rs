use crate::optimizers::{Common, Memory, Rule, UpdateRule};
use crate::settings::Range;
use crate::{Scalar, choices, settings};

choices! {
    /// Where the gradient is taken, and hence which point is called w.
    pub enum NesterovConvention {
        /// g at w + βv, v ← βv − αₜg, w ← w + v: Sutskever's form of Nesterov's method.
        LookAhead = "look_ahead",
        /// g at w, v ← βv + g, w ← w − αₜ(g + βv): PyTorch, Optax; Keras at a constant
        /// rate. Its w is the look-ahead point of the other form.
        PyTorch = "pytorch",
    }
}

settings! {
    /// Nesterov momentum: the velocity is corrected by the gradient at the point to
    /// which it is about to lead.
    ///
    /// Sources: Y. Nesterov, *A method of solving a convex programming problem with
    /// convergence rate O(1/k²)*, Soviet Mathematics Doklady 27 (1983) 372–376;
    /// I. Sutskever, J. Martens, G. Dahl and G. Hinton, *On the importance of
    /// initialization and momentum in deep learning*, ICML 2013.
    pub struct Nesterov {
        /// How much of the velocity stays.
        beta: f64 = 0.9, "β", in Range::linear(0.0, 0.9999);
        /// Where the gradient is taken.
        convention: NesterovConvention = NesterovConvention::LookAhead;
    }
}

impl UpdateRule for Nesterov {
    fn learning_rate(&self) -> f64 {
        0.001
    }

    fn slots(&self) -> Vec<&str> {
        vec!["velocity"]
    }

    fn looks_ahead(&self) -> bool {
        self.convention == NesterovConvention::LookAhead
    }

    #[inline]
    fn look_ahead<T: Scalar>(&self, w: T, [v, ..]: &Memory<T>) -> T {
        w + *v * self.beta
    }

    #[inline]
    fn update<T: Scalar>(&self, &[rate, ..]: &Common<T>, g: T, w: T, [v, ..]: &mut Memory<T>) -> T {
        match self.convention {
            NesterovConvention::LookAhead => {
                *v = *v * self.beta - rate * g;
                w + *v
            }
            NesterovConvention::PyTorch => {
                *v = *v * self.beta + g;
                w - rate * (g + *v * self.beta)
            }
        }
    }

    fn rule(&self) -> Rule {
        match self.convention {
            NesterovConvention::LookAhead => {
                Rule::new(["velocity = beta * velocity - rate * g", "w = w + velocity"])
                    .at("w + beta * velocity")
            }
            NesterovConvention::PyTorch => Rule::new([
                "velocity = beta * velocity + g",
                "w = w - rate * (g + beta * velocity)",
            ]),
        }
    }
}
