use crate::landscapes::StationaryPoint;
use crate::map::out_of_plane;
use crate::run::Engine;
use crate::settings::Settings;
use crate::task::Batches;
use crate::{Field, Formula, Notation, Region, Traced};

/// What runs descend: a cost J over N parameters. Every member of the list of landscapes is one,
/// and every [`Surface`](crate::Surface) is one of two parameters.
///
/// Only what a step or a pointer asks for is compiled for every landscape; grids and Hessians
/// come from the formula, with the same bits.
pub trait Problem: Settings {
    /// N, at least 1. Every `w` below has so many numbers.
    fn dim(&self) -> usize;

    /// J(w).
    fn cost(&self, w: &[f64]) -> f64;

    /// J(w), with the bits of [`Problem::cost`]; writes ∇J(w) into `gradient`, which is as long
    /// as `w`. Each step of a run calls it, so it allocates nothing.
    fn gradient(&self, w: &[f64], gradient: &mut [f64]) -> f64;

    /// What [`Problem::gradient`] computes over two parameters, as operations that can be
    /// compiled; none where it has another number of parameters or cannot be written down so.
    fn trace<'a>(&self, w: [Traced<'a>; 2]) -> Option<(Traced<'a>, [Traced<'a>; 2])>;

    /// J as a formula; none where it has none, such as a table of measured costs.
    fn formula(&self) -> Option<Formula>;

    /// A start that shows what the landscape teaches.
    fn start(&self) -> Vec<f64>;

    /// The part of the plane that is drawn at first: of the first two parameters.
    fn region(&self) -> Region;

    /// The known minima, maxima and saddles inside the region, the cheapest minimum first.
    fn stationary_points(&self) -> Vec<StationaryPoint>;

    /// The formula as people read it; empty where there is none.
    fn written(&self, notation: Notation) -> String {
        self.formula().map_or_else(String::new, |formula| formula.write(notation))
    }

    /// The second derivatives at `w`, the upper triangle of the Hessian row by row: of two
    /// parameters ∂²J/∂w1², ∂²J/∂w1∂w2, ∂²J/∂w2². None without a formula.
    fn hessian(&self, w: &[f64]) -> Option<Vec<f64>> {
        Some(self.formula()?.hessian(w))
    }

    /// How many times as long as over a formula of two parameters a step takes, about.
    fn work(&self) -> usize {
        1
    }

    /// How J, where it is a mean over rows of data, is cut into minibatches.
    fn batches(&self) -> Option<Batches> {
        None
    }

    /// The mean over these rows of data alone, of which there is at least one; writes its gradient
    /// into `gradient`. J itself where there are no rows.
    fn gradient_over(&self, _rows: &[usize], w: &[f64], gradient: &mut [f64]) -> f64 {
        self.gradient(w, gradient)
    }
}

// Not in the trait, where each would be compiled for every member of the list.
impl dyn Problem + '_ {
    /// J and ∇J at `w`.
    #[must_use]
    pub fn slope(&self, w: &[f64]) -> (f64, Vec<f64>) {
        let mut gradient = vec![0.0; w.len()];
        (self.gradient(w, &mut gradient), gradient)
    }

    /// The cost on a grid of the plane of the first two parameters; the others are those of
    /// `through`.
    #[must_use]
    pub fn sample(&self, region: Region, columns: usize, rows: usize, through: &[f64]) -> Field {
        self.sample_by(None, region, columns, rows, through)
    }

    /// The same by an engine, if there is one. The numbers are the same.
    #[must_use]
    pub fn sample_by(
        &self,
        engine: Option<&dyn Engine>,
        region: Region,
        columns: usize,
        rows: usize,
        through: &[f64],
    ) -> Field {
        match (self.formula(), engine) {
            (Some(formula), None) => Field::of(&formula.in_plane(through), region, columns, rows),
            (Some(formula), Some(engine)) => {
                let formula = formula.in_plane(through);
                Field::by_engine(engine, &formula, region, columns, rows)
            }
            (None, _) => {
                let cost = |point| self.cost(&out_of_plane(through, point));
                Field::by(cost, region, columns, rows)
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::settings::{Knob, Value};

    /// w1 + 10·w2 + 100·w3, of which nobody knows the formula.
    struct Measured;

    impl Settings for Measured {
        fn knobs(&self) -> Vec<Knob> {
            Vec::new()
        }
        fn set(&mut self, _: &str, _: Value) -> bool {
            false
        }
    }

    impl Problem for Measured {
        fn dim(&self) -> usize {
            3
        }
        fn cost(&self, w: &[f64]) -> f64 {
            w[0] + 10.0 * w[1] + 100.0 * w[2]
        }
        fn gradient(&self, w: &[f64], gradient: &mut [f64]) -> f64 {
            gradient.copy_from_slice(&[1.0, 10.0, 100.0]);
            self.cost(w)
        }
        fn trace<'a>(&self, _: [Traced<'a>; 2]) -> Option<(Traced<'a>, [Traced<'a>; 2])> {
            None
        }
        fn formula(&self) -> Option<Formula> {
            None
        }
        fn start(&self) -> Vec<f64> {
            vec![0.0; 3]
        }
        fn region(&self) -> Region {
            Region::square(0.0, 1.0)
        }
        fn stationary_points(&self) -> Vec<StationaryPoint> {
            Vec::new()
        }
    }

    #[test]
    fn a_landscape_without_a_formula_is_drawn_point_by_point() {
        let measured: &dyn Problem = &Measured;
        let field = measured.sample(measured.region(), 3, 2, &[7.0, 7.0, 2.0]);
        assert_eq!(field.values, [200.0, 200.5, 201.0, 210.0, 210.5, 211.0]);
        assert_eq!(measured.hessian(&[0.0; 3]), None);
        assert_eq!(measured.written(Notation::Text), "");
        assert_eq!(measured.slope(&[1.0, 1.0, 1.0]), (111.0, vec![1.0, 10.0, 100.0]));
    }
}
