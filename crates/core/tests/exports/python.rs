//! Python, where it is installed.

use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::process::Command;

use descent_core::export::Library;

/// Runs the scripts of a folder one after the other, as a library may take long to begin.
const RUN_ALL: &str = "
import contextlib, pathlib, runpy, sys
for script in pathlib.Path(sys.argv[1]).glob('*.py'):
    with open(script.with_suffix('.csv'), 'w') as out, contextlib.redirect_stdout(out):
        runpy.run_path(str(script))
";

const HAS: &str = "
import importlib.util, sys
sys.exit(not all(map(importlib.util.find_spec, sys.argv[1:])))
";

/// What the scripts print. None where Python or the library is missing, which is said.
///
/// The variable `PYTHON` says which Python.
pub(crate) fn outputs(library: Library, scripts: &[String]) -> Option<Vec<String>> {
    if !is_there(library) {
        // Straight to the terminal: a test that is skipped should not look like one that ran.
        let line = format!("{}: skipped, as {} has no such library", library.title(), name());
        _ = writeln!(io::stderr(), "{line}; the variable PYTHON names another Python");
        return None;
    }
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("exports-{}", library.id()));
    _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(&folder).expect("a folder");
    let file = |index: usize, ending: &str| folder.join(format!("{index}.{ending}"));
    for (index, script) in scripts.iter().enumerate() {
        fs::write(file(index, "py"), script).expect("a script");
    }
    run_all(&folder);
    let read = |path: PathBuf| fs::read_to_string(path).expect("what the script printed");
    Some((0..scripts.len()).map(|index| read(file(index, "csv"))).collect())
}

fn run_all(folder: &Path) {
    let ended = python().args(["-c", RUN_ALL]).arg(folder).output().expect("Python starts");
    let errors = String::from_utf8_lossy(&ended.stderr);
    assert!(ended.status.success(), "{}: {errors}", folder.display());
    assert!(!errors.contains("Warning"), "{errors}");
}

fn name() -> String {
    std::env::var("PYTHON").unwrap_or_else(|_| "python3".to_owned())
}

fn python() -> Command {
    let mut python = Command::new(name());
    // Keras computes with TensorFlow when nothing is said, whether it is there or not.
    if std::env::var_os("KERAS_BACKEND").is_none() {
        let found = [("tensorflow", "tensorflow"), ("torch", "torch"), ("jax", "jax")];
        let found = found.into_iter().find(|(module, _)| has(&[module]));
        python.envs(found.map(|(_, backend)| ("KERAS_BACKEND", backend)));
    }
    python
}

fn is_there(library: Library) -> bool {
    match library {
        Library::NumPy => has(&["numpy"]),
        Library::PyTorch => has(&["torch"]),
        Library::Keras => {
            has(&["keras"]) && ["tensorflow", "torch", "jax"].iter().any(|module| has(&[module]))
        }
        Library::Optax => has(&["optax"]),
    }
}

fn has(modules: &[&str]) -> bool {
    let asked = Command::new(name()).args(["-c", HAS]).args(modules).output();
    asked.is_ok_and(|asked| asked.status.success())
}
