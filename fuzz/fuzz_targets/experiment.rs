//! Any text as an experiment file: refused in one line, or read, written, read back the
//! same, and run.
#![no_main]

#[allow(dead_code, reason = "the tests ask for the rest of it")]
#[path = "../../crates/core/tests/bad_input/faults.rs"]
mod faults;

use descent_core::{Experiment, Session};
use libfuzzer_sys::fuzz_target;

/// Enough for every optimizer to fill its memory; more would only be slower.
const EPOCHS: usize = 50;

fuzz_target!(|text: &str| {
    if let Ok(experiment) = faults::told(text) {
        let epochs = experiment.epochs.min(EPOCHS);
        let mut session = Session::new(Experiment { epochs, ..experiment });
        session.load(session.experiment().clone());
        assert_eq!(session.epoch(), epochs);
        assert!((0..session.runs().len()).all(|index| session.readout(index).is_some()));
    }
});
