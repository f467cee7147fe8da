use std::io::Write;
use std::path::PathBuf;

use descent_core::Strings;
use descent_core::export::{Library, code};

use crate::failure::Failure;
use crate::source::Source;

/// What `descent export` takes.
#[derive(clap::Args)]
pub(crate) struct Arguments {
    #[command(flatten)]
    source: Source,
    /// For which library
    #[arg(long = "as", value_name = "LIBRARY", value_parser = Library::ALL.map(Library::id))]
    library: String,
    /// Where to write to; the standard output where nothing is said
    #[arg(long)]
    out: Option<PathBuf>,
}

/// Writes an experiment as a Python script.
pub(crate) fn export(arguments: &Arguments, strings: &Strings) -> Result<(), Failure> {
    let experiment = arguments.source.link(strings)?.experiment;
    let library = Library::from_id(&arguments.library).unwrap_or(Library::NumPy);
    let script = code(&experiment, library);
    match &arguments.out {
        Some(out) => {
            let failed =
                |error| Failure::with_file("cli.unwritable", &out.to_string_lossy(), &error);
            std::fs::write(out, script).map_err(failed)
        }
        None => Ok(std::io::stdout().lock().write_all(script.as_bytes())?),
    }
}
