//! Any text in a field for a number of any range.
#![no_main]

#[allow(dead_code, reason = "the tests ask for the rest of it")]
#[path = "../../crates/core/tests/bad_input/faults.rs"]
mod faults;

use descent_core::settings::Range;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|input: (f64, f64, i32, &str)| {
    let (one, other, steps, text) = input;
    if one.is_finite() && other.is_finite() {
        let (min, max) = (one.min(other), one.max(other));
        faults::typed(text, Range::log(min, max), steps);
        faults::typed(text, Range::linear(min, max), steps);
    }
    faults::typed(text, Range::linear(f64::MIN, f64::MAX), steps);
});
