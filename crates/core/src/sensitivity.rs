//! Whether a run depends on the last digit of its start.

use crate::walk::Walker;
use crate::{Landscape, Pace, Run, RunSpec, Trajectory};

/// Follows a run with two twins, each from a start that is one unit in the last place of one
/// coordinate away (of 1, where the coordinate is 0).
///
/// From where a twin is seen to be elsewhere, the run's numbers are true of this very start
/// alone: a program that rounds otherwise may get others, and neither is wrong. That holds even
/// if their paths meet again, since others may not.
pub struct Sensitivity {
    pace: Pace,
    twins: [Box<dyn Walker>; 2],
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
    /// Nothing followed yet.
    #[must_use]
    pub fn new(landscape: &Landscape, start: [f64; 2], spec: &RunSpec) -> Self {
        let twin = |place: usize| {
            let mut start = start;
            start[place] = next(start[place]);
            landscape.walker(&spec.optimizer, start)
        };
        let [width, height] = landscape.get().region().size();
        let size = width.max(height);
        Self { pace: spec.pace(), twins: [twin(0), twin(1)], size, followed: 0, parted: None }
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
        let parted = self.twins.iter_mut().filter_map(|twin| {
            let mut record = Trajectory::default();
            twin.advance(&self.pace, stride as u64, &mut record);
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

fn next(w: f64) -> f64 {
    if w == 0.0 { f64::EPSILON } else { w.next_up() }
}
