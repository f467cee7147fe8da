/// A rectangle of the plane: what is drawn.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Region {
    /// From the left edge to the right.
    pub x: [f64; 2],
    /// From the lower edge to the upper.
    pub y: [f64; 2],
}

impl Region {
    /// [min, max] on both axes.
    #[must_use]
    pub const fn square(min: f64, max: f64) -> Self {
        Self { x: [min, max], y: [min, max] }
    }

    /// Width and height.
    #[must_use]
    pub fn size(&self) -> [f64; 2] {
        [self.x[1] - self.x[0], self.y[1] - self.y[0]]
    }

    /// True where it can be drawn: not so small that f64 tells no points apart, nor so far
    /// away that no cost is finite.
    #[must_use]
    pub fn is_sound(&self) -> bool {
        [self.x, self.y].into_iter().all(|[from, to]| {
            let (size, place) = (to - from, from.abs().max(to.abs()));
            size > place * 1e-9 && size > 1e-9 && place < 1e6
        })
    }

    /// The middle.
    #[must_use]
    pub fn center(&self) -> [f64; 2] {
        [self.x[0] + 0.5 * self.size()[0], self.y[0] + 0.5 * self.size()[1]]
    }

    /// True for a point inside or on the edge.
    #[must_use]
    pub fn contains(&self, [x, y]: [f64; 2]) -> bool {
        (self.x[0]..=self.x[1]).contains(&x) && (self.y[0]..=self.y[1]).contains(&y)
    }

    /// The point of the region nearest to this one.
    #[must_use]
    pub fn nearest(&self, [x, y]: [f64; 2]) -> [f64; 2] {
        [x.clamp(self.x[0], self.x[1]), y.clamp(self.y[0], self.y[1])]
    }

    /// The point at these fractions of the width and height, (0, 0) lower left.
    #[must_use]
    pub fn at(&self, [u, v]: [f64; 2]) -> [f64; 2] {
        let [width, height] = self.size();
        [self.x[0] + u * width, self.y[0] + v * height]
    }

    /// The fractions of the width and height at which a point lies: [`Region::at`] undone.
    #[must_use]
    pub fn fractions(&self, [x, y]: [f64; 2]) -> [f64; 2] {
        let [width, height] = self.size();
        [(x - self.x[0]) / width, (y - self.y[0]) / height]
    }

    /// The region `factor` times as large with `fixed` at the same place in the picture.
    #[must_use]
    pub fn zoomed(&self, fixed: [f64; 2], factor: f64) -> Self {
        let scale = |[a, b]: [f64; 2], f: f64| [f + (a - f) * factor, f + (b - f) * factor];
        Self { x: scale(self.x, fixed[0]), y: scale(self.y, fixed[1]) }
    }

    /// The region moved by (dx, dy).
    #[must_use]
    pub fn moved(&self, [dx, dy]: [f64; 2]) -> Self {
        Self { x: self.x.map(|x| x + dx), y: self.y.map(|y| y + dy) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fractions_and_points_undo_each_other() {
        let region = Region { x: [-2.0, 6.0], y: [1.0, 2.0] };
        assert_eq!(region.at([0.25, 0.5]), [0.0, 1.5]);
        assert_eq!(region.fractions([0.0, 1.5]), [0.25, 0.5]);
    }

    #[test]
    fn zooming_keeps_the_fixed_point_where_it_was() {
        let region = Region::square(-2.0, 2.0);
        let closer = region.zoomed([1.0, -1.0], 0.5);
        assert_eq!(closer, Region { x: [-0.5, 1.5], y: [-1.5, 0.5] });
        assert_eq!(closer.fractions([1.0, -1.0]), region.fractions([1.0, -1.0]));
    }
}
