use crate::Field;

/// The costs at which a picture changes its tone: logarithmic in the height above the
/// lowest point, so that a valley's floor shows as much as its walls.
///
/// The tone of a cost z is u(z) = ln(1 + (z − low)/s) / ln(1 + (high − low)/s), from 0
/// at the lowest cost of the picture to 1 at the highest. Levels stand at equal steps
/// of u.
#[derive(Clone, Debug, PartialEq)]
pub struct Levels {
    low: f64,
    high: f64,
    scale: f64,
    values: Vec<f64>,
}

impl Levels {
    /// How many levels a picture has.
    pub const COUNT: usize = 24;

    /// The levels of a sampled field. s is the height below which a twentieth of the
    /// picture lies. Costs that are not finite are left out.
    #[must_use]
    pub fn of(field: &Field, count: usize) -> Self {
        let [low, high] = field.extent().unwrap_or([0.0, 1.0]);
        let span = if high > low { high - low } else { 1.0 };
        let scale = (twentieth(field) - low).clamp(span * 1e-9, span);
        let mut levels = Self { low, high: low + span, scale, values: Vec::new() };
        levels.values = (1..=count).map(|k| levels.at(k as f64 / (count + 1) as f64)).collect();
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
        let full = libm::log1p((self.high - self.low) / self.scale);
        let tone = libm::log1p((cost - self.low).max(0.0) / self.scale) / full;
        if tone < 1.0 { tone } else { 1.0 }
    }

    /// The cost of a tone: [`Levels::tone`] undone.
    #[must_use]
    pub fn at(&self, tone: f64) -> f64 {
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
        all
    }
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
        assert_eq!(ramp(0.0, 3600.0).ticks(0.2), [0.0, 200.0, 1000.0, 2000.0]);
        assert_eq!(ramp(30.001, 30.049).ticks(0.2), [30.01, 30.02, 30.04]);
    }
}
