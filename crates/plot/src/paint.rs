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
    let mut pixels = Vec::new();
    paint_over(&mut pixels, field, levels, theme, [width, height]);
    pixels
}

/// The same in the memory of an earlier picture.
pub fn paint_over(
    pixels: &mut Vec<[u8; 4]>,
    field: &Field,
    levels: &Levels,
    theme: &Theme,
    [width, height]: [usize; 2],
) {
    // What is there is painted over: only what is missing is filled.
    pixels.resize(width * height, [0; 4]);
    let mut painter = Painter::new(field, Bands::new(levels, theme), width, height);
    let up: Vec<Place> = (0..height).map(|j| Place::of(j, height, field.rows)).collect();
    let (mut rest, mut first) = (pixels.as_mut_slice(), 0);
    for (strip, end) in ends(&up, field.rows - 1).into_iter().enumerate() {
        let (above, lines) = rest.split_at_mut(rest.len() - (end - first) * width);
        painter.divide(field, strip);
        for (line, place) in lines.chunks_exact_mut(width).rev().zip(&up[first..end]) {
            painter.line(field, strip, place.part, line);
        }
        (rest, first) = (above, end);
    }
}

/// Paints strip after strip: what lies between two rows of samples.
struct Painter {
    bands: Bands,
    /// Where the pixels of a line are between the samples of a row.
    across: Vec<Place>,
    /// For each cell, the pixel after its last one.
    ends: Vec<usize>,
    /// How much of a cell a pixel is, to the right and upwards.
    scale: [f64; 2],
    /// Per cell of the strip, a cost below which it has no pixel, nor has a pixel's neighbour.
    low: Vec<f64>,
    /// The same above it.
    high: Vec<f64>,
    /// The strip from left to right, in pieces.
    pieces: Vec<Piece>,
    /// The costs along a line of pixels at the columns of samples.
    costs: Vec<f64>,
    /// Per cell of such a line, [`SHADES`] by how much the cost changes from pixel to pixel.
    fineness: Vec<f64>,
}

/// Cells side by side.
#[derive(Clone, Copy)]
struct Piece {
    /// The cell after the last one.
    end: usize,
    tones: Tones,
}

/// What is known of all pixels of a cell.
#[derive(Clone, Copy, PartialEq)]
enum Tones {
    /// They are within this band, away from its ends.
    Band(usize),
    /// They are near no level but this one.
    Level(usize),
    /// There are several levels, or a cost is not finite.
    Any,
}

impl Painter {
    fn new(field: &Field, bands: Bands, width: usize, height: usize) -> Self {
        let cells = [field.columns - 1, field.rows - 1];
        let across: Vec<_> = (0..width).map(|i| Place::of(i, width, field.columns)).collect();
        Self {
            bands,
            ends: ends(&across, cells[0]),
            across,
            scale: [cells[0] as f64 / width as f64, cells[1] as f64 / height as f64],
            low: vec![0.0; cells[0]],
            high: vec![0.0; cells[0]],
            pieces: Vec::new(),
            costs: vec![0.0; field.columns],
            fineness: vec![0.0; cells[0]],
        }
    }

    /// Divides a strip into pieces, so that its lines need not look at each cell.
    fn divide(&mut self, field: &Field, strip: usize) {
        self.reach(samples(field, strip));
        self.pieces.clear();
        let (mut cell, mut band) = (0, 0);
        while cell < self.low.len() {
            self.bands.find(self.low[cell], &mut band);
            let (end, tones) = self.piece(cell, band);
            match self.pieces.last_mut() {
                Some(piece) if piece.tones == tones => piece.end = end,
                _ => self.pieces.push(Piece { end, tones }),
            }
            cell = end;
        }
    }

    /// Computes between which costs each cell of a strip lies.
    fn reach(&mut self, [below, above]: [&[f64]; 2]) {
        let (cells, [right, up]) = (self.low.len(), self.scale);
        let (low, high) = (&mut self.low[..cells], &mut self.high[..cells]);
        let [a, b, c, d] = [below, &below[1..], above, &above[1..]].map(|corner| &corner[..cells]);
        for i in 0..cells {
            let steepness =
                larger((b[i] - a[i]).abs(), (d[i] - c[i]).abs()) * right + (c[i] - a[i]).abs() * up;
            low[i] = smaller(smaller(a[i], b[i]), smaller(c[i], d[i])) - steepness;
            high[i] = larger(larger(a[i], b[i]), larger(c[i], d[i])) + steepness;
        }
    }

