//! Numbers as people type and read them.

use crate::fault::Fault;
use crate::settings::{Range, Scale};

/// Reads what somebody typed: decimal or scientific notation, with the true minus
/// sign, a decimal comma or Persian digits accepted, within `range`.
///
/// # Errors
/// [`NotANumber`](crate::fault::Problem::NotANumber) for anything else (empty, infinite and NaN
/// included, and what is not whole where it must be),
/// [`OutOfRange`](crate::fault::Problem::OutOfRange) beyond the range.
pub fn parse(text: &str, range: Range) -> Result<f64, Fault> {
    let plain: String = text.trim().chars().map(plain).collect();
    let digits = plain.bytes().any(|byte| byte.is_ascii_digit());
    // In a whole number a comma would separate thousands: 1,000 must not become 1.
    let grouped = range.whole && text.contains([',', '٫']);
    let number = plain.parse().ok().filter(|_| digits && !grouped);
    range
        .checked(number.unwrap_or(f64::NAN), || text.to_owned())
        .map_err(|problem| Fault::new("", problem))
}

/// Reads a count as [`parse`] reads a number, within a range of whole numbers.
///
/// # Errors
/// Those of [`parse`].
pub fn whole(text: &str, range: Range) -> Result<u64, Fault> {
    debug_assert!(range.whole, "a count is read within a range of whole numbers");
    parse(text, range).map(|number| number as u64)
}

/// The ASCII character that stands for a digit or sign of another script.
fn plain(c: char) -> char {
    let digit = |zero: char| char::from_digit(c as u32 - zero as u32, 10).unwrap_or(c);
    match c {
        '−' => '-',
        '٫' | ',' => '.',
        '۰'..='۹' => digit('۰'),
        '٠'..='٩' => digit('٠'),
        _ => c,
    }
}

/// The shortest text that reads back as the same number: plain decimals between 1e-4
/// and 1e7, powers of ten beyond.
#[must_use]
pub fn exact(value: f64) -> String {
    let size = value.abs();
    if size == 0.0 || (1e-4..1e7).contains(&size) {
        format!("{value}")
    } else {
        format!("{value:e}")
    }
}

/// Six significant digits for reading, with a true minus sign: 0.364019, 1.47254e8, ∞.
#[must_use]
pub fn short(value: f64) -> String {
    significant(value, 6)
}

/// At most two decimals, for naming a place: −2.81, 3, 0.5.
#[must_use]
pub fn brief(value: f64) -> String {
    let rounded = libm::round(value * 100.0) / 100.0;
    exact(if rounded == 0.0 { 0.0 } else { rounded }).replace('-', "−")
}

/// `digits` significant digits, trailing zeros kept as far as they are significant in
/// a plain decimal; powers of ten below 1e-4 and from 10^digits on.
#[must_use]
pub fn significant(value: f64, digits: usize) -> String {
    if !value.is_finite() {
        let text = if value.is_nan() { "–" } else { "∞" };
        return if value == f64::NEG_INFINITY { format!("−{text}") } else { text.to_owned() };
    }
    if value == 0.0 {
        return "0".to_owned();
    }
    let scientific = format!("{value:.*e}", digits - 1);
    let (mantissa, exponent) = scientific.split_once('e').unwrap_or((&scientific, "0"));
    let power: i32 = exponent.parse().unwrap_or(0);
    let text = if (-4..digits as i32).contains(&power) {
        format!("{value:.*}", (digits as i32 - 1 - power).max(0) as usize)
    } else {
        format!("{mantissa}e{power}")
    };
    text.replace('-', "−")
}

/// The next value up (`steps` > 0) or down that a control reaches: by factors 1, 2, 5,
/// 10 on a logarithmic scale, by a hundredth of the range on a linear one, by ones where
/// only whole numbers are accepted.
#[must_use]
pub fn stepped(value: f64, steps: i32, range: Range) -> f64 {
    let next = match range.scale {
        // No tidying: a count has all its digits.
        Scale::Linear if range.whole => libm::round(value) + f64::from(steps),
        Scale::Linear => {
            let step = linear_step(range);
            tidy((libm::round(value / step) + f64::from(steps)) * step)
        }
        Scale::Log => tidy(by_factors(value, steps, range)),
    };
    next.clamp(range.min, range.max)
}

