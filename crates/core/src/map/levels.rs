use crate::Field;

/// The costs at which a picture changes its tone: logarithmic in the height above the
/// lowest point, so that a valley's floor shows as much as its walls.
///
/// The tone of a cost z is u(z) = ln(1 + (z − low)/s) / ln(1 + (high − low)/s), from 0
/// at the lowest cost of the picture to 1 at the highest. Levels stand at equal steps
/// of u.
///
/// [`Levels::down_to`] adds fine levels below the first of them, at round heights above the lowest
/// point (0.5, 0.1, 0.01). Each takes as much of the tones as any other level does.
#[derive(Clone, Debug, PartialEq)]
pub struct Levels {
    low: f64,
    high: f64,
    scale: f64,
    values: Vec<f64>,
    /// How many of the values are fine ones.
    fine: usize,
    /// Whether the lowest cost is that of a known minimum.
    known: bool,
}

impl Levels {
    /// How many levels a picture has.
    pub const COUNT: usize = 24;

    /// The levels of a sampled field. s is the height below which a twentieth of the
    /// picture lies. Costs that are not finite are left out.
    #[must_use]
    pub fn of(field: &Field, count: usize) -> Self {
        Self::above(field.extent().unwrap_or([0.0, 1.0])[0], field, count)
    }

    /// The levels of a sampled field, with fine ones down to its lowest point. That is the cost
    /// of a known minimum in it, if there is one: samples beside it are higher.
    #[must_use]
    pub fn down_to(known: Option<f64>, field: &Field, count: usize) -> Self {
        let low = field.extent().unwrap_or([0.0, 1.0])[0];
        let mut levels = Self::above(known.map_or(low, |known| low.min(known)), field, count);
        let first = levels.values.first().copied().unwrap_or(levels.high);
        let mut fine = fine_heights(first - levels.low);
        // What rounding of the costs themselves would blur.
        let least = 1e-13 * levels.low.abs().max(levels.high.abs());
        fine.retain(|&height| height > least);
        levels.fine = fine.len();
        levels.known = known.is_some_and(|known| known <= low);
        let fine = fine.into_iter().rev().map(|height| levels.low + height);
        levels.values = fine.chain(std::mem::take(&mut levels.values)).collect();
        levels
    }

    fn above(low: f64, field: &Field, count: usize) -> Self {
        let high = field.extent().unwrap_or([0.0, 1.0])[1];
        let span = if high > low { high - low } else { 1.0 };
        let scale = (twentieth(field) - low).clamp(span * 1e-9, span);
        let mut levels =
            Self { low, high: low + span, scale, values: Vec::new(), fine: 0, known: false };
        let coarse = |k: usize| levels.coarse_at(k as f64 / (count + 1) as f64);
        levels.values = (1..=count).map(coarse).collect();
        levels
    }

    /// The levels, cheapest first.
    #[must_use]
    pub fn values(&self) -> &[f64] {
        &self.values
    }

    /// The lowest and the highest cost of the picture.
    #[must_use]
    pub fn extent(&self) -> [f64; 2] {
        [self.low, self.high]
    }

    /// The tone of a cost, from 0 (cheapest) to 1; what lies outside gets the nearest.
    #[must_use]
    pub fn tone(&self, cost: f64) -> f64 {
        let tone = self.coarse_tone(cost);
        if self.fine == 0 {
            return tone;
        }
        let bands = (self.values.len() + 1) as f64;
        let coarse = tone * (bands - self.fine as f64);
        if coarse >= 1.0 {
            return (self.fine as f64 + coarse) / bands;
        }
        let band = self.values[..self.fine].partition_point(|&level| level <= cost);
        let [from, to] = self.ends(band);
        let part = ((cost - from) / (to - from)).clamp(0.0, 1.0);
        (band as f64 + part) / bands
    }

