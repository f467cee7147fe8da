use crate::landscapes::{Nature, StationaryPoint, Surface, stationary};
use crate::{Real, Region, Scalar, settings};

settings! {
    /// Styblinski and Tang's four wells, lifted so that the deepest ends near 0:
    /// J = ½(w1⁴ − 16w1² + 5w1 + w2⁴ − 16w2² + 5w2) + 78.33233.
    ///
    /// The lift is the usual one, rounded: the least cost, at w1 = w2 = −2.903534, is
    /// −1.4·10⁻⁶. The other three minima cost 14.1, 14.1 and 28.3.
    ///
    /// Source: M. A. Styblinski and T.-S. Tang, *Experiments in nonconvex optimization*,
    /// Neural Networks 3 (1990) 467–483.
    pub struct StyblinskiTang {}
}

impl Surface for StyblinskiTang {
    const SLOPE_BY_HAND: bool = true;

    #[inline]
    fn cost<T: Real>(&self, w1: T, w2: T) -> T {
        (w1.fourth() - w1.square() * 16.0 + w1 * 5.0 + w2.fourth() - w2.square() * 16.0 + w2 * 5.0)
            / 2.0
            + 78.33233
    }

    #[inline]
    fn slope<T: Scalar>(&self, [w1, w2]: [T; 2]) -> (T, [T; 2]) {
        let along = |w: T| w * 2.0 * (w * w - 8.0) + 2.5;
        (self.cost(w1, w2), [along(w1), along(w2)])
    }

    fn region(&self) -> Region {
        Region::square(-5.0, 5.0)
    }

    /// Above the worst well, with enough speed to be gained to leave it.
    fn start(&self) -> [f64; 2] {
        [4.5, 1.0]
    }

    fn stationary_points(&self) -> Vec<StationaryPoint> {
        // The roots of 2w³ − 16w + 5/2, the slope along either axis.
        const DEEP: f64 = -2.903534027771177;
        const TOP: f64 = 0.1567312567803401;
        const HIGH: f64 = 2.746802770990837;
        [
            stationary(Nature::Minimum, &[[DEEP, DEEP], [DEEP, HIGH], [HIGH, DEEP], [HIGH, HIGH]]),
            stationary(Nature::Saddle, &[[TOP, DEEP], [DEEP, TOP], [TOP, HIGH], [HIGH, TOP]]),
            stationary(Nature::Maximum, &[[TOP, TOP]]),
        ]
        .concat()
    }
}
