use std::fmt;
use std::rc::Rc;

use crate::run::{Engine, Outcome};
use crate::{Experiment, Run, Trajectory};

/// A fingerprint of every bit that an experiment computes: two programs that show the same
/// one have computed the same numbers.
///
/// FNV-1a over 64-bit words (Fowler, Noll and Vo, 1991): the bits of w1, w2, cost, gradient
/// length and learning rate at every epoch of every run, and where each diverged. It tells
/// accidents apart, not forgeries.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Digest(u64);

impl Digest {
    const OFFSET: u64 = 0xcbf2_9ce4_8422_2325;
    const PRIME: u64 = 0x0100_0000_01b3;

    /// Runs an experiment to its end, on its own, and takes the fingerprint of it.
    #[must_use]
    pub fn of(experiment: &Experiment) -> Self {
        Self::computed_by(experiment, None)
    }

    /// The same by the loops of an engine.
    #[must_use]
    pub fn computed_by(experiment: &Experiment, engine: Option<&Rc<dyn Engine>>) -> Self {
        let task = experiment.task();
        let runs = experiment.runs.iter().map(|spec| {
            let mut run = Run::new(&task, &experiment.start, spec);
            engine.into_iter().for_each(|engine| run.use_engine(engine));
            run.extend_to(experiment.steps());
            run
        });
        runs.fold(Self::default(), |digest, run| digest.with_run(&run))
    }

    /// The fingerprint of runs that are known to their ends.
    #[must_use]
    pub fn of_runs(runs: &[Run]) -> Self {
        runs.iter().fold(Self::default(), Self::with_run)
    }

    /// The first half of its digits: enough to compare by eye.
    #[must_use]
    pub fn short(&self) -> String {
        format!("{:08x}", self.0 >> 32)
    }

    /// The fingerprint of these runs and one more, which is known to its end.
    #[must_use]
    pub fn with_run(self, run: &Run) -> Self {
        let path = run.trajectory();
        let params = (0..path.dim()).flat_map(|number| path.param(number));
        let Trajectory { cost, slope, rate, .. } = path;
        let others = [cost, slope, rate].into_iter().flatten().copied();
        let words = params.chain(others).map(canonical);
        let end = run.diverged().map_or(u64::MAX, |epoch| epoch as u64);
        words.chain([end]).fold(self, Self::with_word)
    }

    /// The fingerprint of what there was, of where runs from many starts ended, and of what became
    /// of them.
    #[must_use]
    pub fn with_outcomes(self, ends: &[f64], outcomes: &[Outcome]) -> Self {
        let digest = ends.iter().copied().map(canonical).fold(self, Self::with_word);
        let epoch = |epoch: Option<usize>| epoch.map_or(u64::MAX, |epoch| epoch as u64);
        let words = outcomes.iter().flat_map(|outcome| {
            [canonical(outcome.cost), epoch(outcome.below), epoch(outcome.diverged)]
        });
        words.fold(digest, Self::with_word)
    }

    fn with_word(self, word: u64) -> Self {
        Self((self.0 ^ word).wrapping_mul(Self::PRIME))
    }
}

/// The fingerprint of no run.
impl Default for Digest {
    fn default() -> Self {
        Self(Self::OFFSET)
    }
}

/// The bits of a number, every NaN alike: which NaN comes of an operation is the
/// processor's own business.
fn canonical(value: f64) -> u64 {
    if value.is_nan() { f64::NAN.to_bits() } else { value.to_bits() }
}

/// Sixteen hexadecimal digits.
impl fmt::Display for Digest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:016x}", self.0)
    }
}
