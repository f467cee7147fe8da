//! Memory is asked for before it is needed: a program that runs out of it can say nothing.

use descent_core::{Experiment, Message};

use crate::failure::Failure;

/// What a program takes before and beside what it is asked for, in bytes.
const BASE: usize = 16_000_000;

/// What reading a file of so many bytes takes: as JSON its shortest fields are trees of their
/// own.
pub(crate) fn of_reading(bytes: usize) -> usize {
    1_000_000 + 128 * bytes
}

/// What so many runs of an experiment take, in bytes.
pub(crate) fn of_runs(runs: usize, experiment: &Experiment) -> usize {
    const COLUMNS_BESIDE_W: usize = 4;
    let columns = experiment.start.len() + COLUMNS_BESIDE_W;
    BASE + runs * (experiment.steps() + 1) * columns * size_of::<f64>()
}

/// What drawing a figure takes, with so many samples along a side of the landscape: their costs
/// and the shapes between them.
pub(crate) fn of_picture(samples: usize) -> usize {
    samples * samples * 32
}

/// What turning an SVG of so many bytes into so many pixels takes: its tree, and a layer of
/// pixels for each group that is clipped within another.
pub(crate) fn of_pixels(svg: usize, pixels: usize) -> usize {
    const LAYERS: usize = 3;
    const BYTES_PER_PIXEL: usize = 4;
    BASE + 48 * svg + LAYERS * BYTES_PER_PIXEL * pixels
}

/// Refuses what would take more bytes than this system gives, saying how many those are and
/// what would take less.
///
/// # Errors
/// The sentence of this key, with the megabytes as `{megabytes}`.
pub(crate) fn check(bytes: usize, key: &'static str) -> Result<(), Failure> {
    let refused =
        |_| Failure::Asked(Message::new(key).with("megabytes", bytes.div_ceil(1_000_000)));
    Vec::<u8>::new().try_reserve_exact(bytes).map_err(refused)
}
