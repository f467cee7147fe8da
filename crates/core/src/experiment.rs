use crate::{Landscape, Optimizer, Pace, Schedule};

/// One run of an experiment: an optimizer and its learning rate.
#[derive(Clone, Copy, Debug, PartialEq)]
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
    /// Its learning rates.
    #[must_use]
    pub fn pace(&self) -> Pace {
        Pace { learning_rate: self.learning_rate, schedule: self.schedule, warmup: self.warmup }
    }
}

/// Everything that decides what happens: the one stored format.
#[derive(Clone, Debug, PartialEq)]
pub struct Experiment {
    /// What is descended.
    pub landscape: Landscape,
    /// Where every run begins.
    pub start: [f64; 2],
    /// How many steps every run takes.
    pub epochs: usize,
    /// From which random numbers are made, where a run uses any.
    pub seed: u64,
    /// The runs.
    pub runs: Vec<RunSpec>,
}
