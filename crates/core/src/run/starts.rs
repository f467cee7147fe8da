//! Runs from many starts, of which only the outcome is kept.

use std::fmt::Debug;
use std::iter::repeat;
use std::rc::Rc;

use crate::run::Engine;
use crate::{Problem, Run, RunSpec, Task, Trajectory};

/// What became of the run from one start.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Outcome {
    /// J(w) at the last epoch before the run diverged, or else at the last epoch of all. Not
    /// finite where that of the start is not.
    pub cost: f64,
    /// The first epoch from which the cost is below the threshold up to the last epoch; none
    /// where it is not below at the last epoch, or where the run diverged.
    pub below: Option<usize>,
    /// The first epoch at which a number was not finite: [`Run::diverged`].
    pub diverged: Option<usize>,
}

impl Outcome {
    /// The outcome of a run that is known to its end.
    #[must_use]
    pub fn of(run: &Run, threshold: f64) -> Self {
        let (path, diverged) = (run.trajectory(), run.diverged());
        let last = path.len() - 1;
        let is_below = |cost: &&f64| **cost < threshold;
        let below = path.len() - path.cost.iter().rev().take_while(is_below).count();
        let below = (diverged.is_none() && below <= last).then_some(below);
        Self { cost: path.cost[last], below, diverged }
    }
}

/// A loop that takes many runs to their ends at once. They differ in their start alone.
pub trait StartsLoop: Debug {
    /// The numbers that a step has in common for all starts, for every step: what
    /// [`StartsLoop::run`] reads. `rates` are the learning rates of all steps.
    fn common(&self, rates: &[f64]) -> Vec<f64>;

    /// Takes the runs of a batch `epochs` steps further, each until it diverges.
    fn run(&self, common: &[f64], epochs: usize, threshold: f64, batch: &mut Batch);
}

/// Runs that a [`StartsLoop`] takes to their ends at once: one number per run in each of some
/// columns, which stand in memory one after the other.
#[derive(Clone, Debug)]
pub struct Batch(Box<[f64]>);

impl Batch {
    /// How many runs there are in a batch: a multiple of as many as are taken side by side.
    pub const SIZE: usize = 48;
    /// The column of w1; that of w2 follows. At first the start, then where the run ended.
    pub const PARAMS: usize = 0;
    /// The column of [`Outcome::cost`].
    pub const COST: usize = 2;
    /// The column of the first epoch from which the cost is below the threshold up to the last
    /// epoch; one more than the last where it is not below there. Any number where the run has
    /// diverged.
    pub const BELOW: usize = 3;
    /// The column of how many epochs there are, from epoch 0 on, whose numbers are finite.
    pub const FINITE: usize = 4;
    /// How many columns there are.
    pub const COLUMNS: usize = 5;

    /// The numbers of a column.
    ///
    /// # Panics
    /// Where there is no such column.
    #[must_use]
    pub fn column(&self, column: usize) -> &[f64] {
        &self.0[column * Self::SIZE..][..Self::SIZE]
    }

    /// The numbers of a column, to be changed.
    ///
    /// # Panics
    /// Where there is no such column.
    pub fn column_mut(&mut self, column: usize) -> &mut [f64] {
        &mut self.0[column * Self::SIZE..][..Self::SIZE]
    }

    /// All columns, one after the other.
    pub fn numbers_mut(&mut self) -> &mut [f64] {
        &mut self.0
    }

    /// Sets the starts; the last of them in all places that are left.
    fn begin(&mut self, starts: &[f64]) {
        let (starts, _) = starts.as_chunks::<2>();
        let last = starts[starts.len() - 1];
        for (i, start) in starts.iter().copied().chain(repeat(last)).take(Self::SIZE).enumerate() {
            self.0[i] = start[0];
            self.0[Self::SIZE + i] = start[1];
        }
    }

