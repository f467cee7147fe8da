//! Where things are in this repository.

use std::ffi::OsStr;
use std::path::{Display, Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result};

use crate::process;

/// The checkout that the command was started in.
pub(crate) struct Workspace {
    root: PathBuf,
    target: PathBuf,
}

impl Workspace {
    /// Asks cargo, which knows of `CARGO_TARGET_DIR` and of configuration files.
    pub(crate) fn find() -> Result<Self> {
        let mut metadata = Command::new(cargo());
        metadata.args(["metadata", "--locked", "--no-deps", "--format-version", "1"]);
        let answer: serde_json::Value = serde_json::from_str(&process::output(
            &mut metadata,
            "asking cargo for the workspace",
        )?)
        .context("cargo metadata gave no JSON")?;
        let path = |key: &str| {
            answer[key]
                .as_str()
                .map(PathBuf::from)
                .with_context(|| format!("cargo metadata names no {key}"))
        };
        Ok(Self { root: path("workspace_root")?, target: path("target_directory")? })
    }

    /// The folder of the workspace's `Cargo.toml`.
    pub(crate) fn root(&self) -> &Path {
        &self.root
    }

    /// Where cargo puts what it builds.
    pub(crate) fn target(&self) -> &Path {
        &self.target
    }

    /// The finished page.
    pub(crate) fn dist(&self) -> PathBuf {
        self.root.join("dist")
    }

    /// The wasm module with its JavaScript, before the page takes them; `tsconfig.json` names
    /// this folder too.
    pub(crate) fn module(&self) -> PathBuf {
        self.root.join("target/module")
    }

    /// The browser tests.
    pub(crate) fn e2e(&self) -> PathBuf {
        self.root.join("tests/e2e")
    }

    /// A path as people read it: from the root where it lies there.
    pub(crate) fn shown<'a>(&self, path: &'a Path) -> Display<'a> {
        path.strip_prefix(&self.root).unwrap_or(path).display()
    }

    /// A program to be run from the root.
    pub(crate) fn command(&self, program: impl AsRef<OsStr>) -> Command {
        let mut command = Command::new(program);
        command.current_dir(&self.root);
        command
    }

    /// A command of the cargo that runs this program, to be run from the root. It uses the
    /// versions in `Cargo.lock`, and fails where that file is out of date.
    pub(crate) fn cargo(&self, command: &str) -> Command {
        let mut cargo = self.unlocked_cargo(command);
        cargo.arg("--locked");
        cargo
    }

    /// A command of cargo that needs no lock file, or that is not given this project's.
    pub(crate) fn unlocked_cargo(&self, command: &str) -> Command {
        let mut cargo = self.command(cargo());
        cargo.arg(command);
        cargo
    }
}

/// Where tools are kept that the project builds for itself, for all checkouts of it.
pub(crate) fn cache() -> Result<PathBuf> {
    let set = |name| std::env::var_os(name).filter(|value| !value.is_empty()).map(PathBuf::from);
    set("XDG_CACHE_HOME")
        .or_else(|| set("LOCALAPPDATA").filter(|_| cfg!(windows)))
        .or_else(|| Some(set("HOME")?.join(".cache")))
        .map(|cache| cache.join("descent"))
        .context("there is no folder for caches: set HOME or XDG_CACHE_HOME")
}

fn cargo() -> std::ffi::OsString {
    std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into())
}
