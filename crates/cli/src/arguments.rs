//! Reading the arguments.

use std::ffi::OsStr;
use std::io::Write;

use clap::builder::{PossibleValue, TypedValueParser};
use clap::error::ErrorKind;
use clap::{Arg, CommandFactory, Parser};
use descent_core::settings::Range;
use descent_core::{Fault, number};

use crate::Command;
use crate::failure::Failure;
use crate::refusal::Refusal;

/// See how optimizers move on a loss landscape, without a browser.
#[derive(Parser)]
#[command(name = "descent", bin_name = "descent", version)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

/// What was asked for. Nothing is left to do where that was help or the version, which are
/// printed here.
pub(crate) fn read() -> Result<Option<Command>, Failure> {
    use ErrorKind::{DisplayHelp, DisplayHelpOnMissingArgumentOrSubcommand, DisplayVersion};
    Arguments::try_parse().map(|arguments| Some(arguments.command)).or_else(|error| {
        match error.kind() {
            DisplayHelp | DisplayVersion => {
                error.print()?;
                std::io::stdout().flush()?;
                Ok(None)
            }
            DisplayHelpOnMissingArgumentOrSubcommand => {
                error.print()?;
                Err(Failure::Said)
            }
            _ => Err(Failure::Asked(Refusal::of(&error, Arguments::command()).message())),
        }
    })
}

/// Reads a whole number within a range, which `--help` says too.
#[derive(Clone, Copy)]
pub(crate) struct Whole(pub(crate) Range);

impl TypedValueParser for Whole {
    type Value = usize;

    fn parse_ref(
        &self,
        command: &clap::Command,
        argument: Option<&Arg>,
        value: &OsStr,
    ) -> Result<usize, clap::Error> {
        let range = self.0;
        let read = move |text: &str| number::whole(text, range).map(|number| number as usize);
        // What is no text is no number either.
        read.parse_ref(command, argument, OsStr::new(&*value.to_string_lossy()))
    }

    fn possible_values(&self) -> Option<Box<dyn Iterator<Item = PossibleValue> + '_>> {
        let Range { min, max, .. } = self.0;
        let all = PossibleValue::new(format!("whole numbers from {min} to {max}"));
        Some(Box::new(std::iter::once(all)))
    }
}

/// Refuses a number that is accepted as such, but is beyond what this experiment has.
pub(crate) fn check_most(option: &str, found: usize, most: usize) -> Result<(), Failure> {
    let checked = Range::whole(0, most as u64).checked(found as f64, || found.to_string());
    let asked = |problem| Failure::Asked(Fault::new(option, problem).message());
    checked.map(drop).map_err(asked)
}
