//! The browsers that the tests drive.

use std::path::PathBuf;
use std::process::Command;

use anyhow::{Context, Result};

use crate::node::Node;
use crate::server::Server;
use crate::workspace::Workspace;
use crate::{debian, process};

/// Where a browser may be.
struct Browser {
    /// The variable that overrides the search, and that the tests read.
    variable: &'static str,
    /// What Debian calls it.
    package: &'static str,
    /// What it is called on `PATH`.
    names: &'static [&'static str],
    /// Where applications stand that are not on `PATH`.
    elsewhere: &'static [&'static str],
}

const CHROMIUM: Browser = Browser {
    variable: "CHROMIUM",
    package: "chromium",
    names: &["chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome"],
    elsewhere: &[
        "/Applications/Chromium.app/Contents/MacOS/Chromium",
        "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
        "C:/Program Files/Google/Chrome/Application/chrome.exe",
    ],
};

const FIREFOX: Browser = Browser {
    variable: "FIREFOX",
    package: "firefox-esr",
    names: &["firefox", "firefox-esr"],
    elsewhere: &[
        "/Applications/Firefox.app/Contents/MacOS/firefox",
        "C:/Program Files/Mozilla Firefox/firefox.exe",
    ],
};

/// Node, with a page to open and Chromium or Chrome to open it in.
pub(crate) fn node(workspace: &Workspace, server: &Server) -> Result<Command> {
    let chromium = CHROMIUM
        .bring()
        .context("no Chromium was found: install Chromium or Chrome, or name one in CHROMIUM")?;
    let mut node = Node::prepare(workspace)?.command();
    node.env("DESCENT_URL", server.url()).env("DESCENT_DIST", server.folder());
    node.env(CHROMIUM.variable, chromium);
    Ok(node)
}

/// Names Firefox too, if there is one or it can be installed: its tests are skipped otherwise.
pub(crate) fn add_firefox(node: &mut Command) {
    match FIREFOX.bring() {
        Some(firefox) => node.env(FIREFOX.variable, firefox),
        None => node.env_remove(FIREFOX.variable),
    };
}

impl Browser {
    /// Finds it, and on Debian installs it when there is none.
    fn bring(&self) -> Option<PathBuf> {
        self.find().or_else(|| {
            debian::install(&[self.package]).ok()?;
            self.find()
        })
    }

    fn find(&self) -> Option<PathBuf> {
        std::env::var_os(self.variable)
            .map(PathBuf::from)
            .or_else(|| process::on_path(self.names))
            .or_else(|| self.elsewhere.iter().map(PathBuf::from).find(|path| path.is_file()))
    }
}
