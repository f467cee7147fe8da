//! A run: its walk from state to state, and the record of it.

mod column;
mod digest;
mod engine;
mod lines;
mod objective;
mod pace;
mod sensitivity;
mod starts;
mod state;
pub mod table;
mod trajectory;
mod vector;
mod walk;

pub use column::Column;
pub use digest::Digest;
pub use engine::{Engine, Loop, Step};
pub use lines::Line;
pub use objective::Objective;
pub use pace::Pace;
pub use sensitivity::{Nudge, Sensitivity};
pub use starts::{Batch, Outcome, Starts, StartsLoop};
pub use state::{Checkpoint, State};
pub use table::Table;
pub use trajectory::{Rows, Trajectory};
pub use vector::Vector;
pub use walk::{Carried, Snapshot, Walk, Walker};

use std::rc::Rc;

use crate::experiment::RunSpec;
use crate::{Optimizer, Task};

/// A run: its trajectory as far as it is known, and what it takes to know more.
///
/// ```
/// use descent_core::{Landscape, Optimizer, Run, RunSpec};
///
/// let landscape = Landscape::from_kind("himmelblau").expect("listed");
/// let adam = Optimizer::from_kind("adam").expect("listed");
/// let mut run = Run::new(&landscape, &[-1.0, -1.0], &RunSpec::new(adam));
/// run.extend_to(20);
///
/// // Everything that it carried at an epoch, and how its last step came about.
/// let state = run.snapshot(20).expect("known");
/// assert_eq!(state.slots[0].0, "m");
/// let lines = run.lines(20).expect("known");
/// assert_eq!((lines[0].name.as_str(), lines[1].name.as_str()), ("g", "m"));
/// ```
///
/// It is computed as far as it is asked for, and stands still for ever at its first
/// value that is not finite.
pub struct Run {
    task: Task,
    optimizer: Optimizer,
    pace: Pace,
    trajectory: Trajectory,
    diverged: Option<usize>,
    walker: Box<dyn Walker>,
    checkpoints: Vec<Checkpoint>,
    /// What is asked for a loop, until there is one.
    engine: Option<Rc<dyn Engine>>,
}

/// Epochs between two kept states, from which a replay can begin.
const STRIDE: usize = 1024;

impl Run {
    /// The run of `spec` over a task, or over a landscape by its exact gradient, from `start`, at
    /// epoch 0.
    ///
    /// # Panics
    /// Where `start` has another number of parameters than the task.
    #[must_use]
    pub fn new(task: impl Into<Task>, start: &[f64], spec: &RunSpec) -> Self {
        Self::recorded_in(Trajectory::new(start.len()), task.into(), start, spec)
    }

    /// The same, recorded in the memory of a record that nobody needs any more.
    ///
    /// # Panics
    /// Where `start` or the record has another number of parameters than the task.
    #[must_use]
    pub fn recorded_in(
        mut trajectory: Trajectory,
        task: Task,
        start: &[f64],
        spec: &RunSpec,
    ) -> Self {
        let walker = task.walker(&spec.optimizer, start);
        let (optimizer, pace) = (spec.optimizer.clone(), spec.pace());
        let Snapshot { params, cost, gradient, .. } = walker.snapshot();
        trajectory.begin(task.updates_per_epoch() > 1);
        trajectory.push(&params, cost, gradient.length(), pace.rate(1, &pace.begin()));
        let diverged = (!cost.is_finite()).then_some(0);
        let (checkpoints, engine) = (vec![walker.checkpoint()], None);
        Self { task, optimizer, pace, trajectory, diverged, walker, checkpoints, engine }
    }

    /// Goes on by the loop that an engine makes, from when there is one. The numbers are the
    /// same.
    pub fn use_engine(&mut self, engine: &Rc<dyn Engine>) {
        self.engine = Some(Rc::clone(engine));
    }

    /// Takes the loop that the engine has made, if it has.
    fn look_for_loop(&mut self) {
        let Some(engine) = &self.engine else { return };
        if let Some(made) = engine.prepare(&self.task, &self.optimizer) {
            self.walker.go_by(made);
            self.engine = None;
        }
    }

    /// Computes on until `epoch` is known or the run has diverged.
    pub fn extend_to(&mut self, epoch: usize) {
        if self.diverged.is_some() || self.trajectory.len() > epoch {
            return;
        }
        self.look_for_loop();
        self.trajectory.reserve((epoch + 1).saturating_sub(self.trajectory.len()));
        while self.diverged.is_none() && self.trajectory.len() <= epoch {
            let taken = self.trajectory.len() - 1;
            let stop = ((taken / STRIDE + 1) * STRIDE).min(epoch);
            let steps = (stop - taken) as u64;
            if !self.walker.advance(&self.pace, steps, &mut self.trajectory) {
                self.diverged = Some(self.trajectory.len());
            } else if stop.is_multiple_of(STRIDE) {
                self.checkpoints.push(self.walker.checkpoint());
            }
        }
    }

    /// The record, for another run to be [recorded in](Run::recorded_in).
    #[must_use]
    pub fn into_trajectory(self) -> Trajectory {
        self.trajectory
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
        let mut walker = self.resume(epoch / STRIDE)?;
        walker.skip(&self.pace, (epoch % STRIDE) as u64);
        Some(walker.snapshot())
    }

    /// All that the run carried at every epoch that is known, from 0 on, in one walk.
    pub fn snapshots(&self) -> impl Iterator<Item = Snapshot> {
        let walker = self.resume(0);
        walker.into_iter().flat_map(move |mut walker| {
            (0..self.trajectory.len()).map(move |epoch| {
                walker.skip(&self.pace, u64::from(epoch > 0));
                walker.snapshot()
            })
        })
    }

