//! Python, for the tests that run exported scripts.

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result};

use crate::workspace::Workspace;
use crate::{debian, process};

/// Scripts need nothing that came after this.
const NUMPY: &str = "numpy>=1.24";

/// A Python that has NumPy, in an environment of its own under `target`.
///
/// The variable `PYTHON` names another, with what it has.
pub(crate) fn with_numpy(workspace: &Workspace) -> Result<PathBuf> {
    if let Some(named) = std::env::var_os("PYTHON") {
        return Ok(named.into());
    }
    let folder = workspace.target().join("python");
    let python = if cfg!(windows) { "Scripts/python.exe" } else { "bin/python" };
    let python = folder.join(python);
    if !has_numpy(&python) {
        println!("Installing NumPy with pip for the tests of exported scripts (about 15 s)");
        create(workspace, &folder)
            .context("install Python 3.9 or later with its module venv, or name one in PYTHON")?;
        let mut pip = workspace.command(&python);
        pip.args(["-m", "pip", "install", "--quiet", "--disable-pip-version-check", NUMPY]);
        process::run(&mut pip, "pip install")?;
    }
    Ok(python)
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

fn has_numpy(python: &Path) -> bool {
    let mut import = Command::new(python);
    process::output(import.args(["-c", "import numpy"]), "asking for NumPy").is_ok()
}
