//! What most landscapes are: a formula over two parameters, and what is known of it.

use crate::landscapes::Problem;
use crate::settings::Settings;
use crate::{Formula, Jet, Real, Region, Scalar, Traced};

/// What kind of stationary point a landscape lists.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Nature {
    /// No nearby point is cheaper.
    Minimum,
    /// No nearby point is dearer.
    Maximum,
    /// Cheaper in some directions, dearer in others.
    Saddle,
}

impl Nature {
    /// Its key among the page's strings.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Minimum => "minimum",
            Self::Maximum => "maximum",
            Self::Saddle => "saddle",
        }
    }
}

/// A known point where the gradient is zero (or, at the tip of a cone, is taken as zero).
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct StationaryPoint {
    /// Where.
    pub at: [f64; 2],
    /// Of which kind.
    pub nature: Nature,
}

/// Stationary points of one kind at these places.
#[must_use]
pub fn stationary(nature: Nature, places: &[[f64; 2]]) -> Vec<StationaryPoint> {
    places.iter().map(|&at| StationaryPoint { at, nature }).collect()
}

/// A landscape over two parameters. The formula is all that an author must write;
/// derivatives, grids, maps, the typeset formula and exported code come from it.
///
/// ```
/// use descent_core::landscapes::{Nature, StationaryPoint, stationary};
/// use descent_core::{Problem, Real, Region, Surface, settings};
///
/// settings! {
///     /// A bowl, J = w1² + 2·w2².
///     pub struct Bowl {}
/// }
///
/// impl Surface for Bowl {
///     fn cost<T: Real>(&self, w1: T, w2: T) -> T {
///         w1.square() + w2.square() * 2.0
///     }
///     fn region(&self) -> Region {
///         Region::square(-2.0, 2.0)
///     }
///     fn start(&self) -> [f64; 2] {
///         [1.0, 0.5]
///     }
///     fn stationary_points(&self) -> Vec<StationaryPoint> {
///         stationary(Nature::Minimum, &[[0.0, 0.0]])
///     }
/// }
///
/// let bowl: &dyn Problem = &Bowl {};
/// assert_eq!(bowl.slope(&[1.0, 0.5]), (1.5, vec![2.0, 2.0]));
/// assert_eq!(bowl.hessian(&[1.0, 0.5]), Some(vec![2.0, 0.0, 4.0]));
/// ```
pub trait Surface: Settings + Clone + 'static {
    /// J(w1, w2).
    fn cost<T: Real>(&self, w1: T, w2: T) -> T;

    /// The part of the plane that is drawn at first.
    fn region(&self) -> Region;

    /// A start from which a student sees what the landscape teaches.
    fn start(&self) -> [f64; 2];

    /// The known minima, maxima and saddles inside [`Surface::region`], to all
    /// digits that f64 holds; the cheapest minimum first.
    fn stationary_points(&self) -> Vec<StationaryPoint>;

    /// Whether [`Surface::slope`] is written by hand.
    const SLOPE_BY_HAND: bool = false;

    /// J and ∇J at `w`: by jets unless a surface knows a faster way. J has the bits
    /// of [`Surface::cost`], and ∇J the same bits whatever scalar it is computed in.
    #[inline]
    fn slope<T: Scalar>(&self, w: [T; 2]) -> (T, [T; 2]) {
        let jet = self.cost(Jet::variable(w[0], 0), Jet::variable(w[1], 1));
        (jet.value, jet.gradient)
    }
}

impl<S: Surface> Problem for S {
    #[inline]
    fn dim(&self) -> usize {
        2
    }

    #[inline]
    fn cost(&self, w: &[f64]) -> f64 {
        Surface::cost(self, w[0], w[1])
    }

    #[inline]
    fn gradient(&self, w: &[f64], gradient: &mut [f64]) -> f64 {
        let (cost, slope) = Surface::slope(self, [w[0], w[1]]);
        gradient.copy_from_slice(&slope);
        cost
    }

    fn trace<'a>(&self, w: [Traced<'a>; 2]) -> Option<(Traced<'a>, [Traced<'a>; 2])> {
        if S::SLOPE_BY_HAND {
            return Some(Surface::slope(self, w));
        }
        // What jets do is compiled once, for the formula of all others.
        let jet = Formula::of(self).eval(&[0, 1].map(|i| Jet::variable(w[i], i)));
        Some((jet.value, jet.gradient))
    }

    fn formula(&self) -> Option<Formula> {
        Some(Formula::of(self))
    }

    fn start(&self) -> Vec<f64> {
        Surface::start(self).to_vec()
    }

    fn region(&self) -> Region {
        Surface::region(self)
    }

    fn stationary_points(&self) -> Vec<StationaryPoint> {
        Surface::stationary_points(self)
    }
}
