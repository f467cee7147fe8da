//! Runs the program as somebody at a terminal would.

use std::io::Write;
use std::process::{Child, Command, Stdio};

/// What came of it.
pub(crate) struct Ended {
    /// Whether it ended well.
    pub(crate) succeeded: bool,
    /// The number that it ended with.
    #[allow(dead_code, reason = "not every test asks")]
    pub(crate) code: Option<i32>,
    /// The standard output.
    pub(crate) output: String,
    /// The standard error.
    pub(crate) errors: String,
}

fn started(arguments: &[&str], input: &str) -> Child {
    let mut child = Command::new(env!("CARGO_BIN_EXE_descent"))
        .args(arguments)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the program starts");
    // A program that refuses its arguments does not read.
    _ = child.stdin.take().expect("an input").write_all(input.as_bytes());
    child
}

/// Runs `descent` for somebody who does not read what it prints: the number that it ends
/// with, and the standard error.
#[allow(dead_code, reason = "not every test asks")]
pub(crate) fn unread(arguments: &[&str], input: &str) -> (Option<i32>, String) {
    let mut child = started(arguments, input);
    drop(child.stdout.take());
    let ended = child.wait_with_output().expect("the program ends");
    (ended.status.code(), String::from_utf8(ended.stderr).expect("text"))
}

/// Runs `descent` with these arguments and this standard input.
pub(crate) fn descent(arguments: &[&str], input: &str) -> Ended {
    let ended = started(arguments, input).wait_with_output().expect("the program ends");
    Ended {
        succeeded: ended.status.success(),
        code: ended.status.code(),
        output: String::from_utf8(ended.stdout).expect("text"),
        errors: String::from_utf8(ended.stderr).expect("text"),
    }
}
