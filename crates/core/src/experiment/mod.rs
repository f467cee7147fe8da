mod edit;
mod read;
mod write;

pub(crate) use edit::set_knob;

use crate::fault::{Fault, Problem};
use crate::settings::Range;
use crate::{Landscape, Optimizer, Pace, Schedule};

/// One run of an experiment: an optimizer and its learning rate.
#[derive(Clone, Debug, PartialEq)]
pub struct RunSpec {
    /// The optimizer with its hyperparameters.
    pub optimizer: Optimizer,
    /// α.
    pub learning_rate: f64,
    /// What the rate does over time.
    pub schedule: Schedule,
    /// Steps of linear warm-up before the schedule.
    pub warmup: u64,
}

impl RunSpec {
    /// A run at the optimizer's own learning rate.
    #[must_use]
    pub fn new(optimizer: Optimizer) -> Self {
        let learning_rate = optimizer.get().learning_rate();
        Self { optimizer, learning_rate, schedule: Schedule::default(), warmup: 0 }
    }

    /// Its learning rates.
    #[must_use]
    pub fn pace(&self) -> Pace {
        let Self { learning_rate, schedule, warmup, .. } = self.clone();
        Pace { learning_rate, schedule, warmup }
    }
}

/// Everything that decides what happens: the one stored format, in a file, a link and
/// a test. A run is a function of its experiment and of nothing else.
#[derive(Clone, Debug, PartialEq)]
pub struct Experiment {
    /// What is descended.
    pub landscape: Landscape,
    /// Where every run begins: a number for each of the landscape's parameters.
    pub start: Vec<f64>,
    /// How many steps every run takes.
    pub epochs: usize,
    /// From which random numbers are made, where a run uses any.
    pub seed: u64,
    /// The runs.
    pub runs: Vec<RunSpec>,
}

impl Experiment {
    /// The version of the file format that is written, and the latest that is read.
    pub const VERSION: u64 = 1;
    /// The numbers of epochs that are accepted.
    pub const EPOCHS: Range = Range::whole(1, 100_000);
    /// The coordinates of a start that are accepted.
    pub const START: Range = Range::linear(-1e6, 1e6);
    /// The seeds that are accepted: whole numbers that every reader of JSON keeps exact.
    pub const SEED: Range = Range::whole(0, 9_007_199_254_740_991);
    /// How many bytes of a file are read: far more than any experiment needs, and so few
    /// that reading them takes little memory whatever they are.
    pub const MOST_BYTES: usize = 1_000_000;
    /// How many runs are accepted.
    pub const MOST_RUNS: usize = 32;
    /// How many epochs there are when nothing is said.
    pub const DEFAULT_EPOCHS: usize = 150;

    /// A landscape from its own start, without runs yet.
    #[must_use]
    pub fn new(landscape: Landscape) -> Self {
        let start = landscape.get().start();
        Self { landscape, start, epochs: Self::DEFAULT_EPOCHS, seed: 0, runs: Vec::new() }
    }

    /// What is wrong with a start of `found` numbers (none where it is no list), where there are
    /// `dim` parameters. Two have a sentence of their own, the key `of_two`.
    pub(crate) fn no_start(found: Option<usize>, dim: usize, of_two: &'static str) -> Fault {
        let problem = match found {
            Some(found) if dim != 2 => Problem::Dimension { found, expected: dim },
            None if dim != 2 => Problem::WrongType { expected: "fault.not_a_list" },
            _ => Problem::WrongType { expected: of_two },
        };
        Fault::new("start", problem)
    }
}
