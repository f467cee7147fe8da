use std::ops::RangeInclusive;

use crate::fault::{Fault, Problem};

/// How a control moves through a range.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scale {
    /// By equal steps.
    Linear,
    /// By factors: 1, 2, 5, 10, …
    Log,
}

/// The finite numbers that a knob accepts, ends included.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Range {
    /// The smallest.
    pub min: f64,
    /// The largest.
    pub max: f64,
    /// How a control moves through it.
    pub scale: Scale,
    /// Whether only whole numbers are accepted.
    pub whole: bool,
}

impl Range {
    /// From `min` to `max` by equal steps.
    #[must_use]
    pub const fn linear(min: f64, max: f64) -> Self {
        Self { min, max, scale: Scale::Linear, whole: false }
    }

    /// Whole numbers from `min` to `max`, by equal steps.
    #[must_use]
    pub const fn whole(min: u64, max: u64) -> Self {
        Self { min: min as f64, max: max as f64, scale: Scale::Linear, whole: true }
    }

    /// From `min` to `max` by factors.
    #[must_use]
    pub const fn log(min: f64, max: f64) -> Self {
        Self { min, max, scale: Scale::Log, whole: false }
    }

    /// True for a finite number between the ends, whole where only such are accepted.
    #[must_use]
    pub fn contains(&self, value: f64) -> bool {
        self.min <= value && value <= self.max && (!self.whole || value.fract() == 0.0)
    }

    /// The number itself if the range has it.
    ///
    /// # Errors
    /// What is wrong with it; `written` gives it as somebody wrote it.
    pub fn checked(self, found: f64, written: impl FnOnce() -> String) -> Result<f64, Problem> {
        if self.contains(found) {
            Ok(found)
        } else if found.is_finite() && !(self.whole && found.fract() != 0.0) {
            Err(Problem::OutOfRange { found, range: self })
        } else {
            Err(Problem::NotANumber { found: written(), range: self })
        }
    }
}

/// A range for knobs that are not numbers.
pub(crate) const ANY: Range = Range::linear(f64::MIN, f64::MAX);

/// How many numbers a list takes, or a table in each of its rows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Size {
    /// Rows, where it is a table: the fewest and the most.
    pub rows: [usize; 2],
    /// Numbers, in each row of a table: the fewest and the most.
    pub numbers: [usize; 2],
    /// The message keys of what is accepted, where there are better sentences than those that only
    /// count: for another number of members, and for what is no list.
    pub said: [Option<&'static str>; 2],
}

impl Size {
    /// Any number of rows and of numbers in them.
    pub const ANY: Self = Self::table(0..=usize::MAX, 0..=usize::MAX);

    /// A list of so many numbers.
    #[must_use]
    pub const fn list(numbers: RangeInclusive<usize>) -> Self {
        Self::table(0..=usize::MAX, numbers)
    }

    /// A table of so many rows, each of so many numbers.
    #[must_use]
    pub const fn table(rows: RangeInclusive<usize>, numbers: RangeInclusive<usize>) -> Self {
        let (rows, numbers) = ([*rows.start(), *rows.end()], [*numbers.start(), *numbers.end()]);
        Self { rows, numbers, said: [None; 2] }
    }

    /// The same with the message key of what is accepted, for another number of members and, where
    /// there is one, for what is no list.
    #[must_use]
    pub const fn said(self, count: &'static str, no_list: Option<&'static str>) -> Self {
        Self { said: [Some(count), no_list], ..self }
    }

    /// Whether a list may have so many numbers.
    ///
    /// # Errors
    /// What would be accepted.
    pub fn check_list(&self, found: usize) -> Result<(), Fault> {
        self.check("fault.count_of_numbers", found, self.numbers)
    }

    /// Whether a table may have rows of these lengths.
    ///
    /// # Errors
    /// What would be accepted; at a row, `[1]`, where that is not as long as the first one.
    pub fn check_table(&self, lengths: &[usize]) -> Result<(), Fault> {
        self.check("fault.count_of_rows", lengths.len(), self.rows)?;
        let Some(&first) = lengths.first() else { return Ok(()) };
        self.check("fault.count_in_rows", first, self.numbers)?;
        match lengths.iter().position(|length| *length != first) {
            None => Ok(()),
            Some(row) => {
                let problem = Problem::Ragged { found: lengths[row], first };
                Err(Fault::new(format!("[{row}]"), problem))
            }
        }
    }

    fn check(&self, key: &'static str, found: usize, [min, max]: [usize; 2]) -> Result<(), Fault> {
        if (min..=max).contains(&found) {
            return Ok(());
        }
        let key = self.said[0].unwrap_or(key);
        Err(Fault::new("", Problem::Count { key, found, min, max }))
    }
}
