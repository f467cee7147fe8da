use std::path::PathBuf;

use descent_core::export::{Library, code};

use crate::failure::Failure;
use crate::output::Output;
use crate::source::Source;

/// What `descent export` takes.
#[derive(clap::Args)]
pub(crate) struct Arguments {
    #[command(flatten)]
    source: Source,
    /// For which library
    #[arg(long = "as", value_name = "LIBRARY", value_parser = Library::ALL.map(Library::id))]
    library: String,
    /// A file to write to; none for the standard output
    #[arg(long)]
    out: Option<PathBuf>,
}

/// Writes an experiment as a Python script.
pub(crate) fn export(arguments: &Arguments) -> Result<(), Failure> {
    let experiment = arguments.source.link()?.experiment;
    let library = Library::from_id(&arguments.library).unwrap_or(Library::NumPy);
    let script = code(&experiment, library);
    let script = script.map_err(|fault| Failure::Asked(fault.message()))?;
    Output::of(arguments.out.as_ref()).write(script.as_bytes())
}
