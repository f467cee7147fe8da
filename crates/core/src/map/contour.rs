//! Where a landscape has one height.

use crate::Field;

/// Part of the boundary of the region where the cost is below a level.
///
/// Points are in the plane, joined by straight segments, with the cheaper side on the
/// left of the way along them.
#[derive(Clone, Debug, PartialEq)]
pub struct Ring {
    /// The corners; the last one is joined to the first.
    pub points: Vec<[f64; 2]>,
    /// Per corner, whether it lies on the picture's edge rather than on the level. What lies
    /// on both, next to a point that is not finite, stands twice.
    pub on_edge: Vec<bool>,
}

impl Ring {
    /// The pieces that follow the level itself, without the way along the picture's
    /// edge: what a contour line is drawn from.
    #[must_use]
    pub fn lines(&self) -> Vec<Vec<[f64; 2]>> {
        let count = self.points.len();
        let Some(edge) = self.on_edge.iter().position(|&on_edge| on_edge) else {
            let closed = self.points.iter().chain(self.points.first());
            return vec![closed.copied().collect()];
        };
        let round: Vec<usize> = (1..=count).map(|k| (edge + k) % count).collect();
        let lines = round.split(|&index| self.on_edge[index]).filter(|line| !line.is_empty());
        lines.map(|line| line.iter().map(|&index| self.points[index]).collect()).collect()
    }
}

/// The boundary of the region where a field's cost is below `level`: marching squares
/// with linear interpolation (Maple, *Geometric design and space planning using the
/// marching squares and marching cube algorithms*, 2003), saddles told apart by the
/// mean of their corners.
///
/// The picture's edge closes the region, so every ring is closed and even-odd filling
/// paints it. NaN and +∞ count as above every level; next to them the boundary goes
/// through the last finite point. Time and memory are linear in the grid.
#[must_use]
pub fn rings(field: &Field, level: f64) -> Vec<Ring> {
    let mut next = successors(field, level);
    let mut rings = Vec::new();
    for first in 0..next.len() {
        let mut corners: Vec<([f64; 2], bool)> = Vec::new();
        let mut edge = first;
        while next[edge] != NONE {
            let corner = crossing(field, level, edge);
            if corners.last() != Some(&corner) {
                corners.push(corner);
            }
            edge = std::mem::replace(&mut next[edge], NONE) as usize;
        }
        if corners.first() == corners.last() {
            corners.pop();
        }
        let (points, on_edge): (Vec<_>, _) = corners.into_iter().unzip();
        if has_three_places(&points) {
            rings.push(Ring { points, on_edge });
        }
    }
    rings
}

/// False around a single point, or on the way from one to another and back.
fn has_three_places(points: &[[f64; 2]]) -> bool {
    let second = points.iter().find(|point| Some(*point) != points.first());
    points.iter().any(|point| Some(point) != points.first() && Some(point) != second)
}

const NONE: u32 = u32::MAX;

/// The four edges of a cell.
#[derive(Clone, Copy)]
enum Side {
    South,
    East,
    North,
    West,
}

use Side::{East, North, South, West};

/// From which side of a cell to which the boundary runs, for each set of corners
/// below the level: bit 0 lower left, then counterclockwise. In the two saddles (5 and
/// 10) this is how it runs where the low corners are apart.
const WAYS: [&[(Side, Side)]; 16] = [
    &[],
    &[(South, West)],
    &[(East, South)],
    &[(East, West)],
    &[(North, East)],
    &[(South, West), (North, East)],
    &[(North, South)],
    &[(North, West)],
    &[(West, North)],
    &[(South, North)],
    &[(East, South), (West, North)],
    &[(East, North)],
    &[(West, East)],
    &[(South, East)],
    &[(West, South)],
    &[],
];

/// The saddles where the low corners are joined.
const JOINED: [&[(Side, Side)]; 2] =
    [&[(South, East), (North, West)], &[(West, South), (East, North)]];

/// For every edge of the grid, framed by one more point all around that is above every
/// level, the edge that the boundary crosses next. Edge 2k runs right from point k,
/// edge 2k + 1 up from it.
fn successors(field: &Field, level: f64) -> Vec<u32> {
    let (width, height) = (field.columns + 2, field.rows + 2);
    let mut next = vec![NONE; 2 * width * height];
    for j in 0..=field.rows {
        for i in 0..=field.columns {
            let corners = [(i, j), (i + 1, j), (i + 1, j + 1), (i, j + 1)];
            let low = corners.map(|(i, j)| value(field, i, j) < level);
            let set = (0..4).fold(0, |set, bit| set + (usize::from(low[bit]) << bit));
            let k = j * width + i;
            let edge = |side: Side| match side {
                South => 2 * k,
                East => 2 * (k + 1) + 1,
                North => 2 * (k + width),
                West => 2 * k + 1,
            };
            for &(from, to) in ways(field, level, set, &corners) {
                next[edge(from)] = edge(to) as u32;
            }
        }
    }
    next
}

fn ways(
    field: &Field,
    level: f64,
    set: usize,
    corners: &[(usize, usize); 4],
) -> &'static [(Side, Side)] {
    if set != 5 && set != 10 {
        return WAYS[set];
    }
    let mean = corners.iter().map(|&(i, j)| value(field, i, j)).sum::<f64>() / 4.0;
    if mean < level { JOINED[set / 10] } else { WAYS[set] }
}

/// The cost at a point of the framed grid.
#[inline]
fn value(field: &Field, i: usize, j: usize) -> f64 {
    let inside = (1..=field.columns).contains(&i) && (1..=field.rows).contains(&j);
    if inside { field.values[(j - 1) * field.columns + i - 1] } else { f64::INFINITY }
}

/// Where the boundary crosses an edge of the framed grid, and whether that is on the
/// picture's own edge.
fn crossing(field: &Field, level: f64, edge: usize) -> ([f64; 2], bool) {
    let width = field.columns + 2;
    let (i, j) = ((edge / 2) % width, (edge / 2) / width);
    let (i2, j2) = if edge.is_multiple_of(2) { (i + 1, j) } else { (i, j + 1) };
    let (a, b) = (value(field, i, j), value(field, i2, j2));
    let place = |i: usize, j: usize| {
        let (i, j) = (i.clamp(1, field.columns), j.clamp(1, field.rows));
        field.point(i - 1, j - 1)
    };
    let (from, to) = (place(i, j), place(i2, j2));
    let t = if !a.is_finite() {
        1.0
    } else if !b.is_finite() {
        0.0
    } else {
        (level - a) / (b - a)
    };
    let mix = |k: usize| from[k] + t * (to[k] - from[k]);
    ([mix(0), mix(1)], from == to)
}

#[cfg(test)]
mod tests;
