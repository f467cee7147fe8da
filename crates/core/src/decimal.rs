//! Decimal text to f64.

/// The f64 nearest to a decimal number such as `-1.5`, `2.` or `.5e-3`, ties to even;
/// infinite beyond the range of f64, none where the text is anything else.
///
/// It gives the bits that `str::parse` gives, by long arithmetic instead of a table of
/// ten thousand bytes that a page would have to load: few numbers are typed in a second.
#[must_use]
pub fn read(text: &str) -> Option<f64> {
    let text = text.as_bytes();
    let (negative, unsigned) = match text {
        [b'-', rest @ ..] => (true, rest),
        [b'+', rest @ ..] => (false, rest),
        _ => (false, text),
    };
    let (digits, exponent) = scan(unsigned)?;
    let size = nearest(&digits, exponent);
    Some(if negative { -size } else { size })
}

/// So many digits decide which f64 is nearest; of any more, only whether one is not zero.
const DECISIVE: usize = 800;

/// The digits without leading zeros, each from 0 to 9, and the power of ten that the last
/// one stands for.
fn scan(text: &[u8]) -> Option<(Vec<u8>, i64)> {
    let mut digits = Vec::new();
    let (mut exponent, mut any, mut after_point, mut more) = (0, false, false, false);
    let mut rest = text;
    while let [byte @ (b'0'..=b'9' | b'.'), after @ ..] = rest {
        match byte {
            b'.' if after_point => return None,
            b'.' => after_point = true,
            digit => {
                let kept = digits.len() < DECISIVE;
                any = true;
                if kept && (*digit > b'0' || !digits.is_empty()) {
                    digits.push(digit - b'0');
                }
                more |= !kept && *digit > b'0';
                exponent += i64::from(!kept) - i64::from(after_point);
            }
        }
        rest = after;
    }
    if more {
        digits.push(1);
        exponent -= 1;
    }
    let power = match rest {
        [] => 0,
        [b'e' | b'E', rest @ ..] => power(rest)?,
        _ => return None,
    };
    any.then_some((digits, exponent + power))
}

/// A whole number with or without a sign, no further from zero than anyone needs.
fn power(text: &[u8]) -> Option<i64> {
    let (sign, digits) = match text {
        [b'-', rest @ ..] => (-1, rest),
        [b'+', rest @ ..] => (1, rest),
        _ => (1, text),
    };
    let sum = digits.iter().try_fold(0, |sum, byte| {
        let digit = byte.is_ascii_digit().then(|| i64::from(byte - b'0'))?;
        Some((sum * 10 + digit).min(1_000_000_000_000))
    });
    sum.filter(|_| !digits.is_empty()).map(|sum| sign * sum)
}

/// The f64 nearest to digits · 10^exponent.
fn nearest(digits: &[u8], exponent: i64) -> f64 {
    let magnitude = digits.len() as i64 + exponent;
    if digits.is_empty() || magnitude < -330 {
        return 0.0;
    }
    if magnitude > 310 {
        return f64::INFINITY;
    }
    // So many binary places that a quotient has more bits than f64, even after `divisions`.
    let divisions = (-exponent).max(0);
    let places = (divisions * 10 / 3 + 96) / 32 * 32;
    let mut number = Long(vec![0; places as usize / 32]);
    let mut whole = Long(Vec::new());
    for &digit in digits {
        whole.times_ten(digit);
    }
    (0..exponent).for_each(|_| whole.times_ten(0));
    number.0.extend(whole.0);
    let mut exact = true;
    for _ in 0..divisions {
        exact &= number.over_ten() == 0;
    }
    // From here on the value is number · 2^−places, or a little more if it is not exact.
    let top = number.bits() - 1 - places;
    let lowest = (top - 52).max(-1074);
    let cut = lowest + places;
    let kept = (cut..number.bits()).rev().fold(0, |kept, place| kept << 1 | number.bit(place));
    let half = number.bit(cut - 1) == 1;
    let beyond = !exact || (0..cut - 1).any(|place| number.bit(place) == 1);
    let up = half && (beyond || kept & 1 == 1);
    let mantissa = kept + u64::from(up);
    // The bit that a normal number leaves out adds one to the exponent; so does a carry.
    let bits = ((lowest + 1074) as u64) << 52;
    f64::from_bits((bits + mantissa).min(f64::INFINITY.to_bits()))
}

/// A whole number of any length, its lowest part first.
struct Long(Vec<u32>);

impl Long {
    /// self · 10 + `digit`.
    fn times_ten(&mut self, digit: u8) {
        let mut carry = u64::from(digit);
        for part in &mut self.0 {
            carry += u64::from(*part) * 10;
            *part = carry as u32;
            carry >>= 32;
        }
        if carry > 0 {
            self.0.push(carry as u32);
        }
    }

    /// Divides by ten and returns the remainder.
    fn over_ten(&mut self) -> u64 {
        let mut rest = 0;
        for part in self.0.iter_mut().rev() {
            rest = rest << 32 | u64::from(*part);
            *part = (rest / 10) as u32;
            rest %= 10;
        }
        rest
    }

