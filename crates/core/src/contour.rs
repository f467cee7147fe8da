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
    /// Per corner, whether it lies on the picture's edge rather than on the level.
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
        let round = (1..=count).map(|k| (edge + k) % count);
        let mut lines = vec![Vec::new()];
        for index in round {
            match lines.last_mut() {
                Some(line) if !self.on_edge[index] => line.push(self.points[index]),
                Some(line) if !line.is_empty() => lines.push(Vec::new()),
                _ => {}
            }
        }
        lines.retain(|line| line.len() > 1);
        lines
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
        let mut ring = Ring { points: Vec::new(), on_edge: Vec::new() };
        let mut edge = first;
        while next[edge] != NONE {
            let (point, on_edge) = crossing(field, level, edge);
            if ring.points.last() != Some(&point) {
                ring.points.push(point);
                ring.on_edge.push(on_edge);
            }
            edge = std::mem::replace(&mut next[edge], NONE) as usize;
        }
        if ring.points.len() > 1 && ring.points.first() == ring.points.last() {
            ring.points.pop();
            ring.on_edge.pop();
        }
        if ring.points.len() > 2 {
            rings.push(ring);
        }
    }
    rings
}

/// The contour lines of a level.
#[must_use]
pub fn lines(field: &Field, level: f64) -> Vec<Vec<[f64; 2]>> {
    rings(field, level).iter().flat_map(Ring::lines).collect()
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
    for j in 0..height - 1 {
        for i in 0..width - 1 {
            let corners = [(i, j), (i + 1, j), (i + 1, j + 1), (i, j + 1)];
            let low = corners.map(|(i, j)| value(field, i, j) < level);
            let set = (0..4).fold(0, |set, bit| set | usize::from(low[bit]) << bit);
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
mod tests {
    use super::*;
    use crate::Region;

    /// A field as a picture: one digit per point, the upper row first, `#` for +∞.
    fn field(picture: &[&str]) -> Field {
        let value = |c: char| c.to_digit(10).map_or(f64::INFINITY, f64::from);
        let (columns, rows) = (picture[0].len(), picture.len());
        Field {
            region: Region { x: [0.0, (columns - 1) as f64], y: [0.0, (rows - 1) as f64] },
            columns,
            rows,
            values: picture.iter().rev().flat_map(|row| row.chars().map(value)).collect(),
        }
    }

    /// The region below a level, tested by even-odd counting at four points per cell.
    fn draw(picture: &[&str], level: f64) -> Vec<String> {
        let field = field(picture);
        let rings = rings(&field, level);
        let ([_, right], [_, top]) = (field.region.x, field.region.y);
        let inside = |p: [f64; 2]| rings.iter().filter(|ring| winds(ring, p)).count() % 2 == 1;
        let place = |k: usize| 0.25 + 0.5 * k as f64;
        (0..2 * top as usize)
            .rev()
            .map(|j| {
                let cells = (0..2 * right as usize).map(|i| inside([place(i), place(j)]));
                cells.map(|inside| if inside { '#' } else { '.' }).collect()
            })
            .collect()
    }

    fn winds(ring: &Ring, [x, y]: [f64; 2]) -> bool {
        let count = ring.points.len();
        let crosses = |k: &usize| {
            let ([x1, y1], [x2, y2]) = (ring.points[*k], ring.points[(k + 1) % count]);
            (y1 > y) != (y2 > y) && x < x1 + (y - y1) / (y2 - y1) * (x2 - x1)
        };
        (0..count).filter(crosses).count() % 2 == 1
    }

    #[test]
    fn a_hollow_is_one_ring() {
        let hollow = ["9999", "9119", "9119", "9999"];
        assert_eq!(
            draw(&hollow, 4.0),
            ["......", "..##..", ".####.", ".####.", "..##..", "......"]
        );
        let [ring] = rings(&field(&hollow), 4.0).try_into().expect("one ring");
        assert_eq!(ring.points.len(), 8);
        assert!(!ring.on_edge.contains(&true));
        let [line] = ring.lines().try_into().expect("one line");
        assert_eq!(line.first(), line.last());
    }

    #[test]
    fn a_hill_in_a_plain_is_a_hole() {
        let hill = ["11111", "11911", "11111"];
        assert_eq!(draw(&hill, 4.0), ["########", "###..###", "###..###", "########"]);
        let lines = lines(&field(&hill), 4.0);
        assert_eq!(lines, [[[2.0, 0.375], [1.375, 1.0], [2.0, 1.625], [2.625, 1.0], [2.0, 0.375]]]);
    }

    #[test]
    fn the_edge_of_the_picture_closes_a_region_but_is_no_line() {
        let slope = ["1199", "1199", "1199"];
        assert_eq!(draw(&slope, 5.0), ["###...", "###...", "###...", "###..."]);
        assert_eq!(lines(&field(&slope), 5.0), [[[1.5, 0.0], [1.5, 1.0], [1.5, 2.0]]]);
    }

    #[test]
    fn saddles_join_where_their_mean_is_low() {
        assert_eq!(draw(&["19", "91"], 6.0), ["#.", ".#"].map(|row| row.replace('.', "#")));
        assert_eq!(rings(&field(&["19", "91"]), 4.0).len(), 2);
        assert_eq!(rings(&field(&["19", "91"]), 6.0).len(), 1);
    }

    #[test]
    fn infinity_is_above_every_level() {
        let pole = ["1111", "1##1", "1111"];
        assert_eq!(rings(&field(&pole), 5.0).len(), 2);
        assert!(rings(&field(&["##", "##"]), 5.0).is_empty());
        let all = rings(&field(&["11", "11"]), 5.0);
        assert_eq!(all.len(), 1);
        assert!(all[0].lines().is_empty());
        assert_eq!(all[0].points, [[0.0, 0.0], [1.0, 0.0], [1.0, 1.0], [0.0, 1.0]]);
    }

    #[test]
    fn the_cheaper_side_is_on_the_left() {
        let [ring] = rings(&field(&["999", "919", "999"]), 5.0).try_into().expect("one ring");
        let corners = ring.points.iter().zip(ring.points.iter().cycle().skip(1));
        let twice_area: f64 = corners.map(|(a, b)| a[0] * b[1] - b[0] * a[1]).sum();
        assert!(twice_area > 0.0);
    }
}
