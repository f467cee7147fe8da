//! Runs as a table: comma-separated values with everything that a run carries.

use std::fmt::{Display, Write};
use std::iter;

use crate::run::Run;
use crate::run::Snapshot;
use crate::{Experiment, Trajectory};

/// The names of the columns that every run has, over so many parameters, and with or without
/// minibatches.
pub(crate) fn header(dim: usize, sampled: bool) -> Vec<String> {
    let names = |names: &[&str]| names.iter().map(|&name| name.to_owned()).collect::<Vec<_>>();
    let step = if sampled { names(&["step"]) } else { Vec::new() };
    let batch_cost = if sampled { names(&["batch_cost"]) } else { Vec::new() };
    let before = [names(&["run", "optimizer", "epoch"]), step, names(&["learning_rate"])].concat();
    [before, places("w", dim).collect(), names(&["cost"]), batch_cost].concat()
}

/// How much of a run is in a table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Detail {
    /// Learning rate, parameters and cost.
    Path,
    /// Also the gradient, the gradients evaluated so far, and what the optimizer remembers:
    /// its slots with a column per parameter (`m1`, `m2`), and its running products.
    State,
}

/// Runs of an experiment as a table, as far as they are known: a [header](Table::header), then
/// the [rows](Table::rows) of each run, a row for every update. Where epochs are cut into
/// minibatches, the number of the update follows that of the epochs that are complete, and the
/// cost that the update saw follows the cost over all data after it. Numbers have 17 significant digits, so that they read
/// back; a column that a run does not have is empty there.
#[derive(Clone, Copy)]
pub struct Table<'a> {
    /// What was run.
    pub experiment: &'a Experiment,
    /// The number of the one run to tell of, or all.
    pub only: Option<usize>,
    /// Tell of every so many epochs, and of the last; at least 1.
    pub every: usize,
    /// How much is told.
    pub detail: Detail,
}

impl<'a> Table<'a> {
    /// All that one run carried at every epoch.
    #[must_use]
    pub fn state_of(experiment: &'a Experiment, run: usize) -> Self {
        Self { experiment, only: Some(run), every: 1, detail: Detail::State }
    }

    /// The whole table as a file, of all runs of the experiment in order.
    #[must_use]
    pub fn text(self, runs: &[Run]) -> String {
        let rows = self.chosen().flat_map(|run| self.rows(run, &runs[run]));
        let lines = iter::once(self.header()).chain(rows);
        lines.fold(String::new(), |text, line| text + &line + "\n")
    }

    /// The numbers of the runs to tell of.
    pub fn chosen(self) -> impl Iterator<Item = usize> + 'a {
        let all = 0..self.experiment.runs.len();
        all.filter(move |&run| self.only.is_none_or(|only| only == run))
    }

    /// The names of the columns, without the line's end.
    #[must_use]
    pub fn header(self) -> String {
        let sampled = self.updates_per_epoch() > 1;
        let names = header(self.dim(), sampled).into_iter().chain(self.columns());
        names.collect::<Vec<_>>().join(",")
    }

    fn dim(self) -> usize {
        self.experiment.start.len()
    }

    fn updates_per_epoch(self) -> usize {
        self.experiment.task().updates_per_epoch()
    }

    /// The names of the columns that not every table has.
    fn columns(self) -> Vec<String> {
        if self.detail == Detail::Path {
            return Vec::new();
        }
        let mut columns: Vec<String> = places("gradient", self.dim()).collect();
        columns.push("evaluations".to_owned());
        let mut add = |name: String| {
            if !columns.contains(&name) {
                columns.push(name);
            }
        };
        let optimizer = |run: usize| self.experiment.runs[run].optimizer.get();
        for run in self.chosen() {
            let slots = optimizer(run).slots();
            slots.iter().for_each(|slot| places(slot, self.dim()).for_each(&mut add));
        }
        for run in self.chosen() {
            let products = optimizer(run).products();
            products.iter().for_each(|&product| add(product.to_owned()));
        }
        columns
    }

    /// The lines of the run of this number, without their ends.
    ///
    /// The states of all epochs are replayed once, however many of them the table has.
    pub fn rows<'b>(self, run: usize, of: &'b Run) -> impl Iterator<Item = String> + use<'a, 'b> {
        let columns = self.columns();
        let path = of.trajectory();
        let optimizer = &self.experiment.runs[run].optimizer;
        let mut states = (self.detail == Detail::State).then(|| of.snapshots());
        let (mut replayed, per_epoch) = (0, self.updates_per_epoch());
        epochs(path.len(), self.every).map(move |epoch| {
            let mut line = common(run, optimizer.kind(), [epoch, per_epoch], path);
            if let Some(state) = states.as_mut().and_then(|states| states.nth(epoch - replayed)) {
                let cells = cells(&state, optimizer.get().products());
                for column in &columns {
                    let cell = cells.iter().find(|(name, _)| name == column);
                    append(&mut line, cell.map_or("", |(_, cell)| cell));
                }
            }
            replayed = epoch + 1;
            line
        })
    }
}

/// The epochs in a table where `len` are known: every so many, and the last.
pub fn epochs(len: usize, every: usize) -> impl Iterator<Item = usize> {
    (0..len).filter(move |epoch| epoch.is_multiple_of(every) || epoch + 1 == len)
}

/// The columns of a vector.
fn places(name: &str, dim: usize) -> impl Iterator<Item = String> + use<'_> {
    (1..=dim).map(move |place| format!("{name}{place}"))
}

fn common(run: usize, kind: &str, [step, per_epoch]: [usize; 2], path: &Trajectory) -> String {
    let mut line = run.to_string();
    append(&mut line, kind);
    append(&mut line, step / per_epoch);
    let batch_cost = path.batch_cost.get(step);
    if batch_cost.is_some() {
        append(&mut line, step);
    }
    let params = path.params(step).into_iter().flatten();
    for number in iter::once(&path.rate[step]).chain(params).chain([&path.cost[step]]) {
        append(&mut line, digits(*number));
    }
    if let Some(&seen) = batch_cost {
        append(&mut line, if seen.is_nan() { String::new() } else { digits(seen) });
    }
    line
}

/// The cells of a state, each with the name of its column.
fn cells(state: &Snapshot, products: &[&str]) -> Vec<(String, String)> {
    let vectors = iter::once(("gradient", &state.gradient));
    let vectors = vectors.chain(state.slots.iter().map(|(name, vector)| (name.as_str(), vector)));
    let places = vectors.flat_map(|(name, vector)| places(name, vector.len()).zip(vector));
    let mut cells: Vec<_> = places.map(|(name, &value)| (name, digits(value))).collect();
    cells.push(("evaluations".to_owned(), state.evaluations.to_string()));
    let products = products.iter().zip(state.products);
    cells.extend(products.map(|(name, value)| ((*name).to_owned(), digits(value))));
    cells
}

/// Puts a cell at the end of a line.
fn append(line: &mut String, cell: impl Display) {
    _ = write!(line, ",{cell}");
}

/// 17 significant digits, which read back as the same number.
fn digits(value: f64) -> String {
    format!("{value:.16e}")
}
