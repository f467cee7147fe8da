use descent_core::Region;

/// A rectangle on a canvas, in CSS pixels from its upper left corner.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Rect {
    /// The left edge.
    pub left: f64,
    /// The upper edge.
    pub top: f64,
    /// To the right edge.
    pub width: f64,
    /// To the lower edge.
    pub height: f64,
}

/// Where a picture's parts stand on its canvas. Edges lie on device pixels.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Layout {
    /// Width and height of the canvas in CSS pixels.
    pub size: [f64; 2],
    /// Device pixels per CSS pixel.
    pub ratio: f64,
    /// The part inside the axes.
    pub plot: Rect,
}

/// Space around the part inside the axes, in CSS pixels.
struct Margins {
    left: f64,
    right: f64,
    top: f64,
    bottom: f64,
}

impl Layout {
    /// A landscape with its axes and colour bar.
    #[must_use]
    pub fn map(size: [f64; 2], ratio: f64) -> Self {
        Self::new(size, ratio, &Margins { left: 50.0, right: 70.0, top: 24.0, bottom: 40.0 })
    }

    /// A chart over epochs.
    #[must_use]
    pub fn chart(size: [f64; 2], ratio: f64) -> Self {
        Self::new(size, ratio, &Margins { left: 56.0, right: 14.0, top: 12.0, bottom: 40.0 })
    }

    fn new(size: [f64; 2], ratio: f64, margins: &Margins) -> Self {
        let snap = |v: f64| (v * ratio).round() / ratio;
        let (left, top) = (snap(margins.left), snap(margins.top));
        let right = snap((size[0] - margins.right).max(left + 8.0));
        let bottom = snap((size[1] - margins.bottom).max(top + 8.0));
        let plot = Rect { left, top, width: right - left, height: bottom - top };
        Self { size, ratio, plot }
    }

    /// The canvas's size in device pixels.
    #[must_use]
    pub fn device_size(&self) -> [u32; 2] {
        self.size.map(|s| (s * self.ratio).round().max(1.0) as u32)
    }

    /// The plot in whole device pixels: left, top, and width and height of at least one.
    #[must_use]
    pub fn device_plot(&self) -> [u32; 4] {
        let Rect { left, top, width, height } = self.plot;
        let [left, top, width, height] =
            [left, top, width, height].map(|v| (v * self.ratio).round() as u32);
        [left, top, width.max(1), height.max(1)]
    }

    /// Where a point of the plane stands on the canvas when `view` fills the plot.
    #[must_use]
    pub fn pixel(&self, view: Region, point: [f64; 2]) -> [f64; 2] {
        let [u, v] = view.fractions(point);
        [self.plot.left + u * self.plot.width, self.plot.top + (1.0 - v) * self.plot.height]
    }

    /// The point of the plane at a place on the canvas: [`Layout::pixel`] undone.
    #[must_use]
    pub fn point(&self, view: Region, [x, y]: [f64; 2]) -> [f64; 2] {
        let u = (x - self.plot.left) / self.plot.width;
        let v = 1.0 - (y - self.plot.top) / self.plot.height;
        view.at([u, v])
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pixels_and_points_undo_each_other() {
        let layout = Layout::map([500.0, 470.0], 1.25);
        let view = Region { x: [-2.0, 2.0], y: [0.0, 1.0] };
        let [x, y] = layout.point(view, layout.pixel(view, [0.3, 0.7]));
        assert!((x - 0.3).abs() < 1e-12 && (y - 0.7).abs() < 1e-12);
        let upper_left = layout.pixel(view, [-2.0, 1.0]);
        assert_eq!(upper_left, [layout.plot.left, layout.plot.top]);
        for edge in [layout.plot.left, layout.plot.top, layout.plot.width, layout.plot.height] {
            assert!((edge * 1.25 - (edge * 1.25).round()).abs() < 1e-9);
        }
    }
}
