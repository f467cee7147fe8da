use crate::landscapes::{Nature, StationaryPoint, Surface, stationary};
use crate::{Real, Region, Scalar, settings};

settings! {
    /// Goldstein and Price's product,
    /// J = (1 + (w1 + w2 + 1)²(19 − 14w1 + 3w1² − 14w2 + 6w1w2 + 3w2²))
    ///   · (30 + (2w1 − 3w2)²(18 − 32w1 + 12w1² + 48w2 − 36w1w2 + 27w2²)).
    ///
    /// The first factor depends on u = w1 + w2 alone, the second on t = 2w1 − 3w2, so
    /// the slopes are short in u and t, and the stationary points lie where u is −1, 1
    /// or 2 and t is 0, 1 or 3. Minima: 3 at (0, −1), 30 at (−0.6, −0.4), 84 at
    /// (1.8, 0.2), 840 at (1.2, 0.8); the last two lie outside the region drawn.
    ///
    /// Source: A. A. Goldstein and J. F. Price, *On descent from local minima*,
    /// Mathematics of Computation 25 (1971) 569–574.
    pub struct GoldsteinPrice {}
}

impl Surface for GoldsteinPrice {
    const SLOPE_BY_HAND: bool = true;

    #[inline]
    fn cost<T: Real>(&self, w1: T, w2: T) -> T {
        let first = T::constant(1.0)
            + (w1 + w2 + 1.0).square()
                * (T::constant(19.0) - w1 * 14.0 + w1.square() * 3.0 - w2 * 14.0
                    + w1 * w2 * 6.0
                    + w2.square() * 3.0);
        first * second(w1, w2)
    }

    #[inline]
    fn slope<T: Scalar>(&self, [w1, w2]: [T; 2]) -> (T, [T; 2]) {
        let (u, t) = (w1 + w2, w1 * 2.0 - w2 * 3.0);
        let first = (u + 1.0) * (u + 1.0) * (u * (u * 3.0 - 14.0) + 19.0) + 1.0;
        let second = t * t * (t * (t * 3.0 - 16.0) + 18.0) + 30.0;
        let by_u = (u + 1.0) * 12.0 * (u - 1.0) * (u - 2.0) * second;
        let by_t = t * 12.0 * (t - 1.0) * (t - 3.0) * first;
        (self.cost(w1, w2), [by_u + by_t * 2.0, by_u - by_t * 3.0])
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

/// The second factor, which the notes have as the textbook has it.
#[inline]
pub(super) fn second<T: Real>(w1: T, w2: T) -> T {
    T::constant(30.0)
        + (w1 * 2.0 - w2 * 3.0).square()
            * (T::constant(18.0) - w1 * 32.0 + w1.square() * 12.0 + w2 * 48.0 - w1 * w2 * 36.0
                + w2.square() * 27.0)
}
