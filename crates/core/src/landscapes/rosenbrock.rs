use crate::landscapes::{Nature, StationaryPoint, Surface, stationary};
use crate::{Real, Region, Scalar, settings};

settings! {
    /// Rosenbrock's valley, J = 100(w2 − w1²)² + (1 − w1)².
    ///
    /// One minimum, 0 at (1, 1), on the floor of a valley along the parabola w2 = w1²;
    /// there the cost curves 2500 times as much across the valley as along it.
    ///
    /// Source: H. H. Rosenbrock, *An automatic method for finding the greatest or
    /// least value of a function*, The Computer Journal 3 (1960) 175–184.
    pub struct Rosenbrock {}
}

impl Surface for Rosenbrock {
    const SLOPE_BY_HAND: bool = true;

    #[inline]
    fn cost<T: Real>(&self, w1: T, w2: T) -> T {
        (w2 - w1.square()).square() * 100.0 + (-w1 + 1.0).square()
    }

    #[inline]
    fn slope<T: Scalar>(&self, [w1, w2]: [T; 2]) -> (T, [T; 2]) {
        let (up, left) = (w2 - w1 * w1, -w1 + 1.0);
        (self.cost(w1, w2), [w1 * -400.0 * up - left * 2.0, up * 200.0])
    }

    fn region(&self) -> Region {
        Region::square(-2.0, 2.0)
    }

    fn start(&self) -> [f64; 2] {
        [-1.54, -0.64]
    }

    fn stationary_points(&self) -> Vec<StationaryPoint> {
        stationary(Nature::Minimum, &[[1.0, 1.0]])
    }
}
