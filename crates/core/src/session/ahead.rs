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
        let steps = self.steps();
        if let Some(run) = self.runs.get_mut(index) {
            run.extend_to(steps);
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
        if self.known() < self.steps() {
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
        self.extend_to(goal.min(self.steps()));
    }

    /// The first run that is not ticked and not at its end. False where there is none.
    fn extend_hidden(&mut self, steps: usize) -> bool {
        let last = self.steps();
        let is_open = |run: &&mut Run| run.diverged().is_none() && run.trajectory().len() <= last;
        let Some(run) = self.runs.iter_mut().find(is_open) else { return false };
        run.extend_to((run.trajectory().len() + steps).min(last));
        true
    }

    /// The twins of the first run that is not followed to its end. False where there is none.
    fn follow_twins(&mut self, steps: usize) -> bool {
        let mut pairs = self.sensitivities.iter_mut().zip(&self.runs);
        pairs.any(|(sensitivity, run)| sensitivity.follow(run, steps / Sensitivity::TWINS))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::session::Event;
    use crate::{Experiment, Landscape, Optimizer, RunSpec};

    /// Gradient descent on a bowl, one run per learning rate.
    fn session(epochs: usize, rates: &[f64]) -> Session {
        let landscape = Landscape::from_kind("quadratic").expect("listed");
        let optimizer = Optimizer::from_kind("gradient_descent").expect("listed");
        let run = |&learning_rate| RunSpec { learning_rate, ..RunSpec::new(optimizer.clone()) };
        let runs = rates.iter().map(run).collect();
        Session::new(Experiment { epochs, runs, ..Experiment::new(landscape) })
    }

    fn lengths(session: &Session) -> Vec<usize> {
        session.runs().iter().map(|run| run.trajectory().len()).collect()
    }

    #[test]
    fn a_threshold_is_found_wherever_two_pieces_of_a_run_join() {
        let whole = session(40, &[0.02]);
        let costs = &whole.runs()[0].trajectory().cost;
        assert!(costs.is_sorted_by(|a, b| a > b));
        for (first, cost) in costs.iter().enumerate().take(30) {
            for piece in 1..=first + 2 {
                let spec = whole.experiment().runs[0].clone();
                let Experiment { landscape, start, .. } = whole.experiment();
                let mut run = Run::new(landscape, start, &spec);
                let mut arrival = FirstBelow::default();
                for epoch in (0..=40).step_by(piece) {
                    run.extend_to(epoch);
                    arrival.search(&run, cost.next_up());
                    let known = (first <= epoch).then_some(first);
                    assert_eq!(arrival.found, known, "{first} by {piece} at {epoch}");
                }
            }
        }
    }

    #[test]
    fn a_session_finds_the_threshold_as_its_runs_go_on() {
        let mut session = session(60_000, &[1e-4, 1e-5]);
        let (first, known) = (15_000, session.known());
        assert!(known < first, "{known}");
        session.finish_run(0);
        let cost = session.runs()[0].trajectory().cost[first];
        session.playback.seek(session.experiment.epochs);
        let mut again = self::session(60_000, &[1e-4, 1e-5]);
        again.use_threshold(cost.next_up());
        assert_eq!(again.arrivals[0].found, None);
        while again.arrivals[0].found.is_none() {
            assert!(again.runs[0].trajectory().len() <= first);
            assert!(again.compute_ahead(777));
        }
        assert_eq!(again.arrivals[0].found, Some(first));
    }

    #[test]
    fn ticked_runs_go_abreast_by_a_bounded_number_of_steps() {
        let mut session = session(100_000, &[1e-3; 3]);
        let each = STEPS_AHEAD / 3;
        assert_eq!((lengths(&session), session.known()), (vec![each + 1; 3], each));
        assert!(session.compute_ahead(300));
        assert_eq!((lengths(&session), session.known()), (vec![each + 101; 3], each + 100));
        // Fewer steps than runs: one each.
        assert!(session.compute_ahead(2));
        assert_eq!(session.known(), each + 101);
        session.send(Event::ShowRun { run: 1, shown: false }).expect("a run");
        assert!(session.compute_ahead(300));
        let ahead = each + 251;
        assert_eq!(lengths(&session), [ahead + 1, each + 102, ahead + 1]);
        assert_eq!(session.known(), ahead);
    }

    #[test]
    fn twins_together_take_a_bounded_number_of_steps() {
        let (epochs, steps) = (40_000, 1000);
        let mut session = session(epochs, &[1e-3]);
        session.finish_run(0);
        let mut pieces = 0;
        while session.compute_ahead(steps) {
            pieces += 1;
        }
        // A twin takes its steps in strides of 256.
        let most = steps + 2 * 256;
        assert!(pieces >= 2 * epochs / most, "{pieces}");
        assert!(pieces <= 2 * epochs / steps, "{pieces}");
    }

    #[test]
    fn what_is_not_ticked_comes_after_all_that_is() {
        let mut session = session(50, &[1e-3; 3]);
        session.complete();
        session.experiment.epochs = 40_000;
        session.rerun();
        for hidden in [0, 2] {
            session.send(Event::ShowRun { run: hidden, shown: false }).expect("a run");
        }
        let others = lengths(&session)[0];
        while session.known() < 40_000 {
            assert!(session.compute_ahead(1000));
            assert_eq!([lengths(&session)[0], lengths(&session)[2]], [others; 2]);
        }
        for hidden in [0, 2] {
            let mut frames = 0;
            while lengths(&session)[hidden] <= 40_000 {
                let before = lengths(&session)[hidden];
                assert!(session.compute_ahead(1000));
                assert!((1..=1001).contains(&(lengths(&session)[hidden] - before)));
                frames += 1;
            }
            assert!(frames > 20, "{frames}");
        }
        assert_eq!(session.digest(), None);
        session.complete();
        assert_eq!(session.digest(), Some(Digest::of(session.experiment())));
    }

    #[test]
    fn a_change_computes_as_far_as_is_shown_and_ahead_only_where_there_is_time() {
        for shown in [0, 5_000, STEPS_AHEAD - 1, STEPS_AHEAD, STEPS_AHEAD + 1, 30_000] {
            let mut session = session(50_000, &[1e-4]);
            session.playback.seek(shown);
            session.send(Event::MoveStart { to: [-1.0, 0.5] }).expect("a place");
            assert_eq!(session.known(), shown.max(STEPS_AHEAD), "at epoch {shown}");
        }
        // Two runs share the time.
        let mut session = session(50_000, &[1e-4, 2e-4]);
        session.playback.seek(6_000);
        session.send(Event::MoveStart { to: [-1.0, 0.5] }).expect("a place");
        assert_eq!(session.known(), STEPS_AHEAD / 2);
    }
}
