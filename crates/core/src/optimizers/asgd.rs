use crate::optimizers::{Common, Memory, Rule, UpdateRule};
use crate::settings::Range;
use crate::{Scalar, choices, settings};

choices! {
    /// Which point is called w.
    pub enum AsgdConvention {
        /// The average; the gradient is taken at the iterate, which is remembered: what the
        /// method gives in the papers.
        Paper = "paper",
        /// The iterate; the average is remembered beside it: PyTorch.
        PyTorch = "pytorch",
    }
}

settings! {
    /// ASGD, averaged stochastic gradient descent: the iterate takes the steps of gradient
    /// descent, x ← (1 − ληₜ)x − ηₜg with ηₜ = αₜ / (1 + λαₜ(t − 1))ᶜ, and its average follows,
    /// x̄ ← x̄ + μₜ(x − x̄) with μₜ = 1 / max(1, t − 1 − t₀). The gradient is taken at x.
    ///
    /// Up to step t₀ + 2 the average is the iterate; from then on it is the mean of all iterates
    /// since. The decay λ also is a penalty λ|x|²/2 of the cost.
    ///
    /// PyTorch computes each ηₜ with the rate of the step before, which is the same while the
    /// rate is constant.
    ///
    /// Sources: B. T. Polyak and A. B. Juditsky, *Acceleration of stochastic approximation by
    /// averaging*, SIAM Journal on Control and Optimization 30 (1992) 838–855; W. Xu, *Towards
    /// optimal one pass large scale learning with averaged stochastic gradient descent*, 2011.
    pub struct Asgd {
        /// The pull towards zero, and how fast the rate falls.
        lambd: f64 = 1e-4, "λ", in Range::log(0.0, 1e3);
        /// The power with which the rate falls.
        power: f64 = 0.75, "c", in Range::linear(0.0, 2.0);
        /// The steps before averaging begins.
        t0: u64 = 50, "t₀", in Range::whole(0, 1_000_000);
        /// Which point is called w.
        convention: AsgdConvention = AsgdConvention::Paper;
    }
}

impl UpdateRule for Asgd {
    fn learning_rate(&self) -> f64 {
        0.001
    }

    fn slots(&self) -> Vec<&str> {
        match self.convention {
            AsgdConvention::Paper => vec!["offset"],
            AsgdConvention::PyTorch => vec!["average"],
        }
    }

    fn looks_ahead(&self) -> bool {
        self.convention == AsgdConvention::Paper
    }

    /// The iterate: how far it is from the average is remembered, which is 0 at the start.
    #[inline]
    fn look_ahead<T: Scalar>(&self, w: T, [offset, ..]: &Memory<T>) -> T {
        w + *offset
    }

    #[inline]
    fn common<T: Scalar>(&self, rate: T, t: T, _: &mut [T; 2]) -> Common<T> {
        let one = T::constant(1.0);
        let before = t - 1.0;
        let eta = rate / (rate * before * self.lambd + one).pow(T::constant(self.power));
        let share = one / (before - self.t0 as f64).or_larger(one);
        [eta, one - eta * self.lambd, share, rate]
    }

    #[inline]
    fn update<T: Scalar>(
        &self,
        &[eta, keep, share, _]: &Common<T>,
        g: T,
        w: T,
        [slot, ..]: &mut Memory<T>,
    ) -> T {
        match self.convention {
            AsgdConvention::Paper => {
                let iterate = (w + *slot) * keep - eta * g;
                let average = w + (iterate - w) * share;
                *slot = iterate - average;
                average
            }
            AsgdConvention::PyTorch => {
                let iterate = w * keep - eta * g;
                *slot = *slot + (iterate - *slot) * share;
                iterate
            }
        }
    }

    fn rule(&self) -> Rule {
        let eta = "eta = rate / (1 + lambd * rate * (t - 1))^power";
        match self.convention {
            AsgdConvention::Paper => Rule::new([
                eta,
                "iterate = (1 - lambd * eta) * (w + offset) - eta * g",
                "w = w + (iterate - w) / max(1, t - 1 - t0)",
                "offset = iterate - w",
            ])
            .at("w + offset"),
            AsgdConvention::PyTorch => Rule::new([
                eta,
                "w = (1 - lambd * eta) * w - eta * g",
                "average = average + (w - average) / max(1, t - 1 - t0)",
            ]),
        }
    }
}
