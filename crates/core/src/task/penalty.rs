//! What is added to a landscape's cost.

use super::Task;
use crate::fault::{Fault, Problem};
use crate::settings::{Range, Settings, Size, list};
use crate::{Formula, Notation, Scalar, Traced, settings};

/// A term that is added to a cost over N parameters.
pub trait Penalize: Settings {
    /// What it adds at `w`.
    fn cost<T: Scalar>(&self, w: &[T]) -> T;

    /// ∂/∂wᵢ of that.
    fn slope<T: Scalar>(&self, w: &[T], i: usize) -> T;
}

/// The weights of penalties that are accepted.
const WEIGHT: Range = Range::log(0.0, 1e6);

settings! {
    /// No penalty: the cost is that of the landscape.
    pub struct NoPenalty {}
}

settings! {
    /// λ·wᵀw, which pulls every parameter to 0 (ridge regression: Hoerl and Kennard, 1970).
    ///
    /// Its gradient is 2λw, so that gradient descent shrinks w by 1 − 2αλ in each step beside
    /// following the landscape.
    pub struct L2Penalty {
        /// λ.
        weight: f64 = 0.1, "λ", in WEIGHT;
    }
}

settings! {
    /// λ·wᵀSw over the first parameters, as many as S has rows. Of S only the symmetric part
    /// counts. [[1, −1], [−1, 1]] makes it λ(w1 − w2)², which keeps two weights alike.
    pub struct QuadraticPenalty with lists {
        /// λ.
        weight: f64 = 0.1, "λ", in WEIGHT;
        /// S.
        s: Vec<Vec<f64>> = vec![vec![1.0, -1.0], vec![-1.0, 1.0]], "S",
            in Range::linear(-1e6, 1e6), sized Size::table(1..=64, 1..=64);
    }
}

list! {
    /// A penalty.
    pub enum Penalty: Settings, met by PenaltyVisitor as Penalize {
        NoPenalty = "none",
        L2Penalty = "l2",
        QuadraticPenalty = "quadratic",
    }
}

impl Default for Penalty {
    fn default() -> Self {
        Self::NoPenalty(NoPenalty::default())
    }
}

impl Penalize for NoPenalty {
    fn cost<T: Scalar>(&self, _: &[T]) -> T {
        T::constant(0.0)
    }

    fn slope<T: Scalar>(&self, _: &[T], _: usize) -> T {
        T::constant(0.0)
    }
}

impl Penalize for L2Penalty {
    fn cost<T: Scalar>(&self, w: &[T]) -> T {
        let squares = w.iter().map(|w| w.square());
        squares.reduce(|sum, square| sum + square).unwrap_or(T::constant(0.0)) * self.weight
    }

    fn slope<T: Scalar>(&self, w: &[T], i: usize) -> T {
        w[i] * (2.0 * self.weight)
    }
}

impl QuadraticPenalty {
    /// (Sᵢⱼ + Sⱼᵢ)/2.
    fn middle(&self, i: usize, j: usize) -> f64 {
        let at = |i: usize, j: usize| self.s.get(i).and_then(|row| row.get(j)).copied();
        (at(i, j).unwrap_or(0.0) + at(j, i).unwrap_or(0.0)) / 2.0
    }

    /// The number of parameters that it counts, of those of w.
    fn rows<T>(&self, w: &[T]) -> usize {
        self.s.len().min(w.len())
    }

    /// (Sw)ᵢ.
    fn product<T: Scalar>(&self, w: &[T], i: usize) -> T {
        let terms = (0..self.rows(w)).map(|j| w[j] * self.middle(i, j));
        terms.reduce(|sum, term| sum + term).unwrap_or(T::constant(0.0))
    }
}

impl Penalize for QuadraticPenalty {
    fn cost<T: Scalar>(&self, w: &[T]) -> T {
        let terms = (0..self.rows(w)).map(|i| w[i] * self.product(w, i));
        terms.reduce(|sum, term| sum + term).unwrap_or(T::constant(0.0)) * self.weight
    }

    fn slope<T: Scalar>(&self, w: &[T], i: usize) -> T {
        if i < self.rows(w) { self.product(w, i) * (2.0 * self.weight) } else { T::constant(0.0) }
    }
}

