//! What the page needs first: a script does with the module what people do first on the page, and
//! each function that is called belongs to the first module.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use anyhow::{Context, Result};

use super::marked::marked;
use super::outline::Outline;
use crate::node::Node;
use crate::process;
use crate::workspace::Workspace;

/// The script; Node runs it.
const SCRIPT: &str = "crates/xtask/rehearsal/main.mjs";

/// The functions that are called when the page opens, is played and dragged.
pub(super) fn called(
    workspace: &Workspace,
    folder: &Path,
    module: &[u8],
    outline: &Outline<'_>,
) -> Result<BTreeSet<u32>> {
    let marked_module = folder.join("marked.wasm");
    fs::write(&marked_module, marked(module, outline)?)?;
    let mut node = Node::prepare(workspace)?.command();
    node.arg(SCRIPT).arg(folder.join(crate::wasm::GLUE)).arg(&marked_module);
    let called = process::output(&mut node, "the rehearsal of the page")
        .with_context(|| format!("{SCRIPT} must use the module as the page does"))?;
    let called = called.split_whitespace().map(str::parse);
    called.collect::<Result<_, _>>().context("the rehearsal printed something else than functions")
}
