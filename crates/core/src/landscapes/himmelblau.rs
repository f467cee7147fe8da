use crate::landscapes::{Nature, StationaryPoint, Surface, stationary};
use crate::{Real, Region, Scalar, settings};

settings! {
    /// Himmelblau's four wells, J = (w1² + w2 − 11)² + (w1 + w2² − 7)².
    ///
    /// Where the two parabolas cross, both squares are 0: four minima of cost 0, one
    /// of them (3, 2), around a maximum of 181.6 and with four saddles between.
    ///
    /// Source: D. M. Himmelblau, *Applied Nonlinear Programming* (McGraw-Hill 1972).
    pub struct Himmelblau {}
}

impl Surface for Himmelblau {
    const SLOPE_BY_HAND: bool = true;

    #[inline]
    fn cost<T: Real>(&self, w1: T, w2: T) -> T {
        (w1.square() + w2 - 11.0).square() + (w1 + w2.square() - 7.0).square()
    }

    #[inline]
    fn slope<T: Scalar>(&self, [w1, w2]: [T; 2]) -> (T, [T; 2]) {
        let (a, b) = (w1 * w1 + w2 - 11.0, w1 + w2 * w2 - 7.0);
        (self.cost(w1, w2), [w1 * 4.0 * a + b * 2.0, a * 2.0 + w2 * 4.0 * b])
    }

    fn region(&self) -> Region {
        Region::square(-5.0, 5.0)
    }

    /// Near the top, from where methods that differ little end in wells that differ.
    fn start(&self) -> [f64; 2] {
        [0.0, 0.0]
    }

    fn stationary_points(&self) -> Vec<StationaryPoint> {
        let minima = [
            [3.0, 2.0],
            [-2.805118086952745, 3.131312518250573],
            [-3.779310253377747, -3.2831859912861696],
            [3.5844283403304917, -1.8481265269644036],
        ];
        let saddles = [
            [3.385154183607021, 0.07385187983774928],
            [0.08667750455539636, 2.884254701174776],
            [-3.0730257507643897, -0.08135304428796751],
            [-0.12796134673068008, -1.9537149802445763],
        ];
        let maxima = [[-0.2708445906673476, -0.9230385564799815]];
        [
            stationary(Nature::Minimum, &minima),
            stationary(Nature::Saddle, &saddles),
            stationary(Nature::Maximum, &maxima),
        ]
        .concat()
    }
}
