use crate::landscapes::{Nature, StationaryPoint, Surface, stationary};
use crate::settings::Range;
use crate::{Real, Region, Scalar, settings};

settings! {
    /// A quadratic bowl, J = ½(u² + κv²), where u and v are w1 and w2 turned by θ:
    /// u = w1 cos θ + w2 sin θ, v = w2 cos θ − w1 sin θ.
    ///
    /// One minimum, 0 at (0, 0). Whatever θ is, the curvatures (the eigenvalues of the
    /// Hessian) are 1 along u and κ along v, so that gradient descent at a rate α
    /// shrinks u by 1 − α and v by 1 − ακ each step, and diverges once α > 2/κ.
    ///
    /// See G. Goh, *Why momentum really works*, Distill (2017).
    pub struct Quadratic {
        /// The condition number: how many times as steep across as along.
        condition: f64 = 10.0, "κ", in Range::log(1.0, 1e4);
        /// By how many degrees the bowl is turned from w1 towards w2.
        angle: f64 = 0.0, "θ", in Range::linear(-90.0, 90.0);
    }
}

impl Quadratic {
    /// The cosine and sine of the angle.
    #[inline]
    fn turn(&self) -> [f64; 2] {
        // An upright bowl, the usual one, need not wait for them at every step.
        if self.angle == 0.0 {
            return [1.0, 0.0];
        }
        let (sin, cos) = libm::sincos(self.angle.to_radians());
        [cos, sin]
    }

    /// J from the place along the bowl's own axes.
    #[inline]
    fn height<T: Real>(&self, [u, v]: [T; 2]) -> T {
        (u.square() + v.square() * self.condition) / 2.0
    }
}

/// (w1, w2) along the bowl's own axes.
#[inline]
fn turned<T: Real>([w1, w2]: [T; 2], [cos, sin]: [f64; 2]) -> [T; 2] {
    [w1 * cos + w2 * sin, w2 * cos - w1 * sin]
}

impl Surface for Quadratic {
    const SLOPE_BY_HAND: bool = true;

    #[inline]
    fn cost<T: Real>(&self, w1: T, w2: T) -> T {
        self.height(turned([w1, w2], self.turn()))
    }

    #[inline]
    fn slope<T: Scalar>(&self, w: [T; 2]) -> (T, [T; 2]) {
        let [cos, sin] = self.turn();
        let [u, v] = turned(w, [cos, sin]);
        (self.height([u, v]), turned([u, v * self.condition], [cos, -sin]))
    }

    fn region(&self) -> Region {
        Region::square(-2.0, 2.0)
    }

    fn start(&self) -> [f64; 2] {
        [-1.7, 1.0]
    }

    fn stationary_points(&self) -> Vec<StationaryPoint> {
        stationary(Nature::Minimum, &[[0.0, 0.0]])
    }
}
