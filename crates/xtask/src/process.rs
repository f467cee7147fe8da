//! Running other programs, and saying plainly when they fail.

use std::path::PathBuf;
use std::process::{Command, ExitStatus};
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail, ensure};

/// Runs to the end with the caller's own input and output.
///
/// `what` completes the sentence "… failed".
pub(crate) fn run(command: &mut Command, what: &str) -> Result<()> {
    let status = command
        .status()
        .with_context(|| format!("{what} failed: {} does not start", name(command)))?;
    ensure!(status.success(), "{what} failed ({})", outcome(status));
    Ok(())
}

/// Runs to the end and gives what the program wrote to its standard output.
pub(crate) fn output(command: &mut Command, what: &str) -> Result<String> {
    let output = command
        .output()
        .with_context(|| format!("{what} failed: {} does not start", name(command)))?;
    ensure!(
        output.status.success(),
        "{what} failed ({}): {}",
        outcome(output.status),
        String::from_utf8_lossy(&output.stderr).trim(),
    );
    String::from_utf8(output.stdout).with_context(|| format!("{what} gave no UTF-8"))
}

/// Like [`run`], but ends the program when it takes longer than `limit`.
pub(crate) fn run_within(limit: Duration, command: &mut Command, what: &str) -> Result<()> {
    let mut child = command
        .spawn()
        .with_context(|| format!("{what} failed: {} does not start", name(command)))?;
    let start = Instant::now();
    loop {
        if let Some(status) = child.try_wait()? {
            ensure!(status.success(), "{what} failed ({})", outcome(status));
            return Ok(());
        }
        if start.elapsed() > limit {
            child.kill()?;
            child.wait()?;
            bail!("{what} was given up after {} s", limit.as_secs());
        }
        thread::sleep(Duration::from_millis(50));
    }
}

/// The first of these programs that `PATH` leads to.
pub(crate) fn on_path(programs: &[&str]) -> Option<PathBuf> {
    let path = std::env::var_os("PATH")?;
    let folders: Vec<PathBuf> = std::env::split_paths(&path).collect();
    programs.iter().find_map(|program| {
        let file = format!("{program}{}", std::env::consts::EXE_SUFFIX);
        folders.iter().map(|folder| folder.join(&file)).find(|path| path.is_file())
    })
}

fn name(command: &Command) -> String {
    command.get_program().to_string_lossy().into_owned()
}

fn outcome(status: ExitStatus) -> String {
    status.code().map_or_else(|| status.to_string(), |code| format!("exit code {code}"))
}
