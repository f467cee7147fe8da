//! Changes of an experiment file that leave it one: blind changes seldom do, and what is
//! behind the reader would hardly be reached.

use descent_core::Experiment;
use descent_core::settings::{Knob, Value};
use serde_json::Value as Json;

use crate::places::{address, places};

/// The text of an experiment with one thing in it changed; none where it is no experiment,
/// or the thing is not one that can be set.
pub fn reshaped(text: &str, seed: u32) -> Option<String> {
    let mut dice = Dice(seed);
    let mut experiment = Experiment::parse(text).ok()?;
    // With all defaults written, there is more to change.
    let file = serde_json::to_value(experiment.json()).ok()?;
    let places = places(&file);
    let place = dice.one_of(&places)?;
    if dice.roll(4) == 0 {
        return transplanted(&file, place, dice.one_of(&places)?);
    }
    let path = address(place);
    let value = another(&experiment.knob(&path)?, &mut dice)?;
    experiment.set(&path, &value).ok()?;
    Some(experiment.json().text())
}

/// The file with what stands at one place standing at another too.
fn transplanted(file: &Json, from: &str, to: &str) -> Option<String> {
    let mut other = file.clone();
    *other.pointer_mut(to)? = file.pointer(from)?.clone();
    Some(other.to_string())
}

/// Another value of a knob, as it is typed: the ends of its range above all.
fn another(knob: &Knob, dice: &mut Dice) -> Option<String> {
    match knob.value {
        Value::Switch(on) => Some((!on).to_string()),
        Value::Choice { names, .. } => dice.one_of(names).map(|name| (*name).to_owned()),
        Value::Number(_) | Value::Whole(_) => match dice.roll(4) {
            0 => Some(knob.range.min.to_string()),
            1 => Some(knob.range.max.to_string()),
            2 => knob.stepped(1),
            _ => knob.stepped(-1),
        },
        Value::List(_) | Value::Table(_) => {
            let number = dice.one_of(&[knob.range.min, knob.range.max, 0.0])?.to_string();
            Some(knob.text().replacen(|c: char| c.is_ascii_digit(), &number, 1))
        }
        Value::Text(_) | Value::Lines(_) => {
            const FORMULAS: [&str; 5] =
                ["w", "w = g", "m = m + g\nw = w - m/0", "w = where(g < 0, 1, ", "w = -w^t^t"];
            dice.one_of(&FORMULAS).map(|formula| (*formula).to_owned())
        }
    }
}

/// Chance that follows from libFuzzer's own (Numerical Recipes' linear congruence).
struct Dice(u32);

impl Dice {
    fn roll(&mut self, sides: usize) -> usize {
        self.0 = self.0.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        (self.0 >> 8) as usize % sides
    }

    fn one_of<'a, T>(&mut self, these: &'a [T]) -> Option<&'a T> {
        these.get(self.roll(these.len().max(1)))
    }
}
