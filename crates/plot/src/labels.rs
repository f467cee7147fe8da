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
