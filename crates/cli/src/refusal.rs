//! What is wrong with the arguments, in the project's own words: clap's are for programmers,
//! and leave out what would be accepted.

use std::error::Error;
use std::ffi::OsString;

use clap::error::{ContextKind, ContextValue, ErrorKind};
use descent_core::fault::Problem;
use descent_core::{Fault, Message, shortened};

/// As much of an argument as a sentence repeats, in characters.
const MOST: usize = 64;

/// Arguments that are not understood.
pub(crate) struct Refusal<'a> {
    error: &'a clap::Error,
    /// The command that was asked for, or the whole program where none was.
    command: clap::Command,
    given: Vec<OsString>,
}

impl<'a> Refusal<'a> {
    /// What this error of the program says.
    pub(crate) fn of(error: &'a clap::Error, mut program: clap::Command) -> Self {
        program.build();
        let given: Vec<OsString> = std::env::args_os().skip(1).collect();
        let mut refusal = Self { error, command: program, given };
        let option = plain(&refusal.first(ContextKind::InvalidArg));
        // An option that stands before the command belongs to the program.
        let before =
            |it: &&OsString| !option.starts_with('-') || !it.to_string_lossy().starts_with(&option);
        let mut before = refusal.given.iter().take_while(before);
        let command = before.find_map(|name| refusal.command.find_subcommand(name)).cloned();
        refusal.command = command.unwrap_or(refusal.command);
        refusal
    }

    /// The sentence: what was given, to which option, and what would be accepted.
    pub(crate) fn message(&self) -> Message {
        let option = plain(&self.first(ContextKind::InvalidArg));
        let found = self.first(ContextKind::InvalidValue);
        let about = |key| Message::new(key).with("option", shortened(&option, MOST));
        match self.error.kind() {
            ErrorKind::InvalidSubcommand => {
                self.unknown(&self.first(ContextKind::InvalidSubcommand))
            }
            ErrorKind::UnknownArgument if option.starts_with('-') => self.unknown(&option),
            ErrorKind::UnknownArgument => self.too_many(&option),
            ErrorKind::InvalidValue if found.is_empty() => {
                about("cli.no_value").with("accepted", self.accepted(&option))
            }
            ErrorKind::InvalidValue => Message::new("fault.unknown_name")
                .with("path", option)
                .with("found", shortened(&found, MOST))
                .with("known", self.all(ContextKind::ValidValue).join(", ")),
            ErrorKind::ValueValidation => self.bad_value(option),
            ErrorKind::MissingRequiredArgument => {
                about("cli.required").with("accepted", self.accepted(&option))
            }
            ErrorKind::ArgumentConflict => Fault::new(option, Problem::Twice).message(),
            ErrorKind::TooManyValues => {
                about("cli.takes_no_value").with("found", shortened(&found, MOST))
            }
            ErrorKind::InvalidUtf8 => self.not_text(),
            _ => Message::new("cli.not_understood"),
        }
    }

    fn bad_value(&self, option: String) -> Message {
        let source = self.error.source().and_then(<dyn Error>::downcast_ref::<Fault>);
        let fault = source.map(|fault| fault.clone().at(option).message());
        fault.unwrap_or_else(|| Message::new("cli.not_understood"))
    }

    /// A command or option that there is not, with the nearest and all that there are.
    fn unknown(&self, found: &str) -> Message {
        let near = [ContextKind::SuggestedSubcommand, ContextKind::SuggestedArg];
        let near = near.into_iter().flat_map(|kind| self.all(kind)).next();
        let key = if near.is_some() { "cli.mistyped" } else { "cli.unknown" };
        let commands = self.command.get_subcommands().map(|it| it.get_name().to_owned());
        let options = self.command.get_arguments().filter_map(clap::Arg::get_long);
        let known = commands.chain(options.map(|long| format!("--{long}")));
        Message::new(key)
            .with("found", shortened(found, MOST))
            .with("near", near.unwrap_or_default())
            .with("known", known.collect::<Vec<_>>().join(", "))
    }

    /// One argument more than the command takes.
    fn too_many(&self, found: &str) -> Message {
        let positional = self.command.get_positionals().next();
        let name = positional.map(|it| plain(&it.to_string())).unwrap_or_default();
        Message::new("cli.one_too_many")
            .with("found", shortened(found, MOST))
            .with("accepted", self.accepted(&name))
            .with("name", name)
    }

    /// Something that must be text, as only names of files need not be.
    fn not_text(&self) -> Message {
        let found = self.given.iter().find(|it| it.to_str().is_none()).cloned().unwrap_or_default();
        Message::new("cli.not_text").with("found", shortened(&found.to_string_lossy(), MOST))
    }

    /// What an argument takes: its values where they are listed, or else what its help says.
    fn accepted(&self, name: &str) -> String {
        let mut arguments = self.command.get_arguments();
        let Some(argument) = arguments.find(|it| plain(&it.to_string()) == name) else {
            return String::new();
        };
        let values = argument.get_possible_values();
        let values: Vec<_> = values.iter().map(clap::builder::PossibleValue::get_name).collect();
        if !values.is_empty() {
            return values.join(", ");
        }
        let help = argument.get_help().map(ToString::to_string).unwrap_or_default();
        let mut letters = help.chars();
        let first = letters.next().into_iter().flat_map(char::to_lowercase);
        first.chain(letters).collect()
    }

    fn first(&self, kind: ContextKind) -> String {
        self.all(kind).into_iter().next().unwrap_or_default()
    }

    fn all(&self, kind: ContextKind) -> Vec<String> {
        match self.error.get(kind) {
            Some(ContextValue::String(text)) => vec![text.clone()],
            Some(ContextValue::Strings(texts)) => texts.clone(),
            _ => Vec::new(),
        }
    }
}

/// An argument by its name alone: `--every <EVERY>` as `--every`, `<FILE>` as `FILE`.
fn plain(shown: &str) -> String {
    let name = shown.split(' ').next().unwrap_or_default();
    name.trim_matches(['<', '>', '[', ']']).to_owned()
}
