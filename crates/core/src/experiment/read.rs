use super::{Experiment, VERSION};
use crate::Json;
use crate::fault::{Fault, Problem};
use crate::json::{self, words};
use crate::settings::Fields;

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
        return Fault::new("", Problem::WrongType { expected: "fault.utf16" });
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
    let version = fields.take(VERSION)?;
    if version.as_u64() != Some(Experiment::VERSION) {
        let found = version.as_str().map_or_else(|| version.to_string(), str::to_owned);
        return Err(Fault::new(VERSION, Problem::Version { found, known: Experiment::VERSION }));
    }
    let experiment: Experiment = fields.record()?;
    experiment.check()?;
    Ok(experiment)
}
