//! Any text as the fragment of a link: refused in one line, or read, written, read back the
//! same, and opened.
#![no_main]

#[allow(dead_code, reason = "the tests ask for the rest of it")]
#[path = "../../crates/core/tests/bad_input/faults.rs"]
mod faults;

use descent_core::{Experiment, Bookmark, Session};
use libfuzzer_sys::fuzz_target;

/// More would only be slower.
const EPOCHS: usize = 50;

fuzz_target!(|text: &str| {
    if let Some(link) = faults::opened(text) {
        let epochs = link.experiment.epochs.min(EPOCHS);
        let experiment = Experiment { epochs, ..link.experiment.clone() };
        let session = Session::opened(Bookmark { experiment, ..link.clone() });
        assert_eq!(session.epoch(), link.epoch.min(session.steps()));
        assert_eq!((session.view(), session.threshold()), (link.view, link.threshold));
        assert_eq!(session.looks(), link.looks);
    }
});
