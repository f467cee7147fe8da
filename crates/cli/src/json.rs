//! A run as JSON, written as it is walked through: a tree of its numbers would take many times
//! their memory.

use descent_core::run::table;
use descent_core::{Run, Trajectory};
use serde::ser::{Serialize, SerializeMap, Serializer};

/// A run with its epochs.
pub(crate) struct RunJson<'a> {
    /// Its number in the experiment.
    pub(crate) run: usize,
    /// Its optimizer.
    pub(crate) optimizer: &'a str,
    /// How it ended.
    pub(crate) status: Option<&'a str>,
    /// The run itself.
    pub(crate) of: &'a Run,
    /// How many updates an epoch has.
    pub(crate) per_epoch: usize,
    /// Tell of every so many updates, and of the last.
    pub(crate) every: usize,
    /// Told of each epoch as it is written.
    pub(crate) reached: &'a dyn Fn(usize),
}

impl Serialize for RunJson<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry("diverged_at", &self.of.diverged())?;
        map.serialize_entry("epochs", &Epochs(self))?;
        map.serialize_entry("optimizer", self.optimizer)?;
        map.serialize_entry("run", &self.run)?;
        map.serialize_entry("status", &self.status)?;
        map.end()
    }
}

struct Epochs<'a>(&'a RunJson<'a>);

impl Serialize for Epochs<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let RunJson { of, every, reached, .. } = *self.0;
        let path = of.trajectory();
        let epochs = table::epochs(path.len(), every).inspect(|&epoch| reached(epoch));
        serializer.collect_seq(epochs.map(|step| Row { step, path, per_epoch: self.0.per_epoch }))
    }
}

struct Row<'a> {
    step: usize,
    path: &'a Trajectory,
    per_epoch: usize,
}

impl Serialize for Row<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let &Self { step, path, per_epoch } = self;
        let mut map = serializer.serialize_map(None)?;
        let batch_cost = path.batch_cost.get(step);
        if let Some(batch_cost) = batch_cost {
            let seen = batch_cost.is_finite().then_some(batch_cost);
            map.serialize_entry("batch_cost", &seen)?;
        }
        map.serialize_entry("cost", &path.cost[step])?;
        map.serialize_entry("epoch", &(step / per_epoch))?;
        map.serialize_entry("learning_rate", &path.rate[step])?;
        if batch_cost.is_some() {
            map.serialize_entry("step", &step)?;
        }
        map.serialize_entry("w", &path.params(step))?;
        map.end()
    }
}
