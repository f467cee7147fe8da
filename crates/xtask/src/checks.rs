//! Everything that must hold before a change is accepted.

use std::fs;
use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::{Context, Result, ensure};

use crate::node::Node;
use crate::page::Page;
use crate::report::Report;
use crate::server::Server;
use crate::toolchain::Toolchain;
use crate::wasm::{self, Goal, Profile};
use crate::workspace::Workspace;
use crate::{browser, differential, fuzz, hosts, process, python, supply};

/// Which checks are wanted.
pub(crate) struct Selection {
    /// Leave out the tests that drive a browser.
    pub(crate) skip_e2e: bool,
    /// Only the tests whose name contains this.
    pub(crate) filter: Option<String>,
}

/// Runs the checks one after the other and says at the end which failed.
pub(crate) fn run(workspace: &Workspace, selection: &Selection) -> ExitCode {
    let mut report = Report::default();
    if selection.filter.is_none() {
        report.step("format", || format(workspace));
        report.step("lints", || lints(workspace));
        report.step("lints for wasm32", || wasm_lints(workspace));
        report.step("documentation", || documentation(workspace));
        report.step("dependencies", || supply::check(workspace, false));
    }
    report.step("Rust tests", || rust_tests(workspace, selection));
    if selection.filter.is_none() {
        report.step("fuzzing", || fuzz::check(workspace));
        report.step("differential test", || differential::check(workspace));
    }
    if selection.filter.is_none() || !selection.skip_e2e {
        let page =
            report.step("release page", || Page::build(workspace, Profile::Release(Goal::Speed)));
        if selection.filter.is_none() {
            report.step("JavaScript types", || javascript_types(workspace, page.as_ref()));
        }
        if !selection.skip_e2e {
            report.step("browser tests", || browser_tests(workspace, page.as_ref(), selection));
        }
    }
    println!("\n{report}");
    report.exit_code()
}

/// Runs the tests that compare with golden files, or lets them rewrite those.
///
/// Such tests have `golden` in their name and obey the variable `BLESS`.
pub(crate) fn golden(workspace: &Workspace, bless: bool) -> Result<()> {
    let mut cargo = workspace.cargo("test");
    cargo.args(["--workspace", "golden"]);
    if bless {
        cargo.env("BLESS", "1");
    } else {
        cargo.env_remove("BLESS");
    }
    process::run(&mut cargo, "comparing with the golden files")
}

fn format(workspace: &Workspace) -> Result<()> {
    let mut cargo = workspace.unlocked_cargo("fmt");
    cargo.args(["--all", "--check"]);
    process::run(&mut cargo, "cargo fmt")
}

fn lints(workspace: &Workspace) -> Result<()> {
    let mut cargo = workspace.cargo("clippy");
    cargo.args(["--workspace", "--all-targets", "--", "-Dwarnings"]);
    process::run(&mut cargo, "cargo clippy")
}

/// Code under `cfg(target_arch = "wasm32")` is seen by no native compiler.
fn wasm_lints(workspace: &Workspace) -> Result<()> {
    let mut cargo = Toolchain::for_wasm(workspace)?.cargo_clippy(workspace)?;
    cargo.args(["--package", wasm::PACKAGE, "--", "-Dwarnings"]);
    process::run(&mut cargo, "cargo clippy for wasm32")
}

fn documentation(workspace: &Workspace) -> Result<()> {
    let mut cargo = workspace.cargo("doc");
    cargo.args(["--workspace", "--no-deps"]).env("RUSTDOCFLAGS", "-Dwarnings");
    process::run(&mut cargo, "cargo doc")
}

fn rust_tests(workspace: &Workspace, selection: &Selection) -> Result<()> {
    let mut cargo = workspace.cargo("test");
    cargo.arg("--workspace").args(&selection.filter);
    // Exported scripts are run, so far with NumPy.
    cargo.env("PYTHON", python::prepare(workspace)?).env("PYTHONUTF8", "1");
    process::run(&mut cargo, "cargo test")
}

/// The modules of the page, checked against what wasm-bindgen declares of its own.
fn javascript_types(workspace: &Workspace, page: Option<&Page>) -> Result<()> {
    page.context("there is no page whose modules could be checked")?;
    let node = Node::prepare(workspace)?;
    let mut tsc = node.tool("typescript/bin/tsc");
    process::run(tsc.args(["--project", "tsconfig.json"]), "checking the types in www/*.js")?;
    let mut unread = node.command();
    process::run(unread.arg("tests/types/unread.mjs"), "looking for fields that no script reads")
}

fn browser_tests(workspace: &Workspace, page: Option<&Page>, selection: &Selection) -> Result<()> {
    let page = page.context("there is no page to be tested")?;
    let tests = files(workspace.e2e(), ".test.mjs")?;
    ensure!(!tests.is_empty(), "there are no tests in {}", workspace.e2e().display());
    let server = Server::start(page.folder(), 0)?;
    let mut node = browser::node(workspace, &server)?;
    browser::add_firefox(&mut node);
    hosts::add(workspace, &mut node);
    // A test that hangs must not use up the hours of a build machine.
    node.args(["--test", "--test-reporter=spec", "--test-timeout=1800000"]);
    if let Some(filter) = &selection.filter {
        node.args(["--test-name-pattern", filter]);
    }
    process::run(node.args(tests), "the browser tests")
}

/// The files of a folder whose name ends so, in the order of their names.
fn files(folder: PathBuf, ending: &str) -> Result<Vec<PathBuf>> {
    let mut files = Vec::new();
    for entry in
        fs::read_dir(&folder).with_context(|| format!("{} cannot be read", folder.display()))?
    {
        let path = entry?.path();
        if path.to_string_lossy().ends_with(ending) {
            files.push(path);
        }
    }
    files.sort();
    Ok(files)
}
