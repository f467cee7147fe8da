//! From crates/web to a wasm module and the JavaScript that loads it.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use clap::ValueEnum;
use wasm_bindgen_cli_support::Bindgen;

use crate::node::Node;
use crate::toolchain::{Toolchain, WASM32};
use crate::workspace::Workspace;
use crate::{process, split};

/// The crate that is the page.
pub(crate) const PACKAGE: &str = "descent-web";

/// What the files are called: `descent.js`, `descent_bg.wasm`, …
const NAME: &str = "descent";

/// The JavaScript that loads the module.
pub(crate) const GLUE: &str = "descent.js";

/// The module before it is split.
pub(crate) const FILE: &str = "descent_bg.wasm";

/// How the module is compiled.
#[derive(Clone, Copy)]
pub(crate) enum Profile {
    /// Quick to build, slow to run.
    Dev,
    /// Optimised by rustc and then by wasm-opt.
    Release(Goal),
}

/// What wasm-opt aims at.
#[derive(Clone, Copy, ValueEnum)]
pub(crate) enum Goal {
    /// Steps and frames that take little time (-O3)
    Speed,
    /// A module that loads quickly (-Oz)
    Size,
}

/// Compiles the module and puts it into `out` with its JavaScript, whole and split in two.
pub(crate) fn build(workspace: &Workspace, profile: Profile, out: &Path) -> Result<()> {
    let compiled = compile(workspace, profile)?;
    fs::create_dir_all(out).with_context(|| format!("{} cannot be written", out.display()))?;
    Bindgen::new()
        .input_path(&compiled)
        .out_name(NAME)
        .web(true)?
        .omit_default_module_path(false)
        .typescript(true)
        .debug(matches!(profile, Profile::Dev))
        .generate(out)
        .context("wasm-bindgen cannot make JavaScript for the module")?;
    let module = out.join(FILE);
    if let Profile::Release(goal) = profile {
        optimize(workspace, goal, &module)?;
    }
    println!("{} has {}", workspace.shown(&module), size(&module)?);
    split::split(workspace, profile, out)
}

fn compile(workspace: &Workspace, profile: Profile) -> Result<PathBuf> {
    let toolchain = Toolchain::for_wasm(workspace)?;
    let (option, folder) = match profile {
        Profile::Dev => ("--profile=dev", "debug"),
        Profile::Release(_) => ("--profile=page", "page"),
    };
    println!("Compiling {PACKAGE} for wasm32 (about 60 s the first time)");
    let mut cargo = toolchain.cargo("build", workspace);
    cargo.args(["--package", PACKAGE, option]);
    process::run(&mut cargo, "compiling the page")?;
    let file = format!("{}.wasm", PACKAGE.replace('-', "_"));
    Ok(workspace.target().join(WASM32).join(folder).join(file))
}

fn optimize(workspace: &Workspace, goal: Goal, module: &Path) -> Result<()> {
    let node = Node::prepare(workspace)?;
    let level = match goal {
        Goal::Speed => "-O3",
        Goal::Size => "-Oz",
    };
    println!("Optimizing {} with wasm-opt {level} (about 5 s)", size(module)?);
    let mut wasm_opt = node.tool("binaryen/bin/wasm-opt");
    // Names stay until the module is split: they say where its bytes come from. Nothing stands at the
    // lowest addresses: there the stack ends.
    wasm_opt.args([level, "-g", "--low-memory-unused"]);
    wasm_opt.args(["--strip-producers", "--strip-target-features"]);
    wasm_opt.arg(module).arg("--output").arg(module);
    process::run(&mut wasm_opt, "wasm-opt")
}

fn size(file: &Path) -> Result<String> {
    let bytes = fs::metadata(file).with_context(|| format!("{} is missing", file.display()))?.len();
    Ok(format!("{} kB", bytes.div_ceil(1000)))
}
