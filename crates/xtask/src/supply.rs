//! Checks of the dependencies by cargo-deny, as `deny.toml` says: licences, sources, duplicates,
//! and known security advisories.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Duration;

use anyhow::{Context, Result, ensure};

use crate::process;
use crate::workspace::{self, Workspace};

/// The version that `deny.toml` is written for.
const VERSION: &str = "0.20.2";

/// The manifest of the workspace that `deny.toml` was made for, and the option for entries there
/// that are not needed any more: they fail.
const MAIN: (&str, &str) = ("Cargo.toml", "--deny");

/// The fuzz targets are a workspace of their own, which does not need all entries.
const FUZZ: (&str, &str) = ("fuzz/Cargo.toml", "--allow");

/// What cargo-deny calls entries that are not needed.
const STALE: [&str; 3] = ["license-not-encountered", "unmatched-skip", "unnecessary-skip"];

/// How long the download of the advisories may take. They have a few megabytes.
const PATIENCE: Duration = Duration::from_secs(30);

/// Checks licences, sources and duplicates, then the advisories. Where those cannot be downloaded,
/// it says so, and fails if they are `required`.
pub(crate) fn check(workspace: &Workspace, required: bool) -> Result<()> {
    let deny = Deny { workspace, program: find_or_build(workspace)? };
    for (manifest, stale) in [MAIN, FUZZ] {
        let stale = STALE.iter().flat_map(|lint| [stale, lint]);
        deny.check(manifest, &["licenses", "sources", "bans"], stale)?;
    }
    // A machine without a way to GitHub is nothing unusual: no error in red.
    let errors = if required { Stdio::inherit() } else { Stdio::null() };
    if let Err(error) = deny.download_advisories(errors) {
        ensure!(!required, "the advisories cannot be checked: {error:#}");
        println!("Skipped: security advisories. They cannot be downloaded here from github.com.");
        return Ok(());
    }
    [MAIN, FUZZ].iter().try_for_each(|(manifest, _)| deny.check(manifest, &["advisories"], []))
}

/// The program, to be run on this project.
struct Deny<'a> {
    workspace: &'a Workspace,
    program: PathBuf,
}

impl Deny<'_> {
    fn command(&self, manifest: &str) -> Command {
        let mut deny = self.workspace.command(&self.program);
        deny.args(["--locked", "--all-features", "--manifest-path", manifest, "--config"]);
        // A relative path would start at the manifest.
        deny.arg(self.workspace.root().join("deny.toml"));
        deny
    }

    fn check<'s>(
        &self,
        manifest: &str,
        what: &[&str],
        options: impl IntoIterator<Item = &'s str>,
    ) -> Result<()> {
        let mut deny = self.command(manifest);
        deny.arg("check").args(options).args(what);
        process::run(&mut deny, &format!("cargo deny check {} for {manifest}", what.join(" ")))
    }

    fn download_advisories(&self, errors: Stdio) -> Result<()> {
        let mut deny = self.command(MAIN.0);
        deny.args(["fetch", "db"]).stdin(Stdio::null()).stderr(errors);
        process::run_within(PATIENCE, &mut deny, "downloading them from github.com")
    }
}

/// The program of the right version; it is built where it is missing.
fn find_or_build(workspace: &Workspace) -> Result<PathBuf> {
    if let Some(found) = process::on_path(&["cargo-deny"]).filter(|found| is_right(found)) {
        return Ok(found);
    }
    let root = workspace::cache()?.join(format!("cargo-deny-{VERSION}"));
    let program = root.join("bin").join(format!("cargo-deny{}", std::env::consts::EXE_SUFFIX));
    if !is_right(&program) {
        println!("Building cargo-deny {VERSION} (one to three minutes, once)");
        let build = root.join("build");
        // Without optimisation: it runs for three seconds, and would take far longer to build.
        let mut cargo = workspace.cargo("install");
        cargo.args(["cargo-deny", "--version", VERSION, "--debug", "--quiet", "--root"]).arg(&root);
        cargo.arg("--target-dir").arg(&build).env("CARGO_PROFILE_DEV_DEBUG", "0");
        process::run(&mut cargo, "building cargo-deny")?;
        std::fs::remove_dir_all(&build)
            .with_context(|| format!("{} cannot be removed", build.display()))?;
    }
    Ok(program)
}

fn is_right(program: &Path) -> bool {
    let version = process::output(Command::new(program).arg("--version"), "asking cargo-deny");
    version.is_ok_and(|version| version.trim() == format!("cargo-deny {VERSION}"))
}