/// The next value up (`steps` > 0) or down that a control reaches finely: by 1 % of the value on a
/// logarithmic scale, by a tenth of [a step](stepped) on a linear one, by ones where only whole
/// numbers are accepted.
#[must_use]
pub fn stepped_finely(value: f64, steps: i32, range: Range) -> f64 {
    let next = match range.scale {
        Scale::Linear if range.whole => return stepped(value, steps, range),
        Scale::Linear => {
            let step = linear_step(range) / 10.0;
            tidy((libm::round(value / step) + f64::from(steps)) * step)
        }
        // From nothing there is no part of it.
        Scale::Log if value == 0.0 => return stepped(value, steps, range),
        Scale::Log => four_digits(value * libm::pow(1.01, f64::from(steps))),
    };
    next.clamp(range.min, range.max)
}

fn four_digits(value: f64) -> f64 {
    format!("{value:.3e}").parse().unwrap_or(value)
}

/// `steps` factors further, as far as the range goes: a billion steps take no longer.
fn by_factors(value: f64, steps: i32, range: Range) -> f64 {
    let mut value = value;
    for _ in 0..steps.unsigned_abs() {
        let next = by_factor(value, steps > 0);
        if next == value || !range.contains(next) {
            return next;
        }
        value = next;
    }
    value
}

/// The largest of 0.01, 0.02, 0.05, 0.1, … that makes a hundred steps or more, and at
/// most one.
fn linear_step(range: Range) -> f64 {
    let hundredth = (range.max - range.min) / 100.0;
    if hundredth >= 1.0 { 1.0 } else { by_factor(by_factor(hundredth, true), false).max(0.001) }
}

/// The next of 1, 2, 5 times a power of ten above or below a number.
fn by_factor(value: f64, up: bool) -> f64 {
    const SMALLEST: f64 = 1e-9;
    if value < 0.0 {
        return -by_factor(-value, !up);
    }
    if value < SMALLEST * 0.999 {
        return if up { 1e-3 } else { 0.0 };
    }
    let decade = libm::pow(10.0, libm::floor(libm::log10(value) + 1e-9));
    let digit = value / decade;
    let near = 1e-6;
    let steps = [0.5, 1.0, 2.0, 5.0, 10.0];
    let found = if up {
        steps.into_iter().find(|&s| s > digit * (1.0 + near))
    } else {
        steps.into_iter().rev().find(|&s| s < digit * (1.0 - near))
    };
    let next = found.unwrap_or(1.0) * decade;
    if next < SMALLEST { 0.0 } else { next }
}

