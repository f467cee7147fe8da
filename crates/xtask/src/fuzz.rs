//! Feeding the core with what nobody would write, led by what that makes it do.
//!
//! libFuzzer on the compiler at hand: the passes by which it sees where a program goes
//! belong to LLVM, and nothing here needs the sanitizers of a nightly compiler.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, ensure};

use crate::workspace::Workspace;
use crate::{process, toolchain};

/// What is fuzzed; `fuzz/Cargo.toml` builds a program of each name.
pub(crate) const TARGETS: [Target; 3] = [
    Target { name: "experiment", inputs: 60_000, longest: 4096, seeds: experiments },
    Target { name: "link", inputs: 100_000, longest: 1024, seeds: links },
    Target { name: "number", inputs: 300_000, longest: 64, seeds: |_| Ok(Vec::new()) },
];

/// A program that is to withstand any input.
#[derive(Clone, Copy)]
pub(crate) struct Target {
    /// Its name.
    pub(crate) name: &'static str,
    /// How many inputs it is checked with: some seconds, ten on a busy machine.
    inputs: u32,
    /// The longest input, in bytes: what length alone does is for the tests.
    longest: u32,
    /// What it begins with.
    seeds: fn(&Workspace) -> Result<Vec<Vec<u8>>>,
}

/// Makes libFuzzer see the edges of the program and what its comparisons compare.
const FLAGS: [&str; 6] = [
    "--cfg=fuzzing",
    "-Cpasses=sancov-module",
    "-Cllvm-args=-sanitizer-coverage-level=4",
    "-Cllvm-args=-sanitizer-coverage-inline-8bit-counters",
    "-Cllvm-args=-sanitizer-coverage-pc-table",
    "-Cllvm-args=-sanitizer-coverage-trace-compares",
];

/// The compilers of C++ that building libFuzzer looks for.
const COMPILERS: [&str; 3] = ["c++", "g++", "clang++"];

/// Tries a bounded number of inputs on every target, the same ones every time.
pub(crate) fn check(workspace: &Workspace) -> Result<()> {
    // The instrumentation was tried with the linker of Linux alone.
    if !cfg!(target_os = "linux") {
        println!("Skipped: fuzzing. It runs on Linux only.");
        return Ok(());
    }
    let fuzzer = Fuzzer::build(workspace)?;
    for target in TARGETS {
        let found = fuzzer.folder(target, "checked")?;
        // What an earlier check has found would change what this one tries.
        fs::remove_dir_all(&found)?;
        fs::create_dir(&found)?;
        let limit = format!("-runs={}", target.inputs);
        // Without the last of these it would look once a second for what others have found.
        fuzzer.run(target, &found, &["-verbosity=0", &limit, "-seed=1", "-reload=0"])?;
    }
    Ok(())
}

/// Looks on for `seconds` on each of the targets of this name, or on all, from where the
/// last search has ended.
pub(crate) fn search(workspace: &Workspace, name: Option<&str>, seconds: u32) -> Result<()> {
    let fuzzer = Fuzzer::build(workspace)?;
    for target in TARGETS.into_iter().filter(|target| name.is_none_or(|name| name == target.name)) {
        let found = fuzzer.folder(target, "found")?;
        fuzzer.run(target, &found, &[&format!("-max_total_time={seconds}")])?;
    }
    Ok(())
}

/// The programs, built.
struct Fuzzer<'a> {
    workspace: &'a Workspace,
    programs: PathBuf,
}

impl<'a> Fuzzer<'a> {
    fn build(workspace: &'a Workspace) -> Result<Self> {
        ensure!(
            std::env::var_os("CXX").is_some() || process::on_path(&COMPILERS).is_some(),
            "libFuzzer is written in C++ and there is no compiler for it: install g++ or \
             clang, or name one in CXX"
        );
        let (folder, host) = (folder(workspace), toolchain::host(workspace)?);
        // A named target keeps the flags away from build scripts.
        let mut cargo = workspace.cargo("build");
        cargo
            .args(["--release", "--manifest-path", "fuzz/Cargo.toml"])
            .args(["--target", &host, "--target-dir"])
            .arg(&folder)
            .env("CARGO_ENCODED_RUSTFLAGS", FLAGS.join("\x1f"));
        process::run(&mut cargo, "building the fuzz targets")?;
        Ok(Self { workspace, programs: folder.join(host).join("release") })
    }

    /// Runs a target on its seeds and on what it finds, which is kept in `found`.
    fn run(&self, target: Target, found: &Path, limits: &[&str]) -> Result<()> {
        let Target { name, longest, .. } = target;
        let crashes = self.folder(target, "crashes")?;
        println!("Fuzzing {name}");
        let mut program = self.program(target);
        program
            .args(limits)
            .args(["-timeout=10", "-rss_limit_mb=1024", "-print_final_stats=1"])
            .arg(format!("-max_len={longest}"))
            .arg(format!("-dict=fuzz/dictionaries/{name}.dict"))
            .arg(format!("-artifact_prefix={}/", crashes.display()))
            .arg(found)
            .arg(self.seeds(target)?);
        let shown = self.workspace.shown(&crashes);
        process::run(&mut program, &format!("fuzzing {name}, whose bad inputs are in {shown},"))
    }

    fn program(&self, target: Target) -> Command {
        self.workspace.command(self.programs.join(target.name))
    }

    /// A folder for what a target is given or makes.
    fn folder(&self, target: Target, kind: &str) -> Result<PathBuf> {
        let folder = folder(self.workspace).join(target.name).join(kind);
        let failed = || format!("{} cannot be written", folder.display());
        fs::create_dir_all(&folder).with_context(failed)?;
        Ok(folder)
    }

    /// The folder with what a target begins with.
    fn seeds(&self, target: Target) -> Result<PathBuf> {
        let folder = self.folder(target, "seeds")?;
        for (index, seed) in (target.seeds)(self.workspace)?.iter().enumerate() {
            fs::write(folder.join(format!("{index:02}")), seed)?;
        }
        Ok(folder)
    }
}

/// Where everything about fuzzing lies.
fn folder(workspace: &Workspace) -> PathBuf {
    workspace.target().join("fuzz")
}

/// The experiments of the gallery and of the golden files.
fn experiments(workspace: &Workspace) -> Result<Vec<Vec<u8>>> {
    let mut files = Vec::new();
    for entry in fs::read_dir(workspace.root().join("experiments"))? {
        files.push(entry?.path());
    }
    for entry in fs::read_dir(workspace.root().join("tests/golden"))? {
        files.push(entry?.path().join("experiment.json"));
    }
    files.retain(|file| file.is_file());
    files.sort();
    Ok(files.into_iter().map(fs::read).collect::<std::io::Result<_>>()?)
}

/// The links that must be read for ever.
fn links(workspace: &Workspace) -> Result<Vec<Vec<u8>>> {
    let mut links = Vec::new();
    for entry in fs::read_dir(workspace.root().join("tests/links"))? {
        let file = fs::read_to_string(entry?.path())?;
        let found = file.split("\"link\": \"").skip(1).filter_map(|rest| rest.split('"').next());
        links.extend(found.map(|link| link.as_bytes().to_vec()));
    }
    links.sort();
    Ok(links)
}
