use crate::landscapes::{Nature, StationaryPoint, Surface, stationary};
use crate::{Real, Region, Scalar, settings};

settings! {
    /// Booth's bowl, J = (w1 + 2w2 − 7)² + (2w1 + w2 − 5)².
    ///
    /// A quadratic with one minimum, 0 at (1, 3), whose axes lie askew to w1 and w2;
    /// the curvatures are 2 and 18.
    ///
    /// As in M. Jamil and X.-S. Yang, *A literature survey of benchmark functions for
    /// global optimization problems*, Int. J. Math. Modelling Num. Optim. 4 (2013) 150–194.
    pub struct Booth {}
}

impl Surface for Booth {
    const SLOPE_BY_HAND: bool = true;

    #[inline]
    fn cost<T: Real>(&self, w1: T, w2: T) -> T {
        (w1 + w2 * 2.0 - 7.0).square() + (w1 * 2.0 + w2 - 5.0).square()
    }

    #[inline]
    fn slope<T: Scalar>(&self, [w1, w2]: [T; 2]) -> (T, [T; 2]) {
        (self.cost(w1, w2), [w1 * 10.0 + w2 * 8.0 - 34.0, w1 * 8.0 + w2 * 10.0 - 38.0])
    }

    fn region(&self) -> Region {
        Region::square(-10.0, 10.0)
    }

    fn start(&self) -> [f64; 2] {
        [-7.0, 5.0]
    }

    fn stationary_points(&self) -> Vec<StationaryPoint> {
        stationary(Nature::Minimum, &[[1.0, 3.0]])
    }
}
