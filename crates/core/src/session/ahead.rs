//! What is computed when, so that a frame is never late: first what is shown, then what will
//! be, then what is worth knowing besides.

use super::Session;
use crate::{Digest, Problem, Run, Sensitivity};

/// How many steps over a formula are computed ahead, over all runs, between two frames: about a
/// millisecond's work.
const STEPS_AHEAD: usize = 20_000;

/// How many steps the step of a twin costs, which is nudged and goes without a loop made for it.
const TWIN_STEP: usize = 4;

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

    /// How many steps are computed between two frames.
    pub(super) fn steps_ahead(&self) -> usize {
        (STEPS_AHEAD / self.task.work()).max(1)
    }

    /// Computes about `steps` more steps. True while there is more to know.
    ///
    /// What is short is done at once: of most experiments all is known with the first frame, and
    /// no second one is needed to show it.
    pub(super) fn compute_ahead(&mut self, steps: usize) -> bool {
        let mut left = steps;
        while left > 0 && self.digest.is_none() {
            let taken = self.take_ahead(left, left == steps);
            left = left.saturating_sub(taken);
        }
        self.digest.is_none()
    }

    /// Takes about so many steps of what comes next, and returns how many it took: all, where it
    /// would be more than that. `first` where nothing was done before in the same time.
    fn take_ahead(&mut self, steps: usize, first: bool) -> usize {
        let known = self.known();
        if known < self.steps() {
            self.extend_abreast(steps);
            let taken = (self.known() - known) * self.shown().count();
            return if self.known() < self.steps() { steps } else { taken.max(1) };
        }
        let taken = self.extend_hidden(steps).or_else(|| self.follow_twins(steps));
        taken.unwrap_or_else(|| {
            let all: usize = self.runs.iter().map(|run| run.trajectory().len()).sum();
            if first || all <= steps {
                self.digest = Some(Digest::of_runs(&self.runs));
            }
            steps
        })
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

    /// The first run that is not ticked and not at its end. Returns the steps that it took; none
    /// where there is no such run.
    fn extend_hidden(&mut self, steps: usize) -> Option<usize> {
        let last = self.steps();
        let is_open = |run: &&mut Run| run.diverged().is_none() && run.trajectory().len() <= last;
        let run = self.runs.iter_mut().find(is_open)?;
        let known = run.trajectory().len();
        run.extend_to((known + steps).min(last));
        Some((run.trajectory().len() - known).max(1))
    }

    /// The twins of the first run that is not followed to its end, in the same way.
    fn follow_twins(&mut self, steps: usize) -> Option<usize> {
        let mut pairs = self.sensitivities.iter_mut().zip(&self.runs);
        pairs.find_map(|(sensitivity, run)| {
            let before = sensitivity.followed();
            let went_on = sensitivity.follow(run, steps.div_ceil(Sensitivity::TWINS));
            let taken = (sensitivity.followed() - before) * Sensitivity::TWINS;
            went_on.then_some(taken * TWIN_STEP)
        })
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
    fn what_is_short_is_known_at_once_and_what_is_long_is_not() {
        // The run itself, two twins of which each step costs four, and the fingerprint.
        for (epochs, at_once) in [(150, true), (1_900, true), (2_100, false), (19_000, false)] {
            let mut session = session(epochs, &[1e-3]);
            assert_eq!(session.known(), epochs);
            assert_eq!(session.digest().is_some(), at_once, "{epochs}");
            session.complete();
            assert_eq!(session.digest(), Some(Digest::of(session.experiment())));
        }
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
            // With what the last of them leaves of the time, the first hidden one goes on.
            let rest = if session.known() < 40_000 { 0 } else { 999 };
            assert!((others..=others + rest).contains(&lengths(&session)[0]));
            assert_eq!(lengths(&session)[2], others);
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
