//! `descent`: run, list and render experiments without a browser.

mod export;
mod failure;
mod list;
mod render;
mod run;
mod source;

use std::process::ExitCode;

use clap::error::ErrorKind;
use clap::{Parser, Subcommand};
use descent_core::Strings;

use failure::Failure;

/// See how optimizers move on a loss landscape, without a browser.
#[derive(Parser)]
#[command(name = "descent", version)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

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
    match arguments().and_then(|arguments| obey(&arguments.command, &strings)) {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => failure.report(&strings),
    }
}

fn obey(command: &Command, strings: &Strings) -> Result<(), Failure> {
    match command {
        Command::Run(arguments) => run::run(arguments, strings),
        Command::List(arguments) => list::list(arguments, strings),
        Command::Export(arguments) => export::export(arguments, strings),
        Command::Render(arguments) => render::render(arguments, strings),
    }
}

/// What was asked for. Help and version are printed here, and end the program.
fn arguments() -> Result<Arguments, Failure> {
    use ErrorKind::{DisplayHelp, DisplayHelpOnMissingArgumentOrSubcommand, DisplayVersion};
    Arguments::try_parse().map_err(|error| match error.kind() {
        DisplayHelp | DisplayVersion | DisplayHelpOnMissingArgumentOrSubcommand => error.exit(),
        _ => Failure::arguments(&error.to_string()),
    })
}

/// The English strings. Without them messages show their keys, which is better than not
/// running at all.
fn english() -> Strings {
    Strings::parse(include_str!("../../../www/locales/en.json")).unwrap_or_default()
}
