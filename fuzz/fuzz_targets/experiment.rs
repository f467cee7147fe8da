//! Any text as an experiment file: refused in one line, or read, written, read back the
//! same, and run.
#![no_main]

#[allow(dead_code, reason = "the tests ask for the rest of it")]
#[path = "../../crates/core/tests/bad_input/faults.rs"]
mod faults;
#[path = "../../crates/core/tests/bad_input/places.rs"]
mod places;
mod reshape;

use descent_core::{Experiment, Session};
use libfuzzer_sys::{fuzz_mutator, fuzz_target, fuzzer_mutate};

/// Enough for every optimizer to fill its memory; more would only be slower.
const EPOCHS: usize = 50;

/// Longer records show nothing more either.
const MOST_NUMBERS: usize = 20_000;

fuzz_target!(|text: &str| {
    if let Ok(experiment) = faults::told(text) {
        let epochs = experiment.epochs.min(EPOCHS);
        let experiment = Experiment { epochs, ..experiment };
        if experiment.steps() * experiment.start.len() > MOST_NUMBERS {
            return;
        }
        let mut session = Session::new(experiment);
        session.load(session.experiment().clone());
        assert_eq!(session.epoch(), session.steps());
        assert!((0..session.runs().len()).all(|index| session.readout(index).is_some()));
    }
});

fuzz_mutator!(|data: &mut [u8], size: usize, max_size: usize, seed: u32| {
    // Some changes are blind, for broken files are to be met too. Several make an input:
    // with more of them hardly any would be an experiment.
    let text = str::from_utf8(&data[..size]).ok().filter(|_| seed % 8 != 0);
    match text.and_then(|text| reshape::reshaped(text, seed / 8)) {
        Some(file) if file.len() <= max_size => {
            data[..file.len()].copy_from_slice(file.as_bytes());
            file.len()
        }
        _ => fuzzer_mutate(data, size, max_size),
    }
});
