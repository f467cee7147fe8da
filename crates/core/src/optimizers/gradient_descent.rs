use crate::optimizers::{Common, Memory, Rule, UpdateRule};
use crate::{Scalar, settings};

settings! {
    /// Gradient descent: w ← w − αₜ g.
    ///
    /// Source: A. Cauchy, *Méthode générale pour la résolution des systèmes
    /// d'équations simultanées*, Comptes rendus 25 (1847) 536–538.
    pub struct GradientDescent {}
}

impl UpdateRule for GradientDescent {
    fn learning_rate(&self) -> f64 {
        0.001
    }

    fn slots(&self) -> Vec<&str> {
        vec![]
    }

    #[inline]
    fn update<T: Scalar>(&self, &[rate, ..]: &Common<T>, g: T, w: T, _: &mut Memory<T>) -> T {
        w - rate * g
    }

    fn rule(&self) -> Rule {
        Rule::new(["w = w - rate * g"])
    }
}
