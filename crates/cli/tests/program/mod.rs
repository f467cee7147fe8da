//! Runs the program as somebody at a terminal would.

use std::io::Write;
use std::process::{Command, Stdio};

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

/// Runs `descent` with these arguments and this standard input.
pub(crate) fn descent(arguments: &[&str], input: &str) -> Ended {
    let mut child = Command::new(env!("CARGO_BIN_EXE_descent"))
        .args(arguments)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the program starts");
    // A program that refuses its arguments does not read.
    _ = child.stdin.take().expect("an input").write_all(input.as_bytes());
    let ended = child.wait_with_output().expect("the program ends");
    Ended {
        succeeded: ended.status.success(),
        code: ended.status.code(),
        output: String::from_utf8(ended.stdout).expect("text"),
        errors: String::from_utf8(ended.stderr).expect("text"),
    }
}
