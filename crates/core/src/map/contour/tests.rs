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

/// The contour lines of a level.
fn lines(field: &Field, level: f64) -> Vec<Vec<[f64; 2]>> {
    rings(field, level).iter().flat_map(Ring::lines).collect()
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
    assert_eq!(draw(&hollow, 4.0), ["......", "..##..", ".####.", ".####.", "..##..", "......"]);
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
    assert_eq!(rings(&field(&["19", "91"]), 5.0).len(), 2, "a mean on the level is not below it");
    assert_eq!(rings(&field(&["19", "91"]), 6.0).len(), 1);
    assert!(rings(&field(&["1#", "91"]), 6.0).is_empty(), "beside +∞ no mean is low");
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

/// What a picture says, over a region that is no square and lies anywhere.
fn placed(picture: &[&str]) -> Field {
    Field { region: Region { x: [10.0, 14.0], y: [-3.0, -2.0] }, ..field(picture) }
}

/// All pictures of this size with these characters.
fn all(columns: usize, rows: usize, characters: &str) -> Vec<Vec<String>> {
    let mut texts = vec![String::new()];
    for _ in 0..columns * rows {
        let longer = |text: &String| characters.chars().map(|c| format!("{text}{c}")).collect();
        texts = texts.iter().flat_map::<Vec<String>, _>(longer).collect();
    }
    let cut = |text: &String| {
        let rows = text.as_bytes().chunks(columns);
        rows.map(|row| String::from_utf8_lossy(row).into_owned()).collect()
    };
    texts.iter().map(cut).collect()
}

/// Checks every picture of some sizes with these characters, of many every seventh.
fn for_all(characters: &str, mut check: impl FnMut(&Field)) {
    for (columns, rows) in [(2, 2), (3, 2), (2, 3), (3, 3)] {
        let pictures = all(columns, rows, characters);
        let step = if pictures.len() > 1000 { 7 } else { 1 };
        for picture in pictures.into_iter().step_by(step) {
            let rows: Vec<&str> = picture.iter().map(String::as_str).collect();
            check(&placed(&rows));
        }
    }
}

/// Every pair of neighbours: where they are and what they cost.
fn neighbours(field: &Field) -> Vec<[([f64; 2], f64); 2]> {
    let at = |i: usize, j: usize| (field.point(i, j), field.values[j * field.columns + i]);
    let mut pairs = Vec::new();
    for (i, j) in (0..field.rows).flat_map(|j| (0..field.columns).map(move |i| (i, j))) {
        if i + 1 < field.columns {
            pairs.push([at(i, j), at(i + 1, j)]);
        }
        if j + 1 < field.rows {
            pairs.push([at(i, j), at(i, j + 1)]);
        }
    }
    pairs
}

/// Where the level is between two neighbours, if it is.
fn between([(p, a), (q, b)]: [([f64; 2], f64); 2], level: f64) -> Option<[f64; 2]> {
    let ((p, a), (q, b)) = match (a < level, b < level) {
        (true, false) => ((p, a), (q, b)),
        (false, true) => ((q, b), (p, a)),
        _ => return None,
    };
    let part = if b.is_finite() { (level - a) / (b - a) } else { 0.0 };
    Some([0, 1].map(|k| p[k] + part * (q[k] - p[k])))
}

fn same([a, b]: [f64; 2], [c, d]: [f64; 2]) -> bool {
    (a - c).abs() < 1e-12 && (b - d).abs() < 1e-12
}

/// The sides of a ring: from corner to another corner.
fn sides(ring: &Ring) -> impl Iterator<Item = [[f64; 2]; 2]> {
    let next = ring.points.iter().cycle().skip(1);
    ring.points.iter().zip(next).map(|(&from, &to)| [from, to]).filter(|[from, to]| from != to)
}

/// Whether a side runs along the picture's edge.
fn along_the_edge(field: &Field, [from, to]: [[f64; 2]; 2]) -> bool {
    let Region { x, y } = field.region;
    let both = |k: usize, edge: f64| from[k] == edge && to[k] == edge;
    x.iter().any(|&edge| both(0, edge)) || y.iter().any(|&edge| both(1, edge))
}

#[test]
fn rings_pass_between_neighbours_on_both_sides_of_the_level_and_nowhere_else() {
    for level in [4.0, 7.0] {
        for_all("19", |field| {
            let places = neighbours(field).into_iter().filter_map(|pair| between(pair, level));
            let mut expected: Vec<_> = places.collect();
            for ring in rings(field, level) {
                for (&point, _) in ring.points.iter().zip(&ring.on_edge).filter(|(_, edge)| !**edge)
                {
                    let found = expected.iter().position(|&place| same(place, point));
                    expected.remove(found.unwrap_or_else(|| panic!("{point:?} in {field:?}")));
                }
            }
            assert!(expected.is_empty(), "{expected:?} in {field:?}");
        });
    }
}

#[test]
fn next_to_infinity_rings_pass_through_the_last_finite_points() {
    for_all("19#", |field| {
        let places: Vec<_> =
            neighbours(field).into_iter().filter_map(|pair| between(pair, 6.0)).collect();
        for ring in rings(field, 6.0) {
            assert!(ring.points.iter().flatten().all(|place| place.is_finite()));
            for (&point, _) in ring.points.iter().zip(&ring.on_edge).filter(|(_, edge)| !**edge) {
                assert!(places.iter().any(|&place| same(place, point)), "{point:?} in {field:?}");
            }
        }
    });
}

#[test]
fn rings_have_the_cheaper_side_on_the_left_and_on_it_alone() {
    for_all("19#", |field| {
        let rings = rings(field, 6.0);
        let inside = |p: [f64; 2]| rings.iter().filter(|ring| winds(ring, p)).count() % 2 == 1;
        for [from, to] in rings.iter().flat_map(sides) {
            let back = rings.iter().flat_map(sides).any(|side| side == [to, from]);
            // Off the middle, where no other side begins.
            let place = [0, 1].map(|k| from[k] + 0.437 * (to[k] - from[k]));
            let left = [from[1] - to[1], to[0] - from[0]];
            let beside = |by: f64| [0, 1].map(|k| place[k] + by * left[k]);
            assert!(back || inside(beside(1e-6)) && !inside(beside(-1e-6)), "{field:?}");
        }
    });
}

#[test]
fn corners_are_inside_where_they_are_below_the_level() {
    for_all("19", |field| {
        let rings = rings(field, 6.0);
        let inside = |p: [f64; 2]| rings.iter().filter(|ring| winds(ring, p)).count() % 2 == 1;
        let [x, y] = field.region.center();
        for j in 0..field.rows {
            for i in 0..field.columns {
                let [a, b] = field.point(i, j);
                let nudged = [a + 1e-3 * (x - a + 0.1), b + 1e-3 * (y - b + 0.01)];
                let low = field.values[j * field.columns + i] < 6.0;
                assert_eq!(inside(nudged), low, "{i} {j} in {field:?}");
            }
        }
    });
}

#[test]
fn lines_are_the_sides_of_rings_that_are_not_along_the_edge() {
    for_all("19#", |field| {
        let mut drawn = Vec::new();
        for ring in rings(field, 6.0) {
            let lines = ring.lines();
            drawn.extend(lines.iter().flat_map(|line| line.windows(2)).map(|w| [w[0], w[1]]));
            assert!(lines.iter().all(|line| line.len() > 1));
            if !ring.on_edge.contains(&true) {
                let closed: Vec<_> = ring.points.iter().chain(&ring.points[..1]).copied().collect();
                assert_eq!(lines, [closed]);
            }
        }
        let all: Vec<_> = rings(field, 6.0).iter().flat_map(sides).collect();
        // There and back again is no area: a strip as thin as the last finite points.
        for &side in all.iter().filter(|[from, to]| !all.contains(&[*to, *from])) {
            let count = drawn.iter().filter(|&&line| line == side).count();
            assert_eq!(count, usize::from(!along_the_edge(field, side)), "{side:?} in {field:?}");
        }
    });
}

#[test]
fn a_ring_has_three_places_at_least() {
    for_all("19#", |field| {
        for ring in rings(field, 6.0) {
            let mut places = ring.points.clone();
            places.sort_by(|a, b| a[0].total_cmp(&b[0]).then(a[1].total_cmp(&b[1])));
            places.dedup();
            assert!(places.len() > 2, "{ring:?} in {field:?}");
        }
    });
}

#[test]
fn every_point_of_the_framed_grid_has_two_edges() {
    let grid = field(&["12345", "23456", "34567", "45678"]);
    assert_eq!(successors(&grid, 5.0).len(), 2 * (5 + 2) * (4 + 2));
}

#[test]
fn nan_is_above_every_level_and_minus_infinity_below() {
    let mut pole = field(&["1111", "1##1", "1111"]);
    let expected = rings(&pole, 5.0);
    pole.values.iter_mut().filter(|value| value.is_infinite()).for_each(|v| *v = f64::NAN);
    assert_eq!(rings(&pole, 5.0), expected);
    let mut abyss = field(&["999", "9#9", "999"]);
    abyss.values[4] = f64::NEG_INFINITY;
    let [ring] = rings(&abyss, 5.0).try_into().expect("one ring");
    assert_eq!(ring.points.len(), 4);
    for place in [[1.0, 0.0], [0.0, 1.0], [2.0, 1.0], [1.0, 2.0]] {
        assert!(ring.points.contains(&place), "{place:?} in {ring:?}");
    }
}

#[test]
fn a_cost_on_the_level_is_not_below_it() {
    assert!(rings(&field(&["55", "55"]), 5.0).is_empty());
    let [ring] = rings(&field(&["555", "515", "555"]), 5.0).try_into().expect("one ring");
    for place in [[1.0, 0.0], [0.0, 1.0], [2.0, 1.0], [1.0, 2.0]] {
        assert!(ring.points.contains(&place), "{place:?} in {ring:?}");
    }
}