impl Penalty {
    /// Whether it adds nothing, whatever w is.
    #[must_use]
    pub fn is_none(&self) -> bool {
        matches!(self, Self::NoPenalty(_))
    }

    /// What stands behind the formula of a landscape, and a sign before it; empty where it adds
    /// nothing.
    pub(super) fn written(&self, notation: Notation) -> String {
        let text = match self {
            Self::NoPenalty(_) => return String::new(),
            Self::L2Penalty(_) => ["λ·wᵀw", ""],
            Self::QuadraticPenalty(_) => ["λ·wᵀSw", "<mi>S</mi>"],
        };
        match notation {
            Notation::Text => format!(" + {}", text[0]),
            Notation::MathMl => format!(
                "<math><mo form=\"infix\">+</mo><mi>λ</mi><msup><mi>w</mi><mi>T</mi></msup>{}<mi>w</mi></math>",
                text[1]
            ),
        }
    }

    /// Whether it goes with so many parameters.
    ///
    /// # Errors
    /// Where its matrix is not square, or has more rows than there are parameters.
    pub(crate) fn check(&self, dim: usize) -> Result<(), Fault> {
        let Self::QuadraticPenalty(QuadraticPenalty { s, .. }) = self else { return Ok(()) };
        let columns = s.first().map_or(0, Vec::len);
        let (key, most) = match s.len() == columns {
            false => ("fault.not_square", columns),
            true if s.len() > dim => ("fault.dimension", dim),
            true => return Ok(()),
        };
        let problem = Problem::Count { key, found: s.len(), min: most, max: most };
        Err(Fault::new("penalty.s", problem))
    }
}

/// The sum of the landscape and its penalty.
impl Task {
    /// A cost at `w` with the penalty added.
    pub(super) fn with_penalty(&self, cost: f64, w: &[f64]) -> f64 {
        if self.penalty.is_none() { cost } else { cost + self.penalty.visit(CostAt(w)) }
    }

    /// Adds the penalty to a cost and its gradient at `w`.
    pub(super) fn penalized(&self, cost: f64, w: &[f64], gradient: &mut [f64]) -> f64 {
        if self.penalty.is_none() {
            return cost;
        }
        self.penalty.visit(AddSlope(w, gradient));
        self.with_penalty(cost, w)
    }

    /// Adds the penalty to what is traced.
    pub(super) fn penalized_trace<'a>(
        &self,
        w: [Traced<'a>; 2],
        (cost, gradient): (Traced<'a>, [Traced<'a>; 2]),
    ) -> (Traced<'a>, [Traced<'a>; 2]) {
        if self.penalty.is_none() {
            return (cost, gradient);
        }
        let slope = |i: usize| gradient[i] + self.penalty.visit(SlopeAt(&w, i));
        (cost + self.penalty.visit(CostAt(&w)), [0, 1].map(slope))
    }

    /// The formula of the sum.
    pub(super) fn penalized_formula(&self, formula: Formula) -> Formula {
        if self.penalty.is_none() {
            return formula;
        }
        let dim = formula.dim();
        Formula::over(dim, |w| formula.eval(w) + self.penalty.visit(CostAt(w)))
    }
}

struct CostAt<'a, T>(&'a [T]);

impl<T: Scalar> PenaltyVisitor for CostAt<'_, T> {
    type Output = T;
    fn visit<P: Penalize + Clone + 'static>(self, penalty: &P) -> T {
        penalty.cost(self.0)
    }
}

struct SlopeAt<'a, T>(&'a [T], usize);

impl<T: Scalar> PenaltyVisitor for SlopeAt<'_, T> {
    type Output = T;
    fn visit<P: Penalize + Clone + 'static>(self, penalty: &P) -> T {
        penalty.slope(self.0, self.1)
    }
}

struct AddSlope<'a>(&'a [f64], &'a mut [f64]);

impl PenaltyVisitor for AddSlope<'_> {
    type Output = ();
    fn visit<P: Penalize + Clone + 'static>(self, penalty: &P) {
        let Self(w, gradient) = self;
        gradient.iter_mut().enumerate().for_each(|(i, it)| *it += penalty.slope(w, i));
    }
}
