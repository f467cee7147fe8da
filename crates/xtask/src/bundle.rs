//! Many scripts and styles become one file each, so that a browser need not learn of a file
//! from another one.

use std::path::Path;
use std::process::Command;

use anyhow::{Context, Result};
use serde_json::Value;

use crate::assets::PLACEHOLDER;
use crate::node::Node;
use crate::process;
use crate::wasm::Profile;
use crate::workspace::Workspace;

/// What the page's scripts are written in. `www/failure.js` tells an older browser by it.
const LANGUAGE: &str = "--target=es2022";

/// esbuild, as a profile wants it.
pub(crate) struct Bundler<'a> {
    node: Node<'a>,
    profile: Profile,
}

impl<'a> Bundler<'a> {
    /// Brings esbuild.
    pub(crate) fn prepare(workspace: &'a Workspace, profile: Profile) -> Result<Self> {
        Ok(Self { node: Node::prepare(workspace)?, profile })
    }

    /// A module with all that it imports, apart from the script that wasm-bindgen writes.
    pub(crate) fn module(&self, entry: &str, parts: &Value) -> Result<String> {
        let mut esbuild = self.esbuild();
        esbuild.args(["--bundle", "--format=esm", LANGUAGE, "--external:../descent.js"]);
        esbuild.args([own_stamp(), format!("--define:PARTS={parts}"), entry.to_owned()]);
        self.with_map(&mut esbuild);
        output(&mut esbuild)
    }

    /// A script that runs before all modules, with all that it imports. It tells browsers that
    /// are too old for the others that they are, so it must run there.
    pub(crate) fn classic(&self, entry: &str) -> Result<String> {
        let mut esbuild = self.esbuild();
        esbuild.args(["--bundle", "--format=iife", "--target=es2017", &own_stamp(), entry]);
        self.with_map(&mut esbuild);
        output(&mut esbuild)
    }

    /// A style sheet with all that it imports.
    pub(crate) fn styles(&self, entry: &str) -> Result<String> {
        output(self.esbuild().args(["--bundle", entry]))
    }

    /// A script as it stands.
    pub(crate) fn script(&self, file: &Path) -> Result<String> {
        output(self.esbuild().arg(file))
    }

    fn esbuild(&self) -> Command {
        let mut esbuild = self.node.tool("esbuild/bin/esbuild");
        esbuild.args(["--charset=utf8", "--log-level=warning"]);
        if let Profile::Release(_) = self.profile {
            esbuild.arg("--minify");
        }
        esbuild
    }

    /// With what a debugger finds the sources by.
    fn with_map(&self, esbuild: &mut Command) {
        if let Profile::Dev = self.profile {
            esbuild.arg("--sourcemap=inline");
        }
    }
}

fn own_stamp() -> String {
    format!("--define:STAMP=\"{PLACEHOLDER}\"")
}

fn output(esbuild: &mut Command) -> Result<String> {
    process::output(esbuild, "esbuild").context("the scripts and styles cannot be bundled")
}