    /// The piece that begins at a cell of which the lowest cost is in this band.
    fn piece(&self, begin: usize, band: usize) -> (usize, Tones) {
        let levels = &self.bands.levels;
        let [floor, middle] = [levels[band], levels[band + 1]];
        let cells = self.low[begin..].iter().zip(&self.high[begin..]);
        let count =
            cells.clone().take_while(|&(&low, &high)| low >= floor && high <= middle).count();
        if count > 0 {
            return (begin + count, Tones::Band(band));
        }
        let top = levels.get(band + 2).copied().unwrap_or(f64::NAN);
        let around = |low: f64, high: f64| (floor..middle).contains(&low) && high <= top;
        let count = cells.take_while(|&(&low, &high)| around(low, high) && high > middle).count();
        if count > 0 { (begin + count, Tones::Level(band)) } else { (begin + 1, Tones::Any) }
    }

    /// Paints a line of pixels, so far above the strip's lower row.
    fn line(&mut self, field: &Field, strip: usize, part: f64, line: &mut [[u8; 4]]) {
        if !matches!(self.pieces[..], [Piece { tones: Tones::Band(_), .. }]) {
            self.interpolate(samples(field, strip), part);
        }
        let Self { bands, across, costs, fineness, pieces, ends, .. } = &*self;
        let (mut first, mut band) = (0, 0);
        for &Piece { end, tones } in pieces {
            let pixels = first..ends[end - 1];
            first = pixels.end;
            let line = &mut line[pixels.clone()];
            let places = &across[pixels];
            let at = |&Place { index, part }: &Place| {
                let (left, right) = (costs[index], costs[index + 1]);
                (left + part * (right - left), fineness[index])
            };
            match tones {
                Tones::Band(band) => line.fill(bands.plain[band]),
                Tones::Level(level) => {
                    let (height, shades) = (bands.levels[level + 1], &bands.shades[level]);
                    for (pixel, place) in line.iter_mut().zip(places) {
                        let (cost, fineness) = at(place);
                        *pixel = shades[shade(cost - height, fineness)];
                    }
                }
                Tones::Any => {
                    for (pixel, place) in line.iter_mut().zip(places) {
                        let (cost, fineness) = at(place);
                        *pixel = bands.colour(cost, fineness, &mut band);
                    }
                }
            }
        }
    }

    /// Computes the costs of a line, and how fine its shades are.
    fn interpolate(&mut self, [below, above]: [&[f64]; 2], part: f64) {
        for ((cost, a), b) in self.costs.iter_mut().zip(below).zip(above) {
            *cost = a + part * (b - a);
        }
        let [right, up] = self.scale;
        let rises = below.iter().zip(above).map(|(a, b)| (b - a).abs() * up);
        let cells = self.fineness.iter_mut().zip(self.costs.windows(2)).zip(rises);
        for ((fineness, pair), rise) in cells {
            *fineness = SHADES as f64 / ((pair[1] - pair[0]).abs() * right + rise);
        }
    }
}

/// The two rows of samples that a strip lies between, the lower first.
fn samples(field: &Field, strip: usize) -> [&[f64]; 2] {
    [strip, strip + 1].map(|row| &field.values[row * field.columns..][..field.columns])
}

// Without the care for NaN that std's take, these are one instruction.
fn smaller(a: f64, b: f64) -> f64 {
    if b < a { b } else { a }
}

fn larger(a: f64, b: f64) -> f64 {
    if a < b { b } else { a }
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
    /// Per level, the colours around it: see [`shade`].
    shades: Vec<[[u8; 4]; AROUND]>,
}

/// How many colours there are around a level: those within a pixel below it and above it, and the
/// bands' own. There are so many places that every byte is one.
const AROUND: usize = 256;

/// Which of a level's colours a cost has that is so far above it. `fineness` is how many shades
/// there are for a unit of cost.
#[inline]
fn shade(above: f64, fineness: f64) -> usize {
    /// The sum of a small number and this has the number, rounded, as its last bits: 1.5 · 2⁵².
    const TO_WHOLE: f64 = 1.5 / f64::EPSILON;
    let place = above * fineness + (SHADES as f64 + 0.5);
    let place = smaller(larger(place, 0.0), (2 * SHADES + 1) as f64);
    (place + TO_WHOLE).to_bits() as usize % AROUND
}

