use crate::experiment::RunSpec;
use crate::walk::{Snapshot, Walker};
use crate::{Landscape, Pace, Trajectory, Vector};

/// A run: its trajectory as far as it is known, and what it takes to know more.
///
/// It is computed as far as it is asked for, and stands still for ever at its first
/// value that is not finite.
pub struct Run {
    pace: Pace,
    trajectory: Trajectory,
    diverged: Option<usize>,
    walker: Box<dyn Walker>,
    checkpoints: Vec<Box<dyn Walker>>,
}

/// Epochs between two kept states, from which a replay can begin.
const STRIDE: usize = 1024;

impl Run {
    /// The run of `spec` over a landscape from `start`, at epoch 0.
    #[must_use]
    pub fn new(landscape: &Landscape, start: [f64; 2], spec: &RunSpec) -> Self {
        let walker = landscape.walker(&spec.optimizer, start);
        let mut trajectory = Trajectory::default();
        let Snapshot { cost, gradient, .. } = walker.snapshot();
        trajectory.push(start, cost, gradient.length(), spec.pace().rate(1));
        let diverged = (!cost.is_finite()).then_some(0);
        let checkpoints = vec![walker.boxed_clone()];
        Self { pace: spec.pace(), trajectory, diverged, walker, checkpoints }
    }

    /// Computes on until `epoch` is known or the run has diverged.
    pub fn extend_to(&mut self, epoch: usize) {
        self.trajectory.reserve((epoch + 1).saturating_sub(self.trajectory.len()));
        while self.diverged.is_none() && self.trajectory.len() <= epoch {
            let taken = self.trajectory.len() - 1;
            let stop = ((taken / STRIDE + 1) * STRIDE).min(epoch);
            let steps = (stop - taken) as u64;
            if !self.walker.advance(&self.pace, steps, &mut self.trajectory) {
                self.diverged = Some(self.trajectory.len());
            } else if stop.is_multiple_of(STRIDE) {
                self.checkpoints.push(self.walker.boxed_clone());
            }
        }
    }

    /// What is known so far.
    #[must_use]
    pub fn trajectory(&self) -> &Trajectory {
        &self.trajectory
    }

    /// The first epoch at which a number was not finite, once it is known.
    #[must_use]
    pub fn diverged(&self) -> Option<usize> {
        self.diverged
    }

    /// All that the run carried at `epoch`, by replay from the last kept state; none
    /// where the run is not known so far, or had diverged.
    #[must_use]
    pub fn snapshot(&self, epoch: usize) -> Option<Snapshot> {
        if epoch >= self.trajectory.len() {
            return None;
        }
        let mut walker = self.checkpoints.get(epoch / STRIDE)?.boxed_clone();
        walker.advance(&self.pace, (epoch % STRIDE) as u64, &mut Trajectory::default());
        Some(walker.snapshot())
    }

    /// All that the run carried at every epoch that is known, from 0 on, in one walk.
    pub fn snapshots(&self) -> impl Iterator<Item = Snapshot> {
        let mut walker = self.checkpoints[0].boxed_clone();
        let mut passed = Trajectory::default();
        (0..self.trajectory.len()).map(move |epoch| {
            if epoch > 0 {
                walker.advance(&self.pace, 1, &mut passed);
                passed.truncate(0);
            }
            walker.snapshot()
        })
    }
}
