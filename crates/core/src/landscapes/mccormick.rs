use crate::landscapes::{Nature, StationaryPoint, Surface, stationary};
use crate::{Real, Region, settings};

settings! {
    /// McCormick's tilted waves, J = sin(w1 + w2) + (w1 − w2)² − 1.5w1 + 2.5w2 + 1.
    ///
    /// Stationary where w1 − w2 = 1 and cos(w1 + w2) = −½, at w1 = ½ ± π/3 and every
    /// half turn π on; each minimum costs π less than the next one up the line. In the
    /// region drawn: −1.9132 at (½ − π/3, −½ − π/3) and 1.2284 at (½ + 2π/3, −½ + 2π/3).
    ///
    /// As in M. Jamil and X.-S. Yang, *A literature survey of benchmark functions for
    /// global optimization problems*, Int. J. Math. Modelling Num. Optim. 4 (2013) 150–194.
    pub struct McCormick {}
}

impl Surface for McCormick {
    #[inline]
    fn cost<T: Real>(&self, w1: T, w2: T) -> T {
        (w1 + w2).sin() + (w1 - w2).square() - w1 * 1.5 + w2 * 2.5 + 1.0
    }

    fn region(&self) -> Region {
        Region { x: [-1.5, 4.0], y: [-3.0, 4.0] }
    }

    fn start(&self) -> [f64; 2] {
        [3.5, 0.0]
    }

    fn stationary_points(&self) -> Vec<StationaryPoint> {
        let minima =
            [[-0.5471975511965977, -1.5471975511965979], [2.5943951023931957, 1.5943951023931955]];
        let saddles = [[1.5471975511965979, 0.5471975511965977]];
        [stationary(Nature::Minimum, &minima), stationary(Nature::Saddle, &saddles)].concat()
    }
}
