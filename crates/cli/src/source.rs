use std::ffi::{OsStr, OsString};
use std::fs::{self, File};
use std::io::{self, ErrorKind, Read};
use std::path::Path;

use descent_core::fault::Problem;
use descent_core::{Bookmark, Experiment, Fault, Message, gallery};
use descent_plot::PAGE_NAMES;

use crate::failure::{Failure, shown};
use crate::memory;

/// The longest experiment file, in bytes.
const MOST: u64 = Experiment::MOST_BYTES as u64;

/// What every command works on.
#[derive(clap::Args)]
pub(crate) struct Source {
    /// An experiment file, - for the standard input, an experiment of the gallery, or a link to
    /// the page, of which the part from its # on is enough
    #[arg(value_name = "FILE")]
    name: OsString,
}

impl Source {
    /// The experiment and how it is looked at: but for a link, at its last epoch.
    pub(crate) fn link(&self) -> Result<Bookmark, Failure> {
        let path = Path::new(&self.name);
        if let Some(fragment) = fragment(&self.name).filter(|_| !path.exists()) {
            return opened(fragment)
                .map_err(|fault| Failure::Content { name: "#".to_owned(), fault });
        }
        let bytes = if self.name == "-" { standard_input() } else { file(path) }?;
        memory::check(memory::of_reading(bytes.len()), "cli.memory.read")?;
        let experiment = Experiment::from_bytes(&bytes).map_err(|fault| content(path, fault))?;
        let epoch = experiment.steps();
        Ok(Bookmark { epoch, ..Bookmark::of(experiment) })
    }
}

/// What follows the first # of an argument.
fn fragment(name: &OsStr) -> Option<&[u8]> {
    let bytes = name.as_encoded_bytes();
    let place = bytes.iter().position(|byte| *byte == b'#')?;
    Some(&bytes[place + 1..])
}

fn opened(fragment: &[u8]) -> Result<Bookmark, Fault> {
    let no_text = |_| Fault::new("", Problem::WrongType { expected: "fault.not_text" });
    Bookmark::parse(str::from_utf8(fragment).map_err(no_text)?, PAGE_NAMES)
}

fn content(path: &Path, fault: Fault) -> Failure {
    Failure::Content { name: shown(path), fault }
}

fn standard_input() -> Result<Vec<u8>, Failure> {
    let unreadable = |error| Failure::File { key: "cli.unreadable", name: "-".to_owned(), error };
    start_of(io::stdin()).map_err(unreadable)
}

/// A file, or the experiment of the gallery where there is no such file.
fn file(path: &Path) -> Result<Vec<u8>, Failure> {
    let regular = fs::metadata(path).ok().filter(fs::Metadata::is_file);
    let length = regular.map_or(0, |found| found.len());
    if length > MOST {
        let (found, most) = (length as usize, Experiment::MOST_BYTES);
        return Err(content(path, Fault::new("", Problem::TooLong { found, most })));
    }
    read(path).or_else(|error| match error.kind() {
        ErrorKind::NotFound | ErrorKind::IsADirectory => {
            exhibit(path).ok_or_else(|| unreadable(path, error))
        }
        _ => Err(unreadable(path, error)),
    })
}

fn read(path: &Path) -> io::Result<Vec<u8>> {
    // Some systems open a folder and fail to read it, others do not open it.
    if fs::metadata(path)?.is_dir() {
        return Err(ErrorKind::IsADirectory.into());
    }
    start_of(File::open(path)?)
}

/// As much as it takes to see that there is too much.
fn start_of(from: impl Read) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    from.take(MOST + 1).read_to_end(&mut bytes)?;
    Ok(bytes)
}

/// The experiment of the gallery with this name, to which the ending of its file may be added.
fn exhibit(path: &Path) -> Option<Vec<u8>> {
    let name = path.to_str()?;
    let stem = name.rsplit_once('.').filter(|(_, ending)| ending.eq_ignore_ascii_case("json"));
    let id = stem.map_or(name, |(stem, _)| stem);
    let exhibit = gallery::GALLERY.iter().find(|exhibit| exhibit.id == id)?;
    Some(exhibit.file.as_bytes().to_vec())
}

fn unreadable(path: &Path, error: io::Error) -> Failure {
    if error.kind() == ErrorKind::NotFound {
        let message = Message::new("cli.no_file").with("file", shown(path));
        return Failure::Asked(message.with("known", gallery::IDS.join(", ")));
    }
    Failure::File { key: "cli.unreadable", name: shown(path), error }
}
