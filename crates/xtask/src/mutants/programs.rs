//! The test programs with mutants in them.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail, ensure};
use serde_json::Value;

use super::switch::{self, Mutant, VARIABLE};
use super::{CRATE, PACKAGE, TESTS};
use crate::process;
use crate::workspace::Workspace;

/// What became of a mutant.
#[derive(Clone, Copy, PartialEq)]
pub(super) enum Outcome {
    Caught,
    NeverEnded,
    Missed,
}

impl Outcome {
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Caught => "caught",
            Self::NeverEnded => "never ended",
            Self::Missed => "missed",
        }
    }
}

/// A copy of the workspace with mutants in it.
pub(super) struct Built {
    pub(super) copy: PathBuf,
    /// The mutants that are to be built alone.
    pub(super) alone: BTreeSet<usize>,
    /// The mutants that do not compile.
    pub(super) unviable: BTreeSet<usize>,
}

/// Writes the mutants into a copy of the workspace, leaving out those that do not compile.
pub(super) fn build(workspace: &Workspace, mutants: &[Mutant]) -> Result<Built> {
    let copy = workspace.target().join("mutants");
    refresh(workspace, &copy)?;
    let mut alone = BTreeSet::new();
    for (number, mutant) in mutants.iter().enumerate() {
        if !switch::can_share(workspace.root(), mutant)? {
            alone.insert(number);
        }
    }
    let mut unviable = BTreeSet::new();
    loop {
        let left_out = &alone | &unviable;
        let written = switch::write(workspace.root(), &copy, CRATE, mutants, &left_out)?;
        let (compiles, messages) = compile(workspace, &copy, &["--lib".to_owned()])?;
        if compiles {
            return Ok(Built { copy, alone, unviable });
        }
        for message in messages.iter().filter(|it| it["message"]["level"] == "error") {
            for (file, line) in places(&message["message"]) {
                unviable.extend(written.at(&file, line));
            }
        }
        let found = alone.len() + unviable.len() > left_out.len();
        ensure!(found, "the mutants in {} do not compile", copy.display());
    }
}

/// Copies the files of the workspace that have changed: what is ignored stays away.
fn refresh(workspace: &Workspace, copy: &Path) -> Result<()> {
    let mut files = workspace.command("git");
    files.args(["ls-files", "--cached", "--others", "--exclude-standard", "-z"]);
    let files = process::output(&mut files, "listing the files")?;
    for file in files.split('\0').filter(|file| !file.is_empty()) {
        let (from, to) = (workspace.root().join(file), copy.join(file));
        let Ok(now) = fs::read(from) else { continue };
        // An older copy keeps its time, so that it is not built again.
        if fs::read(&to).ok().as_ref() != Some(&now) {
            fs::create_dir_all(to.parent().context("a file without a folder")?)?;
            fs::write(to, now)?;
        }
    }
    Ok(())
}

/// Whether these tests compile, and what cargo says.
fn compile(workspace: &Workspace, copy: &Path, tests: &[String]) -> Result<(bool, Vec<Value>)> {
    let mut cargo = workspace.cargo("test");
    cargo.current_dir(copy).env("CARGO_TARGET_DIR", copy.join("target"));
    cargo.args(["--package", PACKAGE, "--profile=mutants", "--no-run", "--message-format=json"]);
    let output = cargo.args(tests).stderr(Stdio::inherit()).output()?;
    let lines = String::from_utf8(output.stdout)?;
    let messages = lines.lines().filter_map(|line| serde_json::from_str(line).ok()).collect();
    Ok((output.status.success(), messages))
}

/// The files and lines that a message of the compiler is about.
fn places(message: &Value) -> Vec<(String, usize)> {
    let of = |key: &str| message[key].as_array().into_iter().flatten();
    let here = of("spans").filter_map(|span| {
        Some((span["file_name"].as_str()?.to_owned(), span["line_start"].as_u64()? as usize))
    });
    here.chain(of("children").flat_map(places)).collect()
}

/// All tests of a program.
const ALL: &[&str] = &[];

/// A test program, and how long it may take.
pub(super) struct Program {
    file: PathBuf,
    folder: PathBuf,
    modules: &'static [&'static str],
    limit: Duration,
}

impl Program {
    /// The unit tests and then the others, each of which must pass without a mutant.
    pub(super) fn all(workspace: &Workspace, copy: &Path) -> Result<Vec<Self>> {
        let tests = TESTS.map(|(test, _)| format!("--test={test}"));
        let tests: Vec<_> = std::iter::once("--lib".to_owned()).chain(tests).collect();
        let (compiles, messages) = compile(workspace, copy, &tests)?;
        ensure!(compiles, "the tests in {} do not compile", copy.display());
        let mut files = Vec::new();
        for message in messages.iter().filter(|message| message["profile"]["test"] == true) {
            if let Some(file) = message["executable"].as_str() {
                let place = TESTS.iter().position(|(test, _)| message["target"]["name"] == *test);
                let modules = place.map_or(ALL, |place| TESTS[place].1);
                files.push((place, PathBuf::from(file), modules));
            }
        }
        ensure!(files.len() == tests.len(), "{} of {} tests", files.len(), tests.len());
        files.sort();
        let folder = copy.join(CRATE);
        let program = |(_, file, modules)| {
            let limit = Duration::from_secs(300);
            let mut program = Self { file, folder: folder.clone(), modules, limit };
            let start = Instant::now();
            if program.run(None, program.modules)? != Outcome::Missed {
                bail!("{} fails without a mutant", program.file.display());
            }
            program.limit = Duration::from_secs(5) + 2 * start.elapsed();
            Ok(program)
        };
        files.into_iter().map(program).collect()
    }

    /// Runs the tests whose names have one of these in them; all if there are none.
    fn run(&self, mutant: Option<usize>, names: &[&str]) -> Result<Outcome> {
        // What never ends may also take more and more memory.
        let mut command = Command::new("sh");
        command.args(["-c", r#"ulimit -v 4000000; exec "$@""#, "sh"]).arg(&self.file);
        command.arg("--quiet").args(names).current_dir(&self.folder);
        command.stdout(Stdio::null()).stderr(Stdio::null()).env_remove(VARIABLE);
        if let Some(number) = mutant {
            command.env(VARIABLE, (number + 1).to_string());
        }
        let mut child = command.spawn().context("sh does not start")?;
        let start = Instant::now();
        while start.elapsed() < self.limit {
            if let Some(status) = child.try_wait()? {
                return Ok(if status.success() { Outcome::Missed } else { Outcome::Caught });
            }
            thread::sleep(Duration::from_millis(5));
        }
        child.kill()?;
        child.wait()?;
        Ok(Outcome::NeverEnded)
    }
}

/// Runs one program after the other until one notices a mutant: first the unit tests beside it.
pub(super) fn outcome(programs: &[Program], number: usize, mutant: &Mutant) -> Result<Outcome> {
    let module = mutant.module();
    let beside = programs.iter().take(1).map(|program| (program, vec![module.as_str()]));
    for (program, names) in beside.chain(programs.iter().map(|it| (it, it.modules.to_vec()))) {
        let outcome = program.run(Some(number), &names)?;
        if outcome != Outcome::Missed {
            return Ok(outcome);
        }
    }
    Ok(Outcome::Missed)
}
