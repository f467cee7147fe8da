use descent_core::{Region, Trajectory};

use crate::layout::{Layout, Rect};
use crate::trail::distance;

/// Width and height of a tile, in pixels.
const SIDE: usize = 16;

/// A tile in which no iterate lies.
const NONE: u32 = u32::MAX;

/// Finds the iterate of a path under a pointer in a time that does not grow with the path.
///
/// Of all iterates that share a CSS pixel it knows the last. The pixels stand in tiles, and only
/// tiles that the path has met take memory.
#[derive(Clone, Debug)]
pub struct Nearest {
    layout: Layout,
    view: Region,
    /// The tiles' corner on the canvas, and how many tiles stand beside each other.
    area: Rect,
    columns: usize,
    /// Per tile its place in `met`, or [`NONE`].
    tiles: Vec<u32>,
    /// Per pixel of a tile the last epoch there, or [`NONE`].
    met: Vec<[u32; SIDE * SIDE]>,
    /// How many epochs are known.
    known: usize,
}

impl Nearest {
    /// How near an iterate must be to be found, in CSS pixels.
    pub const REACH: f64 = 9.0;

    /// How many epochs it knows.
    #[must_use]
    pub fn known(&self) -> usize {
        self.known
    }

    /// Knows nothing yet of a path in this picture.
    #[must_use]
    pub fn new(layout: &Layout, view: Region) -> Self {
        let Rect { left, top, width, height } = layout.plot;
        let area = Rect {
            left: left - Self::REACH,
            top: top - Self::REACH,
            width: width + 2.0 * Self::REACH,
            height: height + 2.0 * Self::REACH,
        };
        let [columns, rows] = [area.width, area.height].map(|size| size as usize / SIDE + 1);
        let tiles = vec![NONE; columns * rows];
        Self { layout: *layout, view, area, columns, tiles, met: Vec::new(), known: 0 }
    }

    /// Learns the path up to and including `epoch`.
    pub fn extend(&mut self, trajectory: &Trajectory, epoch: usize) {
        while self.known <= epoch {
            let Some(point) = trajectory.point(self.known) else { break };
            if let Some((tile, pixel)) = self.pixel(self.layout.pixel(self.view, point)) {
                if self.tiles[tile] == NONE {
                    self.tiles[tile] = self.met.len() as u32;
                    self.met.push([NONE; SIDE * SIDE]);
                }
                self.met[self.tiles[tile] as usize][pixel] = self.known as u32;
            }
            self.known += 1;
        }
    }

    /// The epoch nearest to a place on the canvas with its distance in CSS pixels, where one is
    /// within [`Nearest::REACH`]; of equally near ones the later.
    #[must_use]
    pub fn find(&self, trajectory: &Trajectory, place: [f64; 2]) -> Option<(f64, usize)> {
        let reach = Self::REACH as i32 + 1;
        let around = (-reach..=reach).flat_map(|dy| (-reach..=reach).map(move |dx| [dx, dy]));
        let epochs = around.filter_map(|[dx, dy]| {
            let (tile, pixel) = self.pixel([place[0] + f64::from(dx), place[1] + f64::from(dy)])?;
            let epoch = *self.met.get(self.tiles[tile] as usize)?.get(pixel)?;
            (epoch != NONE).then_some(epoch as usize)
        });
        let near = epochs.filter_map(|epoch| {
            let away = distance(self.layout.pixel(self.view, trajectory.point(epoch)?), place);
            (away <= Self::REACH).then_some((away, epoch))
        });
        near.min_by(|a, b| a.0.total_cmp(&b.0).then(b.1.cmp(&a.1)))
    }

    /// The tile and the pixel in it of a place on the canvas; none outside of the picture.
    fn pixel(&self, [x, y]: [f64; 2]) -> Option<(usize, usize)> {
        let (x, y) = (x - self.area.left, y - self.area.top);
        let inside = (0.0..self.area.width).contains(&x) && (0.0..self.area.height).contains(&y);
        let (column, row) = (x as usize, y as usize);
        inside.then(|| {
            let tile = row / SIDE * self.columns + column / SIDE;
            (tile, row % SIDE * SIDE + column % SIDE)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Pseudo-random points of the unit square and a little beyond.
    fn wander(count: usize) -> Trajectory {
        let mut trajectory = Trajectory::new(2);
        let mut luck = 7_u64;
        let mut next = || {
            luck = luck.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
            (luck >> 40) as f64 / (1 << 24) as f64 * 1.2 - 0.1
        };
        (0..count).for_each(|_| trajectory.push(&[next(), next()], 0.0, 0.0, 0.0));
        trajectory
    }

    /// The nearest of all, one by one.
    fn by_hand(layout: &Layout, view: Region, path: &Trajectory, place: [f64; 2]) -> f64 {
        let away =
            |epoch| distance(layout.pixel(view, path.point(epoch).expect("an epoch")), place);
        (0..path.len()).map(away).fold(f64::INFINITY, f64::min)
    }

    #[test]
    fn it_finds_what_a_search_of_all_iterates_finds() {
        let (layout, view) = (Layout::map([500.0, 458.0], 1.0), Region::square(0.0, 1.0));
        let path = wander(300);
        let mut nearest = Nearest::new(&layout, view);
        (0..path.len()).for_each(|epoch| nearest.extend(&path, epoch));
        let mut found = 0;
        let places = wander(2000);
        for place in (0..1000).filter_map(|epoch| places.point(epoch)) {
            let place = place.map(|w| w.clamp(0.0, 1.0));
            let place = layout.pixel(view, place);
            let expected = by_hand(&layout, view, &path, place);
            match nearest.find(&path, place) {
                // Of two in one pixel it knows the later.
                Some((away, _)) => assert!((expected..=expected + 1.5).contains(&away)),
                None => assert!(expected > Nearest::REACH - 1.5, "{expected} at {place:?}"),
            }
            found += usize::from(expected <= Nearest::REACH);
        }
        assert!(found > 100, "{found}");
    }

    #[test]
    fn it_knows_no_epoch_later_than_it_was_told_and_none_beyond_the_picture() {
        let (layout, view) = (Layout::map([500.0, 458.0], 1.0), Region::square(0.0, 1.0));
        let mut path = Trajectory::new(2);
        let points = [[0.2, 0.2], [0.8, 0.8], [0.2, 0.2], [3.0, 0.5], [f64::NAN, 0.5]];
        points.iter().for_each(|point| path.push(point, 0.0, 0.0, 0.0));
        let mut nearest = Nearest::new(&layout, view);
        let at = |nearest: &Nearest, point| nearest.find(&path, layout.pixel(view, point));
        nearest.extend(&path, 0);
        assert_eq!(at(&nearest, [0.2, 0.2]), Some((0.0, 0)));
        assert_eq!(at(&nearest, [0.8, 0.8]), None);
        nearest.extend(&path, 9);
        assert_eq!(at(&nearest, [0.8, 0.8]), Some((0.0, 1)));
        assert_eq!(at(&nearest, [0.2, 0.2]), Some((0.0, 2)), "the later of two");
        assert_eq!(at(&nearest, [3.0, 0.5]), None);
    }
}
