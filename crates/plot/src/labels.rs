//! How numbers are written along axes.

use descent_core::number::exact;

/// A tick's value without the dust of its computation, with a true minus sign.
#[must_use]
pub fn tick(value: f64) -> String {
    let tidy: f64 = format!("{value:.8e}").parse().unwrap_or(value);
    exact(if tidy == 0.0 { 0.0 } else { tidy }).replace('-', "−")
}

/// A cost beside the colour bar or along a logarithmic axis: 0.01, 500, 3.6k, 10⁶.
#[must_use]
pub fn magnitude(value: f64) -> String {
    let size = value.abs();
    if size != 0.0 && !(1e-3..1e4).contains(&size) {
        let power = size.log10().round() as i32;
        let lead: f64 = format!("{:.3}", size / 10_f64.powi(power)).parse().unwrap_or(1.0);
        let (lead, power) = if lead < 1.0 { (lead * 10.0, power - 1) } else { (lead, power) };
        let sign = if value < 0.0 { "−" } else { "" };
        let factor = if lead == 1.0 { String::new() } else { format!("{}·", tick(lead)) };
        return format!("{sign}{factor}10{}", superscript(power));
    }
    tick(value)
}

fn superscript(power: i32) -> String {
    let digit = |c: char| match c {
        '-' => '⁻',
        '1' => '¹',
        '2' => '²',
        '3' => '³',
        _ => char::from_u32(0x2070 + c as u32 - '0' as u32).unwrap_or(c),
    };
    power.to_string().chars().map(digit).collect()
}

/// How wide a text is, in digits.
#[must_use]
pub fn digits_wide(text: &str) -> f64 {
    let wide = |c: char| match c {
        '.' | '·' => 0.5,
        '⁰'..='⁹' | '⁻' | '¹' | '²' | '³' => 0.65,
        _ => 1.0,
    };
    text.chars().map(wide).sum()
}

/// What is written at the ticks of an axis.
#[derive(Clone, Debug, PartialEq)]
pub struct Labels {
    /// What is to be added to what is written: 0 unless the numbers themselves are too long.
    pub base: f64,
    /// A text for each tick.
    pub texts: Vec<String>,
}

impl Labels {
    /// Labels in increasing order that tell neighbours apart, each no wider than `room` digits.
    /// Where numbers are too long for that, their differences from a round number are written.
    #[must_use]
    pub fn of(values: &[f64], room: f64) -> Self {
        let gaps = values.windows(2).map(|pair| pair[1] - pair[0]);
        let gap = gaps.fold(f64::INFINITY, f64::min);
        let size = values.iter().fold(0.0_f64, |size, value| size.max(value.abs()));
        let plain = Self { base: 0.0, texts: texts(values, gap, size) };
        let (Some(first), Some(last)) = (values.first(), values.last()) else { return plain };
        if plain.is_clear(room) || gap <= 0.0 || !gap.is_finite() {
            return plain;
        }
        let unit = 10_f64.powf((last - first).max(gap).log10().ceil());
        let from_base = |unit: f64| {
            let base = rounded((0.5 * (first + last) / unit).round() * unit, unit);
            let differences: Vec<f64> = values.iter().map(|value| value - base).collect();
            let size = differences.iter().fold(0.0_f64, |size, value| size.max(value.abs()));
            Self { base, texts: texts(&differences, gap, size) }
        };
        let [rounder, nearer] = [10.0 * unit, unit].map(from_base);
        if rounder.is_clear(room) {
            rounder
        } else if nearer.is_clear(f64::INFINITY) {
            nearer
        } else {
            plain
        }
    }

    fn is_clear(&self, room: f64) -> bool {
        let fits = self.texts.iter().all(|text| digits_wide(text) <= room);
        fits && self.texts.windows(2).all(|pair| pair[0] != pair[1])
    }

    /// What stands at the axis: the letter, and what is subtracted from it.
    #[must_use]
    pub fn title(&self, letter: &str) -> String {
        if self.base == 0.0 {
            return letter.to_owned();
        }
        let sign = if self.base < 0.0 { '+' } else { '−' };
        format!("{letter} {sign} {}", exact(self.base.abs()))
    }
}

/// About `count` ticks with labels no wider than `room` digits, or fewer where labels would be.
#[must_use]
pub fn labelled(range: [f64; 2], count: usize, room: f64) -> (Vec<f64>, Labels) {
    let mut count = count.max(1);
    loop {
        let ticks = ticks(range, count);
        let labels = Labels::of(&ticks, room);
        let short = labels.texts.iter().all(|text| digits_wide(text) <= room);
        if short || count <= 1 || ticks.len() <= 2 {
            return (ticks, labels);
        }
        count = count * 2 / 3;
    }
}

fn texts(values: &[f64], gap: f64, size: f64) -> Vec<String> {
    let powers = size != 0.0 && !(1e-3..1e5).contains(&size);
    let write = |&value: &f64| {
        let value = rounded(value, gap / 100.0);
        if powers { magnitude(value) } else { exact(value).replace('-', "−") }
    };
    values.iter().map(write).collect()
}

