mod sheet;

use crate::run::Engine;
use crate::{Formula, Region};
use sheet::Sheet;

/// The cost on a grid of points, row by row from the lower edge; the outermost
/// points lie on the region's edges.
#[derive(Clone, Debug, PartialEq)]
pub struct Field {
    /// What part of the plane.
    pub region: Region,
    /// Points per row, at least 2.
    pub columns: usize,
    /// Rows, at least 2.
    pub rows: usize,
    /// `rows` × `columns` costs.
    pub values: Vec<f64>,
}

impl Field {
    /// Samples a formula at `columns` × `rows` points. Every value has the bits of
    /// [`Formula::eval`] at its point.
    ///
    /// What depends on one parameter alone is computed once per column or once per row:
    /// on Rastrigin's grid of 500 × 500 points that is 1000 cosines, not half a million.
    #[must_use]
    pub fn of(formula: &Formula, region: Region, columns: usize, rows: usize) -> Self {
        Self::filled(region, columns, rows, |xs, ys| {
            let mut values = vec![0.0; xs.len() * ys.len()];
            let mut sheet = Sheet::new(formula, xs);
            for (row, &y) in values.chunks_exact_mut(xs.len()).zip(ys) {
                sheet.fill(y, row);
            }
            values
        })
    }

    /// The same by what an engine has made for the formula, if it has.
    #[must_use]
    pub fn by_engine(
        engine: &dyn Engine,
        formula: &Formula,
        region: Region,
        columns: usize,
        rows: usize,
    ) -> Self {
        let values = |xs: &[f64], ys: &[f64]| engine.grid(formula, xs, ys).unwrap_or_default();
        let made = Self::filled(region, columns, rows, values);
        if made.values.is_empty() { Self::of(formula, region, columns, rows) } else { made }
    }

    /// Samples a cost at `columns` × `rows` points, one after the other.
    #[must_use]
    pub fn by(
        mut cost: impl FnMut([f64; 2]) -> f64,
        region: Region,
        columns: usize,
        rows: usize,
    ) -> Self {
        let (columns, rows) = (columns.max(2), rows.max(2));
        let mut field = Self { region, columns, rows, values: Vec::new() };
        field.values =
            (0..columns * rows).map(|i| cost(field.point(i % columns, i / columns))).collect();
        field
    }

    /// The costs that `fill` has for each value of the first parameter with each of the second.
    fn filled(
        region: Region,
        columns: usize,
        rows: usize,
        fill: impl FnOnce(&[f64], &[f64]) -> Vec<f64>,
    ) -> Self {
        let (columns, rows) = (columns.max(2), rows.max(2));
        let along = |side, count| (0..count).map(|i| coordinate(side, i, count)).collect();
        let (xs, ys): (Vec<f64>, Vec<f64>) = (along(region.x, columns), along(region.y, rows));
        Self { region, columns, rows, values: fill(&xs, &ys) }
    }

    /// The point of the grid in this column and row.
    #[must_use]
    pub fn point(&self, column: usize, row: usize) -> [f64; 2] {
        [coordinate(self.region.x, column, self.columns), coordinate(self.region.y, row, self.rows)]
    }

    /// The smallest and largest finite cost; none where all overflow.
    #[must_use]
    pub fn extent(&self) -> Option<[f64; 2]> {
        let mut extent = [f64::INFINITY, f64::NEG_INFINITY];
        for &value in &self.values {
            // Both are rarely true, and then nearly all is done.
            if value < extent[0] && value > f64::NEG_INFINITY {
                extent[0] = value;
            }
            if value > extent[1] && value < f64::INFINITY {
                extent[1] = value;
            }
        }
        (extent[0] <= extent[1]).then_some(extent)
    }
}

fn coordinate([from, to]: [f64; 2], index: usize, count: usize) -> f64 {
    from + (to - from) * (index as f64 / (count - 1) as f64)
}
