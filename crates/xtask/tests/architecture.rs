//! The invariants of ARCHITECTURE.md that a dependency tree can tell.

use std::process::Command;

/// The crates that a package of the workspace is built from on these targets.
fn built_from(package: &str, target: &[&str]) -> Vec<String> {
    let cargo = std::env::var("CARGO").unwrap_or_else(|_| "cargo".to_owned());
    let tree = Command::new(cargo)
        .args(["tree", "--locked", "--edges", "normal", "--prefix", "none", "--format", "{lib}"])
        .args(["--package", package])
        .args(target)
        .output()
        .expect("cargo tree runs");
    assert!(tree.status.success(), "{}", String::from_utf8_lossy(&tree.stderr));
    let names = String::from_utf8(tree.stdout).expect("names");
    names.lines().map(|line| line.trim_end_matches(" (*)").to_owned()).collect()
}

fn check(package: &str, target: &[&str], must: &[&str], never: &[&str]) {
    let found = built_from(package, target);
    let has = |name: &&str| found.iter().any(|found| found == name);
    assert_eq!(must.iter().find(|name| !has(name)), None, "{package} is built without it");
    assert_eq!(never.iter().find(|name| has(name)), None, "{package} must not know it");
}

#[test]
fn core_is_pure() {
    let outside = ["wasm_bindgen", "web_sys", "js_sys", "rand", "chrono", "clap"];
    check("descent-core", &["--target", "all"], &["libm", "serde_json"], &outside);
    check("descent-core", &["--target", "all"], &[], &["descent_plot", "descent_web"]);
}

#[test]
fn compile_knows_core_and_no_browser() {
    let outside = ["wasm_bindgen", "web_sys", "js_sys", "descent_plot", "descent_web", "clap"];
    check("descent-compile", &["--target", "all"], &["descent_core"], &outside);
}

#[test]
fn plot_knows_core_and_no_browser() {
    let browser = ["wasm_bindgen", "web_sys", "descent_web", "clap"];
    check("descent-plot", &["--target", "all"], &["descent_core"], &browser);
}

#[test]
fn the_command_line_needs_no_browser() {
    let browser = ["wasm_bindgen", "web_sys", "descent_web"];
    check("descent-cli", &[], &["descent_core", "descent_plot"], &browser);
}