    /// Writes where the runs ended over their starts, and returns what became of them.
    fn end(&self, epochs: usize, starts: &mut [f64]) -> impl Iterator<Item = Outcome> {
        let number = |column: usize, i: usize| self.0[column * Self::SIZE + i];
        for (i, end) in starts.chunks_exact_mut(2).enumerate() {
            end.copy_from_slice(&[number(Self::PARAMS, i), number(Self::PARAMS + 1, i)]);
        }
        (0..starts.len() / 2).map(move |i| {
            let [below, finite] = [Self::BELOW, Self::FINITE].map(|it| number(it, i) as usize);
            let diverged = (finite <= epochs).then_some(finite);
            let below = (diverged.is_none() && below <= epochs).then_some(below);
            let cost = number(Self::COST, i);
            Outcome { cost, below, diverged }
        })
    }
}

impl Default for Batch {
    fn default() -> Self {
        Self(vec![0.0; Self::COLUMNS * Self::SIZE].into())
    }
}

/// Runs that differ in their start alone, of which only the outcome is kept.
///
/// Each has the bits of the [`Run`] from there.
pub struct Starts {
    task: Task,
    spec: RunSpec,
    epochs: usize,
    threshold: f64,
    /// What is asked for a loop, until there is one.
    engine: Option<Rc<dyn Engine>>,
    made: Option<(Rc<dyn StartsLoop>, Vec<f64>)>,
    batch: Batch,
    record: Option<Trajectory>,
}

impl Starts {
    /// Runs of `spec` over a task for so many epochs, held to a threshold of the cost.
    #[must_use]
    pub fn new(task: impl Into<Task>, spec: &RunSpec, epochs: usize, threshold: f64) -> Self {
        let (task, spec) = (task.into(), spec.clone());
        let (engine, made, batch, record) = (None, None, Batch::default(), None);
        Self { task, spec, epochs, threshold, engine, made, batch, record }
    }

    /// Takes the runs by a loop that an engine makes, from when there is one. The numbers are the
    /// same.
    pub fn use_engine(&mut self, engine: &Rc<dyn Engine>) {
        self.engine = Some(Rc::clone(engine));
    }

    /// How many numbers a start has.
    #[must_use]
    pub fn dim(&self) -> usize {
        self.task.dim()
    }

    /// Takes the runs from these starts to their ends: `w` has the starts, one after the other,
    /// and then has where each run ended, at the last epoch before it diverged or else at the last
    /// of all. Returns what became of them, in the same order.
    ///
    /// # Panics
    /// Where `w` is not a whole number of starts.
    pub fn outcomes(&mut self, w: &mut [f64]) -> Vec<Outcome> {
        let dim = self.dim();
        assert!(w.len().is_multiple_of(dim), "numbers that are no whole number of starts");
        self.look_for_loop();
        let Some((made, common)) = &self.made else {
            return w.chunks_exact_mut(dim).map(|start| self.walked(start)).collect();
        };
        let mut outcomes = Vec::with_capacity(w.len() / dim);
        for some in w.chunks_mut(dim * Batch::SIZE) {
            self.batch.begin(some);
            made.run(common, self.epochs, self.threshold, &mut self.batch);
            outcomes.extend(self.batch.end(self.epochs, some));
        }
        outcomes
    }

    /// Takes the loop that the engine has made, if it has.
    fn look_for_loop(&mut self) {
        let Some(engine) = &self.engine else { return };
        let Some(rates) = self.rates() else { return };
        if let Some(made) = engine.prepare_starts(&self.task, &self.spec.optimizer) {
            let common = made.common(&rates);
            self.made = Some((made, common));
            self.engine = None;
        }
    }

    /// The learning rates of all steps; none where they are not the same for all starts.
    fn rates(&self) -> Option<Vec<f64>> {
        let pace = self.spec.pace();
        let mut rates = vec![0.0; self.epochs];
        pace.fill(1, &pace.begin(), &mut rates);
        (!pace.watches_costs()).then_some(rates)
    }

    /// Takes the run from one start to its end.
    fn walked(&mut self, w: &mut [f64]) -> Outcome {
        let record = self.record.take().unwrap_or_else(|| Trajectory::new(w.len()));
        let mut run = Run::recorded_in(record, self.task.clone(), w, &self.spec);
        run.extend_to(self.epochs);
        let path = run.trajectory();
        if let Some(end) = path.params(path.len() - 1) {
            w.copy_from_slice(end);
        }
        let outcome = Outcome::of(&run, self.threshold);
        self.record = Some(run.into_trajectory());
        outcome
    }
}
