use std::io;
use std::process::ExitCode;

use descent_core::{Fault, Message, Strings};

/// Why a command ended early.
pub(crate) enum Failure {
    /// Something is wrong with what was asked for.
    Asked(Message),
    /// Whoever read the output has stopped reading: nobody is left to be told.
    Unread,
}

impl Failure {
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
        match self {
            Self::Asked(message) => {
                eprintln!("descent: {}", strings.say(&message));
                ExitCode::from(2)
            }
            Self::Unread => ExitCode::SUCCESS,
        }
    }
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
