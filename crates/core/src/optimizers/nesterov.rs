use crate::export::{Library, ReadyMade, Rule};
use crate::knob::Range;
use crate::optimizer::{Oracle, State, UpdateRule};
use crate::{Vector, choices, settings};

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

    fn slots(&self) -> &'static [&'static str] {
        &["velocity"]
    }

    #[inline]
    fn update<V: Vector>(&self, rate: f64, oracle: &mut impl Oracle<V>, state: &mut State<V>) {
        let State { params: w, slots: [v, ..], .. } = state;
        match self.convention {
            NesterovConvention::LookAhead => {
                let mut ahead = w.clone();
                V::for_places(ahead.dim(), |i| {
                    ahead[i] += self.beta * v[i];
                });
                let g = oracle.gradient_at(&ahead);
                V::for_places(g.dim(), |i| {
                    v[i] = self.beta * v[i] - rate * g[i];
                    w[i] += v[i];
                });
            }
            NesterovConvention::PyTorch => {
                let g = oracle.gradient();
                V::for_places(g.dim(), |i| {
                    v[i] = self.beta * v[i] + g[i];
                    w[i] -= rate * (g[i] + self.beta * v[i]);
                });
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

    fn ready_made(&self, library: Library, steady: bool) -> Option<ReadyMade> {
        let (name, theirs) = match library {
            Library::NumPy => return None,
            // It refuses β = 0.
            Library::PyTorch => ("torch.optim.SGD", self.beta > 0.0),
            // Its velocity contains the rate.
            Library::Keras => ("keras.optimizers.SGD", steady),
            Library::Optax => ("optax.sgd", true),
        };
        let ready = ReadyMade::new(library, name).with("momentum", "beta");
        let theirs = theirs && self.convention == NesterovConvention::PyTorch;
        theirs.then(|| ready.with("nesterov", "True"))
    }
}
