use crate::landscapes::{Nature, StationaryPoint, Surface, stationary};
use crate::{Real, Region, Scalar, settings};

settings! {
    /// Beale's function,
    /// J = (1.5 − w1 + w1w2)² + (2.25 − w1 + w1w2²)² + (2.625 − w1 + w1w2³)².
    ///
    /// One minimum, 0 at (3, 0.5), in a curved valley. On the line w1 = 0 the cost is
    /// 14.2 everywhere, with a saddle at (0, 1): no step leads away from there. To the
    /// left a second valley falls for ever, towards w2 = 1 and never below 0.45.
    ///
    /// Source: E. M. L. Beale, *On an iterative method for finding a local minimum of a
    /// function of more than one variable*, Princeton technical report 25 (1958).
    pub struct Beale {}
}

impl Surface for Beale {
    const SLOPE_BY_HAND: bool = true;

    #[inline]
    fn cost<T: Real>(&self, w1: T, w2: T) -> T {
        (T::constant(1.5) - w1 + w1 * w2).square()
            + (T::constant(2.25) - w1 + w1 * w2.square()).square()
            + (T::constant(2.625) - w1 + w1 * w2.cube()).square()
    }

    #[inline]
    fn slope<T: Scalar>(&self, [w1, w2]: [T; 2]) -> (T, [T; 2]) {
        let (square, cube) = (w2.square(), w2.cube());
        let a = T::constant(1.5) - w1 + w1 * w2;
        let b = T::constant(2.25) - w1 + w1 * square;
        let c = T::constant(2.625) - w1 + w1 * cube;
        let gradient = [
            (a * (w2 - 1.0) + b * (square - 1.0) + c * (cube - 1.0)) * 2.0,
            w1 * 2.0 * (a + w2 * 2.0 * b + square * 3.0 * c),
        ];
        (self.cost(w1, w2), gradient)
    }

    fn region(&self) -> Region {
        Region::square(-4.5, 4.5)
    }

    fn start(&self) -> [f64; 2] {
        [1.0, 1.5]
    }

    fn stationary_points(&self) -> Vec<StationaryPoint> {
        let saddles = [[0.0, 1.0], [0.10053793732415836, -2.644513585023125]];
        [stationary(Nature::Minimum, &[[3.0, 0.5]]), stationary(Nature::Saddle, &saddles)].concat()
    }
}
