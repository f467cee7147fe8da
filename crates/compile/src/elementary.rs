//! Elementary functions as arithmetic on both lanes of a vector, with libm's bits.
//!
//! These are the algorithms of FreeBSD's msun, from which libm's are made: an argument is reduced,
//! and what is left of it goes into a polynomial. Where libm branches, both sides are computed
//! here and one is chosen. What libm does with few arguments only is left out: an argument is
//! *ordinary* where the result has libm's bits.

use std::f64::consts::{FRAC_2_PI, FRAC_PI_4, LOG2_E};

use descent_core::Scalar;

/// A number whose sum with x, less itself, is x rounded to a whole number: 1.5 · 2⁵².
const TO_WHOLE: f64 = 1.5 / f64::EPSILON;

/// The sine of x and its cosine; then two pairs of numbers, of which the first is less than the
/// second where x is ordinary.
pub(crate) fn sin_cos<T: Scalar>(x: T) -> [T; 6] {
    let quarters = x * FRAC_2_PI + TO_WHOLE - TO_WHOLE;
    let [high, low] = reduced(x, quarters);
    let (sine, cosine) = (sine(high, low, quarters), cosine(high, low));
    // The quarters modulo 4, from −2 to 2, and their own sine and cosine: −1, 0 or 1.
    let turn = quarters - (quarters + 4.0 * TO_WHOLE - 4.0 * TO_WHOLE);
    let turn_cosine = T::constant(1.0) - turn.abs();
    let turn_sine = turn * (turn_cosine + 1.0);
    let sin = turn_sine * cosine + turn_cosine * sine;
    let cos = turn_cosine * cosine - turn_sine * sine;
    // libm reduces with more digits where there is cancellation, and where x is large, for which
    // this does not hold either. Near odd multiples of π/4 it may take another number of quarters.
    let cancels = [x.abs() * (1.0 / 65_536.0), high.abs()];
    let between = [high.abs(), T::constant(FRAC_PI_4 - 1e-5)];
    [sin, cos, cancels[0], cancels[1], between[0], between[1]]
}

/// x less so many quarter turns, as the sum of two numbers.
fn reduced<T: Scalar>(x: T, quarters: T) -> [T; 2] {
    /// The first 33 bits of π/2 …
    const HIGH: f64 = 1.570_796_326_734_125_6;
    /// … and what is left of it.
    const LOW: f64 = 6.077_100_506_506_192e-11;
    let (rest, correction) = (x - quarters * HIGH, quarters * LOW);
    let high = rest - correction;
    [high, rest - high - correction]
}

/// sin(x + y) for |x| < π/4 and small y, which is not used where there is no quarter turn.
fn sine<T: Scalar>(x: T, y: T, quarters: T) -> T {
    const S1: f64 = -1.666_666_666_666_663_2e-1;
    const S2: f64 = 8.333_333_333_322_49e-3;
    const S3: f64 = -1.984_126_982_985_795e-4;
    const S4: f64 = 2.755_731_370_707_006_8e-6;
    const S5: f64 = -2.505_076_025_340_686_3e-8;
    const S6: f64 = 1.589_690_995_211_55e-10;
    let z = x * x;
    let r = z * (z * S4 + S3) + S2 + z * (z * z) * (z * S6 + S5);
    let v = z * x;
    let turned = || x - (z * (y * 0.5 - v * r) - y - v * S1);
    quarters.if_equal(T::constant(0.0), || x + v * (z * r + S1), turned)
}

/// cos(x + y) for |x| < π/4 and small y.
fn cosine<T: Scalar>(x: T, y: T) -> T {
    const C1: f64 = 4.166_666_666_666_66e-2;
    const C2: f64 = -1.388_888_888_887_411e-3;
    const C3: f64 = 2.480_158_728_947_673e-5;
    const C4: f64 = -2.755_731_435_139_066_3e-7;
    const C5: f64 = 2.087_572_321_298_175e-9;
    const C6: f64 = -1.135_964_755_778_819_5e-11;
    let z = x * x;
    let w = z * z;
    let r = z * (z * (z * C3 + C2) + C1) + w * w * (z * (z * C6 + C5) + C4);
    let half = z * 0.5;
    let one = T::constant(1.0);
    let w = one - half;
    w + (one - w - half + (z * r - x * y))
}

/// By how many bits the second result of [`exp`] is shifted before it is added to the bits of the
/// first, so that its last bits come where an exponent stands.
pub(crate) const EXPONENT: u32 = 52;

/// e^x without its power of two, and that power's exponent plus 1.5 · 2⁵²: see [`EXPONENT`]. Then
/// two pairs of numbers as [`sin_cos`] has them.
pub(crate) fn exp<T: Scalar>(x: T) -> [T; 6] {
    /// ln 2 in two parts.
    const LN_2: [f64; 2] = [6.931_471_803_691_238e-1, 1.908_214_929_270_587_7e-10];
    /// 2⁻²⁸, as libm has it: by the high word of x.
    const SMALL: f64 = f64::from_bits(0x3e30_0001 << 32);
    let exponent = x * LOG2_E + TO_WHOLE;
    let k = exponent - TO_WHOLE;
    let high = x - k * LN_2[0];
    let rest = exp_less_one(high, k * LN_2[1]);
    let small = x.abs().if_less(T::constant(SMALL), || x, || rest);
    // Near odd multiples of (ln 2)/2 libm may take another k.
    let between = [high.abs(), T::constant(0.499_99 * LN_2[0])];
    let large = [x.abs(), T::constant(708.0)];
    [small + 1.0, exponent, between[0], between[1], large[0], large[1]]
}

