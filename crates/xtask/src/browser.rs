//! The browser that the tests drive.

use std::path::PathBuf;
use std::process::Command;

use anyhow::{Context, Result};

use crate::node::Node;
use crate::server::Server;
use crate::workspace::Workspace;
use crate::{debian, process};

const NAMES: [&str; 5] =
    ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome"];

/// Where applications stand that are not on `PATH`.
const ELSEWHERE: [&str; 3] = [
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "C:/Program Files/Google/Chrome/Application/chrome.exe",
];

/// Node, with a page to open and a browser to open it in.
pub(crate) fn node(workspace: &Workspace, server: &Server) -> Result<Command> {
    let mut node = Node::prepare(workspace)?.command();
    node.env("DESCENT_URL", server.url()).env("CHROMIUM", chromium()?);
    Ok(node)
}

/// Finds Chromium or Chrome, and installs Chromium on Debian when there is none.
///
/// The variable `CHROMIUM` overrides the search.
fn chromium() -> Result<PathBuf> {
    if let Some(found) = find() {
        return Ok(found);
    }
    debian::install(&["chromium"])
        .ok()
        .and_then(|()| find())
        .context("no Chromium was found: install Chromium or Chrome, or name one in CHROMIUM")
}

fn find() -> Option<PathBuf> {
    std::env::var_os("CHROMIUM")
        .map(PathBuf::from)
        .or_else(|| process::on_path(&NAMES))
        .or_else(|| ELSEWHERE.iter().map(PathBuf::from).find(|path| path.is_file()))
}
