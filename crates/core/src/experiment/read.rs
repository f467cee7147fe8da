use std::borrow::Cow;

use super::{Experiment, RunSpec};
use crate::fault::{Fault, Problem};
use crate::json::{self, words};
use crate::settings::{Knob, Listed, Range, Settings, Value};
use crate::{Json, Landscape, Optimizer, Pace};

type Read<T> = Result<T, Fault>;

impl Experiment {
    /// Reads the bytes of an experiment file as [`parse`](Self::parse) reads its text.
    ///
    /// # Errors
    /// Those of [`parse`](Self::parse), and bytes that are no text in UTF-8.
    pub fn from_bytes(bytes: &[u8]) -> Read<Self> {
        check_length(bytes)?;
        let text = str::from_utf8(bytes).map_err(|error| not_utf8(bytes, error.valid_up_to()))?;
        Self::parse(text)
    }

    /// Reads an experiment file of at most [`Experiment::MOST_BYTES`].
    ///
    /// # Errors
    /// The first fault in it, with the path to it and what would be accepted.
    pub fn parse(text: &str) -> Read<Self> {
        check_length(text.as_bytes())?;
        // Some editors begin a file with a mark of its encoding; browsers drop it.
        let text = text.strip_prefix('\u{feff}').unwrap_or(text);
        if text.trim().is_empty() {
            return Err(Fault::new("", Problem::Empty));
        }
        let json = Json::parse(text).map_err(|fault| match fault.problem {
            Problem::Syntax { .. } => no_number(text).unwrap_or(fault),
            _ => fault,
        })?;
        read_experiment(json)
    }
}

fn check_length(bytes: &[u8]) -> Read<()> {
    let (found, most) = (bytes.len(), Experiment::MOST_BYTES);
    if found > most { Err(Fault::new("", Problem::TooLong { found, most })) } else { Ok(()) }
}

/// Bytes of which only the first `valid` are text in UTF-8.
fn not_utf8(bytes: &[u8], valid: usize) -> Fault {
    if let [0xff, 0xfe, ..] | [0xfe, 0xff, ..] = bytes {
        return wrong_type("", "fault.utf16");
    }
    let lines = || bytes[..valid].split(|byte| *byte == b'\n');
    let (line, column) = (lines().count(), lines().next_back().map_or(0, <[u8]>::len) + 1);
    let byte = bytes.get(valid).copied().unwrap_or_default();
    Fault::new("", Problem::NotUtf8 { line, column, byte })
}

/// The first field that has NaN or the like for a number, in a text that would be JSON but for
/// such words.
fn no_number(text: &str) -> Option<Fault> {
    let replaced = words::replaced(text)?;
    let reading = json::read(&replaced.text).ok()?;
    match read_experiment(reading.json).err()? {
        Fault { path, problem: Problem::NotANumber { found, range } } => {
            let found = replaced.word(&found)?.to_owned();
            Some(Fault::new(path, Problem::NotANumber { found, range }))
        }
        _ => None,
    }
}

fn read_experiment(json: Json) -> Read<Experiment> {
    let mut fields = Fields::new(String::new(), json)?;
    let version = fields.required("version")?;
    if version.as_u64() != Some(Experiment::VERSION) {
        let found = version.as_str().map_or_else(|| version.to_string(), str::to_owned);
        return Err(Fault::new("version", Problem::Version { found, known: Experiment::VERSION }));
    }
    let landscape: Option<Landscape> = fields.member("landscape")?;
    let landscape = landscape.ok_or_else(|| Fault::new("landscape", Problem::Missing))?;
    let mut experiment = Experiment::new(landscape);
    if let Some(start) = fields.optional("start") {
        experiment.start = read_start(&start, experiment.start.len())?;
    }
    if let Some(epochs) = fields.whole("epochs", Experiment::EPOCHS)? {
        experiment.epochs = usize::try_from(epochs).unwrap_or(Experiment::DEFAULT_EPOCHS);
    }
    experiment.seed = fields.whole("seed", Experiment::SEED)?.unwrap_or(0);
    if let Some(runs) = fields.optional("runs") {
        experiment.runs = read_runs(runs)?;
    }
    fields.end(&["version", "landscape", "start", "epochs", "seed", "runs"])?;
    Ok(experiment)
}

