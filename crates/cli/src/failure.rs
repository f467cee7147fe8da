use std::io::{self, Write};
use std::process::ExitCode;

use descent_core::{Fault, Message, Strings};

/// Why a command ended early.
pub(crate) enum Failure {
    /// Something is wrong with what was asked for.
    Asked(Message),
    /// The arguments are not understood. The words are those of the reader of arguments.
    Arguments(String),
    /// Whoever read the output has stopped reading: nobody is left to be told.
    Unread,
}

impl Failure {
    /// Arguments that are not understood, with what their reader prints about it: its
    /// first paragraphs, without the usage that follows.
    pub(crate) fn arguments(printed: &str) -> Self {
        let lines = printed.lines().map(str::trim).filter(|line| !line.is_empty());
        let said = lines.take_while(|line| !line.starts_with("Usage") && !line.starts_with("For "));
        let said = said.collect::<Vec<_>>().join(" ");
        Self::Arguments(said.trim_start_matches("error: ").to_owned())
    }

    /// A fault in an experiment file of this name.
    pub(crate) fn in_file(name: &str, fault: &Fault, strings: &Strings) -> Self {
        let message = Message::new("cli.bad_file").with("file", name);
        Self::Asked(message.with("fault", strings.say(&fault.message())))
    }

    /// A file that cannot be read or written.
    pub(crate) fn with_file(key: &'static str, name: &str, error: &io::Error) -> Self {
        Self::Asked(Message::new(key).with("file", name).with("reason", error))
    }

    /// Says it in one line, and what the program ends with.
    pub(crate) fn report(self, strings: &Strings) -> ExitCode {
        let line = match self {
            Self::Asked(message) => strings.say(&message),
            Self::Arguments(line) => line,
            Self::Unread => return ExitCode::SUCCESS,
        };
        say(&format!("descent: {line}"));
        ExitCode::from(2)
    }
}

/// Says a line to whoever is at the terminal, if anybody is.
pub(crate) fn say(line: &str) {
    _ = writeln!(io::stderr(), "{line}");
}

/// What writing to the standard output fails with.
impl From<io::Error> for Failure {
    fn from(error: io::Error) -> Self {
        if error.kind() == io::ErrorKind::BrokenPipe {
            return Self::Unread;
        }
        Self::with_file("cli.unwritable", "-", &error)
    }
}
