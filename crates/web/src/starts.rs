//! Runs from many starts.

use std::rc::Rc;

use descent_core::run::{Engine, Starts};
use descent_core::{Digest, Experiment};
use wasm_bindgen::prelude::*;

use crate::describe;
use crate::engine::Browser;

/// The runs from many starts by one run of an experiment, of which only the outcome is kept.
#[wasm_bindgen]
pub struct ManyStarts(Starts);

#[wasm_bindgen]
impl ManyStarts {
    /// The runs by the run at this index of an experiment file, held to a threshold of the cost.
    ///
    /// # Errors
    /// Where the file is no experiment, or has no such run.
    #[wasm_bindgen(constructor)]
    pub fn new(file: &str, run: usize, threshold: f64) -> Result<ManyStarts, JsValue> {
        let parsed = Experiment::parse(file).map_err(|fault| describe::fault(Err(fault)))?;
        let Experiment { landscape, epochs, runs, .. } = parsed;
        let spec = runs.get(run).ok_or("no such run")?;
        let mut starts = Starts::new(&landscape, spec, epochs, threshold);
        let engine: Rc<dyn Engine> = Rc::new(Browser::default());
        starts.use_engine(&engine);
        Ok(Self(starts))
    }

    /// The fingerprint of the outcomes from these starts, which stand one after the other. Numbers
    /// that are left over are ignored.
    #[must_use]
    pub fn digest(&mut self, mut starts: Vec<f64>) -> String {
        starts.truncate(starts.len() - starts.len() % self.0.dim());
        let outcomes = self.0.outcomes(&mut starts);
        Digest::default().with_outcomes(&starts, &outcomes).to_string()
    }
}
