use descent_core::{Field, Levels};

use crate::Theme;
use crate::theme::mix;

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
    let mut pixels = vec![[0; 4]; width * height];
    let bands = Bands::new(levels, theme);
    let across: Vec<Place> = (0..width).map(|i| Place::of(i, width, field.columns)).collect();
    let ends = ends(&across, field.columns - 1);
    let per_pixel = (field.columns - 1) as f64 / width as f64;
    let down_scale = (field.rows - 1) as f64 / height as f64;
    let mut row = vec![0.0; field.columns];
    let mut steepness = vec![0.0; field.columns - 1];
    for (j, line) in pixels.chunks_exact_mut(width).enumerate() {
        let up = Place::of(height - 1 - j, height, field.rows);
        let below = &field.values[up.index * field.columns..][..field.columns];
        let above = &field.values[(up.index + 1) * field.columns..][..field.columns];
        for ((value, &a), &b) in row.iter_mut().zip(below).zip(above) {
            *value = a + up.part * (b - a);
        }
        let rises = below.iter().zip(above).map(|(a, b)| (b - a).abs() * down_scale);
        for ((steepness, pair), rise) in steepness.iter_mut().zip(row.windows(2)).zip(rises) {
            *steepness = (pair[1] - pair[0]).abs() * per_pixel + rise;
        }
        let (mut band, mut pixel) = (0, 0);
        for ((pair, &steepness), &end) in row.windows(2).zip(&steepness).zip(&ends) {
            let cell = pixel..end;
            pixel = end;
            if bands.hold(band, pair, steepness) {
                line[cell].fill(bands.plain[band]);
                continue;
            }
            let rise = pair[1] - pair[0];
            for (pixel, place) in line[cell.clone()].iter_mut().zip(&across[cell]) {
                *pixel = bands.colour(pair[0] + place.part * rise, steepness, &mut band);
            }
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

/// For each of the `cells` between two samples, the pixel after its last one.
fn ends(places: &[Place], cells: usize) -> Vec<usize> {
    (0..cells).map(|cell| places.partition_point(|place| place.index <= cell)).collect()
}

/// How finely the colours within a pixel of a level are told apart.
const SHADES: usize = 64;

/// The bands' colours, and the levels between them with a sentinel at each end.
struct Bands {
    levels: Vec<f64>,
    /// A band's colour.
    plain: Vec<[u8; 4]>,
    /// Per level, its colours within a pixel below it and within a pixel above it, the
    /// nearest first.
    shades: Vec<[[[u8; 4]; SHADES]; 2]>,
}

impl Bands {
    fn new(levels: &Levels, theme: &Theme) -> Self {
        let opaque = |[r, g, b]: [u8; 3]| [r, g, b, 255];
        let colours = theme.bands(levels);
        // How much of a pixel belongs to which band, and the line between them.
        let shade = |own, other, (edge, strength): ([u8; 3], f64), step| {
            let away = (step as f64 + 0.5) / SHADES as f64;
            let mixed = mix(own, other, (0.5 - away).max(0.0));
            opaque(mix(mixed, edge, strength * (1.0 - away)))
        };
        let shades = colours.windows(2).map(|pair| {
            let edge = theme.contour(pair[1]);
            [(pair[0], pair[1]), (pair[1], pair[0])]
                .map(|(own, other)| std::array::from_fn(|step| shade(own, other, edge, step)))
        });
        let ends = (f64::NEG_INFINITY, f64::INFINITY);
        let inner = levels.values().iter().copied();
        Self {
            levels: std::iter::once(ends.0).chain(inner).chain(std::iter::once(ends.1)).collect(),
            shades: shades.collect(),
            plain: colours.into_iter().map(opaque).collect(),
        }
    }

    /// Whether all between two costs is in this band, and further from its ends than the
    /// cost changes from pixel to pixel.
    #[inline]
    fn hold(&self, band: usize, costs: &[f64], steepness: f64) -> bool {
        let (low, high) = (self.levels[band], self.levels[band + 1]);
        costs.iter().all(|cost| cost - low >= steepness && high - cost >= steepness)
    }

    /// The colour of a cost that changes by `steepness` from pixel to pixel. `band` is
    /// where the search begins: the neighbour's band, which is nearly always right.
    #[inline]
    fn colour(&self, cost: f64, steepness: f64, band: &mut usize) -> [u8; 4] {
        let last = self.plain.len() - 1;
        if cost.is_nan() {
            return self.plain[last];
        }
        while *band < last && cost >= self.levels[*band + 1] {
            *band += 1;
        }
        while *band > 0 && cost < self.levels[*band] {
            *band -= 1;
        }
        let (below, above) = (cost - self.levels[*band], self.levels[*band + 1] - cost);
        let (near, level, side) =
            if below < above { (below, *band - 1, 1) } else { (above, *band, 0) };
        if near < steepness && level < last {
            let step = (near / steepness * SHADES as f64) as usize;
            self.shades[level][side][step.min(SHADES - 1)]
        } else {
            self.plain[*band]
        }
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
            let field = surface.sample(surface.region(), 41, 41, &surface.start());
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