/// A number to as many decimals as tell `part` apart, without the dust of its computation.
fn rounded(value: f64, part: f64) -> f64 {
    let decimals = (-part.log10().floor()).clamp(0.0, 17.0) as usize;
    let tidy: f64 = format!("{value:.decimals$}").parse().unwrap_or(value);
    if tidy == 0.0 { 0.0 } else { tidy }
}

/// Round numbers at equal steps of 1, 2 or 5 times a power of ten, about `count` of them.
#[must_use]
pub fn ticks([from, to]: [f64; 2], count: usize) -> Vec<f64> {
    let rough = (to - from) / count.max(1) as f64;
    if rough <= 0.0 || !rough.is_finite() {
        return Vec::new();
    }
    let power = 10_f64.powf(rough.log10().floor());
    let step = [1.0, 2.0, 5.0, 10.0].map(|s| s * power).into_iter().find(|&s| s >= rough * 0.999);
    let step = step.unwrap_or(power);
    let first = (from / step - 1e-9).ceil();
    let last = (to / step + 1e-9).floor();
    (0..=(last - first).max(-1.0) as i64).map(|k| (first + k as f64) * step).take(100).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ticks_are_round_and_inside() {
        assert_eq!(ticks([-2.0, 2.0], 5), [-2.0, -1.0, 0.0, 1.0, 2.0]);
        assert_eq!(ticks([0.0, 150.0], 6), [0.0, 50.0, 100.0, 150.0]);
        assert_eq!(ticks([0.0, 150.0], 8), [0.0, 20.0, 40.0, 60.0, 80.0, 100.0, 120.0, 140.0]);
        assert_eq!(ticks([1.0, 1.0], 5), [0.0; 0]);
    }

    #[test]
    fn labels_tell_neighbours_apart_in_the_room_that_there_is() {
        let cases: [(&[f64], f64, &[&str]); 8] = [
            (&[-1.5, -1.0, -0.5], 0.0, &["−1.5", "−1", "−0.5"]),
            (&[0.0, 5e4, 1e5, 1.5e5], 0.0, &["0", "5·10⁴", "10⁵", "1.5·10⁵"]),
            (&[-1e6, 0.0, 1e6], 0.0, &["−10⁶", "0", "10⁶"]),
            (&[0.999_91, 0.999_92, 0.999_93], 1.0, &["−9·10⁻⁵", "−8·10⁻⁵", "−7·10⁻⁵"]),
            (&[1.999_99, 2.0, 2.000_01], 2.0, &["−10⁻⁵", "0", "10⁻⁵"]),
            (&[-2.000_02, -2.000_01, -2.0], -2.0, &["−2·10⁻⁵", "−10⁻⁵", "0"]),
            (&[3.000_000_1, 3.000_000_2], 3.0, &["10⁻⁷", "2·10⁻⁷"]),
            (&[1e-9, 2e-9], 0.0, &["10⁻⁹", "2·10⁻⁹"]),
        ];
        for (values, base, texts) in cases {
            let labels = Labels::of(values, 6.0);
            assert_eq!(labels.texts, texts, "{values:?}");
            assert!((labels.base - base).abs() < 1e-12, "{values:?}: {}", labels.base);
        }
        assert_eq!(Labels::of(&[0.999_91, 0.999_92], 6.0).title("w₁"), "w₁ − 1");
        assert_eq!(Labels::of(&[-2.000_02, -2.000_01], 6.0).title("w₁"), "w₁ + 2");
        assert_eq!(Labels::of(&[], 6.0).texts, [""; 0]);
        for zoom in 0..13 {
            let half = 10_f64.powi(-zoom);
            let values = ticks([1.234_567_89 - half, 1.234_567_89 + half], 4);
            let labels = Labels::of(&values, 6.0);
            assert!(labels.texts.windows(2).all(|pair| pair[0] != pair[1]), "{labels:?}");
            assert!(labels.texts.iter().all(|text| digits_wide(text) <= 8.0), "{labels:?}");
        }
    }

    #[test]
    fn labels_that_would_be_too_wide_make_room() {
        let (ticks, labels) = labelled([-0.305_6, -0.305_35], 6, 5.5);
        assert!(ticks.len() >= 2, "{ticks:?}");
        assert!(labels.texts.iter().all(|text| digits_wide(text) <= 5.5), "{labels:?}");
    }

    #[test]
    fn numbers_are_written_as_in_print() {
        assert_eq!(tick(-0.1 - 0.2), "−0.3");
        assert_eq!(tick(-1e-17 + 1e-17), "0");
        let cases = [
            (0.0, "0"),
            (1000.0, "1000"),
            (1e6, "10⁶"),
            (-1e5, "−10⁵"),
            (5e4, "5·10⁴"),
            (1e-7, "10⁻⁷"),
            (2e-4, "2·10⁻⁴"),
            (0.05, "0.05"),
        ];
        for (value, text) in cases {
            assert_eq!(magnitude(value), text);
        }
    }
}
