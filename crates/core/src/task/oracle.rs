//! Where the gradients come from that an optimizer sees.

use std::cell::RefCell;
use std::fmt::Debug;

use super::{Random, Task};
use crate::Problem;

/// Where a run's gradients come from, where an optimizer does not see the exact ones: a
/// stochastic first-order oracle (Nemirovski and Yudin, 1983).
///
/// What it answers follows from the task, from w and from the step's number, and from nothing
/// else: so a run is reproducible, and can be taken up at any step.
pub trait Oracle: Debug {
    /// The cost at `w` that update number `step` ≥ 1 sees; writes its gradient into `gradient`,
    /// which is as long as `w`.
    fn sample(&self, step: u64, w: &[f64], gradient: &mut [f64]) -> f64;
}

/// A cost that is a mean over rows of data, of which an update sees some.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Batches {
    /// How many rows there are, at least 1.
    pub rows: usize,
    /// How many of them an update sees, at least 1; the last of an epoch may see fewer.
    pub size: usize,
    /// Whether the rows are put into another order for each epoch, by the seed.
    pub shuffle: bool,
}

impl Batches {
    /// How many updates an epoch has.
    #[must_use]
    pub fn per_epoch(self) -> usize {
        self.rows.div_ceil(self.size)
    }
}

/// The gradient over the rows of one minibatch after the other, or over all, with noise.
#[derive(Debug)]
pub(super) struct Sampled {
    task: Task,
    batches: Option<Batches>,
    /// The rows in the order of an epoch: made once for all its updates.
    order: RefCell<(u64, Vec<usize>)>,
}

/// The streams of the noise begin here: those before are of the orders of epochs.
const NOISE: u64 = 1 << 63;

impl Sampled {
    pub(super) fn new(task: Task, batches: Option<Batches>) -> Self {
        let rows = batches.map_or(0, |batches| batches.rows);
        Self { task, batches, order: RefCell::new((u64::MAX, (0..rows).collect())) }
    }

    /// Puts the rows into the order of an epoch. It follows from the seed and the epoch alone,
    /// however the run came there.
    fn arrange(&self, epoch: u64) {
        let (known, rows) = &mut *self.order.borrow_mut();
        if *known != epoch {
            rows.iter_mut().enumerate().for_each(|(place, row)| *row = place);
            Random::new(self.task.seed, epoch).shuffle(rows);
            *known = epoch;
        }
    }
}

impl Oracle for Sampled {
    fn sample(&self, step: u64, w: &[f64], gradient: &mut [f64]) -> f64 {
        let cost = match self.batches {
            None => self.task.gradient(w, gradient),
            Some(batches) => {
                let Batches { rows, size, shuffle } = batches;
                let (before, per_epoch) = ((step - 1) as usize, batches.per_epoch());
                if shuffle {
                    self.arrange((before / per_epoch) as u64);
                }
                let from = before % per_epoch * size;
                let (_, order) = &*self.order.borrow();
                self.task.gradient_over(&order[from..rows.min(from + size)], w, gradient)
            }
        };
        self.task.noise.get().disturb(gradient, &mut Random::new(self.task.seed, NOISE + step));
        cost
    }
}