    /// The walk at the kept state of this number.
    fn resume(&self, number: usize) -> Option<Box<dyn Walker>> {
        self.task.resume(&self.optimizer, self.checkpoints.get(number)?)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Landscape, Optimizer, Schedule};

    /// Into the fourth stride.
    const EPOCHS: usize = 3 * STRIDE + 7;

    fn landscape(kind: &str) -> Landscape {
        Landscape::from_kind(kind).expect("listed")
    }

    /// A run whose every step depends on its number and on all steps before.
    fn adam() -> RunSpec {
        let optimizer = Optimizer::from_kind("adam").expect("listed");
        let schedule = Schedule::from_kind("cosine").expect("listed");
        RunSpec { schedule, warmup: 1100, ..RunSpec::new(optimizer) }
    }

    /// Gradient descent on a round bowl, where each step multiplies w by 1 − α.
    fn bowl(learning_rate: f64) -> Run {
        let mut landscape = landscape("quadratic");
        landscape.get_mut().set("condition", crate::settings::Value::Number(1.0));
        let optimizer = Optimizer::from_kind("gradient_descent").expect("listed");
        let spec = RunSpec { learning_rate, ..RunSpec::new(optimizer) };
        Run::new(&landscape, &[1.0, 0.5], &spec)
    }

    /// The states of one walk that is never cut.
    fn walked(landscape: &Landscape, spec: &RunSpec) -> Vec<Snapshot> {
        let mut walker = Task::from(landscape).walker(&spec.optimizer, &landscape.get().start());
        let states = (0..=EPOCHS).map(|epoch| {
            walker.skip(&spec.pace(), u64::from(epoch > 0));
            walker.snapshot()
        });
        states.collect()
    }

    /// `Run::extend_to` in pieces of `step` epochs.
    fn extend_by(run: &mut Run, step: usize) {
        (0..EPOCHS).step_by(step).for_each(|epoch| run.extend_to(epoch));
        run.extend_to(EPOCHS);
    }

    #[test]
    fn every_epoch_is_replayed_however_the_run_was_cut() {
        let (landscape, spec) = (landscape("rosenbrock"), adam());
        let walked = walked(&landscape, &spec);
        for step in [1, 1000, STRIDE - 1, STRIDE, STRIDE + 1, 2 * STRIDE, EPOCHS] {
            let mut run = Run::new(&landscape, &landscape.get().start(), &spec);
            extend_by(&mut run, step);
            for (epoch, state) in walked.iter().enumerate() {
                let around = (epoch + 3) % STRIDE < 6;
                if around || step == 1000 {
                    assert_eq!(run.snapshot(epoch).as_ref(), Some(state), "{epoch} by {step}");
                }
            }
            assert!(run.snapshots().eq(walked.iter().cloned()), "by {step}");
        }
    }

    #[test]
    fn no_state_is_replayed_that_is_not_known() {
        let mut run = bowl(0.1);
        for epoch in [0, 1, STRIDE - 1, STRIDE, STRIDE + 1] {
            run.extend_to(epoch);
            assert_eq!(run.trajectory().len(), epoch + 1);
            assert!(run.snapshot(epoch).is_some());
            for later in [epoch + 1, epoch + 2, epoch + STRIDE] {
                assert_eq!(run.snapshot(later), None, "{later} where {epoch} is known");
            }
        }
    }

    #[test]
    fn a_run_that_diverges_late_does_so_at_the_same_epoch_however_it_was_cut() {
        // w is multiplied by −1.3 until w²/2 overflows.
        let mut whole = bowl(2.3);
        whole.extend_to(EPOCHS);
        let end = whole.diverged().expect("it flies away");
        assert!((STRIDE..2 * STRIDE).contains(&end), "{end}");
        assert_eq!(whole.trajectory().len(), end);
        let next = 2.0 * whole.trajectory().cost[end - 1] * (1.3 * 1.3);
        assert!(whole.trajectory().cost[end - 1].is_finite() && !next.is_finite());
        for step in [1, 7, STRIDE - 1, STRIDE, STRIDE + 1, end - 1, end, end + 1] {
            let mut run = bowl(2.3);
            extend_by(&mut run, step);
            assert_eq!(run.diverged(), Some(end), "by {step}");
            assert_eq!(run.trajectory(), whole.trajectory(), "by {step}");
            assert_eq!(run.snapshot(end), None);
            assert_eq!(run.snapshot(end - 1), run.snapshots().last());
        }
    }

    #[test]
    fn a_start_without_a_finite_cost_is_where_it_diverged() {
        let spec = adam();
        let mut run = Run::new(landscape("rosenbrock"), &[1e200, 0.0], &spec);
        run.extend_to(5);
        assert_eq!((run.diverged(), run.trajectory().len()), (Some(0), 1));
    }

    #[test]
    fn room_for_a_run_is_made_once() {
        let mut run = bowl(0.1);
        run.extend_to(5000);
        let Trajectory { cost, slope, rate, .. } = run.trajectory();
        for column in [cost, slope, rate] {
            assert_eq!(column.len(), 5001);
            // One number more would double it.
            assert!(column.room() < 7500, "{}", column.room());
        }
    }

    #[test]
    fn a_run_in_another_ones_record_is_the_same() {
        let (valley, start) = (landscape("rosenbrock"), [1.0, 0.5]);
        let [mut fresh, mut longer] = [(); 2].map(|()| Run::new(&valley, &start, &adam()));
        fresh.extend_to(300);
        longer.extend_to(EPOCHS);
        let room = longer.trajectory().room();
        let mut again =
            Run::recorded_in(longer.into_trajectory(), (&valley).into(), &start, &adam());
        again.extend_to(300);
        assert_eq!(again.trajectory(), fresh.trajectory());
        assert_eq!(again.trajectory().room(), room);
    }
}
