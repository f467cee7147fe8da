//! Whether a run depends on rounding.

use crate::run::Walker;
use crate::task::mixed;
use crate::{Pace, Problem, Run, RunSpec, Task, Trajectory, Vector};

/// Follows a run with twins from the same start, each nudged after every step: what
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
    pub fn new(task: impl Into<Task>, start: &[f64], spec: &RunSpec) -> Self {
        let task = task.into();
        let twin = |pattern| (task.walker(&spec.optimizer, start), Nudge { pattern });
        let [width, height] = task.region().size();
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

    /// How many epochs were followed.
    pub(crate) fn followed(&self) -> usize {
        self.followed
    }

    /// The first epoch at which a twin was elsewhere, of those followed.
    #[must_use]
    pub fn parted(&self) -> Option<usize> {
        self.parted
    }

    fn walk(&mut self, path: &Trajectory, stride: usize) {
        let (size, first) = (self.size, self.followed + 1);
        let parted = self.twins.iter_mut().filter_map(|(twin, nudge)| {
            let mut record = Trajectory::new(path.dim());
            twin.advance_nudged(&self.pace, stride as u64, *nudge, &mut record);
            let elsewhere = |&i: &usize| match (record.params(i), path.params(first + i)) {
                (Some(a), Some(b)) => a.iter().zip(b).any(|(&a, &b)| is_elsewhere(a, b, size)),
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

/// Random rounding: moves every parameter by eight units in the last place after each
/// step, up or down by a fixed pattern that looks random.
///
/// Source: D. S. Parker, *Monte Carlo arithmetic*, UCLA CSD-970002, 1997, which perturbs every
/// operation; here all roundings of a step are perturbed at once, in w.
#[derive(Clone, Copy, Debug)]
pub struct Nudge {
    /// Which pattern.
    pub(crate) pattern: u64,
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Experiment, gallery};

    fn assignment_b() -> Experiment {
        gallery::named("assignment_b").expect("in the gallery").clone()
    }

    fn run(experiment: &Experiment, spec: &RunSpec) -> Run {
        let mut run = Run::new(&experiment.landscape, &experiment.start, spec);
        run.extend_to(experiment.epochs);
        run
    }

    /// The first epoch at which a twin that goes step by step is elsewhere.
    fn parted_by_hand(experiment: &Experiment, spec: &RunSpec) -> Option<usize> {
        let Experiment { landscape, start, .. } = experiment;
        let path = run(experiment, spec);
        let path = path.trajectory();
        let [width, height] = landscape.get().region().size();
        let task = Task::from(landscape);
        let mut twins = [0, 1].map(|pattern| (task.walker(&spec.optimizer, start), pattern));
        (1..path.len()).find(|&epoch| {
            let (a, far) = (path.point(epoch).expect("known"), width.max(height));
            // Each goes on, whatever the other does.
            let elsewhere = twins.each_mut().map(|(twin, pattern)| {
                let mut record = Trajectory::new(2);
                twin.advance_nudged(&spec.pace(), 1, Nudge { pattern: *pattern }, &mut record);
                let b = record.point(0);
                b.is_none_or(|b| (0..2).any(|k| (a[k] - b[k]).abs() > 1e-6 * (far + a[k].abs())))
            });
            elsewhere.contains(&true)
        })
    }

    #[test]
    fn a_run_and_its_twins_part_at_the_same_epoch_in_whatever_pieces() {
        let (experiment, mut found) = (assignment_b(), 0);
        for spec in &experiment.runs {
            let (run, expected) = (run(&experiment, spec), parted_by_hand(&experiment, spec));
            for piece in [1, 7, 119, 255, 256, 257, 1000, 5000] {
                let Experiment { landscape, start, .. } = &experiment;
                let mut sensitivity = Sensitivity::new(landscape, start, spec);
                let mut pieces = 0;
                while sensitivity.follow(&run, piece) {
                    pieces += 1;
                    let most = pieces * piece.next_multiple_of(STRIDE);
                    assert!((1..=most).contains(&sensitivity.followed), "by {piece}");
                    assert!(
                        sensitivity.followed >= (pieces * piece).min(1000) || expected.is_some()
                    );
                }
                assert_eq!(sensitivity.parted(), expected, "{spec:?} by {piece}");
                assert!(expected.is_some() || sensitivity.followed == 1000);
                assert!(!sensitivity.follow(&run, piece));
            }
            found += usize::from(expected.is_some());
        }
        assert_eq!(found, 1);
    }

    #[test]
    fn a_run_that_goes_on_is_followed_on() {
        let experiment = assignment_b();
        let Experiment { landscape, start, runs, .. } = &experiment;
        let expected = parted_by_hand(&experiment, &runs[2]).expect("it depends on rounding");
        for piece in [1, 100, 256, 300] {
            let mut run = Run::new(landscape, start, &runs[2]);
            let mut sensitivity = Sensitivity::new(landscape, start, &runs[2]);
            assert!(!sensitivity.follow(&run, 1000));
            for epoch in (0..=1000).step_by(piece) {
                run.extend_to(epoch);
                while sensitivity.follow(&run, 50) {}
                assert_eq!(sensitivity.parted(), (expected <= epoch).then_some(expected));
            }
        }
    }

    #[test]
    fn elsewhere_is_a_millionth_of_the_size_and_of_the_place() {
        for (a, b, elsewhere) in [
            (5.0, 5.0, false),
            (0.0, 3.9e-6, false),
            (0.0, 4.1e-6, true),
            (0.0, -4.1e-6, true),
            (100.0, 100.0 + 103e-6, false),
            (100.0, 100.0 + 105e-6, true),
            (-100.0, -100.0 - 103e-6, false),
            (-100.0, -100.0 - 105e-6, true),
            (4.1e-6, 0.0, true),
            (3.9e-6, 0.0, false),
            (ELSEWHERE * 4.0, 0.0, false),
        ] {
            assert_eq!(is_elsewhere(a, b, 4.0), elsewhere, "{a} {b}");
        }
    }

    #[test]
    fn a_nudge_is_some_units_in_the_last_place_up_or_down() {
        let up = |w: f64| (0..Nudge::ULPS).fold(w, |w, _| w.next_up());
        let down = |w: f64| (0..Nudge::ULPS).fold(w, |w, _| w.next_down());
        let mut ways = std::collections::HashSet::new();
        for pattern in [0, 1] {
            for step in 1..200 {
                let signs = mixed(2 * step + pattern);
                for start in [[1.5, -2.5], [-1e-300, 7e200], [3.0, 4.0]] {
                    let mut w = start;
                    Nudge { pattern }.apply(step, &[0.0, 0.0], &mut w);
                    let moved = [0, 1].map(|i| match signs >> i & 1 {
                        1 => up(start[i]),
                        _ => down(start[i]),
                    });
                    assert_eq!(w, moved, "{step} {pattern}");
                }
                ways.insert((pattern, signs & 3));
            }
        }
        // In either twin every place goes either way.
        assert_eq!(ways.len(), 8);
        let mut many = vec![1.0; 70];
        Nudge { pattern: 1 }.apply(9, &vec![0.0; 70], &mut many);
        assert_eq!(many[..6], many[64..], "the signs of 64 places are used again");
    }

    #[test]
    fn what_was_not_rounded_is_not_nudged() {
        let tiny = f64::MIN_POSITIVE / 2.0;
        for step in 1..50 {
            for (before, after) in
                [([1.5, -2.0], [1.5, -2.0]), ([1.0, 1.0], [0.0, -0.0]), ([1.0, 1.0], [tiny, -tiny])]
            {
                let mut w = after;
                Nudge { pattern: 0 }.apply(step, &before, &mut w);
                assert_eq!(w.map(f64::to_bits), after.map(f64::to_bits));
            }
            let mut w = [1.5, 2.0];
            Nudge { pattern: 1 }.apply(step, &[1.5, 1.0], &mut w);
            assert!(w[0] == 1.5 && w[1] != 2.0, "each place on its own");
        }
    }
}
