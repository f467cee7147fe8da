use super::{Knob, Range};
use crate::fault::{Fault, Problem};
use crate::{Json, number};

/// The value of a knob.
#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    /// A real number.
    Number(f64),
    /// A count, such as epochs.
    Whole(u64),
    /// On or off.
    Switch(bool),
    /// One of named conventions.
    Choice {
        /// Every name.
        names: &'static [&'static str],
        /// Which of them.
        index: usize,
    },
    /// A line of text, such as a formula.
    Text(String),
    /// Several lines, such as those of a rule.
    Lines(Vec<String>),
    /// A list of numbers, such as a point.
    List(Vec<f64>),
    /// Rows of numbers, all of one length: a matrix, or a table of data.
    Table(Vec<Vec<f64>>),
}

impl Value {
    /// What the kinds of value are called.
    pub const KINDS: [&'static str; 8] =
        ["number", "whole", "switch", "choice", "text", "lines", "list", "table"];

    /// What its kind is called.
    #[must_use]
    pub fn kind(&self) -> &'static str {
        Self::KINDS[match self {
            Self::Number(_) => 0,
            Self::Whole(_) => 1,
            Self::Switch(_) => 2,
            Self::Choice { .. } => 3,
            Self::Text(_) => 4,
            Self::Lines(_) => 5,
            Self::List(_) => 6,
            Self::Table(_) => 7,
        }]
    }

    /// Lines as they are kept: without what cannot be seen at their ends, and without empty
    /// ones after the last.
    pub fn lines<'a>(lines: impl IntoIterator<Item = &'a str>) -> Self {
        let mut lines: Vec<_> = lines.into_iter().map(|line| line.trim_end().to_owned()).collect();
        while lines.last().is_some_and(String::is_empty) {
            lines.pop();
        }
        Self::Lines(lines)
    }

    /// The value as it stands in an experiment file; `range` says which numbers are whole ones.
    #[must_use]
    pub fn json(&self, range: Range) -> Json {
        let number = |number: f64| match range.whole {
            true => Json::from(number as i64),
            false => Json::from(number),
        };
        let list = |numbers: &[f64]| numbers.iter().copied().map(number).collect::<Json>();
        match self {
            Self::Number(found) => number(*found),
            Self::Whole(whole) => (*whole).into(),
            Self::Switch(on) => (*on).into(),
            Self::Choice { .. } | Self::Text(_) => self.text().into(),
            Self::Lines(lines) => lines.as_slice().into(),
            Self::List(numbers) => list(numbers),
            Self::Table(rows) => rows.iter().map(|row| list(row)).collect(),
        }
    }

    /// The value as text, as it stands in a form field and in a link: a list as `1, 2`, a table
    /// as `1, 2; 3, 4`.
    #[must_use]
    pub fn text(&self) -> String {
        match self {
            Self::Number(number) => number::exact(*number),
            Self::Whole(whole) => whole.to_string(),
            Self::Switch(on) => on.to_string(),
            Self::Choice { names, index } => names.get(*index).copied().unwrap_or("").to_owned(),
            Self::Text(text) => text.clone(),
            Self::Lines(lines) => lines.join("\n"),
            Self::List(numbers) => joined(numbers),
            Self::Table(rows) => rows.iter().map(|row| joined(row)).collect::<Vec<_>>().join("; "),
        }
    }

    /// What stands at a place in a list or table: a number, or a row.
    #[must_use]
    pub fn element(&self, places: &[usize]) -> Option<Self> {
        match (self, places) {
            (Self::List(numbers), [place]) => numbers.get(*place).copied().map(Self::Number),
            (Self::Table(rows), [row]) => rows.get(*row).cloned().map(Self::List),
            (Self::Table(rows), [row, place]) => {
                rows.get(*row)?.get(*place).copied().map(Self::Number)
            }
            _ => None,
        }
    }

    /// The list or table with another value at a place of it; none where there is no such place.
    #[must_use]
    pub fn with_element(mut self, places: &[usize], value: Self) -> Option<Self> {
        match (&mut self, places, value) {
            (Self::List(numbers), [place], Self::Number(number)) => {
                *numbers.get_mut(*place)? = number;
            }
            (Self::Table(rows), [row], Self::List(numbers)) => *rows.get_mut(*row)? = numbers,
            (Self::Table(rows), [row, place], Self::Number(number)) => {
                *rows.get_mut(*row)?.get_mut(*place)? = number;
            }
            _ => return None,
        }
        Some(self)
    }
}

fn joined(numbers: &[f64]) -> String {
    numbers.iter().map(|number| number::exact(*number)).collect::<Vec<_>>().join(", ")
}

