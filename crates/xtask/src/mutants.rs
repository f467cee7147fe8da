//! Faults put into the code, one at a time, to see whether a test notices.
//!
//! cargo-mutants says what the faults are. Most of them are built into one program, so that a
//! thousand take minutes and not hours; those that cannot be are left to cargo-mutants.
//! `.cargo/mutants.toml` names those that no test could notice, each with the reason.

mod programs;
mod switch;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, ensure};
use serde_json::Value;

use crate::process;
use crate::workspace::Workspace;
use programs::{Built, Outcome, Program};
use switch::Mutant;

/// The crate whose tests must notice, and its folder.
const PACKAGE: &str = "descent-core";
const CRATE: &str = "crates/core";

/// The files that faults are put into, below `src` of that crate.
const FILES: [&str; 9] = [
    "experiment/*.rs",
    "link/*.rs",
    "map/contour.rs",
    "map/levels.rs",
    "run/mod.rs",
    "run/sensitivity.rs",
    "run/trajectory.rs",
    "run/walk.rs",
    "session/*.rs",
];

/// The tests besides the unit tests that must notice, and the modules of them that are run if
/// not all are; the quick ones first. Whatever else stands in the crate's `tests` holds other
/// files, or takes long.
const TESTS: [(&str, &[&str]); 11] = [
    ("experiment_files", &[]),
    ("links", &[]),
    ("session", &[]),
    ("sensitivity", &[]),
    ("table", &[]),
    ("bad_input", &["hostile::", "strict::"]),
    ("long_runs", &[]),
    ("optimizer_laws", &[]),
    ("bits", &[]),
    ("parity", &[]),
    ("exports", &[]),
];

/// The longest time that the tests of a mutant may take where it is built alone, in seconds:
/// they take less than three.
const LONGEST_TEST: u32 = 30;

/// Tries every mutant of these files, or of all in the list, and fails where one is missed.
pub(crate) fn run(workspace: &Workspace, files: &[String]) -> Result<()> {
    let mut version = workspace.unlocked_cargo("mutants");
    if process::output(version.arg("--version"), "cargo mutants").is_err() {
        println!("Installing cargo-mutants (about two minutes, once)");
        let mut cargo = workspace.cargo("install");
        cargo.arg("cargo-mutants");
        process::run(&mut cargo, "installing cargo-mutants")?;
    }
    // Those that are explained are tried too: the tests or the code may have changed.
    let mutants = list(workspace, files, &["--no-config"])?;
    let others = list(workspace, files, &[])?;
    let others: BTreeSet<_> = others.into_iter().map(|mutant| mutant.name).collect();
    let names = mutants.iter().map(|mutant| mutant.name.clone());
    let explained = names.filter(|name| !others.contains(name)).collect();
    let mut tally = Tally { explained, ..Tally::default() };
    let alone = together(workspace, &mutants, &mut tally)?;
    if !alone.is_empty() {
        println!("{}\nTrying {} mutants alone", tally.table(), alone.len());
        one_by_one(workspace, &alone, &mut tally)?;
    }
    println!("{}", tally.table());
    let stale = tally.stale.join("\n");
    ensure!(stale.is_empty(), "explained in .cargo/mutants.toml and not missed:\n{stale}");
    let missed = tally.missed.join("\n");
    ensure!(missed.is_empty(), "no test notices\n{missed}");
    Ok(())
}

/// The mutants of these files, or of all in the list.
fn list(workspace: &Workspace, files: &[String], options: &[&str]) -> Result<Vec<Mutant>> {
    let mut list = workspace.unlocked_cargo("mutants");
    list.args(["--list", "--json", "--package", PACKAGE]).args(options);
    if files.is_empty() {
        list.args(FILES.map(|file| format!("--file={CRATE}/src/{file}")));
    }
    list.args(files.iter().map(|file| format!("--file={file}")));
    let list: Value = serde_json::from_str(&process::output(&mut list, "listing the mutants")?)?;
    list.as_array().context("the mutants are no list")?.iter().map(Mutant::of).collect()
}

/// Tries all mutants that can be built into one program; returns the names of the others.
fn together<'a>(
    workspace: &Workspace,
    mutants: &'a [Mutant],
    tally: &mut Tally,
) -> Result<Vec<&'a str>> {
    println!("Building {} mutants", mutants.len());
    let Built { copy, alone, unviable } = programs::build(workspace, mutants)?;
    let programs = Program::all(workspace, &copy)?;
    let mut file = "";
    for (number, mutant) in mutants.iter().enumerate() {
        if mutant.file != file {
            file = &mutant.file;
            println!("Trying those in {file}");
        }
        if unviable.contains(&number) {
            tally.add(&mutant.name, "do not compile");
        } else if !alone.contains(&number) {
            let outcome = programs::outcome(&programs, number, mutant)?;
            if outcome != Outcome::Caught && !tally.explained.contains(&mutant.name) {
                println!("{}: {}", outcome.name(), mutant.name);
            }
            tally.add(&mutant.name, outcome.name());
        }
    }
    Ok(alone.into_iter().map(|number| mutants[number].name.as_str()).collect())
}

