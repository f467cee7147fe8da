//! `descent`: run, list and render experiments without a browser.

mod failure;
mod list;
mod render;
mod run;
mod source;

use std::process::ExitCode;

use clap::{Parser, Subcommand};
use descent_core::Strings;

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
    /// Draw what the page draws, as SVG or PNG
    Render(render::Arguments),
}

fn main() -> ExitCode {
    let strings = english();
    let outcome = match Arguments::parse().command {
        Command::Run(arguments) => run::run(&arguments, &strings),
        Command::List(arguments) => list::list(&arguments),
        Command::Render(arguments) => render::render(&arguments, &strings),
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => failure.report(&strings),
    }
}

/// The English strings. Without them messages show their keys, which is better than not
/// running at all.
fn english() -> Strings {
    Strings::parse(include_str!("../../../www/locales/en.json")).unwrap_or_default()
}