impl Bands {
    fn new(levels: &Levels, theme: &Theme) -> Self {
        let opaque = |[r, g, b]: [u8; 3]| [r, g, b, 255];
        let colours = theme.bands(levels);
        // How much of a pixel belongs to which band, and the line between them.
        let shade = |own, other, step| {
            let away = (step as f64 + 0.5) / SHADES as f64;
            let mixed = mix(own, other, (0.5 - away).max(0.0));
            opaque(mix(mixed, theme.edge.rgb, EDGE * (1.0 - away)))
        };
        let shades = colours.windows(2).map(|pair| {
            std::array::from_fn(|place| match place {
                0 => opaque(pair[0]),
                1..=SHADES => shade(pair[0], pair[1], SHADES - place),
                _ if place <= 2 * SHADES => shade(pair[1], pair[0], place - SHADES - 1),
                _ => opaque(pair[1]),
            })
        });
        let ends = (f64::NEG_INFINITY, f64::INFINITY);
        let inner = levels.values().iter().copied();
        Self {
            levels: std::iter::once(ends.0).chain(inner).chain(std::iter::once(ends.1)).collect(),
            shades: shades.collect(),
            plain: colours.into_iter().map(opaque).collect(),
        }
    }

    /// Moves to the band of a cost, from one that is nearly always near it.
    #[inline]
    fn find(&self, cost: f64, band: &mut usize) {
        let last = self.plain.len() - 1;
        while *band < last && cost >= self.levels[*band + 1] {
            *band += 1;
        }
        while cost < self.levels[*band] {
            *band -= 1;
        }
    }

    /// The colour of a cost, where there are `fineness` shades for a unit of cost. `band` is
    /// where the search begins: the neighbour's band, which is nearly always right.
    #[inline]
    fn colour(&self, cost: f64, fineness: f64, band: &mut usize) -> [u8; 4] {
        let last = self.plain.len() - 1;
        if cost.is_nan() {
            return self.plain[last];
        }
        self.find(cost, band);
        let (below, above) = (cost - self.levels[*band], self.levels[*band + 1] - cost);
        let (away, level) = if below < above { (below, *band - 1) } else { (-above, *band) };
        // Neither on a plain nor beside a cost that is not finite.
        if level < last && fineness > 0.0 && fineness < f64::INFINITY {
            self.shades[level][shade(away, fineness)]
        } else {
            self.plain[*band]
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use descent_core::{Landscape, Region};

    /// The picture pixel by pixel.
    fn one_by_one(
        field: &Field,
        levels: &Levels,
        theme: &Theme,
        [width, height]: [usize; 2],
    ) -> Vec<[u8; 4]> {
        let bands = Bands::new(levels, theme);
        let per_pixel = |cells: usize, pixels: usize| cells as f64 / pixels as f64;
        let pixel = |i: usize, j: usize| {
            let x = Place::of(i, width, field.columns);
            let y = Place::of(height - 1 - j, height, field.rows);
            let at = |column, row| -> f64 { field.values[row * field.columns + column] };
            let along = |column| {
                let (a, b) = (at(column, y.index), at(column, y.index + 1));
                (a + y.part * (b - a), (b - a).abs() * per_pixel(field.rows - 1, height))
            };
            let ((left, upwards), (right, _)) = (along(x.index), along(x.index + 1));
            let rise = right - left;
            let steepness = rise.abs() * per_pixel(field.columns - 1, width) + upwards;
            bands.colour(left + x.part * rise, SHADES as f64 / steepness, &mut 0)
        };
        (0..height)
            .flat_map(|j| (0..width).map(move |i| (i, j)))
            .map(|(i, j)| pixel(i, j))
            .collect()
    }

    fn check(field: &Field, sizes: &[[usize; 2]]) {
        let levels = Levels::of(field, Levels::COUNT);
        let mut pixels = vec![[1, 2, 3, 4]; 7000];
        for &size in sizes {
            paint_over(&mut pixels, field, &levels, &Theme::DARK, size);
            let expected = one_by_one(field, &levels, &Theme::DARK, size);
            assert!(pixels == expected, "{:?} at {size:?}", field.region);
        }
    }

    #[test]
    fn every_pixel_is_painted_by_its_own_cost() {
        let sizes = [[120, 90], [61, 140], [30, 25], [200, 3], [1, 1]];
        for landscape in Landscape::all() {
            let it = landscape.get();
            check(&it.sample(it.region(), 61, 46, &it.start()), &sizes);
            check(&it.sample(it.region(), 2, 3, &it.start()), &sizes);
        }
    }

    #[test]
    fn costs_that_are_not_finite_are_painted_too() {
        let odd = [f64::INFINITY, f64::NEG_INFINITY, f64::NAN, 1e308, -1e308];
        for shift in 0..odd.len() {
            let cost = |[x, y]: [f64; 2]| {
                let place = (x * 20.0 + y * 140.0) as usize;
                if place % 4 == 1 { odd[(place / 4 + shift) % odd.len()] } else { x * 5.0 - y }
            };
            check(
                &Field::by(cost, Region::square(0.0, 1.0), 21, 15),
                &[[80, 60], [20, 14], [9, 50]],
            );
        }
    }

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
