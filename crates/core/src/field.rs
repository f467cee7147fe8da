use crate::{Lanes, Real, Region, Surface};

/// How many points go through the formula at once.
const LANES: usize = 4;

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
    /// Samples a surface at `columns` × `rows` points. Every value has the bits of the
    /// surface's cost at its point.
    pub fn sample<S: Surface>(surface: &S, region: Region, columns: usize, rows: usize) -> Self {
        let (columns, rows) = (columns.max(2), rows.max(2));
        let xs: Vec<f64> = (0..columns).map(|i| coordinate(region.x, i, columns)).collect();
        let mut values = vec![0.0; columns * rows];
        for (j, row) in values.chunks_exact_mut(columns).enumerate() {
            sample_row(surface, &xs, coordinate(region.y, j, rows), row);
        }
        Self { region, columns, rows, values }
    }

    /// The point of the grid in this column and row.
    #[must_use]
    pub fn point(&self, column: usize, row: usize) -> [f64; 2] {
        [coordinate(self.region.x, column, self.columns), coordinate(self.region.y, row, self.rows)]
    }

    /// The smallest and largest finite cost; none where all overflow.
    #[must_use]
    pub fn extent(&self) -> Option<[f64; 2]> {
        let finite = self.values.iter().copied().filter(|v| v.is_finite());
        finite.fold(None, |extent, v| match extent {
            None => Some([v, v]),
            Some([low, high]) => Some([low.min(v), high.max(v)]),
        })
    }
}

fn coordinate([from, to]: [f64; 2], index: usize, count: usize) -> f64 {
    from + (to - from) * (index as f64 / (count - 1) as f64)
}

fn sample_row<S: Surface>(surface: &S, xs: &[f64], y: f64, row: &mut [f64]) {
    let (points, rest) = xs.as_chunks::<LANES>();
    let (packs, tail) = row.as_chunks_mut::<LANES>();
    for (&x, pack) in points.iter().zip(packs) {
        *pack = surface.cost(Lanes(x), Lanes::constant(y)).0;
    }
    for (&x, value) in rest.iter().zip(tail) {
        *value = surface.cost(x, y);
    }
}
