//! The part of the plane that is drawn at first, where it can be set.

use crate::fault::{Fault, Problem};
use crate::settings::{Knob, Size, Value};
use crate::{Experiment, Region};

/// The names of the two sides.
const NAMES: [&str; 2] = ["region.w1", "region.w2"];

/// The sides of a region as two knobs.
pub(super) fn knobs(default: Region, now: Region) -> impl Iterator<Item = Knob> {
    let sides = [(default.x, now.x), (default.y, now.y)];
    NAMES.into_iter().zip(sides).map(|(name, (default, value))| {
        let [default, value] = [default, value].map(|side| Value::List(side.to_vec()));
        let size = Size::list(2..=2).said("fault.not_a_side", Some("fault.not_a_side"));
        Knob { size, ..Knob::new(name, Experiment::START, default, value) }
    })
}

/// Sets the side of this name; false where there is none, or the value is no side.
pub(super) fn set(region: &mut Region, name: &str, value: Value) -> bool {
    let Value::List(side) = value else { return false };
    let Ok(side) = side.try_into() else { return false };
    match NAMES.iter().position(|known| *known == name) {
        Some(0) => region.x = side,
        Some(_) => region.y = side,
        None => return false,
    }
    true
}

/// Whether something can be drawn between the sides.
pub(super) fn check(region: Region) -> Result<(), Fault> {
    for (name, side) in NAMES.into_iter().zip([region.x, region.y]) {
        if !(Region { x: side, y: side }).is_sound() {
            let expected = "fault.not_a_side";
            return Err(Fault::new(name, Problem::WrongType { expected }));
        }
    }
    Ok(())
}
