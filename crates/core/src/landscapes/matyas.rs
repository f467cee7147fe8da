use crate::landscapes::{Nature, StationaryPoint, Surface, stationary};
use crate::{Real, Region, Scalar, settings};

settings! {
    /// Matyas' trough, J = 0.26(w1² + w2²) − 0.48w1w2.
    ///
    /// One minimum, 0 at (0, 0), in a quadratic that curves 25 times as much across
    /// the diagonal as along it.
    ///
    /// As in M. Jamil and X.-S. Yang, *A literature survey of benchmark functions for
    /// global optimization problems*, Int. J. Math. Modelling Num. Optim. 4 (2013) 150–194.
    pub struct Matyas {}
}

impl Surface for Matyas {
    const SLOPE_BY_HAND: bool = true;

    #[inline]
    fn cost<T: Real>(&self, w1: T, w2: T) -> T {
        (w1.square() + w2.square()) * 0.26 - w1 * w2 * 0.48
    }

    #[inline]
    fn slope<T: Scalar>(&self, [w1, w2]: [T; 2]) -> (T, [T; 2]) {
        (self.cost(w1, w2), [w1 * 0.52 - w2 * 0.48, w2 * 0.52 - w1 * 0.48])
    }

    fn region(&self) -> Region {
        Region::square(-10.0, 10.0)
    }

    fn start(&self) -> [f64; 2] {
        [8.0, -3.0]
    }

    fn stationary_points(&self) -> Vec<StationaryPoint> {
        stationary(Nature::Minimum, &[[0.0, 0.0]])
    }
}
