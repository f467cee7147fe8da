//! Runs from many starts.

use std::rc::Rc;

use descent_core::run::{Engine, Starts};
use descent_core::{Digest, Experiment, Problem, Region, Task};
use wasm_bindgen::prelude::*;

use crate::describe;
use crate::engine::Browser;

/// The runs from many starts by one run of an experiment, of which only the outcome is kept.
#[wasm_bindgen]
pub struct ManyStarts {
    starts: Starts,
    task: Task,
}

#[wasm_bindgen]
impl ManyStarts {
    /// The runs by the run at this index of an experiment file, held to a threshold of the cost.
    ///
    /// # Errors
    /// Where the file is no experiment, or has no such run.
    #[wasm_bindgen(constructor)]
    pub fn new(file: &str, run: usize, threshold: f64) -> Result<ManyStarts, JsValue> {
        let parsed = Experiment::parse(file).map_err(|fault| describe::fault(Err(fault)))?;
        let task = parsed.task();
        let spec = parsed.runs.get(run).ok_or("no such run")?;
        let mut starts = Starts::new(&task, spec, parsed.steps(), threshold);
        let engine: Rc<dyn Engine> = Rc::new(Browser::default());
        starts.use_engine(&engine);
        Ok(Self { starts, task })
    }

    /// A grid of starts over the region that is drawn at first, so many along each side: the
    /// middles of as many rectangles, row by row.
    #[must_use]
    pub fn grid(&self, side: usize) -> Vec<f64> {
        let Region { x, y } = self.task.region();
        let middle = |[from, to]: [f64; 2], place: usize| {
            from + (to - from) * (place as f64 + 0.5) / side as f64
        };
        let row = |i| (0..side).flat_map(move |j| [middle(x, j), middle(y, i)]);
        (0..side).flat_map(row).collect()
    }

    /// The fingerprint of the outcomes from these starts, which stand one after the other. Numbers
    /// that are left over are ignored.
    #[must_use]
    pub fn digest(&mut self, mut starts: Vec<f64>) -> String {
        starts.truncate(starts.len() - starts.len() % self.starts.dim());
        let outcomes = self.starts.outcomes(&mut starts);
        Digest::default().with_outcomes(&starts, &outcomes).to_string()
    }
}

/// The fingerprint of an experiment's landscape on a grid between these edges (left, right, lower,
/// upper), computed here and now; what is wrong with the file as JSON.
///
/// # Errors
/// Where the file is no experiment.
#[wasm_bindgen]
pub fn grid_digest(
    file: &str,
    edges: &[f64],
    columns: usize,
    rows: usize,
) -> Result<String, JsValue> {
    let parsed = Experiment::parse(file).map_err(|fault| describe::fault(Err(fault)))?;
    let &[left, right, lower, upper] = edges else { return Err("four edges".into()) };
    let region = Region { x: [left, right], y: [lower, upper] };
    let Experiment { landscape, start, .. } = parsed;
    let engine: Option<&dyn Engine> = Some(&Browser::default());
    let field = landscape.get().sample_by(engine, region, columns, rows, &start);
    Ok(Digest::default().with_outcomes(&field.values, &[]).to_string())
}