/// Tries mutants with a build for each.
fn one_by_one(workspace: &Workspace, names: &[&str], tally: &mut Tally) -> Result<()> {
    let folder = workspace.target().join("mutants-alone");
    if folder.exists() {
        fs::remove_dir_all(&folder)?;
    }
    fs::create_dir_all(&folder)?;
    let mut mutants = workspace.unlocked_cargo("mutants");
    mutants.args([
        "--cargo-arg=--locked",
        "--package",
        PACKAGE,
        "--no-config",
        "--no-times",
        "--profile=mutants",
    ]);
    mutants.arg(format!("--timeout={LONGEST_TEST}")).arg("--output").arg(&folder);
    let files: BTreeSet<_> = names.iter().filter_map(|name| name.split(':').next()).collect();
    mutants.args(files.iter().map(|file| format!("--file={file}")));
    mutants.args(names.iter().map(|name| format!("--re=^{}$", literal(name))));
    // As arguments of every cargo: the build would make all test programs otherwise.
    mutants.arg("--cargo-arg=--lib");
    let whole = TESTS.iter().filter(|(_, modules)| modules.is_empty());
    mutants.args(whole.map(|(test, _)| format!("--cargo-arg=--test={test}")));
    let status = mutants.status().context("cargo mutants does not start")?;
    // 2: some were missed. 3: some never ended.
    ensure!(matches!(status.code(), Some(0 | 2 | 3)), "cargo mutants failed ({status})");
    for (file, outcome) in [
        ("caught", "caught"),
        ("timeout", "never ended"),
        ("unviable", "do not compile"),
        ("missed", "missed"),
    ] {
        let text = fs::read_to_string(folder.join(format!("mutants.out/{file}.txt")))?;
        // Version 27 does not go by the patterns where a field is left out.
        let asked = text.lines().filter(|name| names.contains(name));
        asked.for_each(|name| tally.add(name, outcome));
    }
    Ok(())
}

/// A pattern that a text alone matches.
fn literal(text: &str) -> String {
    let mut pattern = String::new();
    for letter in text.chars() {
        // These two would mean something else with a backslash before them.
        if letter.is_ascii_punctuation() && !"<>".contains(letter) {
            pattern.push('\\');
        }
        pattern.push(letter);
    }
    pattern
}

/// What can become of a mutant.
const OUTCOMES: [&str; 5] = ["caught", "never ended", "do not compile", "missed", "explained"];

/// How many mutants of each file came to what.
#[derive(Default)]
struct Tally {
    counts: BTreeMap<String, BTreeMap<&'static str, usize>>,
    missed: Vec<String>,
    /// Those that the configuration says no test could notice.
    explained: BTreeSet<String>,
    /// Those of them of which that is not true.
    stale: Vec<String>,
}

impl Tally {
    fn add(&mut self, name: &str, outcome: &'static str) {
        let outcome = match outcome {
            "missed" if self.explained.contains(name) => "explained",
            "missed" => {
                self.missed.push(name.to_owned());
                outcome
            }
            _ => {
                self.stale.extend(self.explained.get(name).cloned());
                outcome
            }
        };
        let file = name.split(':').next().unwrap_or_default();
        let file = Path::new(file).strip_prefix(Path::new(CRATE).join("src"));
        let file = file.map_or_else(|_| PathBuf::from(name), Path::to_path_buf);
        let counts = self.counts.entry(file.display().to_string()).or_default();
        *counts.entry(outcome).or_default() += 1;
    }

    /// A row per file and one for all, as `docs/trust.md` has them.
    fn table(&self) -> String {
        let mut all = BTreeMap::new();
        for (&outcome, count) in self.counts.values().flatten() {
            *all.entry(outcome).or_default() += count;
        }
        let rows = self.counts.iter().map(|(file, counts)| (format!("`{file}`"), counts));
        let rows = rows.chain([("all".to_owned(), &all)]);
        let row = |(name, counts): (String, &BTreeMap<&str, usize>)| {
            let numbers = OUTCOMES.map(|outcome| counts.get(outcome).copied().unwrap_or(0));
            let total: usize = numbers.iter().sum();
            let numbers = numbers.map(|number| number.to_string()).join(" | ");
            format!("| {name} | {total} | {numbers} |")
        };
        let head = format!("| | mutants | {} |\n|---|{}", OUTCOMES.join(" | "), "---:|".repeat(6));
        [head].into_iter().chain(rows.map(row)).collect::<Vec<_>>().join("\n")
    }
}