/// e^(high − low) − 1, for up to (ln 2)/2.
fn exp_less_one<T: Scalar>(high: T, low: T) -> T {
    const P1: f64 = 1.666_666_666_666_660_2e-1;
    const P2: f64 = -2.777_777_777_701_559_3e-3;
    const P3: f64 = 6.613_756_321_437_934e-5;
    const P4: f64 = -1.653_390_220_546_525_2e-6;
    const P5: f64 = 4.138_136_797_057_238_5e-8;
    let x = high - low;
    let z = x * x;
    let c = x - z * (z * (z * (z * (z * P5 + P4) + P3) + P2) + P1);
    x * c / (T::constant(2.0) - c) - low + high
}

#[cfg(test)]
mod tests {
    use super::*;
    use descent_core::Real;

    fn scaled(number: f64, exponent: f64) -> f64 {
        f64::from_bits(number.to_bits().wrapping_add(exponent.to_bits() << EXPONENT))
    }

    /// SplitMix64 (Steele, Lea and Flood, 2014).
    struct Seeded(u64);

    impl Seeded {
        fn word(&mut self) -> u64 {
            self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
            let z = (self.0 ^ self.0 >> 30).wrapping_mul(0xbf58_476d_1ce4_e5b9);
            let z = (z ^ z >> 27).wrapping_mul(0x94d0_49bb_1331_11eb);
            z ^ z >> 31
        }

        /// From −1 to 1.
        fn unit(&mut self) -> f64 {
            (self.word() >> 11) as f64 / (1_u64 << 52) as f64 - 1.0
        }
    }

    /// Arguments of all sizes: most of them ordinary, some of any bits.
    fn arguments(seed: u64) -> impl Iterator<Item = f64> {
        const COUNT: usize = 4_000_000;
        let mut seeded = Seeded(seed);
        (0..COUNT).map(move |i| match i % 8 {
            0 => f64::from_bits(seeded.word()),
            1 => seeded.unit() * 1e3,
            2 => seeded.unit(),
            3 => seeded.unit() * 2e6,
            // Around multiples of π/4 and of (ln 2)/2.
            4 => {
                let unit = [FRAC_PI_4, std::f64::consts::LN_2 / 2.0];
                let count = (seeded.unit() * 40.0) as i32;
                let close = seeded.unit() / (1_u64 << (seeded.word() % 52)) as f64;
                unit[(seeded.word() % 2) as usize] * f64::from(count) + close
            }
            5 => seeded.unit() / (1_u64 << (seeded.word() % 60)) as f64,
            _ => seeded.unit() * 40.0,
        })
    }

    /// How many arguments were ordinary.
    fn check(
        arguments: impl Iterator<Item = f64>,
        both: impl Fn(f64) -> (bool, Vec<[f64; 2]>),
    ) -> [usize; 2] {
        let mut counts = [0; 2];
        for x in arguments {
            let (ordinary, results) = both(x);
            counts[usize::from(ordinary)] += 1;
            for [ours, theirs] in results.into_iter().filter(|_| ordinary) {
                assert_eq!(ours.to_bits(), theirs.to_bits(), "{x:e}: {ours:e}, {theirs:e}");
            }
        }
        counts
    }

    #[test]
    fn sines_and_cosines_have_the_bits_of_libm() {
        let both = |x: f64| {
            let [sin, cos, a, b, c, d] = sin_cos(x);
            (a < b && c < d, vec![[sin, Real::sin(x)], [cos, Real::cos(x)]])
        };
        let [rare, ordinary] = check(arguments(1), both);
        assert!(ordinary > 2 * rare, "{rare} of {ordinary}");
        // Where runs are, it is rare indeed.
        let mut seeded = Seeded(2);
        let [rare, ordinary] = check((0..1_000_000).map(|_| seeded.unit() * 32.0), both);
        assert!(ordinary > 1000 * rare, "{rare} of {ordinary}");
    }

    #[test]
    fn exponentials_have_the_bits_of_libm() {
        let both = |x: f64| {
            let [number, exponent, a, b, c, d] = exp(x);
            (a < b && c < d, vec![[scaled(number, exponent), Real::exp(x)]])
        };
        let [rare, ordinary] = check(arguments(3), both);
        assert!(ordinary > rare, "{rare} of {ordinary}");
        let mut seeded = Seeded(4);
        let [rare, ordinary] = check((0..1_000_000).map(|_| seeded.unit() * 700.0), both);
        assert!(ordinary > 1000 * rare, "{rare} of {ordinary}");
    }
}
