use std::ops::Neg;

use crate::landscapes::{Nature, StationaryPoint, Surface, stationary};
use crate::{Real, Region, Scalar, settings};

settings! {
    /// The three-hump camel, J = 2w1² − 1.05w1⁴ + w1⁶/6 + w1w2 + w2².
    ///
    /// Three wells in a row: 0 at (0, 0), and 0.2986 at (±1.7476, ∓0.8738).
    ///
    /// As in M. Jamil and X.-S. Yang, *A literature survey of benchmark functions for
    /// global optimization problems*, Int. J. Math. Modelling Num. Optim. 4 (2013) 150–194.
    pub struct ThreeHumpCamel {}
}

impl Surface for ThreeHumpCamel {
    const SLOPE_BY_HAND: bool = true;

    #[inline]
    fn cost<T: Real>(&self, w1: T, w2: T) -> T {
        w1.square() * 2.0 - w1.fourth() * 1.05 + w1.cube().square() / 6.0 + w1 * w2 + w2.square()
    }

    #[inline]
    fn slope<T: Scalar>(&self, [w1, w2]: [T; 2]) -> (T, [T; 2]) {
        let square = w1 * w1;
        let along = w1 * (square * (square - 4.2) + 4.0) + w2;
        (self.cost(w1, w2), [along, w1 + w2 * 2.0])
    }

    fn region(&self) -> Region {
        Region::square(-2.2, 2.2)
    }

    fn start(&self) -> [f64; 2] {
        [2.0, 1.0]
    }

    fn stationary_points(&self) -> Vec<StationaryPoint> {
        const OUTER: [f64; 2] = [1.7475523458302888, -0.8737761729151444];
        const PASS: [f64; 2] = [1.07054229182366, -0.53527114591183];
        [
            stationary(Nature::Minimum, &[[0.0, 0.0], OUTER, OUTER.map(f64::neg)]),
            stationary(Nature::Saddle, &[PASS, PASS.map(f64::neg)]),
        ]
        .concat()
    }
}
