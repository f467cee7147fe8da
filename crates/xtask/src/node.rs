//! Node, and the tools that come from npm.

use std::fs;
use std::path::PathBuf;
use std::process::Command;

use anyhow::{Context, Result, ensure};

use crate::process;
use crate::workspace::Workspace;

/// The oldest Node whose test runner takes all the options used here.
const OLDEST: u32 = 20;

/// Node with the packages of `package-lock.json` installed.
pub(crate) struct Node<'a> {
    workspace: &'a Workspace,
}

impl<'a> Node<'a> {
    /// Installs the packages if that was not done since the lock file changed.
    pub(crate) fn prepare(workspace: &'a Workspace) -> Result<Self> {
        check_version()?;
        if is_stale(workspace) {
            println!("Installing the tools of package-lock.json with npm (about 5 s)");
            let mut npm = workspace.command(if cfg!(windows) { "npm.cmd" } else { "npm" });
            npm.args(["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"]);
            process::run(&mut npm, "npm ci")?;
        }
        Ok(Self { workspace })
    }

    /// `node`, to be run from the root.
    pub(crate) fn command(&self) -> Command {
        self.workspace.command("node")
    }

    /// A program of an installed package, such as `typescript/bin/tsc`.
    pub(crate) fn tool(&self, path: &str) -> Command {
        let mut node = self.command();
        node.arg(modules(self.workspace).join(path));
        node
    }
}

fn check_version() -> Result<()> {
    let install = || format!("install Node {OLDEST} or later with npm from https://nodejs.org");
    let version = process::output(Command::new("node").arg("--version"), "asking Node")
        .with_context(install)?;
    let major = version.trim().trim_start_matches('v').split('.').next();
    let major: u32 = major.unwrap_or_default().parse().with_context(install)?;
    ensure!(major >= OLDEST, "Node {} is too old: {}", version.trim(), install());
    Ok(())
}

fn is_stale(workspace: &Workspace) -> bool {
    let changed = |path: PathBuf| fs::metadata(path).and_then(|file| file.modified());
    let lock = changed(workspace.root().join("package-lock.json"));
    let installed = changed(modules(workspace).join(".package-lock.json"));
    match (lock, installed) {
        (Ok(lock), Ok(installed)) => lock > installed,
        _ => true,
    }
}

fn modules(workspace: &Workspace) -> PathBuf {
    workspace.root().join("node_modules")
}