    fn bit(&self, place: i64) -> u64 {
        let part = usize::try_from(place / 32).ok().and_then(|part| self.0.get(part));
        part.map_or(0, |part| u64::from(part >> (place % 32) & 1))
    }

    /// How many bits it has from the highest that is set.
    fn bits(&self) -> i64 {
        let last = self.0.iter().rposition(|&part| part > 0);
        last.map_or(0, |last| last as i64 * 32 + i64::from(32 - self.0[last].leading_zeros()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str) {
        let (ours, std) = (read(text), text.parse::<f64>().ok());
        assert_eq!(ours.map(f64::to_bits), std.map(f64::to_bits), "{text}: {ours:?}, {std:?}");
    }

    #[test]
    fn it_takes_decimal_numbers_and_nothing_else() {
        for text in
            ["1", "-1.5", "+2.", ".5", "1e3", "1E+3", "0.1e-3", "000.100", "-0", "00", "0e9"]
        {
            assert!(read(text).is_some(), "{text}");
            check(text);
        }
        for text in
            ["", ".", "-", "e5", "1e", "1e+", "1.2.3", "1 ", " 1", "1e5.", "0x1", "1_0", "--1"]
        {
            assert_eq!(read(text), None, "{text}");
        }
        for text in ["inf", "nan", "infinity", "NaN"] {
            assert_eq!(read(text), None, "{text}");
        }
    }

    #[test]
    fn the_ends_of_the_range_are_rounded_right() {
        for text in [
            "1.7976931348623157e308",
            "1.7976931348623158e308",
            "1.7976931348623159e308",
            "1e309",
            "1e99999999999999999999",
            "4.9e-324",
            "2.4703282292062327e-324",
            "2.4703282292062328e-324",
            "2.5e-324",
            "1e-400",
            "1e-99999999999999999999",
            "2.2250738585072014e-308",
            "2.2250738585072011e-308",
            "2.225073858507201e-308",
            "9007199254740993",
            "9007199254740992.5",
            "9007199254740993.00000000000000000001",
            "0.1",
            "0.3",
            "1e22",
            "1e23",
            "8.5e22",
            "123456789012345678901234567890",
        ] {
            check(text);
        }
        let long = format!("0.{}1e5000", "0".repeat(5000));
        check(&long);
        check(&format!("1{}e-5000", "0".repeat(5000)));
    }

    /// Halfway between two neighbours, and a little beside it.
    #[test]
    fn ties_go_to_the_even_neighbour() {
        let mut odd = 1_u128 << 53 | 1;
        for shift in 0..27 {
            for _ in 0..50 {
                odd = odd.wrapping_mul(6_364_136_223_846_793_005) >> 75;
                odd |= 1 << 53 | 1;
                for tie in
                    [format!("{}.0", odd << shift), format!("{}e-{shift}", odd * 5_u128.pow(shift))]
                {
                    check(&tie);
                    let (digits, rest) = tie.split_at(tie.find(['.', 'e']).expect("an end"));
                    let more = if rest.starts_with('.') { "" } else { ".0" };
                    check(&format!("{digits}{more}{}", rest.replace(".0", ".00000000001")));
                    check(&format!("{digits}.000000000000000000001{}", rest.replace(".0", "")));
                }
            }
        }
    }

    /// Half of a subnormal number whose last bit is set, to all of its 1075 places.
    #[test]
    fn ties_below_the_normal_numbers_are_ties_too() {
        for bits in (1..400_u64).step_by(2).chain((1 << 52) - 21..1 << 52) {
            let whole = format!("{:.1074}", f64::from_bits(bits | 1));
            let mut carry = 0;
            let mut half: Vec<u8> = Vec::new();
            for byte in whole.bytes().rev().filter(|&byte| byte != b'.') {
                let five = (byte - b'0') * 5 + carry;
                half.push(b'0' + five % 10);
                carry = five / 10;
            }
            half.reverse();
            let half = String::from_utf8(half).expect("digits");
            check(&format!("{half}e-1075"));
            check(&format!("{half}1e-1076"));
        }
    }

    #[test]
    fn random_texts_agree_with_std() {
        let mut state = 1_u64;
        let mut random = |below: u64| {
            state = state
                .wrapping_mul(6_364_136_223_846_793_005)
                .wrapping_add(1_442_695_040_888_963_407);
            (state >> 33) % below
        };
        for _ in 0..20_000 {
            let digits = 1 + random(22);
            let mut text: String =
                (0..digits).map(|_| char::from(b'0' + random(10) as u8)).collect();
            text.insert(random(digits + 1) as usize, '.');
            let power = random(700) as i64 - 350;
            check(&format!("{text}e{power}"));
            check(&text);
        }
        for _ in 0..20_000 {
            let value = f64::from_bits(random(1 << 31) << 32 | random(1 << 31) << 1);
            if value.is_finite() {
                check(&format!("{value}"));
                check(&format!("{value:e}"));
                check(&format!("{value:.16e}"));
            }
        }
    }
}
