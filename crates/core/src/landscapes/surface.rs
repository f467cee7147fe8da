//! What a landscape is: a formula over two parameters, and what is known of it.

use crate::run::{Carried, Rows};
use crate::settings::Settings;
use crate::{Jet, Jet2, Real, Region, Scalar, UpdateRule, Vector};

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

    /// J and ∇J at `w`: by jets unless a surface knows a faster way. J has the bits
    /// of [`Surface::cost`], and ∇J the same bits whatever scalar it is computed in.
    #[inline]
    fn slope<T: Scalar>(&self, w: [T; 2]) -> (T, [T; 2]) {
        let jet = self.cost(Jet::variable(w[0], 0), Jet::variable(w[1], 1));
        (jet.value, jet.gradient)
    }

    /// (∂²J/∂w1², ∂²J/∂w1∂w2, ∂²J/∂w2²) at `w`.
    fn hessian(&self, w: [f64; 2]) -> [f64; 3] {
        self.cost(Jet2::variable(w[0], 0), Jet2::variable(w[1], 1)).hessian
    }
}

/// What a run descends: a cost with its gradient over parameters of one type.
/// Every [`Surface`] is one over `[f64; 2]`.
pub trait Objective {
    /// The parameters' type.
    type Point: Vector;
    /// How many parameters.
    fn dim(&self) -> usize;
    /// J(w).
    fn cost(&self, w: &Self::Point) -> f64;
    /// J(w); writes ∇J(w) into `gradient`, which has the dimension of `w`.
    fn gradient(&self, w: &Self::Point, gradient: &mut Self::Point) -> f64;
    /// [`Carried::stride`] over this objective.
    #[inline]
    fn stride<R: UpdateRule + Clone>(
        &self,
        rule: &R,
        carried: &mut Carried<Self::Point>,
        rows: Rows<'_>,
    ) -> bool
    where
        Self: Sized,
    {
        carried.stride(self, rule, rows)
    }
}

impl<S: Surface> Objective for S {
    type Point = [f64; 2];

    #[inline]
    fn dim(&self) -> usize {
        2
    }

    #[inline]
    fn cost(&self, w: &[f64; 2]) -> f64 {
        Surface::cost(self, w[0], w[1])
    }

    #[inline]
    fn gradient(&self, w: &[f64; 2], gradient: &mut [f64; 2]) -> f64 {
        let cost;
        (cost, *gradient) = self.slope(*w);
        cost
    }
}
