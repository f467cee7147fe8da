//! What is computed when, so that a frame is never late: first what is shown, then what will
//! be, then what is worth knowing besides.

use super::Session;
use crate::{Digest, Run, Sensitivity};

/// How many steps are computed ahead, over all runs, between two frames: about a
/// millisecond's work.
pub(super) const STEPS_AHEAD: usize = 20_000;

/// When a run's cost was first below the threshold, looked for as the run goes on.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct FirstBelow {
    searched: usize,
    pub(super) found: Option<usize>,
}

impl FirstBelow {
    fn search(&mut self, run: &Run, threshold: f64) {
        let trajectory = run.trajectory();
        if self.found.is_none() {
            self.found = trajectory.first_below(threshold, self.searched);
            self.searched = trajectory.len();
        }
    }
}

impl Session {
    /// Computes everything that can be known: every run to its end, its twins, the
    /// fingerprint.
    pub fn complete(&mut self) {
        while self.compute_ahead(STEPS_AHEAD) {}
    }

    /// Computes a run to its end.
    pub fn finish_run(&mut self, index: usize) {
        if let Some(run) = self.runs.get_mut(index) {
            run.extend_to(self.experiment.epochs);
        }
        self.watch();
    }

    /// Computes what the epoch that is shown needs.
    pub(super) fn catch_up(&mut self) {
        self.extend_to(self.playback.epoch());
    }

    /// Looks anew for when each run arrived.
    pub(super) fn use_threshold(&mut self, threshold: f64) {
        self.threshold = threshold;
        self.arrivals.fill(FirstBelow::default());
        self.watch();
    }

    /// Computes about `steps` more steps. True while there is more to know.
    pub(super) fn compute_ahead(&mut self, steps: usize) -> bool {
        if self.digest.is_some() {
            return false;
        }
        if self.known() < self.experiment.epochs {
            self.extend_abreast(steps);
        } else if !self.extend_hidden(steps) && !self.follow_twins(steps) {
            self.digest = Some(Digest::of_runs(&self.runs));
            return false;
        }
        true
    }

    fn extend_to(&mut self, epoch: usize) {
        for (run, look) in self.runs.iter_mut().zip(&self.looks) {
            if look.shown {
                run.extend_to(epoch);
            }
        }
        self.watch();
    }

    /// Looks for the threshold in what has become known.
    fn watch(&mut self) {
        for (arrival, run) in self.arrivals.iter_mut().zip(&self.runs) {
            arrival.search(run, self.threshold);
        }
    }

    /// All ticked runs, none before the others.
    fn extend_abreast(&mut self, steps: usize) {
        let count = self.shown().count().max(1);
        let goal = self.known() + (steps / count).max(1);
        self.extend_to(goal.min(self.experiment.epochs));
    }

    /// The first run that is not ticked and not at its end. False where there is none.
    fn extend_hidden(&mut self, steps: usize) -> bool {
        let epochs = self.experiment.epochs;
        let is_open = |run: &&mut Run| run.diverged().is_none() && run.trajectory().len() <= epochs;
        let Some(run) = self.runs.iter_mut().find(is_open) else { return false };
        run.extend_to((run.trajectory().len() + steps).min(epochs));
        true
    }

    /// The twins of the first run that is not followed to its end. False where there is none.
    fn follow_twins(&mut self, steps: usize) -> bool {
        let mut pairs = self.sensitivities.iter_mut().zip(&self.runs);
        pairs.any(|(sensitivity, run)| sensitivity.follow(run, steps / Sensitivity::TWINS))
    }
}
