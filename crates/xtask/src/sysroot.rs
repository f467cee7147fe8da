//! Std for wasm32 where rustup cannot download it: built from Debian's sources.
//!
//! Debian packages a recent compiler together with the sources of its std, but
//! no std for wasm32. Building it takes half a minute and is done once for each
//! version of that compiler.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result};

use crate::process;
use crate::toolchain::{WASM32, with_rustflags};
use crate::workspace::{self, Workspace};

/// The compiler, the sources of its std, and a linker for wasm.
pub(crate) const PACKAGES: [&str; 3] = ["rustc-web", "rust-web-src", "lld-19"];

/// Debian's compiler, which stands beside rustup's.
pub(crate) const RUSTC: &str = "/usr/bin/rustc";

/// The linter of that compiler.
pub(crate) const CARGO_CLIPPY: &str = "/usr/bin/cargo-clippy";

/// The file that says which compiler the folder belongs to.
const STAMP: &str = "built-by";

const LINKER: &str = "/usr/bin/wasm-ld-19";

/// What makes rustc use the std in this folder.
pub(crate) fn rustflags(sysroot: &Path) -> Vec<String> {
    vec![
        format!("--sysroot={}", sysroot.display()),
        format!("-Clinker={LINKER}"),
        "-Clinker-flavor=wasm-ld".to_owned(),
    ]
}

/// The folder with std for wasm32, if this compiler has built it before.
pub(crate) fn find() -> Option<PathBuf> {
    let sysroot = folder().ok()?;
    let built_by = fs::read_to_string(sysroot.join(STAMP)).ok()?;
    (version().ok()? == built_by).then_some(sysroot)
}

/// Builds std for wasm32, and gives the folder with it.
pub(crate) fn build(workspace: &Workspace) -> Result<PathBuf> {
    let version = version()?;
    let sysroot = folder()?;
    let release = version.lines().find_map(|line| line.strip_prefix("release: "));
    println!(
        "Building std for {WASM32} with Debian's rustc {} (about 40 s, once)",
        release.unwrap_or_default()
    );
    let failed = || format!("{} cannot be written", sysroot.display());
    if sysroot.exists() {
        fs::remove_dir_all(&sysroot).with_context(failed)?;
    }
    let scratch = sysroot.join("scratch");
    let libraries = sysroot.join("lib/rustlib").join(WASM32).join("lib");
    fs::create_dir_all(&scratch).with_context(failed)?;
    fs::create_dir_all(&libraries).with_context(failed)?;
    build_std(workspace, &scratch)?;
    take_libraries(&scratch, &libraries).with_context(failed)?;
    fs::remove_dir_all(&scratch).with_context(failed)?;
    // Last, so that an interrupted build is not taken for a finished one.
    fs::write(sysroot.join(STAMP), version).with_context(failed)?;
    Ok(sysroot)
}

/// Cargo builds std only for the sake of a crate: an empty one will do.
fn build_std(workspace: &Workspace, scratch: &Path) -> Result<()> {
    let manifest = "[package]\nname = \"empty\"\nversion = \"0.0.0\"\nedition = \"2024\"\n\
                    [lib]\npath = \"empty.rs\"\n\
                    [profile.release]\npanic = \"abort\"\n[workspace]\n";
    fs::write(scratch.join("Cargo.toml"), manifest)?;
    fs::write(scratch.join("empty.rs"), "")?;
    // Std brings its own lock file; the empty crate has none.
    let mut cargo = workspace.unlocked_cargo("build");
    cargo
        .current_dir(scratch)
        .args(["--quiet", "--release", "--target", WASM32])
        .args(["-Zbuild-std=std,panic_abort", "--target-dir", "target"])
        .env("RUSTC", RUSTC)
        .env("RUSTC_BOOTSTRAP", "1");
    // The page is linked with fat LTO, which reads bitcode.
    with_rustflags(&mut cargo, &["-Cembed-bitcode=yes".to_owned()]);
    process::run(&mut cargo, "building std for wasm32")
}

fn take_libraries(scratch: &Path, libraries: &Path) -> Result<()> {
    let built = scratch.join("target").join(WASM32).join("release/deps");
    for entry in fs::read_dir(built)? {
        let path = entry?.path();
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        if name.ends_with(".rlib") && !name.starts_with("libempty") {
            fs::copy(&path, libraries.join(&*name))?;
        }
    }
    Ok(())
}

fn version() -> Result<String> {
    process::output(Command::new(RUSTC).arg("-vV"), "asking Debian's rustc for its version")
}

fn folder() -> Result<PathBuf> {
    Ok(workspace::cache()?.join("wasm-toolchain"))
}