/// A number without the dust of its computation: twelve significant digits.
fn tidy(value: f64) -> f64 {
    format!("{value:.11e}").parse().unwrap_or(value)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fault::Problem;

    const RATE: Range = Range::log(0.0, 1e6);

    #[test]
    fn both_notations_mean_the_same_number() {
        for text in ["0.0000025", "2.5e-6", " 2.5E-6 ", "۰٫۰۰۰۰۰۲۵", "0,0000025", "+2.5e-6"]
        {
            assert_eq!(parse(text, RATE), Ok(2.5e-6), "{text}");
        }
        assert_eq!(parse("−1.5", Range::linear(-2.0, 2.0)), Ok(-1.5));
    }

    #[test]
    fn a_fine_step_is_a_hundredth_of_the_value_or_a_tenth_of_a_step() {
        let linear = Range::linear(0.0, 1.0);
        for (value, range, [up, down]) in [
            (0.01, RATE, [0.0101, 0.009901]),
            (2.0, RATE, [2.02, 1.98]),
            (0.0, RATE, [1e-3, 0.0]),
            (1e6, RATE, [1e6, 990_100.0]),
            (0.9, linear, [0.901, 0.899]),
            (1.0, linear, [1.0, 0.999]),
            (150.0, Range::whole(1, 200), [151.0, 149.0]),
        ] {
            let stepped = [1, -1].map(|steps| stepped_finely(value, steps, range));
            assert_eq!(stepped, [up, down], "{value}");
        }
        assert_eq!(stepped_finely(100.0, 3, RATE), 103.0);
    }

    #[test]
    fn what_is_no_number_is_refused_with_what_would_be_accepted() {
        for text in ["", " ", "abc", "1e", "inf", "NaN", "infinity", "1e999", "0x10", "1 2", "--1"]
        {
            let fault = parse(text, RATE).expect_err(text);
            assert!(matches!(fault.problem, Problem::NotANumber { .. }), "{text}: {fault}");
        }
        let fault = parse("-1", RATE).expect_err("negative");
        assert_eq!(fault.problem, Problem::OutOfRange { found: -1.0, range: RATE });
    }

    #[test]
    fn a_count_is_whole() {
        let range = Range::whole(1, 150);
        assert_eq!(whole("1.5e2", range), Ok(150));
        for text in ["1.5", "0.5", "x", "", "1,000", "1,0", "1٫5", "1e400"] {
            let problem = whole(text, range).expect_err(text).problem;
            assert_eq!(problem, Problem::NotANumber { found: text.to_owned(), range });
        }
        let problem = whole("151", range).expect_err("too many").problem;
        assert_eq!(problem, Problem::OutOfRange { found: 151.0, range });
    }

    #[test]
    fn readers_get_six_significant_digits() {
        let cases = [
            (0.364_018_96, "0.364019"),
            (913.425, "913.425"),
            (-1860.2, "−1860.20"),
            (1.47254e8, "1.47254e8"),
            (2.5e-6, "2.50000e−6"),
            (0.0, "0"),
            (999_999.7, "1.00000e6"),
            (f64::INFINITY, "∞"),
            (f64::NEG_INFINITY, "−∞"),
            (f64::NAN, "–"),
        ];
        for (value, text) in cases {
            assert_eq!(short(value), text);
        }
    }

    #[test]
    fn places_are_named_briefly() {
        let cases = [(-2.805_118, "−2.81"), (3.0, "3"), (-1e-9, "0"), (0.5, "0.5")];
        for (value, text) in cases {
            assert_eq!(brief(value), text);
        }
    }

    #[test]
    fn exact_text_reads_back() {
        for value in [2.5e-6, 0.001, -1.54, 1e22, 0.1 + 0.2, 5e-324, 123_456.789] {
            assert_eq!(exact(value).parse(), Ok(value));
        }
        assert_eq!(exact(2.5e-6), "2.5e-6");
        assert_eq!(exact(0.001), "0.001");
    }

    #[test]
    fn rates_step_by_one_two_five() {
        let up: Vec<f64> =
            std::iter::successors(Some(0.001), |&v| Some(stepped(v, 1, RATE))).take(5).collect();
        assert_eq!(up, [0.001, 0.002, 0.005, 0.01, 0.02]);
        assert_eq!(stepped(0.003, -1, RATE), 0.002);
        assert_eq!(stepped(0.001, -1, RATE), 0.0005);
        assert_eq!(stepped(0.0, 1, RATE), 0.001);
        assert_eq!(stepped(1e-9, -1, RATE), 0.0);
        assert_eq!(stepped(0.001, i32::MAX, RATE), 1e6);
        assert_eq!(stepped(0.001, i32::MIN, RATE), 0.0);
        assert_eq!(stepped(0.9, 1, Range::linear(0.0, 1.0)), 0.91);
        assert_eq!(stepped(150.0, 1, Range::whole(1, 100_000)), 151.0);
        assert_eq!(stepped(3.0, 2, Range::whole(1, 4)), 4.0);
        let all = Range::whole(0, 9_007_199_254_740_991);
        assert_eq!(stepped(9_007_199_254_740_989.0, 1, all), 9_007_199_254_740_990.0);
    }
}
