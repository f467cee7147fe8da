mod edit;
mod read;

use crate::fault::Problem;
use crate::settings::{self, Knob, Range, Size, record};
use crate::task::{Noise, Penalty};
use crate::{Fault, Json, Landscape, Optimizer, Pace, Schedule, Task};

record! {
    /// One run of an experiment: an optimizer and its learning rate.
    #[derive(Clone, Debug, PartialEq)]
    pub struct RunSpec {
        /// The optimizer with its hyperparameters.
        optimizer: Optimizer;
        /// α.
        learning_rate: f64 = optimizer.get().learning_rate(), "α", in Pace::LEARNING_RATE,
            follows optimizer;
        /// What the rate does over time.
        schedule: Schedule = Schedule::default();
        /// Steps of linear warm-up before the schedule.
        warmup: u64 = 0, in Pace::WARMUP;
    }
}

impl RunSpec {
    /// Its learning rates.
    #[must_use]
    pub fn pace(&self) -> Pace {
        let Self { learning_rate, schedule, warmup, .. } = self.clone();
        Pace { learning_rate, schedule, warmup }
    }

    /// What stands at a path below the run, such as `optimizer.beta1`.
    #[must_use]
    pub fn knob(&self, path: &str) -> Option<Knob> {
        settings::knob(self, path)
    }

    /// Sets what stands at a path below the run, such as `optimizer.beta1`, without a check of
    /// what it stands among.
    pub(crate) fn set(&mut self, path: &str, text: &str) -> Result<(), Fault> {
        settings::set(self, path, text)
    }
}

record! {
    /// Everything that decides what happens: the one stored format, in a file, a link and
    /// a test. A run is a function of its experiment and of nothing else.
    #[derive(Clone, Debug, PartialEq)]
    pub struct Experiment {
        /// What is descended.
        landscape: Landscape;
        /// What is added to its cost.
        penalty: Penalty = Penalty::default();
        /// Where every run begins: a number for each of the landscape's parameters.
        start: Vec<f64> = landscape.get().start(), "w", in Self::START,
            sized Self::place(landscape.get().dim(), "fault.not_a_point"), follows landscape;
        /// How many steps every run takes.
        epochs: usize = Self::DEFAULT_EPOCHS, in Self::EPOCHS;
        /// From which random numbers are made, where a run uses any.
        seed: u64 = 0, in Self::SEED;
        /// What is added to the gradients that optimizers see.
        noise: Noise = Noise::default();
        /// The runs.
        runs: Vec<RunSpec> = Vec::new(), sized Size::list(0..=Self::MOST_RUNS);
    }
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

    /// What its runs descend.
    #[must_use]
    pub fn task(&self) -> Task {
        let Self { landscape, penalty, noise, seed, .. } = self.clone();
        Task { landscape, penalty, noise, seed }
    }

    /// How many updates every run takes: so many for each epoch, where those are cut into
    /// minibatches.
    #[must_use]
    pub fn steps(&self) -> usize {
        self.epochs * self.task().updates_per_epoch()
    }

    /// Whether what it says goes together, and its runs fit into memory and come to an end.
    ///
    /// # Errors
    /// Where they would record too many numbers or take too long, or the penalty has too many rows.
    pub(crate) fn check(&self) -> Result<(), Fault> {
        self.penalty.check(self.landscape.get().dim())?;
        /// Each an f64: 800 MB.
        const MOST: usize = 100_000_000;
        const BESIDE_W: usize = 4;
        let rows = self.runs.len() * (self.steps() + 1);
        let found = rows * (self.start.len() + BESIDE_W);
        if found > MOST {
            let key = "fault.too_many_numbers";
            return Err(Fault::new("epochs", Problem::Count { key, found, min: 0, max: MOST }));
        }
        /// About a minute.
        const MOST_WORK: usize = 1_000_000_000;
        let found = rows * self.landscape.get().work();
        if found > MOST_WORK {
            let key = "fault.too_much_work";
            return Err(Fault::new(
                "epochs",
                Problem::Count { key, found, min: 0, max: MOST_WORK },
            ));
        }
        Ok(())
    }

    /// The size of a start in so many parameters. Two have a sentence of their own, the key
    /// `of_two`.
    pub(crate) const fn place(dim: usize, of_two: &'static str) -> Size {
        let size = Size::list(dim..=dim);
        if dim == 2 { size.said(of_two, Some(of_two)) } else { size.said("fault.dimension", None) }
    }

    /// The experiment as an experiment file has it, every default written out.
    #[must_use]
    pub fn json(&self) -> Json {
        let mut json = settings::json(self);
        if let Json::Object(fields) = &mut json {
            fields.insert(0, (VERSION.into(), Self::VERSION.into()));
        }
        json
    }
}

/// The field of a file that says of which version it is.
const VERSION: &str = "version";