    /// The cost of a tone: [`Levels::tone`] undone.
    #[must_use]
    pub fn at(&self, tone: f64) -> f64 {
        if self.fine == 0 {
            return self.coarse_at(tone);
        }
        let bands = (self.values.len() + 1) as f64;
        let place = tone * bands;
        if place >= (self.fine + 1) as f64 {
            return self.coarse_at((place - self.fine as f64) / (bands - self.fine as f64));
        }
        let band = place.max(0.0).floor();
        let [from, to] = self.ends(band as usize);
        from + (place - band) * (to - from)
    }

    /// The ends of one of the bands up to the first coarse level.
    fn ends(&self, band: usize) -> [f64; 2] {
        let from = if band == 0 { self.low } else { self.values[band - 1] };
        [from, self.values.get(band).copied().unwrap_or(self.high)]
    }

    fn coarse_tone(&self, cost: f64) -> f64 {
        let full = libm::log1p((self.high - self.low) / self.scale);
        let tone = libm::log1p((cost - self.low).max(0.0) / self.scale) / full;
        tone.min(1.0)
    }

    fn coarse_at(&self, tone: f64) -> f64 {
        let full = libm::log1p((self.high - self.low) / self.scale);
        self.low + self.scale * libm::expm1(tone * full)
    }

    /// In which band a cost lies: how many levels are at or below it.
    #[must_use]
    pub fn band(&self, cost: f64) -> usize {
        if cost.is_nan() {
            return self.values.len();
        }
        self.values.partition_point(|&level| level <= cost)
    }

    /// Costs to write beside the colour bar, at least `gap` of tone apart: round
    /// numbers, the roundest first.
    #[must_use]
    pub fn ticks(&self, gap: f64) -> Vec<f64> {
        let mut ticks: Vec<f64> = Vec::new();
        for candidate in self.candidates() {
            let inside = self.low <= candidate && candidate <= self.high;
            let apart = |tick: &f64| (self.tone(*tick) - self.tone(candidate)).abs() >= gap;
            if inside && ticks.iter().all(apart) {
                let place = ticks.partition_point(|&tick| tick < candidate);
                ticks.insert(place, candidate);
            }
        }
        ticks
    }

    fn candidates(&self) -> Vec<f64> {
        let size = self.low.abs().max(self.high.abs());
        let top = libm::floor(libm::log10(size)) as i32;
        let power = |k: i32| libm::pow(10.0, f64::from(k));
        let decades = |digit: f64| {
            (0..9).flat_map(move |k| [digit * power(top - k), -digit * power(top - k)])
        };
        let mut all: Vec<f64> = std::iter::once(0.0).chain(decades(1.0)).collect();
        let step = power(libm::floor(libm::log10((self.high - self.low) / 2.0)) as i32);
        let first = libm::ceil(self.low / step);
        all.extend((0..20).map(|k| (first + f64::from(k)) * step));
        all.extend(decades(5.0).chain(decades(2.0)));
        if self.known {
            all.extend(&self.values[..self.fine]);
        }
        all
    }
}

/// Round heights below the first level, the highest first: half a power of ten, and powers of ten
/// down to a hundredth or less.
fn fine_heights(first: f64) -> Vec<f64> {
    let room = 0.7 * first;
    if room <= 0.0 || !room.is_finite() {
        return Vec::new();
    }
    let power = |k: i32| libm::pow(10.0, f64::from(k));
    let top = libm::floor(libm::log10(room)) as i32;
    let half = 5.0 * power(top);
    let last = (top - 1).min(-2).max(top - 4);
    let powers = (last..=top).rev().map(power);
    std::iter::once(half).filter(|half| *half <= room).chain(powers).collect()
}

/// The cost below which a twentieth of the picture lies.
fn twentieth(field: &Field) -> f64 {
    let stride = (field.values.len() / 4096).max(1);
    let sample = field.values.iter().copied().step_by(stride);
    let sample: Vec<f64> = sample.filter(|v| v.is_finite()).collect();
    let place = sample.len() / 20;
    smallest(sample, place).unwrap_or(0.0)
}

