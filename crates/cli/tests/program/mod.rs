//! Runs the program as somebody at a terminal would.
#![allow(dead_code, reason = "not every test asks for all of it")]

use std::ffi::OsStr;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

/// What came of it.
pub(crate) struct Ended {
    /// Whether it ended well.
    pub(crate) succeeded: bool,
    /// The number that it ended with.
    pub(crate) code: Option<i32>,
    /// The standard output.
    pub(crate) output: String,
    /// The standard error.
    pub(crate) errors: String,
}

/// The program itself.
pub(crate) const PROGRAM: &str = env!("CARGO_BIN_EXE_descent");

fn started(arguments: &[impl AsRef<OsStr>], input: &[u8]) -> Child {
    let mut child = Command::new(PROGRAM)
        .args(arguments)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the program starts");
    // A program that refuses its arguments does not read.
    _ = child.stdin.take().expect("an input").write_all(input);
    child
}

/// Runs `descent` for somebody who does not read what it prints: the number that it ends
/// with, and the standard error.
pub(crate) fn unread(arguments: &[&str], input: &str) -> (Option<i32>, String) {
    let mut child = started(arguments, input.as_bytes());
    drop(child.stdout.take());
    let ended = child.wait_with_output().expect("the program ends");
    (ended.status.code(), String::from_utf8(ended.stderr).expect("text"))
}

/// Runs `descent` with these arguments and this standard input.
pub(crate) fn descent(arguments: &[impl AsRef<OsStr>], input: impl AsRef<[u8]>) -> Ended {
    let ended = started(arguments, input.as_ref()).wait_with_output().expect("the program ends");
    Ended {
        succeeded: ended.status.success(),
        code: ended.status.code(),
        output: String::from_utf8(ended.stdout).expect("text"),
        errors: String::from_utf8(ended.stderr).expect("text"),
    }
}

/// A command that must fail with the number 2 and one line, which says this.
#[track_caller]
pub(crate) fn check_failure(arguments: &[impl AsRef<OsStr>], input: impl AsRef<[u8]>, said: &str) {
    let Ended { code, output, errors, .. } = descent(arguments, input);
    let arguments: Vec<_> = arguments.iter().map(AsRef::as_ref).collect();
    assert_eq!(code, Some(2), "{arguments:?}: {errors}");
    assert_eq!(output, "", "{arguments:?}");
    assert_eq!(errors.lines().count(), 1, "{arguments:?}: {errors}");
    assert!(errors.starts_with("descent: ") && errors.ends_with(".\n"), "{arguments:?}: {errors}");
    assert!(errors.contains(said), "{arguments:?}: {errors}");
}

/// An empty folder of a test's own, which is removed at its end.
pub(crate) struct Folder(PathBuf);

impl Folder {
    /// Makes it; no other test may give the same name.
    pub(crate) fn new(name: &str) -> Self {
        let path = std::env::temp_dir().join(format!("descent-{name}-{}", std::process::id()));
        std::fs::create_dir_all(&path).expect("a folder");
        Self(path)
    }

    /// Where something in it lies.
    pub(crate) fn path(&self, name: impl AsRef<Path>) -> PathBuf {
        self.0.join(name)
    }

    /// What is in it, in order.
    pub(crate) fn names(&self) -> Vec<String> {
        let entries = std::fs::read_dir(&self.0).expect("the folder");
        let names = entries.map(|entry| entry.expect("an entry").file_name());
        let mut names: Vec<_> = names.map(|name| name.to_string_lossy().into_owned()).collect();
        names.sort();
        names
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        _ = std::fs::remove_dir_all(&self.0);
    }
}
