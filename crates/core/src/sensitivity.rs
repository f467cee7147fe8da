//! Whether a run depends on rounding.

use crate::walk::Walker;
use crate::{Landscape, Pace, Run, RunSpec, Trajectory, Vector};

/// Follows a run with twins from the same start, each with a [`Nudge`] after every step: what
/// other roundings of the same formulas may come to.
///
/// From where a twin is seen to be elsewhere, the run's numbers are true of this order of
/// operations alone: a program that rounds otherwise may get others, and neither is wrong. That
/// holds even if their paths meet again, since others may not.
///
/// A twin that begins beside the start would not do: where a path first contracts, such a twin
/// becomes the run to the bit, and shows nothing of what rounding does later. How many runs are
/// found and missed stands in `docs/trust.md`.
pub struct Sensitivity {
    pace: Pace,
    twins: [(Box<dyn Walker>, Nudge); Self::TWINS],
    /// The landscape's width or height.
    size: f64,
    /// Epochs that were followed.
    followed: usize,
    parted: Option<usize>,
}

/// How far apart, relative to where they are and to the landscape's size, is elsewhere: as much
/// as six digits show.
const ELSEWHERE: f64 = 1e-6;

/// Epochs that a twin walks at once.
const STRIDE: usize = 256;

impl Sensitivity {
    /// How many twins follow a run.
    pub(crate) const TWINS: usize = 2;

    /// Nothing followed yet.
    #[must_use]
    pub fn new(landscape: &Landscape, start: [f64; 2], spec: &RunSpec) -> Self {
        let twin = |pattern| (landscape.walker(&spec.optimizer, start), Nudge { pattern });
        let [width, height] = landscape.get().region().size();
        let size = width.max(height);
        let twins = [twin(0), twin(1)];
        Self { pace: spec.pace(), twins, size, followed: 0, parted: None }
    }

    /// Follows the run for about `epochs` more of the epochs that are known of it, until a twin
    /// is elsewhere. False where there was nothing more to follow.
    pub fn follow(&mut self, run: &Run, epochs: usize) -> bool {
        let path = run.trajectory();
        let (before, known) = (self.followed, path.len() - 1);
        while self.parted.is_none() && self.followed < known.min(before + epochs) {
            let stride = (known - self.followed).min(STRIDE);
            self.walk(path, stride);
            self.followed += stride;
        }
        self.followed > before
    }

    /// The first epoch at which a twin was elsewhere, of those followed.
    #[must_use]
    pub fn parted(&self) -> Option<usize> {
        self.parted
    }

    fn walk(&mut self, path: &Trajectory, stride: usize) {
        let (size, first) = (self.size, self.followed + 1);
        let parted = self.twins.iter_mut().filter_map(|(twin, nudge)| {
            let mut record = Trajectory::default();
            twin.advance_nudged(&self.pace, stride as u64, *nudge, &mut record);
            let elsewhere = |&i: &usize| match (record.point(i), path.point(first + i)) {
                (Some(a), Some(b)) => (0..2).any(|k| is_elsewhere(a[k], b[k], size)),
                // The twin is no longer finite where the run is.
                _ => true,
            };
            (0..stride).find(elsewhere)
        });
        self.parted = parted.min().map(|i| first + i);
    }
}

fn is_elsewhere(a: f64, b: f64, size: f64) -> bool {
    (a - b).abs() > ELSEWHERE * (size + b.abs())
}

/// Random rounding: moves every parameter by [`Nudge::ULPS`] units in the last place after each
/// step, up or down by a fixed pattern that looks random.
///
/// Source: D. S. Parker, *Monte Carlo arithmetic*, UCLA CSD-970002, 1997, which perturbs every
/// operation; here all roundings of a step are perturbed at once, in w.
#[derive(Clone, Copy, Debug)]
pub struct Nudge {
    /// Which pattern.
    pattern: u64,
}

impl Nudge {
    /// How far: about what the dozen roundings of a step and its gradient come to. One unit
    /// misses 3 % of the runs that depend on rounding, sixteen find no more than eight.
    const ULPS: u64 = 8;

    /// Nudges `w` after a step, which led there from `before`. A parameter that the step has left
    /// where it was stays there, and so does 0: neither was rounded.
    #[inline]
    pub(crate) fn apply<V: Vector>(self, step: u64, before: &V, w: &mut V) {
        let signs = mixed(step * Sensitivity::TWINS as u64 + self.pattern);
        V::for_places(w.dim(), |i| {
            if w[i] != before[i] && w[i].is_normal() {
                let up = signs >> (i % 64) & 1 == 1;
                let bits = w[i].to_bits();
                // Up the number line is away from zero for a positive number.
                let away = up == (w[i] > 0.0);
                w[i] = f64::from_bits(if away { bits + Self::ULPS } else { bits - Self::ULPS });
            }
        });
    }
}

/// SplitMix64's output function (Steele, Lea and Flood, 2014): each bit of the result
/// depends on all bits of `x`.
fn mixed(x: u64) -> u64 {
    let x = x.wrapping_mul(0x9e37_79b9_7f4a_7c15);
    let x = (x ^ (x >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let x = (x ^ (x >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    x ^ (x >> 31)
}
