//! How fast the core is natively, and the page in a browser.

use std::path::Path;

use anyhow::{Result, ensure};

use crate::page::Page;
use crate::server::Server;
use crate::wasm::{Goal, Profile};
use crate::workspace::Workspace;
use crate::{browser, process, split};

const NATIVE: &str = "crates/core/examples/bench/main.rs";
const PAGE: &str = "tests/e2e/bench.mjs";

/// Runs both benchmarks, the native one first. Writes what the page's goals came to as JSON, if asked,
/// with the bytes of its files and of each part of its source.
pub(crate) fn run(workspace: &Workspace, json: Option<&Path>) -> Result<()> {
    for file in [NATIVE, PAGE] {
        ensure!(workspace.root().join(file).is_file(), "there is no benchmark {file} yet");
    }
    let mut cargo = workspace.cargo("run");
    cargo.args(["--release", "--package", "descent-core", "--example", "bench"]);
    process::run(&mut cargo, "the native benchmark")?;

    let page = Page::build(workspace, Profile::Release(Goal::Speed))?;
    let server = Server::start(page.folder(), 0)?;
    let mut node = browser::node(workspace, &server)?;
    node.env("BENCH_ORIGINS", workspace.module().join(split::ORIGINS));
    if let Some(json) = json {
        node.env("BENCH_JSON", std::path::absolute(json)?);
    }
    process::run(node.arg(PAGE), "the benchmark of the page")
}
