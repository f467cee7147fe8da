//! Random numbers that follow from a seed, the same on every target.

/// SplitMix64 (Steele, Lea and Flood, *Fast splittable pseudorandom number generators*, OOPSLA
/// 2014): uniform numbers of 64 bits.
#[derive(Clone, Copy, Debug)]
pub struct Random(u64);

impl Random {
    /// What is added from one number to the next: 2⁶⁴ over the golden ratio.
    const GAMMA: u64 = 0x9e37_79b9_7f4a_7c15;

    /// The numbers of one stream of a seed, such as those of one step. Streams of one seed share
    /// no visible pattern.
    #[must_use]
    pub fn new(seed: u64, stream: u64) -> Self {
        Self(mixed(seed) ^ mixed(stream.wrapping_add(Self::GAMMA)))
    }

    /// The next 64 bits.
    pub fn bits(&mut self) -> u64 {
        let number = mixed(self.0);
        self.0 = self.0.wrapping_add(1);
        number
    }

    /// The next number in [0, 1), a multiple of 2⁻⁵³.
    pub fn uniform(&mut self) -> f64 {
        (self.bits() >> 11) as f64 / (1u64 << 53) as f64
    }

    /// The next whole number below `end`, which is at least 1: the high half of a product, whose
    /// bias is less than `end`/2⁶⁴ (Lemire, *Fast random integer generation in an interval*,
    /// 2019).
    pub fn below(&mut self, end: usize) -> usize {
        ((u128::from(self.bits()) * end as u128) >> 64) as usize
    }

    /// The next number of the standard normal distribution (Box and Muller, 1958).
    pub fn normal(&mut self) -> f64 {
        // Never the logarithm of 0.
        let (radius, angle) = (1.0 - self.uniform(), self.uniform());
        let turn = 2.0 * std::f64::consts::PI * angle;
        f64::sqrt(-2.0 * libm::log(radius)) * libm::cos(turn)
    }

    /// Shuffles a list, every order as likely as any other (Fisher and Yates; Durstenfeld, 1964).
    pub fn shuffle<T>(&mut self, list: &mut [T]) {
        for last in (1..list.len()).rev() {
            list.swap(last, self.below(last + 1));
        }
    }
}

/// SplitMix64's number for a counter: each bit of the result depends on all bits of `x`.
pub(crate) fn mixed(x: u64) -> u64 {
    let x = x.wrapping_mul(Random::GAMMA);
    let x = (x ^ (x >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let x = (x ^ (x >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    x ^ (x >> 31)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn its_numbers_are_those_of_splitmix64() {
        // The first numbers of the generator seeded with 0.
        let published = [0xe220_a839_7b1d_cdaf, 0x6e78_9e6a_a1b9_65f4, 0x06c4_5d18_8009_454f];
        assert_eq!([1, 2, 3].map(mixed), published);
        let mut random = Random(1);
        assert_eq!([(); 3].map(|()| random.bits()), published);
    }

    #[test]
    fn uniform_and_normal_numbers_have_their_moments() {
        const COUNT: usize = 100_000;
        let mut random = Random::new(7, 3);
        let uniform: Vec<f64> = (0..COUNT).map(|_| random.uniform()).collect();
        let normal: Vec<f64> = (0..COUNT).map(|_| random.normal()).collect();
        let mean = |numbers: &[f64], power: i32| {
            numbers.iter().map(|x| (0..power).fold(1.0, |y, _| y * x)).sum::<f64>() / COUNT as f64
        };
        assert!(uniform.iter().all(|x| (0.0..1.0).contains(x)));
        // Each within five standard errors.
        for (found, expected, error) in [
            (mean(&uniform, 1), 0.5, 0.289),
            (mean(&uniform, 2), 1.0 / 3.0, 0.298),
            (mean(&normal, 1), 0.0, 1.0),
            (mean(&normal, 2), 1.0, 1.42),
            (mean(&normal, 3), 0.0, 3.88),
            (mean(&normal, 4), 3.0, 9.8),
        ] {
            let bound = 5.0 * error / f64::sqrt(COUNT as f64);
            assert!((found - expected).abs() < bound, "{found} for {expected}");
        }
    }

    #[test]
    fn every_order_of_three_is_as_likely() {
        let mut counts = std::collections::BTreeMap::new();
        for stream in 0..6000 {
            let mut list = [0, 1, 2];
            Random::new(5, stream).shuffle(&mut list);
            *counts.entry(list).or_insert(0) += 1;
        }
        // 1000 each, standard deviation 29.
        assert_eq!(counts.len(), 6);
        assert!(counts.values().all(|&count| (850..1150).contains(&count)), "{counts:?}");
    }

    #[test]
    fn streams_and_seeds_differ() {
        let first = |seed, stream| Random::new(seed, stream).bits();
        let mut met = std::collections::HashSet::new();
        for seed in 0..50 {
            for stream in 0..50 {
                assert!(met.insert(first(seed, stream)), "{seed} {stream}");
            }
        }
    }
}
