use std::f64::consts::{FRAC_PI_2, PI};

use crate::landscapes::{Nature, StationaryPoint, Surface, stationary};
use crate::{Real, Region, settings};

settings! {
    /// Easom's pit in a plain, J = −cos w1 cos w2 e^(−((w1 − π)² + (w2 − π)²)).
    ///
    /// The minimum, −1 at (π, π), lies in a pit two units wide; a little farther off the
    /// slope is too small to notice. Around the pit stand four hills of 0.009 and, beyond
    /// them, four hollows of −0.00008.
    ///
    /// Source: E. E. Easom, *A survey of global optimization techniques*, M. Eng. thesis,
    /// University of Louisville (1990).
    pub struct Easom {}
}

impl Surface for Easom {
    #[inline]
    fn cost<T: Real>(&self, w1: T, w2: T) -> T {
        -w1.cos() * w2.cos() * (-((w1 - PI).square() + (w2 - PI).square())).exp()
    }

    fn region(&self) -> Region {
        Region::square(-1.0, 7.3)
    }

    fn start(&self) -> [f64; 2] {
        [1.5, 2.0]
    }

    fn stationary_points(&self) -> Vec<StationaryPoint> {
        // J is −g(w1) g(w2), stationary where both g′ are 0: at π and where
        // tan s = −2s for s = w − π …
        const LOW: f64 = 1.3049954504376675;
        const HIGH: f64 = 4.978189856741919;
        // … or where both g are 0.
        const LEFT: f64 = FRAC_PI_2;
        const RIGHT: f64 = 3.0 * FRAC_PI_2;
        let minima = [[PI, PI], [LOW, LOW], [LOW, HIGH], [HIGH, LOW], [HIGH, HIGH]];
        let saddles = [[LEFT, LEFT], [LEFT, RIGHT], [RIGHT, LEFT], [RIGHT, RIGHT]];
        let maxima = [[LOW, PI], [HIGH, PI], [PI, LOW], [PI, HIGH]];
        [
            stationary(Nature::Minimum, &minima),
            stationary(Nature::Saddle, &saddles),
            stationary(Nature::Maximum, &maxima),
        ]
        .concat()
    }
}