fn read_runs(json: Json) -> Read<Vec<RunSpec>> {
    let Json::List(runs) = json else {
        return Err(wrong_type("runs", "fault.not_a_list"));
    };
    let (found, most) = (runs.len(), Experiment::MOST_RUNS);
    if found > most {
        return Err(Fault::new("runs", Problem::TooMany { found, most }));
    }
    runs.into_iter().enumerate().map(|(i, run)| read_run(format!("runs[{i}]"), run)).collect()
}

fn read_run(path: String, json: Json) -> Read<RunSpec> {
    let mut fields = Fields::new(path, json)?;
    let optimizer: Option<Optimizer> = fields.member("optimizer")?;
    let optimizer =
        optimizer.ok_or_else(|| Fault::new(fields.at("optimizer"), Problem::Missing))?;
    let mut run = RunSpec::new(optimizer);
    if let Some(rate) = fields.optional("learning_rate") {
        run.learning_rate = read_number(&fields.at("learning_rate"), &rate, Pace::LEARNING_RATE)?;
    }
    run.schedule = fields.member("schedule")?.unwrap_or(run.schedule);
    run.warmup = fields.whole("warmup", Pace::WARMUP)?.unwrap_or(0);
    fields.end(&["optimizer", "learning_rate", "schedule", "warmup"])?;
    Ok(run)
}

/// A number for each of so many parameters.
fn read_start(json: &Json, dim: usize) -> Read<Vec<f64>> {
    let numbers = if let Json::List(numbers) = json { Some(numbers) } else { None };
    let found = numbers.map(Vec::len);
    let numbers = numbers.filter(|_| found == Some(dim));
    let numbers = numbers.ok_or_else(|| Experiment::no_start(found, dim, "fault.not_a_point"))?;
    let number = |(i, json)| read_number(&format!("start[{i}]"), json, Experiment::START);
    numbers.iter().enumerate().map(number).collect()
}

fn read_number(path: &str, json: &Json, range: Range) -> Read<f64> {
    // Whatever is no number, or too large to be one, is said as it is written.
    let number = json.as_f64().unwrap_or(f64::NAN);
    let checked = range.checked(number, || json.to_string());
    checked.map_err(|problem| Fault::new(path, problem))
}

/// A knob's new value, of the kind and in the range that the knob asks for.
fn read_knob(path: &str, json: &Json, knob: &Knob) -> Read<Value> {
    match knob.default {
        Value::Number(_) => read_number(path, json, knob.range).map(Value::Number),
        Value::Whole(_) => read_whole(path, json, knob.range).map(Value::Whole),
        Value::Switch(_) => {
            let Json::Bool(on) = json else { return Err(wrong_type(path, "fault.not_a_switch")) };
            Ok(Value::Switch(*on))
        }
        Value::Choice { names, .. } => {
            let name = read_name(path, json, names)?;
            let index = names.iter().position(|known| *known == name);
            index
                .map(|index| Value::Choice { names, index })
                .ok_or_else(|| Fault::unknown_name(path, name, names))
        }
        Value::Text(_) => read_text(path, json).map(Value::Text),
        Value::Lines(_) => {
            let Json::List(lines) = json else {
                return Err(wrong_type(path, "fault.not_lines"));
            };
            let lines = lines.iter().enumerate();
            let lines = lines.map(|(line, json)| read_text(&format!("{path}[{line}]"), json));
            let lines: Vec<_> = lines.collect::<Read<_>>()?;
            Ok(Value::lines(lines.iter().map(String::as_str)))
        }
    }
}

/// One line of text.
fn read_text(path: &str, json: &Json) -> Read<String> {
    let text = json.as_str().filter(|text| !text.contains(['\n', '\r']));
    text.map(str::to_owned).ok_or_else(|| wrong_type(path, "fault.not_a_line"))
}

