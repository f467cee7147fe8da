//! `descent`: run, list and render experiments without a browser.

mod arguments;
mod export;
mod failure;
mod json;
mod list;
mod memory;
mod output;
mod progress;
mod raster;
mod refusal;
mod render;
mod run;
mod source;
mod whole_file;

use std::process::ExitCode;

use clap::Subcommand;
use descent_core::Strings;

use failure::Failure;

#[derive(Subcommand)]
enum Command {
    /// Run an experiment file and print every epoch
    Run(run::Arguments),
    /// Print what there is, as JSON
    List(list::Arguments),
    /// Write an experiment as a Python script that computes the same
    Export(export::Arguments),
    /// Draw what the page draws, as SVG or PNG
    Render(render::Arguments),
}

fn main() -> ExitCode {
    let strings = english();
    let done = arguments::read().and_then(|command| match command {
        Some(command) => obey(&command, &strings),
        None => Ok(()),
    });
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => failure.report(&strings),
    }
}

fn obey(command: &Command, strings: &Strings) -> Result<(), Failure> {
    match command {
        Command::Run(arguments) => run::run(arguments, strings),
        Command::List(arguments) => list::list(arguments, strings),
        Command::Export(arguments) => export::export(arguments),
        Command::Render(arguments) => render::render(arguments, strings),
    }
}

/// The English strings. Without them messages show their keys, which is better than not
/// running at all.
fn english() -> Strings {
    Strings::parse(include_str!("../../../www/locales/en.json")).unwrap_or_default()
}
