use crate::schedules::{Decay, Watch};
use crate::settings;
use crate::settings::Range;

settings! {
    /// 1/t decay: α / (1 + kt). The first step is already decayed.
    ///
    /// Source: H. Robbins and S. Monro, *A stochastic approximation method*, Annals of
    /// Mathematical Statistics 22 (1951) 400–407; in this form the learning-rate decay
    /// of the deeplearning.ai course.
    pub struct InverseTime {
        /// How fast: after 1/k steps the rate is halved.
        decay: f64 = 0.0, "k", in Range::log(0.0, 1e6);
    }
}

impl Decay for InverseTime {
    #[inline]
    fn factor(&self, t: u64, _: &Watch) -> f64 {
        1.0 / (1.0 + self.decay * t as f64)
    }

    fn python(&self) -> &'static str {
        "1 / (1 + decay * t)"
    }

    /// As in most runs: then there is nothing to divide.
    fn is_steady(&self) -> bool {
        self.decay == 0.0
    }
}
