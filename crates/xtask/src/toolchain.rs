//! Which compiler builds for wasm32 on this machine.

use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Duration;

use anyhow::{Context, Result, bail};

use crate::workspace::Workspace;
use crate::{debian, process, sysroot};

/// The target that browsers run.
pub(crate) const WASM32: &str = "wasm32-unknown-unknown";

/// Long enough to download std over a slow line, short enough not to look hung.
const RUSTUP_PATIENCE: Duration = Duration::from_secs(90);

/// A compiler that has std for wasm32.
pub(crate) enum Toolchain {
    /// The one that runs this command.
    Ordinary,
    /// Debian's compiler, with a std for wasm32 that was built here.
    Debian {
        /// The folder in which that std is laid out as rustc expects it.
        sysroot: PathBuf,
    },
}

impl Toolchain {
    /// Finds a compiler for wasm32, and brings std for it where it is missing.
    pub(crate) fn for_wasm(workspace: &Workspace) -> Result<Self> {
        if has_wasm_std(workspace) {
            return Ok(Self::Ordinary);
        }
        if let Some(sysroot) = sysroot::find() {
            return Ok(Self::Debian { sysroot });
        }
        if rustup_adds_wasm(workspace) {
            return Ok(Self::Ordinary);
        }
        if !debian::is_here() {
            bail!(
                "this Rust has no std for {WASM32}: install Rust from https://rustup.rs, \
                 then run `rustup target add {WASM32}`"
            );
        }
        debian::install(&sysroot::PACKAGES)?;
        Ok(Self::Debian { sysroot: sysroot::build(workspace)? })
    }

    /// A command of cargo for wasm32, the same whatever flags the environment holds.
    pub(crate) fn cargo(&self, command: &str, workspace: &Workspace) -> Command {
        let mut cargo = self.for_target(workspace.cargo(command));
        cargo.args(["--target", WASM32]);
        cargo
    }

    /// `cargo clippy` for wasm32, by the linter that belongs to the compiler.
    pub(crate) fn cargo_clippy(&self, workspace: &Workspace) -> Result<Command> {
        let program = match self {
            Self::Ordinary => workspace.cargo("clippy"),
            Self::Debian { .. } => {
                debian::install(&["rust-web-clippy"])?;
                let mut clippy = workspace.command(sysroot::CARGO_CLIPPY);
                clippy.args(["clippy", "--locked"]);
                clippy
            }
        };
        let mut cargo = self.for_target(program);
        cargo.args(["--target", WASM32]);
        Ok(cargo)
    }

    /// The version of the compiler and of its standard library.
    pub(crate) fn release(&self, workspace: &Workspace) -> Result<String> {
        let rustc = match self {
            Self::Ordinary => rustc(),
            Self::Debian { .. } => sysroot::RUSTC.into(),
        };
        verbose_version(rustc, workspace, "release")
    }

    fn for_target(&self, mut cargo: Command) -> Command {
        let mut flags = vec!["-Ctarget-feature=+simd128".to_owned()];
        if let Self::Debian { sysroot } = self {
            flags.extend(sysroot::rustflags(sysroot));
            cargo.env("RUSTC", sysroot::RUSTC);
        }
        with_rustflags(&mut cargo, &flags);
        cargo
    }
}

/// Gives flags to the compiler for wasm32 alone.
///
/// `RUSTFLAGS` would silently take the place of flags for one target, so it is
/// removed: the page must come out the same everywhere.
pub(crate) fn with_rustflags(cargo: &mut Command, flags: &[String]) {
    cargo
        .env_remove("RUSTFLAGS")
        .env_remove("CARGO_ENCODED_RUSTFLAGS")
        .env("CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUSTFLAGS", flags.join(" "));
}

/// The platform of this machine.
pub(crate) fn host(workspace: &Workspace) -> Result<String> {
    verbose_version(rustc(), workspace, "host")
}

fn rustc() -> OsString {
    std::env::var_os("RUSTC").unwrap_or_else(|| "rustc".into())
}

/// A value from what `rustc -vV` prints.
fn verbose_version(rustc: OsString, workspace: &Workspace, key: &str) -> Result<String> {
    let mut rustc = workspace.command(rustc);
    let lines = process::output(rustc.arg("-vV"), "asking rustc for its version")?;
    let value = lines.lines().find_map(|line| line.strip_prefix(key)?.strip_prefix(": "));
    Ok(value.with_context(|| format!("rustc -vV has no line “{key}”"))?.to_owned())
}

fn has_wasm_std(workspace: &Workspace) -> bool {
    let mut rustc = workspace.command(rustc());
    rustc.args(["--print", "target-libdir", "--target", WASM32]);
    process::output(&mut rustc, "asking rustc for its libraries")
        .is_ok_and(|folder| Path::new(folder.trim()).is_dir())
}

fn rustup_adds_wasm(workspace: &Workspace) -> bool {
    if process::on_path(&["rustup"]).is_none() {
        return false;
    }
    println!("Asking rustup for std for {WASM32} (a few seconds, once)");
    let mut rustup = workspace.command("rustup");
    // Its pages of causes would bury the sentence that follows.
    rustup.args(["target", "add", WASM32]).stderr(Stdio::null());
    let added = process::run_within(RUSTUP_PATIENCE, &mut rustup, "rustup target add").is_ok();
    if !added {
        println!("rustup cannot download it on this machine; looking for another way");
    }
    added && has_wasm_std(workspace)
}
