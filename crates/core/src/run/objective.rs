use crate::Vector;
use crate::optimizers::RuleOver;
use crate::run::{Carried, Rows};
use crate::task::Oracle;

/// What a walk descends: a cost with its gradient over parameters of one type.
pub trait Objective {
    /// The parameters' type.
    type Point: Vector;
    /// How many parameters.
    fn dim(&self) -> usize;
    /// J(w).
    fn cost(&self, w: &Self::Point) -> f64;
    /// J(w); writes ∇J(w) into `gradient`, which has the dimension of `w`.
    fn gradient(&self, w: &Self::Point, gradient: &mut Self::Point) -> f64;
    /// What the optimizer asks for gradients; none where it sees the exact ones.
    #[inline]
    fn oracle(&self) -> Option<&dyn Oracle> {
        None
    }
    /// [`Carried::stride`] over this objective.
    #[inline]
    fn stride<R: RuleOver<f64> + Clone>(
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
