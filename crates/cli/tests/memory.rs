//! Where there is too little memory, one line says what took it: the program is never ended by
//! the system.
#![cfg(target_os = "linux")]

mod program;

use std::fmt::Write;
use std::fs;
use std::process::{Command, Stdio};

use descent_core::Experiment;
use program::{Folder, PROGRAM};

/// A few runs of as many epochs as are accepted.
fn long() -> String {
    let mut runs = String::new();
    for kind in ["adam", "nadam", "rmsprop", "adadelta"].iter().cycle().take(8) {
        let comma = if runs.is_empty() { "" } else { "," };
        _ = write!(runs, r#"{comma}{{"optimizer": {{"kind": "{kind}"}}, "learning_rate": 1e-4}}"#);
    }
    format!(
        r#"{{"version": 1, "landscape": {{"kind": "styblinski_tang"}}, "epochs": 100000,
            "runs": [{runs}]}}"#
    )
}

/// What a command ends with where it gets so many megabytes, and what it says.
fn within(megabytes: usize, folder: &Folder, command: &str) -> (Option<i32>, String) {
    let line = format!("ulimit -v {}; exec \"$0\" {command}", megabytes * 1000);
    let mut shell = Command::new("sh");
    shell.current_dir(folder.path("")).args(["-c", &line, PROGRAM]);
    let ended = shell.stdin(Stdio::null()).stdout(Stdio::null()).output().expect("a shell");
    (ended.status.code(), String::from_utf8(ended.stderr).expect("text"))
}

/// The least memory in which the program starts: code and libraries.
fn start(folder: &Folder) -> usize {
    let starts = |megabytes: &usize| within(*megabytes, folder, "--version").0 == Some(0);
    (8..200).step_by(4).find(starts).expect("the program starts")
}

#[test]
fn what_takes_too_much_is_said() {
    let folder = Folder::new("memory");
    fs::write(folder.path("long.json"), long()).expect("a file");
    // Of all files of that length this takes the most.
    let field = "{\"\":0},";
    let fields = format!("[{}0]", field.repeat(Experiment::MOST_BYTES / field.len() - 1));
    fs::write(folder.path("fields.json"), fields).expect("a file");
    let start = start(&folder);
    let small = "--scale 1 --width 520 --height 240";
    let cases = [
        ("run fields.json", 128, "Reading the file"),
        ("run long.json --every 100000", 20, "A run of so many epochs"),
        ("render long.json --as svg --samples 16", 48, "The picture"),
        ("render assignment_a --as svg --samples 1000", 48, "The picture"),
        (&format!("render assignment_a --as png --samples 600 {small}"), 90, "Turning the picture"),
    ];
    for (command, takes, what) in cases {
        // Less than it takes, and enough.
        for (megabytes, is_enough) in [(3 * takes / 4, false), (takes + takes / 4 + 32, true)] {
            let (code, errors) = within(start + megabytes, &folder, command);
            let place = format!("{command} in {megabytes} MB, {code:?}: {errors}");
            assert!(matches!(code, Some(0 | 2)), "{place}");
            let refused = errors.contains(" MB of memory, which this system does not give; ");
            assert_eq!(refused, !is_enough, "{place}");
            assert!(is_enough || (errors.contains(what) && errors.lines().count() == 1), "{place}");
        }
    }
}
