//! A bar on a terminal while a command takes its time, and nowhere else.
#![cfg(unix)]

mod program;

use std::fs;
use std::process::Command;

use program::{Folder, PROGRAM};

/// Runs something whose output nobody reads for almost two seconds: what went to the terminal,
/// or to the errors where there is none; nothing without Python.
fn slowly(place: &str, folder: &Folder, terminal: &str) -> Option<String> {
    let long = r#"{"version": 1, "landscape": {"kind": "booth"}, "epochs": 60000, "runs": [
        {"optimizer": {"kind": "adam"}}, {"optimizer": {"kind": "nadam"}}]}"#;
    let experiment = folder.path("long.json");
    fs::write(&experiment, long).expect("a file");
    let python = std::env::var_os("PYTHON").unwrap_or_else(|| "python3".into());
    let mut reader = Command::new(python);
    let script = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/slow_reader.py");
    reader.args([script, place, PROGRAM, "run"]).arg(&experiment).env("TERM", terminal);
    let Ok(ended) = reader.output() else {
        println!("Skipped: there is no Python.");
        return None;
    };
    assert!(ended.status.success(), "{}", String::from_utf8_lossy(&ended.stderr));
    let found: serde_json::Value = serde_json::from_slice(&ended.stdout).expect("JSON");
    assert_eq!(found["code"], 0);
    Some(found["said"].as_str().expect("text").to_owned())
}

/// The bar is drawn over itself.
const BAR: &str = "\r[";

#[test]
fn a_bar_grows_and_is_taken_away() {
    let folder = Folder::new("bar");
    let Some(said) = slowly("pipe", &folder, "xterm") else { return };
    let bars: Vec<&str> = said.split(BAR).skip(1).collect();
    assert!(bars.len() > 2, "{said:?}");
    let percent = |bar: &&str| bar[26..29].trim().parse::<u32>().expect("a number");
    let percents: Vec<u32> = bars.iter().map(percent).collect();
    assert!(percents.is_sorted() && percents.last() <= Some(&100), "{percents:?}");
    assert!(percents.first() < percents.last(), "{percents:?}");
    // Spaces take it away, and the lines that follow begin where it began.
    let (_, after) = said.rsplit_once('%').expect("a bar");
    let report = after.strip_prefix(&format!("\r{}\r", " ".repeat(32))).expect(after);
    assert!(report.starts_with("run 0, Adam: converged\r\n"), "{report:?}");
    assert!(report.lines().last().is_some_and(|line| line.starts_with("fingerprint ")));
}

#[test]
fn elsewhere_there_is_none() {
    let folder = Folder::new("no-bar");
    for (place, terminal) in [("none", "xterm"), ("pipe", "dumb"), ("terminal", "xterm")] {
        let Some(said) = slowly(place, &folder, terminal) else { return };
        assert!(said.contains("run 0, Adam: converged"), "{place}, {terminal}");
        assert!(!said.contains(BAR) && !said.contains('%'), "{place}, {terminal}");
    }
}
