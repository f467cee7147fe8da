//! Golden files: a folder per case, with the experiment, its numbers and, in some, its
//! picture or its scripts. `cargo xtask golden --bless` writes what comes out now.

mod program;

use std::fs;
use std::path::{Path, PathBuf};

use descent_core::export::Library;
use program::descent;

fn cases() -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/golden");
    let entries = fs::read_dir(folder).expect("the golden folder");
    let mut cases: Vec<PathBuf> = entries.map(|entry| entry.expect("a case").path()).collect();
    cases.sort();
    cases
}

/// Compares with the golden file, or writes it.
fn check(golden: &Path, found: &str) {
    if std::env::var_os("BLESS").is_some() {
        fs::write(golden, found).expect("the golden file");
    }
    let expected = fs::read_to_string(golden).expect("the golden file");
    similar_asserts::assert_eq!(expected: expected, found: found, "{}", golden.display());
}

#[test]
fn golden_trajectories() {
    let cases = cases();
    assert_eq!(cases.len(), descent_core::Landscape::KINDS.len(), "a case per landscape");
    for case in cases {
        let experiment = case.join("experiment.json");
        let run = descent(&["run", &experiment.to_string_lossy(), "--every", "10"], "");
        assert!(run.succeeded, "{}", run.errors);
        check(&case.join("trajectory.csv"), &run.output);
    }
}

/// Rosenbrock's case has a script for every library.
#[test]
fn golden_scripts() {
    let case = cases().into_iter().find(|case| case.ends_with("rosenbrock")).expect("the case");
    let experiment = case.join("experiment.json");
    for library in Library::ALL {
        let arguments = ["export", &*experiment.to_string_lossy(), "--as", library.id()];
        let export = descent(&arguments, "");
        assert!(export.succeeded, "{}", export.errors);
        check(&case.join(format!("export.{}.py", library.id())), &export.output);
    }
}

#[test]
fn golden_figures() {
    let drawn = cases().into_iter().filter(|case| case.join("figure.svg").exists());
    let temporary = std::env::temp_dir().join(format!("descent-golden-{}", std::process::id()));
    fs::create_dir_all(&temporary).expect("a folder");
    let mut count = 0;
    for case in drawn {
        let (experiment, out) = (case.join("experiment.json"), temporary.join("figure.svg"));
        let (experiment, out) = (experiment.to_string_lossy(), out.to_string_lossy());
        let size = ["--width", "880", "--height", "420", "--samples", "24"];
        let arguments = [&["render", &*experiment, "--out", &*out], &size[..]].concat();
        let render = descent(&arguments, "");
        assert!(render.succeeded, "{}", render.errors);
        check(&case.join("figure.svg"), &fs::read_to_string(&*out).expect("a figure"));
        count += 1;
    }
    fs::remove_dir_all(temporary).expect("an empty folder");
    assert!(count >= 3, "few figures are held");
}
