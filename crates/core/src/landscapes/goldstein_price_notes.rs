use super::goldstein_price::second;
use crate::landscapes::{Nature, StationaryPoint, Surface, stationary};
use crate::{Real, Region, settings};

settings! {
    /// Goldstein and Price's product as the deeplearning.ai notes on optimization drew
    /// it, with 6w1² where the textbook has 6w1w2:
    /// J = (1 + (w1 + w2 + 1)²(19 − 14w1 + 3w1² − 14w2 + 6w1² + 3w2²))
    ///   · (30 + (2w1 − 3w2)²(18 − 32w1 + 12w1² + 48w2 − 36w1w2 + 27w2²)).
    ///
    /// The gradient is this surface's own. The notes' gradient had in addition 16^w2
    /// for 16·w2 in ∂J/∂w1, so that their paths did not descend what they drew.
    ///
    /// Minima: 3 at (0, −1) and 30 at (−0.6, −0.4), where the textbook has them too:
    /// there w1 + w2 + 1 = 0 strikes out the term that differs.
    pub struct GoldsteinPriceNotes {}
}

impl Surface for GoldsteinPriceNotes {
    #[inline]
    fn cost<T: Real>(&self, w1: T, w2: T) -> T {
        let first = T::constant(1.0)
            + (w1 + w2 + 1.0).square()
                * (T::constant(19.0) - w1 * 14.0 + w1.square() * 3.0 - w2 * 14.0
                    + w1.square() * 6.0
                    + w2.square() * 3.0);
        first * second(w1, w2)
    }

    fn region(&self) -> Region {
        Region::square(-1.5, 0.5)
    }

    fn start(&self) -> [f64; 2] {
        [-0.67, 0.46]
    }

    fn stationary_points(&self) -> Vec<StationaryPoint> {
        [
            stationary(Nature::Minimum, &[[0.0, -1.0], [-0.6, -0.4]]),
            stationary(Nature::Saddle, &[[-0.4, -0.6]]),
        ]
        .concat()
    }
}
