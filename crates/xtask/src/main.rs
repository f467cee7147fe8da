//! The project's commands: `cargo xtask serve`, `build`, `test`, `fuzz`, `differential`, `mutants`,
//! `supply`, `commits`, `golden`, `bench`.
//!
//! One pipeline makes the page, whoever asks for it: a person, the browser
//! tests, the benchmark or Trunk's build hook.

mod assets;
mod bench;
mod browser;
mod bundle;
mod checks;
mod commits;
mod debian;
mod differential;
mod fuzz;
mod hosts;
mod mutants;
mod node;
mod notices;
mod page;
mod process;
mod python;
mod report;
mod server;
mod split;
mod supply;
mod sysroot;
mod toolchain;
mod wasm;
mod workspace;

use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::Result;
use clap::builder::PossibleValuesParser;
use clap::{Args, Parser, Subcommand};

use crate::checks::Selection;
use crate::page::Page;
use crate::server::Server;
use crate::wasm::{Goal, Profile};
use crate::workspace::Workspace;

/// The project's commands; each first brings what it needs.
#[derive(Parser)]
#[command(name = "cargo xtask", bin_name = "cargo xtask")]
struct Cli {
    #[command(subcommand)]
    task: Task,
}

#[derive(Subcommand)]
enum Task {
    /// Build the page and serve it on this machine
    Serve {
        /// Where to listen; if it is taken, the next free port
        #[arg(long, default_value_t = 8080)]
        port: u16,
        #[command(flatten)]
        how: How,
    },
    /// Build the page into dist/
    Build {
        /// Where to put it; Trunk's build hook names its own folder here
        #[arg(long, env = "TRUNK_STAGING_DIR", hide_env = true)]
        out: Option<PathBuf>,
        #[command(flatten)]
        how: How,
    },
    /// Build only the wasm module and its JavaScript
    Wasm {
        /// Where to put them
        #[arg(long)]
        out: PathBuf,
        #[command(flatten)]
        how: How,
    },
    /// Run every check and test, as continuous integration does
    #[command(visible_alias = "ci")]
    Test {
        /// Leave out the tests that drive a browser
        #[arg(long)]
        skip_e2e: bool,
        /// Run only the tests whose name contains this, and no other check
        filter: Option<String>,
    },
    /// Look for input that the core does not withstand
    Fuzz {
        /// Only this one
        #[arg(value_parser = PossibleValuesParser::new(fuzz::TARGETS.map(|target| target.name)))]
        target: Option<String>,
        /// How long to look, each of them
        #[arg(long, default_value_t = 180)]
        seconds: u32,
    },
    /// Compare the program with an independent reference on generated experiments
    Differential(differential::Arguments),
    /// Put faults into the core, one at a time, and look for those that no test notices
    Mutants {
        /// Only these files (default: those that the page's numbers and states come from)
        files: Vec<String>,
    },
    /// Check the dependencies: licences, sources, duplicates, security advisories
    Supply {
        /// Fail where the advisories cannot be downloaded
        #[arg(long)]
        advisories: bool,
    },
    /// Check that every commit of this branch builds
    Commits {
        /// Only the commits after this one
        #[arg(default_value = "origin/main")]
        base: String,
    },
    /// Compare with the golden files
    Golden {
        /// Rewrite them with what the code gives now
        #[arg(long)]
        bless: bool,
    },
    /// Measure the core natively and the page in a browser
    Bench {
        /// Write every goal of the page with what was measured, and the bytes of its files, as JSON
        #[arg(long, value_name = "FILE")]
        json: Option<PathBuf>,
    },
}

#[derive(Args)]
struct How {
    /// Quick to build, slow to run
    #[arg(long)]
    dev: bool,
    /// Small and fast, through wasm-opt (the default)
    #[arg(long, conflicts_with = "dev")]
    release: bool,
    /// What wasm-opt aims at
    #[arg(long, value_enum, default_value_t = Goal::Speed)]
    optimize_for: Goal,
}

impl How {
    fn profile(&self) -> Profile {
        // `trunk serve` without --release says so by this variable.
        let trunk_debug = std::env::var("TRUNK_PROFILE").is_ok_and(|profile| profile == "debug");
        if self.dev || (trunk_debug && !self.release) {
            Profile::Dev
        } else {
            Profile::Release(self.optimize_for)
        }
    }
}

fn main() -> ExitCode {
    match run(Cli::parse().task) {
        Ok(code) => code,
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn run(task: Task) -> Result<ExitCode> {
    let workspace = Workspace::find()?;
    match task {
        Task::Serve { port, how } => {
            let page = Page::build(&workspace, how.profile())?;
            let server = Server::start(page.folder(), port)?;
            println!("Descent is at {}", server.url());
            server.wait();
        }
        Task::Build { out, how } => {
            let out = out.unwrap_or_else(|| workspace.dist());
            Page::build_into(&workspace, how.profile(), &out)?;
        }
        Task::Wasm { out, how } => wasm::build(&workspace, how.profile(), &out)?,
        Task::Test { skip_e2e, filter } => {
            return Ok(checks::run(&workspace, &Selection { skip_e2e, filter }));
        }
        Task::Fuzz { target, seconds } => fuzz::search(&workspace, target.as_deref(), seconds)?,
        Task::Differential(arguments) => differential::by_hand(&workspace, &arguments)?,
        Task::Mutants { files } => mutants::run(&workspace, &files)?,
        Task::Supply { advisories } => supply::check(&workspace, advisories)?,
        Task::Commits { base } => commits::check(&workspace, &base)?,
        Task::Golden { bless } => checks::golden(&workspace, bless)?,
        Task::Bench { json } => bench::run(&workspace, json.as_deref())?,
    }
    Ok(ExitCode::SUCCESS)
}
