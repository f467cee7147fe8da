use descent_core::{Field, Levels};

use crate::Theme;
use crate::theme::mix;

/// How strongly a contour line stands out from the bands beside it.
const EDGE: f64 = 0.16;

/// Device pixels between two samples of a painted field. The bands' edges come from
/// interpolation, so nothing is seen of it.
const SPACING: f64 = 2.0;

/// The most samples along one side, whatever the screen.
const MOST: usize = 800;

/// How many columns and rows to sample for a picture of so many device pixels.
#[must_use]
pub fn grid(width: u32, height: u32) -> [usize; 2] {
    [width, height].map(|side| ((f64::from(side) / SPACING) as usize + 1).clamp(2, MOST))
}

/// A field as filled contours: `width` × `height` pixels of red, green, blue and
/// opacity, the upper row first. Bands meet in a fine line without steps.
#[must_use]
pub fn paint(
    field: &Field,
    levels: &Levels,
    theme: &Theme,
    width: usize,
    height: usize,
) -> Vec<[u8; 4]> {
    let mut pixels = vec![[0, 0, 0, 255]; width * height];
    let bands = Bands::new(levels, theme);
    let across: Vec<Place> = (0..width).map(|i| Place::of(i, width, field.columns)).collect();
    let per_pixel = (field.columns - 1) as f64 / width as f64;
    let mut row = vec![0.0; field.columns];
    let mut rise = vec![0.0; field.columns];
    for (j, line) in pixels.chunks_exact_mut(width).enumerate() {
        let up = Place::of(height - 1 - j, height, field.rows);
        let below = &field.values[up.index * field.columns..][..field.columns];
        let above = &field.values[(up.index + 1) * field.columns..][..field.columns];
        let down_scale = (field.rows - 1) as f64 / height as f64;
        for (k, (&a, &b)) in below.iter().zip(above).enumerate() {
            row[k] = a + up.part * (b - a);
            rise[k] = (b - a).abs() * down_scale;
        }
        let mut band = 0;
        for (pixel, place) in line.iter_mut().zip(&across) {
            let (a, b) = (row[place.index], row[place.index + 1]);
            let steepness = (b - a).abs() * per_pixel + rise[place.index];
            let [r, g, b] = bands.colour(a + place.part * (b - a), steepness, &mut band);
            *pixel = [r, g, b, 255];
        }
    }
    pixels
}

/// A pixel's place between two samples.
#[derive(Clone, Copy)]
struct Place {
    index: usize,
    part: f64,
}

impl Place {
    fn of(pixel: usize, pixels: usize, samples: usize) -> Self {
        let place = (pixel as f64 + 0.5) / pixels as f64 * (samples - 1) as f64;
        let index = (place as usize).min(samples - 2);
        Self { index, part: place - index as f64 }
    }
}

/// The bands' colours, and the levels between them with a sentinel at each end.
struct Bands {
    levels: Vec<f64>,
    colours: Vec<[u8; 3]>,
    edge: [u8; 3],
}

impl Bands {
    fn new(levels: &Levels, theme: &Theme) -> Self {
        let ends = (f64::NEG_INFINITY, f64::INFINITY);
        let inner = levels.values().iter().copied();
        Self {
            levels: std::iter::once(ends.0).chain(inner).chain(std::iter::once(ends.1)).collect(),
            colours: theme.bands(levels),
            edge: theme.edge.rgb,
        }
    }

    /// The colour of a cost that changes by `steepness` from pixel to pixel. `band` is
    /// where the search begins: the neighbour's band, which is nearly always right.
    #[inline]
    fn colour(&self, cost: f64, steepness: f64, band: &mut usize) -> [u8; 3] {
        let last = self.colours.len() - 1;
        if cost.is_nan() {
            return self.colours[last];
        }
        while *band < last && cost >= self.levels[*band + 1] {
            *band += 1;
        }
        while *band > 0 && cost < self.levels[*band] {
            *band -= 1;
        }
        let (below, above) = (cost - self.levels[*band], self.levels[*band + 1] - cost);
        if below.min(above) < steepness {
            self.blend(below, above, steepness, *band)
        } else {
            self.colours[*band]
        }
    }

    /// The colour within a pixel of a level: how much of the pixel belongs to which
    /// band, and the line between them.
    fn blend(&self, below: f64, above: f64, steepness: f64, band: usize) -> [u8; 3] {
        let (near, other) = if below < above { (below, band - 1) } else { (above, band + 1) };
        let share = (0.5 - near / steepness).max(0.0);
        let Some(&other) = self.colours.get(other) else { return self.colours[band] };
        let mixed = mix(self.colours[band], other, share);
        mix(mixed, self.edge, EDGE * (1.0 - near / steepness))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use descent_core::Landscape;

    #[test]
    fn lighter_is_cheaper() {
        for landscape in Landscape::all() {
            let surface = landscape.get();
            let field = surface.sample(surface.region(), 41, 41);
            let levels = Levels::of(&field, Levels::COUNT);
            for theme in [Theme::LIGHT, Theme::DARK] {
                let lightness: Vec<u32> = theme
                    .bands(&levels)
                    .iter()
                    .map(|rgb| rgb.iter().map(|&c| u32::from(c)).sum())
                    .collect();
                assert!(lightness.is_sorted_by(|a, b| a > b), "{}", landscape.kind());
                let pixels = paint(&field, &levels, &theme, 64, 48);
                assert_eq!(pixels.len(), 64 * 48);
                let first = pixels[0];
                assert!(pixels.iter().any(|p| *p != first), "{} is blank", landscape.kind());
            }
        }
    }
}
