use std::io::{self, ErrorKind, Write};
use std::path::Path;
use std::process::ExitCode;

use descent_core::{Fault, Message, Strings, shortened};

/// Why a command ended early.
pub(crate) enum Failure {
    /// Something is wrong with what was asked for.
    Asked(Message),
    /// The standard output cannot be written.
    Output(io::Error),
    /// A file cannot be read or written.
    File {
        /// The sentence about it.
        key: &'static str,
        /// Its name.
        name: String,
        /// Why not.
        error: io::Error,
    },
    /// There is a fault in an experiment.
    Content {
        /// The name of its file.
        name: String,
        /// What is wrong.
        fault: Fault,
    },
    /// It was said already.
    Said,
}

/// As much of the name of a file as a sentence repeats, in characters.
const MOST: usize = 512;

/// The name of a file as sentences say it.
pub(crate) fn shown(path: &Path) -> String {
    let name = shortened(&path.to_string_lossy(), MOST);
    if name.is_empty() { "“”".to_owned() } else { name }
}

impl Failure {
    /// A file that cannot be written.
    pub(crate) fn unwritable(path: &Path, error: io::Error) -> Self {
        Self::File { key: "cli.unwritable", name: shown(path), error }
    }

    /// Says it in one line, and what the program ends with.
    pub(crate) fn report(self, strings: &Strings) -> ExitCode {
        let message = match self {
            Self::Asked(message) => message,
            // Whoever read the output has stopped reading: nobody is left to be told.
            Self::Output(error) if error.kind() == ErrorKind::BrokenPipe => {
                return ExitCode::SUCCESS;
            }
            Self::Output(error) => {
                let name = strings.get("cli.standard_output");
                file("cli.unwritable", name.to_owned(), &error, strings)
            }
            Self::File { key, name, error } => file(key, name, &error, strings),
            Self::Content { name, fault } => {
                let message = Message::new("cli.bad_file").with("file", name);
                message.with("fault", strings.say(&fault.message()))
            }
            Self::Said => return ExitCode::from(2),
        };
        _ = say(&format!("descent: {}", strings.say(&message)));
        ExitCode::from(2)
    }
}

fn file(key: &'static str, name: String, error: &io::Error, strings: &Strings) -> Message {
    Message::new(key).with("file", name).with("reason", reason(error, strings))
}

/// Why a file cannot be used, in the project's words where it has some.
fn reason(error: &io::Error, strings: &Strings) -> String {
    let key = match error.kind() {
        ErrorKind::NotFound => "cli.reason.not_found",
        ErrorKind::PermissionDenied | ErrorKind::ReadOnlyFilesystem => "cli.reason.not_permitted",
        ErrorKind::IsADirectory => "cli.reason.folder",
        ErrorKind::NotADirectory => "cli.reason.no_folder",
        ErrorKind::StorageFull | ErrorKind::QuotaExceeded => "cli.reason.full",
        ErrorKind::FileTooLarge => "cli.reason.too_large",
        ErrorKind::InvalidFilename => "cli.reason.name",
        _ => return error.to_string(),
    };
    strings.get(key).to_owned()
}

/// Says a line to whoever is at the terminal, if anybody is.
pub(crate) fn say(line: &str) -> io::Result<()> {
    writeln!(io::stderr(), "{line}")
}

/// What writing to the standard output fails with.
impl From<io::Error> for Failure {
    fn from(error: io::Error) -> Self {
        Self::Output(error)
    }
}
