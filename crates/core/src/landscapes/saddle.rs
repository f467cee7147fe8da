use crate::landscapes::{Nature, StationaryPoint, Surface, stationary};
use crate::{Real, Region, Scalar, settings};

settings! {
    /// The saddle, J = w1² − w2².
    ///
    /// Its one stationary point, (0, 0), is a minimum along w1 and a maximum along w2;
    /// the cost has no least value.
    pub struct Saddle {}
}

impl Surface for Saddle {
    const SLOPE_BY_HAND: bool = true;

    #[inline]
    fn cost<T: Real>(&self, w1: T, w2: T) -> T {
        w1.square() - w2.square()
    }

    #[inline]
    fn slope<T: Scalar>(&self, [w1, w2]: [T; 2]) -> (T, [T; 2]) {
        (self.cost(w1, w2), [w1 * 2.0, w2 * -2.0])
    }

    fn region(&self) -> Region {
        Region::square(-2.0, 2.0)
    }

    /// Almost on the ridge, so that a path comes close to the saddle before it leaves.
    fn start(&self) -> [f64; 2] {
        [-1.6, 0.01]
    }

    fn stationary_points(&self) -> Vec<StationaryPoint> {
        stationary(Nature::Saddle, &[[0.0, 0.0]])
    }
}