/// A text which is to be a name from a list.
fn read_name<'a>(path: &str, json: &'a Json, known: &[&str]) -> Read<&'a str> {
    json.as_str().ok_or_else(|| {
        let known = known.iter().map(|&name| name.to_owned()).collect();
        Fault::new(path, Problem::NotAName { known })
    })
}

fn read_whole(path: &str, json: &Json, range: Range) -> Read<u64> {
    read_number(path, json, range).map(|number| number as u64)
}

fn wrong_type(path: &str, expected: &'static str) -> Fault {
    Fault::new(path, Problem::WrongType { expected })
}

/// A JSON object that is taken apart field by field; what is left at the end is
/// unknown.
struct Fields {
    path: String,
    map: Vec<(Cow<'static, str>, Json)>,
}

impl Fields {
    fn new(path: String, json: Json) -> Read<Self> {
        match json {
            Json::Object(map) => Ok(Self { path, map }),
            _ if path.is_empty() => Err(wrong_type(&path, "fault.not_an_experiment")),
            _ => Err(wrong_type(&path, "fault.not_an_object")),
        }
    }

    fn at(&self, name: &str) -> String {
        if self.path.is_empty() { name.to_owned() } else { format!("{}.{name}", self.path) }
    }

    fn optional(&mut self, name: &str) -> Option<Json> {
        let place = self.map.iter().rposition(|(known, _)| known == name)?;
        Some(self.map.remove(place).1)
    }

    fn required(&mut self, name: &str) -> Read<Json> {
        self.optional(name).ok_or_else(|| Fault::new(self.at(name), Problem::Missing))
    }

    fn whole(&mut self, name: &str, range: Range) -> Read<Option<u64>> {
        let path = self.at(name);
        self.optional(name).map(|json| read_whole(&path, &json, range)).transpose()
    }

    /// A member of a list with its settings.
    fn member<T: Listed>(&mut self, name: &str) -> Read<Option<T>> {
        let Some(json) = self.optional(name) else { return Ok(None) };
        let mut fields = Self::new(self.at(name), json)?;
        let kind = fields.required("kind")?;
        let path = fields.at("kind");
        let kind = read_name(&path, &kind, T::KINDS)?;
        let member = T::from_kind(kind);
        let mut member = member.ok_or_else(|| Fault::unknown_name(path, kind, T::KINDS))?;
        let path = fields.path.clone();
        fields.set(member.settings_mut())?;
        member.settings().check().map_err(|fault| fault.below(&path))?;
        Ok(Some(member))
    }

    /// Sets every knob that is named.
    fn set(mut self, settings: &mut dyn Settings) -> Read<()> {
        let knobs = settings.knobs();
        for knob in &knobs {
            if let Some(json) = self.optional(&knob.name) {
                settings.set(&knob.name, read_knob(&self.at(&knob.name), &json, knob)?);
            }
        }
        let group = settings.group();
        if let Some((group, json)) = group.and_then(|name| Some((name, self.optional(name)?))) {
            Self::new(self.at(group), json)?.set_group(group, settings)?;
        }
        let names = knobs.iter().map(|knob| knob.name.as_ref());
        self.end(&names.chain(group).collect::<Vec<_>>())
    }

    /// Sets every field of an object whose fields may have any name.
    fn set_group(self, group: &str, settings: &mut dyn Settings) -> Read<()> {
        for (name, json) in &self.map {
            let (path, name) = (self.at(name), format!("{group}.{name}"));
            let knob = settings.knob(&name);
            let knob = knob.ok_or_else(|| Fault::new(path.clone(), Problem::Missing))?;
            settings.set(&name, read_knob(&path, json, &knob)?);
        }
        Ok(())
    }

    /// The end of the object: anything left was not known.
    fn end(&self, known: &[&str]) -> Read<()> {
        match self.map.iter().map(|(name, _)| name).min() {
            None => Ok(()),
            Some(name) => Err(Fault::unknown_field(self.at(name), known)),
        }
    }
}
