use crate::landscapes::{Nature, StationaryPoint, Surface, stationary};
use crate::{Real, Region, Scalar, settings};

settings! {
    /// The six-hump camel, J = (4 − 2.1w1² + w1⁴/3)w1² + w1w2 + (4w2² − 4)w2².
    ///
    /// J(−w) = J(w), so everything comes in pairs: minima −1.0316 at ±(0.0898, −0.7127),
    /// −0.2155 at ±(1.7036, −0.7961) and 2.1043 at ±(1.6071, 0.5687), two maxima, and
    /// seven saddles, one of them the middle.
    ///
    /// Source: L. C. W. Dixon and G. P. Szegő, *The global optimization problem: an
    /// introduction*, in Towards Global Optimisation 2 (North-Holland 1978) 1–15.
    pub struct SixHumpCamel {}
}

impl Surface for SixHumpCamel {
    const SLOPE_BY_HAND: bool = true;

    #[inline]
    fn cost<T: Real>(&self, w1: T, w2: T) -> T {
        (T::constant(4.0) - w1.square() * 2.1 + w1.fourth() / 3.0) * w1.square()
            + w1 * w2
            + (w2.square() * 4.0 - 4.0) * w2.square()
    }

    #[inline]
    fn slope<T: Scalar>(&self, [w1, w2]: [T; 2]) -> (T, [T; 2]) {
        let square = w1 * w1;
        let gradient =
            [w1 * (square * (square * 2.0 - 8.4) + 8.0) + w2, w1 + w2 * (w2 * w2 * 16.0 - 8.0)];
        (self.cost(w1, w2), gradient)
    }

    fn region(&self) -> Region {
        Region { x: [-2.0, 2.0], y: [-1.1, 1.1] }
    }

    fn start(&self) -> [f64; 2] {
        [1.9, 0.2]
    }

    fn stationary_points(&self) -> Vec<StationaryPoint> {
        let minima = [
            [0.08984201310031806, -0.7126564030207396],
            [-0.08984201310031806, 0.7126564030207396],
            [1.703606714969981, -0.7960835686726251],
            [-1.703606714969981, 0.7960835686726251],
            [1.6071047529201972, 0.5686514548841314],
            [-1.6071047529201972, -0.5686514548841314],
        ];
        let saddles = [
            [0.0, 0.0],
            [1.1092053368047865, -0.7682680925095399],
            [-1.1092053368047865, 0.7682680925095399],
            [1.6380679841897785, 0.22867406904439408],
            [-1.6380679841897785, -0.22867406904439408],
            [1.2960702671671092, 0.6050843880386585],
            [-1.2960702671671092, -0.6050843880386585],
        ];
        let maxima = [
            [1.2302298765166526, 0.16233458445899496],
            [-1.2302298765166526, -0.16233458445899496],
        ];
        [
            stationary(Nature::Minimum, &minima),
            stationary(Nature::Saddle, &saddles),
            stationary(Nature::Maximum, &maxima),
        ]
        .concat()
    }
}
