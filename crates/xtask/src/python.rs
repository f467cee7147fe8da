//! Python, for the tests that run exported scripts and for the differential test.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

use crate::workspace::Workspace;
use crate::{debian, process};

/// What cannot be done without, with versions.
const REQUIREMENTS: &str = "tests/requirements.txt";

/// Arithmetic of many digits, quickly; without it mpmath does the same.
const GMPY2: &str = "gmpy2==2.3.2";

/// A Python with what the tests need, in an environment of its own under `target`.
///
/// The variable `PYTHON` names another, with what it has.
pub(crate) fn prepare(workspace: &Workspace) -> Result<PathBuf> {
    if let Some(named) = std::env::var_os("PYTHON") {
        return Ok(named.into());
    }
    let folder = workspace.target().join("python");
    let python = if cfg!(windows) { "Scripts/python.exe" } else { "bin/python" };
    let python = folder.join(python);
    let required = fs::read_to_string(workspace.root().join(REQUIREMENTS))?;
    // Written last, so that what was interrupted is done again.
    let installed = folder.join("installed.txt");
    if fs::read_to_string(&installed).ok().as_ref() != Some(&required) {
        println!("Installing {REQUIREMENTS} and gmpy2 with pip for the tests (about 20 s)");
        create(workspace, &folder)
            .context("install Python 3.9 or later with its module venv, or name one in PYTHON")?;
        install(workspace, &python)?;
        fs::write(installed, required)?;
    }
    Ok(python)
}

fn install(workspace: &Workspace, python: &Path) -> Result<()> {
    let pip = |packages: &[&str]| {
        let mut pip = workspace.command(python);
        pip.args(["-m", "pip", "install", "--quiet", "--disable-pip-version-check"]);
        pip.args(packages);
        process::run(&mut pip, "pip install")
    };
    pip(&["--requirement", REQUIREMENTS])?;
    if pip(&["--only-binary", ":all:", GMPY2]).is_err() {
        println!("There is no gmpy2 for this Python: 40 digits will take their time.");
    }
    Ok(())
}

/// Makes the environment; on Debian, where its module is a package, after installing that.
fn create(workspace: &Workspace, folder: &Path) -> Result<()> {
    let create = || {
        let python = process::on_path(&["python3", "python"]).context("there is no Python")?;
        let mut venv = workspace.command(python);
        process::run(venv.args(["-m", "venv", "--clear"]).arg(folder), "python -m venv")
    };
    create().or_else(|failed| match debian::install(&["python3-venv"]) {
        Ok(()) => create(),
        Err(_) => Err(failed),
    })
}