/// The number that would stand at `place` if all were sorted: quickselect, a tenth of what
/// std's, which is ready for anything, adds to the page.
fn smallest(mut numbers: Vec<f64>, mut place: usize) -> Option<f64> {
    loop {
        let pivot = *numbers.get(numbers.len() / 2)?;
        let below = numbers.iter().filter(|&&number| number < pivot).count();
        let equal = numbers.iter().filter(|&&number| number == pivot).count();
        if place < below {
            numbers.retain(|&number| number < pivot);
        } else if place < below + equal {
            return Some(pivot);
        } else {
            place -= below + equal;
            numbers.retain(|&number| number > pivot);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Region;

    fn ramp(low: f64, high: f64) -> Levels {
        let values = (0..101).map(|i| low + (high - low) * f64::from(i) / 100.0);
        let values: Vec<f64> = values.clone().chain(values).collect();
        let field = Field { region: Region::square(0.0, 1.0), columns: 101, rows: 2, values };
        Levels::of(&field, 5)
    }

    #[test]
    fn tones_run_from_the_cheapest_to_the_dearest() {
        let levels = ramp(-1.0, 99.0);
        assert_eq!(levels.tone(-1.0), 0.0);
        assert_eq!(levels.tone(99.0), 1.0);
        assert_eq!(levels.tone(f64::INFINITY), 1.0);
        for tone in [0.1, 0.5, 0.9] {
            assert!((levels.tone(levels.at(tone)) - tone).abs() < 1e-12);
        }
    }

    #[test]
    fn a_band_begins_at_its_level() {
        let levels = ramp(0.0, 10.0);
        let &[first, second, ..] = levels.values() else { panic!("five levels") };
        assert_eq!(levels.band(0.0), 0);
        assert_eq!(levels.band(first), 1);
        assert_eq!(levels.band(0.5 * (first + second)), 1);
        assert_eq!(levels.band(f64::INFINITY), 5);
        assert_eq!(levels.band(f64::NAN), 5);
    }

    /// A field of these costs in one row, twice.
    fn field(costs: &[f64]) -> Field {
        let values = [costs, costs].concat();
        Field { region: Region::square(0.0, 1.0), columns: costs.len(), rows: 2, values }
    }

    fn close(a: f64, b: f64) -> bool {
        (a - b).abs() <= 1e-12 * (1.0 + b.abs())
    }

    #[test]
    fn tones_are_logarithmic_in_the_height_above_the_lowest_twentieth() {
        for (low, span) in [(0.0, 10.0), (-3.0, 1.0), (1e6, 1e3), (-70.0, 140.0)] {
            let levels = ramp(low, low + span);
            assert_eq!(levels.extent(), [low, low + span]);
            // On a ramp a twentieth lies below a twentieth of its height: s = span/20.
            for part in [0.0, 0.01, 0.05, 0.3, 0.5, 0.99, 1.0] {
                let tone = libm::log(1.0 + 20.0 * part) / libm::log(21.0);
                assert!(close(levels.tone(low + part * span), tone), "{part} of {levels:?}");
                assert!(close(levels.at(tone), low + part * span), "{part} of {levels:?}");
            }
            assert_eq!(levels.values().len(), 5);
            for (k, &level) in (1..).zip(levels.values()) {
                let height = (libm::pow(21.0, f64::from(k) / 6.0) - 1.0) / 20.0;
                assert!(close(level, low + span * height), "{k} of {levels:?}");
            }
        }
    }

    #[test]
    fn what_lies_outside_has_the_nearest_tone() {
        let levels = ramp(-1.0, 99.0);
        for cost in [-1.0, -1.5, -1e300, f64::NEG_INFINITY] {
            assert_eq!(levels.tone(cost), 0.0, "{cost}");
        }
        for cost in [99.0, 99.5, 1e300, f64::INFINITY] {
            assert_eq!(levels.tone(cost), 1.0, "{cost}");
        }
        assert!(levels.tone(98.9) < 1.0 && levels.tone(-0.9) > 0.0);
    }

    #[test]
    fn a_plain_has_a_span_of_one() {
        for cost in [0.0, -2.5, 7.0] {
            let levels = Levels::of(&field(&[cost; 30]), 3);
            assert_eq!(levels.extent(), [cost, cost + 1.0]);
            assert_eq!(levels.tone(cost), 0.0);
            assert!(levels.values().iter().all(|level| (cost..=cost + 1.0).contains(level)));
        }
    }

    #[test]
    fn without_a_finite_cost_there_are_levels_too() {
        let levels = Levels::of(&field(&[f64::INFINITY, f64::NAN]), 3);
        assert_eq!(levels.extent(), [0.0, 1.0]);
        assert!(levels.values().is_sorted_by(|a, b| a < b));
    }

    #[test]
    fn costs_that_are_not_finite_are_left_out() {
        let finite: Vec<f64> = (0..101).map(f64::from).collect();
        let odd = [f64::INFINITY, f64::NAN, f64::NEG_INFINITY];
        let levels = Levels::of(&field(&[&finite[..], &odd[..]].concat()), 5);
        assert_eq!(levels, Levels::of(&field(&finite), 5));
    }

    #[test]
    fn the_scale_stays_between_a_billionth_of_the_span_and_all_of_it() {
        // Of 400 costs more than a twentieth are the lowest.
        let mut costs = [1e3; 200];
        costs[..50].fill(0.0);
        assert_eq!(Levels::of(&field(&costs), 5).scale, 1e3 * 1e-9);
        // Fewer than a twentieth are below the highest.
        costs[1..].fill(1e3);
        assert_eq!(Levels::of(&field(&costs), 5).scale, 1e3);
    }

    #[test]
    fn a_twentieth_of_a_picture_lies_below_the_scale() {
        for len in [1, 19, 20, 21, 2047, 2048, 4096, 5000, 12_000, 12_289] {
            // In no order.
            let costs: Vec<f64> = (0..len).map(|k| f64::from(k * 7919 % 12_289)).collect();
            let field = Field {
                region: Region::square(0.0, 1.0),
                columns: len as usize,
                rows: 1,
                values: costs.clone(),
            };
            let found = twentieth(&field);
            let below = costs.iter().filter(|&&cost| cost < found).count() as f64;
            let (len, few) = (f64::from(len), f64::from(len) / 500.0);
            assert!((below - len / 20.0).abs() <= 1.0 + few, "{below} of {len} are below {found}");
        }
        assert_eq!(twentieth(&field(&[f64::INFINITY])), 0.0);
    }

    #[test]
    fn levels_go_on_below_one_above_the_minimum() {
        let cases: [(f64, &[f64]); 5] = [
            (1.1, &[0.5, 0.1, 0.01]),
            (8.0, &[5.0, 1.0, 0.1, 0.01]),
            (20.0, &[10.0, 1.0, 0.1, 0.01]),
            (0.2, &[0.1, 0.01]),
            (3e-7, &[1e-7, 1e-8]),
        ];
        for (first, heights) in cases {
            let found = fine_heights(first);
            assert_eq!(found.len(), heights.len(), "{first}: {found:?}");
            assert!(found.iter().zip(heights).all(|(a, b)| close(a / b, 1.0)), "{found:?}");
        }
        assert_eq!(fine_heights(0.0), [0.0; 0]);
        assert_eq!(fine_heights(f64::INFINITY), [0.0; 0]);
    }

    #[test]
    fn fine_levels_take_their_part_of_the_tones() {
        let costs: Vec<f64> = (0..1000).map(|k| 0.003 + 0.1 * f64::from(k)).collect();
        let levels = Levels::down_to(Some(0.0), &field(&costs), 24);
        assert_eq!(levels.extent()[0], 0.0);
        assert!(levels.fine >= 2 && levels.values.len() == 24 + levels.fine, "{levels:?}");
        assert!(levels.values.is_sorted_by(|a, b| a < b), "{levels:?}");
        let bands = (levels.values.len() + 1) as f64;
        for (k, &level) in (1..).zip(&levels.values) {
            assert!(close(levels.tone(level), f64::from(k) / bands), "{k} of {levels:?}");
        }
        for k in 0..=100 {
            let tone = f64::from(k) / 100.0;
            assert!((levels.tone(levels.at(tone)) - tone).abs() < 1e-9, "{tone}");
        }
        assert_eq!(levels.tone(-1.0), 0.0);
        // A minimum that is known counts only where it is lower than what was sampled.
        let higher = Levels::down_to(Some(5.0), &field(&costs), 24);
        assert_eq!(higher.extent()[0], 0.003);
    }

    #[test]
    fn of_a_large_picture_every_few_points_are_looked_at() {
        let alternating = |len| (0..len).map(|k| f64::from(k % 2)).map(|odd| 1.0 - odd);
        // Of 2 · 4096 costs every second one is looked at: never a 0.
        assert_eq!(twentieth(&field(&alternating(4096).collect::<Vec<_>>())), 1.0);
        assert_eq!(twentieth(&field(&alternating(4094).collect::<Vec<_>>())), 0.0);
        assert_eq!(twentieth(&field(&alternating(8190).collect::<Vec<_>>())), 0.0);
    }

    #[test]
    fn selecting_agrees_with_sorting() {
        let numbers: Vec<f64> = (0..100).map(|k| f64::from(k * 37 % 61)).collect();
        let mut sorted = numbers.clone();
        sorted.sort_by(f64::total_cmp);
        for (place, &number) in sorted.iter().enumerate() {
            assert_eq!(smallest(numbers.clone(), place), Some(number));
        }
        assert_eq!(smallest(numbers, 100), None);
        assert_eq!(smallest(Vec::new(), 0), None);
    }

    #[test]
    fn a_colour_bar_has_round_numbers() {
        let cases: [(f64, f64, f64, &[f64]); 7] = [
            (0.0, 3600.0, 0.2, &[0.0, 200.0, 1000.0, 2000.0]),
            (0.0, 3600.0, 0.1, &[0.0, 100.0, 200.0, 500.0, 1000.0, 2000.0, 3000.0]),
            (30.001, 30.049, 0.2, &[30.01, 30.02, 30.04]),
            (-1000.0, 1000.0, 0.05, &[-1000.0, -500.0, -200.0, 0.0, 200.0, 500.0, 1000.0]),
            (-1.0, 1.0, 0.05, &[-1.0, -0.5, -0.2, 0.0, 0.2, 0.5, 1.0]),
            (-1000.0, 1000.0, 0.1, &[-1000.0, -500.0, 0.0, 1000.0]),
            (0.0, 7.0, 0.1, &[0.0, 0.2, 0.5, 1.0, 2.0, 3.0, 5.0, 7.0]),
        ];
        for (low, high, gap, ticks) in cases {
            assert_eq!(ramp(low, high).ticks(gap), ticks, "{low} to {high} by {gap}");
        }
    }

    #[test]
    fn ticks_are_inside_apart_and_in_order() {
        for (low, high) in [(0.0, 3600.0), (-1.0, 1.0), (-2e5, -3.0), (1e-7, 3e-7), (-50.0, 4e3)] {
            let levels = ramp(low, high);
            for gap in [0.02, 0.1, 0.3, 0.45] {
                let ticks = levels.ticks(gap);
                assert!(ticks.len() > 1, "{ticks:?} in {low} to {high} by {gap}");
                assert!(ticks.iter().all(|tick| (low..=high).contains(tick)));
                let tones: Vec<f64> = ticks.iter().map(|&tick| levels.tone(tick)).collect();
                assert!(tones.windows(2).all(|pair| pair[1] - pair[0] >= gap), "{ticks:?}");
            }
        }
    }
}
