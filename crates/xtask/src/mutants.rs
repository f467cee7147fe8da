//! Faults put into the code, one at a time, to see whether a test notices.
//!
//! `.cargo/mutants.toml` names those that no test could notice, each with the reason.

use std::fs;
use std::path::Path;
use std::process::Command;

use anyhow::{Context, Result, ensure};
use serde_json::Value;

use crate::process;
use crate::workspace::Workspace;

/// The crate whose tests must notice.
const PACKAGE: &str = "descent-core";

/// The files that faults are put into, below `src` of that crate.
const FILES: [&str; 10] = [
    "contour.rs",
    "experiment/*.rs",
    "levels.rs",
    "link.rs",
    "link/*.rs",
    "run.rs",
    "sensitivity.rs",
    "session/*.rs",
    "trajectory.rs",
    "walk.rs",
];

/// The tests besides the unit tests that must notice. Whatever else stands in the crate's
/// `tests` holds other files, or takes long.
const TESTS: [&str; 10] = [
    "bits",
    "experiment_files",
    "exports",
    "links",
    "long_runs",
    "optimizer_laws",
    "parity",
    "sensitivity",
    "session",
    "table",
];

/// The longest time that the tests of a mutant may take, in seconds, before it counts as one
/// that never ends: they take less than three.
const LONGEST_TEST: u32 = 30;

/// Tries every mutant of these files, or of all in the list, and fails where one is missed.
///
/// The unit tests are built and run for all mutants, the others for those that live: that
/// takes a third of the time.
pub(crate) fn run(workspace: &Workspace, files: &[String]) -> Result<()> {
    let mut version = workspace.unlocked_cargo("mutants");
    if process::output(version.arg("--version"), "cargo mutants").is_err() {
        println!("Installing cargo-mutants (about two minutes, once)");
        let mut cargo = workspace.cargo("install");
        cargo.arg("cargo-mutants");
        process::run(&mut cargo, "installing cargo-mutants")?;
    }
    let folder = workspace.target().join("mutants-found");
    if folder.exists() {
        fs::remove_dir_all(&folder)?;
    }
    fs::create_dir_all(&folder)?;
    search(workspace, files, &folder, &["--lib".to_owned()])?;
    let mut count = Count::read(&folder)?;
    if count.lived > 0 {
        let tests = TESTS.map(|test| format!("--test={test}"));
        search(workspace, files, &folder, &tests)?;
        // Those that lived or never ended were tried again.
        let Count { caught, unviable, .. } = count;
        count = Count::read(&folder)?;
        count.caught += caught;
        count.unviable += unviable;
    }
    let Count { caught, timeouts, unviable, lived } = count;
    let tried = caught + timeouts + unviable + lived;
    let shown = workspace.shown(&folder);
    println!(
        "{tried} mutants: {caught} caught, {timeouts} never ended, {unviable} do not compile, \
         {lived} missed; {} explained in .cargo/mutants.toml",
        explained(workspace, files)?
    );
    ensure!(lived == 0, "no test notices the mutants in {shown}/mutants.out/missed.txt");
    Ok(())
}

/// How a search went.
struct Count {
    caught: usize,
    timeouts: usize,
    unviable: usize,
    lived: usize,
}

impl Count {
    /// What the last search says in `folder`.
    fn read(folder: &Path) -> Result<Self> {
        let file = folder.join("mutants.out/outcomes.json");
        let text = fs::read_to_string(&file);
        let text = text.with_context(|| format!("{} cannot be read", file.display()))?;
        let outcomes: Value = serde_json::from_str(&text)?;
        let number = |key: &str| {
            let number = outcomes[key].as_u64();
            number.map(|number| number as usize).with_context(|| format!("{key} is missing"))
        };
        Ok(Self {
            caught: number("caught")?,
            timeouts: number("timeout")?,
            unviable: number("unviable")?,
            lived: number("missed")?,
        })
    }
}

/// `cargo mutants` over these files, or over all in the list.
fn mutants(workspace: &Workspace, files: &[String]) -> Command {
    let mut mutants = workspace.unlocked_cargo("mutants");
    mutants.args(["--cargo-arg=--locked", "--package", PACKAGE]);
    if files.is_empty() {
        mutants.args(FILES.map(|file| format!("--file=crates/core/src/{file}")));
    }
    mutants.args(files.iter().map(|file| format!("--file={file}")));
    mutants
}

/// Tries the mutants that no earlier search into this folder has caught.
fn search(workspace: &Workspace, files: &[String], folder: &Path, tests: &[String]) -> Result<()> {
    let mut mutants = mutants(workspace, files);
    mutants.args(["--iterate", "--no-times", "--profile=mutants", "--output"]).arg(folder);
    mutants.arg(format!("--timeout={LONGEST_TEST}"));
    // As arguments of every cargo: the build would make all test programs otherwise.
    mutants.args(tests.iter().map(|test| format!("--cargo-arg={test}")));
    let status = mutants.status().context("cargo mutants does not start")?;
    // 2: some were missed. 3: some never ended.
    ensure!(matches!(status.code(), Some(0 | 2 | 3)), "cargo mutants failed ({status})");
    Ok(())
}

/// How many mutants the configuration leaves out.
fn explained(workspace: &Workspace, files: &[String]) -> Result<usize> {
    let count = |options: &[&str]| {
        let mut list = mutants(workspace, files);
        let list = process::output(list.arg("--list").args(options), "listing the mutants")?;
        Ok::<_, anyhow::Error>(list.lines().count())
    };
    Ok(count(&["--no-config"])? - count(&[])?)
}