impl Knob {
    /// A value for the knob from text as it was typed. In a list, commas or spaces separate
    /// numbers, so no comma is a decimal one; semicolons or line ends separate the rows of a
    /// table: `1, 2; 3, 4`.
    ///
    /// # Errors
    /// What is wrong with the text; in a list with the place in it, such as `[0][1]`.
    pub fn typed(&self, text: &str) -> Result<Value, Fault> {
        match self.default {
            Value::Number(_) => number::parse(text, self.range).map(Value::Number),
            Value::Whole(_) => number::whole(text, self.range).map(Value::Whole),
            Value::Switch(_) => match text {
                "true" => Ok(Value::Switch(true)),
                "false" => Ok(Value::Switch(false)),
                _ => Err(wrong_type("fault.not_a_switch")),
            },
            Value::Choice { names, .. } => chosen(text, names),
            Value::Text(_) => line(text).map(Value::Text),
            Value::Lines(_) => Ok(Value::lines(text.lines())),
            Value::List(_) => {
                let numbers = typed_row(text, self.range)?;
                self.size.check_list(numbers.len())?;
                Ok(Value::List(numbers))
            }
            Value::Table(_) => {
                let text = text.trim().trim_end_matches(';');
                let rows = text.split([';', '\n']).filter(|_| !text.is_empty());
                let rows = in_list(rows, |row| typed_row(row, self.range))?;
                self.table(rows)
            }
        }
    }

    /// A value for the knob from what stands in a file.
    ///
    /// # Errors
    /// What is wrong with it; in a list with the place in it, such as `[0][1]`.
    pub fn read(&self, json: &Json) -> Result<Value, Fault> {
        match self.default {
            Value::Number(_) => read_number(json, self.range).map(Value::Number),
            Value::Whole(_) => read_number(json, self.range).map(|it| Value::Whole(it as u64)),
            Value::Switch(_) => match json {
                Json::Bool(on) => Ok(Value::Switch(*on)),
                _ => Err(wrong_type("fault.not_a_switch")),
            },
            Value::Choice { names, .. } => chosen(read_name(json, names)?, names),
            Value::Text(_) => read_line(json).map(Value::Text),
            Value::Lines(_) => {
                let lines = in_list(members(json, "fault.not_lines")?, read_line)?;
                Ok(Value::lines(lines.iter().map(String::as_str)))
            }
            Value::List(_) => {
                let expected = self.size.said[1].unwrap_or("fault.not_numbers");
                let numbers = members(json, expected)?;
                self.size.check_list(numbers.len())?;
                in_list(numbers, |json| read_number(json, self.range)).map(Value::List)
            }
            Value::Table(_) => {
                let row = |json| {
                    let numbers = members(json, "fault.not_numbers")?;
                    in_list(numbers, |json| read_number(json, self.range))
                };
                let expected = self.size.said[1].unwrap_or("fault.not_a_table");
                self.table(in_list(members(json, expected)?, row)?)
            }
        }
    }

    /// Whether the value has a size that is accepted.
    pub(super) fn fits(&self) -> bool {
        match &self.value {
            Value::List(numbers) => self.size.check_list(numbers.len()).is_ok(),
            Value::Table(rows) => self.table(rows.clone()).is_ok(),
            _ => true,
        }
    }

    fn table(&self, rows: Vec<Vec<f64>>) -> Result<Value, Fault> {
        self.size.check_table(&rows.iter().map(Vec::len).collect::<Vec<_>>())?;
        Ok(Value::Table(rows))
    }
}

/// A name from a list.
pub(super) fn read_name<'a>(json: &'a Json, known: &[&str]) -> Result<&'a str, Fault> {
    json.as_str().ok_or_else(|| {
        let known = known.iter().map(|&name| name.to_owned()).collect();
        Fault::new("", Problem::NotAName { known })
    })
}

fn chosen(name: &str, names: &'static [&'static str]) -> Result<Value, Fault> {
    let index = names.iter().position(|known| *known == name);
    index
        .map(|index| Value::Choice { names, index })
        .ok_or_else(|| Fault::unknown_name("", name, names))
}

fn read_number(json: &Json, range: Range) -> Result<f64, Fault> {
    // Whatever is no number, or too large to be one, is said as it is written.
    let number = json.as_f64().unwrap_or(f64::NAN);
    let checked = range.checked(number, || json.to_string());
    checked.map_err(|problem| Fault::new("", problem))
}

fn read_line(json: &Json) -> Result<String, Fault> {
    json.as_str().map_or_else(|| Err(wrong_type("fault.not_a_line")), line)
}

fn line(text: &str) -> Result<String, Fault> {
    let is_line = !text.contains(['\n', '\r']);
    is_line.then(|| text.to_owned()).ok_or_else(|| wrong_type("fault.not_a_line"))
}

fn members<'a>(json: &'a Json, expected: &'static str) -> Result<&'a [Json], Fault> {
    if let Json::List(members) = json { Ok(members) } else { Err(wrong_type(expected)) }
}

fn typed_row(text: &str, range: Range) -> Result<Vec<f64>, Fault> {
    let text = text.trim();
    // Between two commas there must be something: what is missing there is no number.
    let parts = text.split(',').filter(|_| !text.is_empty()).flat_map(|part| {
        let missing = part.trim().is_empty().then_some("");
        missing.into_iter().chain(part.split_whitespace())
    });
    in_list(parts, |text| number::parse(text, range))
}

/// Reads every member; a fault is at its place, `[1]`.
fn in_list<I: IntoIterator, T>(
    members: I,
    read: impl Fn(I::Item) -> Result<T, Fault>,
) -> Result<Vec<T>, Fault> {
    let members = members.into_iter().enumerate();
    members.map(|(i, it)| read(it).map_err(|fault| fault.within(&format!("[{i}]")))).collect()
}

fn wrong_type(expected: &'static str) -> Fault {
    Fault::new("", Problem::WrongType { expected })
}
