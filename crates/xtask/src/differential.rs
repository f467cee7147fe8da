//! Comparing the program with an independent reference, `tests/differential`.

use std::path::PathBuf;
use std::process::Command;
use std::time::{SystemTime, UNIX_EPOCH};

use anyhow::Result;

use crate::workspace::Workspace;
use crate::{process, python};

/// How many runs are compared in every check: half a minute of two cores.
const RUNS: &str = "1200";

/// What is wanted by hand.
#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// How long to compare fresh runs
    #[arg(long, default_value_t = 180)]
    seconds: u32,
    /// Which runs: the same seed gives the same ones. Another one each time if not given
    #[arg(long)]
    seed: Option<u64>,
    /// Instead, report which runs depend on rounding and what their badge says
    #[arg(long, conflicts_with = "seconds")]
    report: bool,
    /// How many runs the report is about
    #[arg(long, default_value_t = 4000, requires = "report")]
    runs: u32,
}

/// Compares a fixed sample of runs, after a look at what the comparison rests on.
pub(crate) fn check(workspace: &Workspace) -> Result<()> {
    // Other checks have built this one.
    let comparison = Comparison::build(workspace, "dev", "debug")?;
    let mut unittest = comparison.python();
    unittest.args(["-m", "unittest", "discover", "--pattern", "selftest.py"]);
    unittest.args(["--start-directory", "tests/differential"]);
    unittest.env("DESCENT", &comparison.program);
    process::run(&mut unittest, "the differential test's own tests")?;
    comparison.run("check.py", &["--runs", RUNS])
}

/// Compares fresh runs for as long as asked, or reports on their badges.
pub(crate) fn by_hand(workspace: &Workspace, arguments: &Arguments) -> Result<()> {
    let now = || SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| since.as_secs());
    let seed = arguments.seed.unwrap_or_else(now).to_string();
    let (seconds, runs) = (arguments.seconds.to_string(), arguments.runs.to_string());
    let comparison = Comparison::build(workspace, "release", "release")?;
    if arguments.report {
        comparison.run("report.py", &["--runs", &runs, "--seed", &seed])
    } else {
        comparison.run("check.py", &["--seconds", &seconds, "--seed", &seed])
    }
}

/// The program and the Python that it is compared by.
struct Comparison<'a> {
    workspace: &'a Workspace,
    python: PathBuf,
    program: PathBuf,
}

impl<'a> Comparison<'a> {
    /// With the program as a profile of cargo builds it, into the folder of this name.
    fn build(workspace: &'a Workspace, profile: &str, folder: &str) -> Result<Self> {
        let mut cargo = workspace.cargo("build");
        cargo.args(["--package", "descent-cli", "--profile", profile]);
        process::run(&mut cargo, "building descent")?;
        let name = format!("descent{}", std::env::consts::EXE_SUFFIX);
        let program = workspace.target().join(folder).join(name);
        Ok(Self { workspace, python: python::prepare(workspace)?, program })
    }

    fn python(&self) -> Command {
        let mut python = self.workspace.command(&self.python);
        // What Python compiles stays out of the folders of the sources.
        python.env("PYTHONDONTWRITEBYTECODE", "1");
        // On Windows files would be read in the system's own encoding.
        python.env("PYTHONUTF8", "1");
        python
    }

    fn run(&self, script: &str, arguments: &[&str]) -> Result<()> {
        let mut python = self.python();
        python.arg(format!("tests/differential/{script}"));
        python.arg("--descent").arg(&self.program).args(arguments);
        process::run(&mut python, "the differential test")
    }
}
