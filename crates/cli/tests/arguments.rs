//! Arguments that are not understood: one line, in the project's own words, that names the
//! option, what was given and what would be accepted.

mod program;

use std::ffi::OsString;

use program::{check_failure, descent};

/// The words of the reader of arguments, which must not come through.
const FOREIGN: [&str; 10] = [
    "error:",
    "tip:",
    "Usage",
    "unexpected argument",
    "unrecognized",
    "invalid value",
    "possible",
    "required arguments",
    "a value is required",
    "For more information",
];

fn check(line: &str, said: &str) {
    check_failure(&line.split(' ').collect::<Vec<_>>(), "", &format!("descent: {said}"));
    let errors = descent(&line.split(' ').collect::<Vec<_>>(), "").errors;
    assert_eq!(FOREIGN.iter().find(|words| errors.contains(**words)), None, "{errors}");
}

#[test]
fn a_number_that_is_none_or_out_of_range() {
    let whole = |found: &str, range: &str| {
        format!("“{found}” is not a whole number; accepted is a whole number from {range}.")
    };
    let range = |found: &str, range: &str| {
        format!("{found} is out of range; accepted is a whole number from {range}.")
    };
    let options = [
        ("run assignment_a", "--every", "1 to 4294967295", "0"),
        ("run assignment_a", "--run", "0 to 31", "32"),
        ("render assignment_a --out a.svg", "--epoch", "0 to 100000", "100001"),
        ("render assignment_a --out a.svg", "--width", "520 to 8000", "519"),
        ("render assignment_a --out a.svg", "--height", "240 to 8000", "8001"),
        ("render assignment_a --out a.svg", "--scale", "1 to 4", "5"),
        ("render assignment_a --out a.svg", "--samples", "16 to 1000", "15"),
    ];
    for (command, option, accepted, beyond) in options {
        for found in ["x", "1.5", "NaN", "inf", "--", "1e999", "0x10"] {
            check(
                &format!("{command} {option}={found}"),
                &format!("{option}: {}", whole(found, accepted)),
            );
        }
        for found in [beyond, "-1", "1e12"] {
            let shown = found.replace('-', "−");
            check(
                &format!("{command} {option} {found}"),
                &format!("{option}: {}", range(&shown, accepted)),
            );
        }
        check(&format!("{command} {option}="), &format!("{option}: {}", whole("", accepted)));
        check(
            &format!("{command} {option}"),
            &format!("{option} has no value; accepted: whole numbers from {accepted}."),
        );
    }
}

#[test]
fn a_number_beyond_what_the_experiment_has() {
    check(
        "run assignment_a --run 4",
        "--run: 4 is out of range; accepted is a whole number from 0 to 3.",
    );
    check(
        "render assignment_a --out a.svg --epoch 151",
        "--epoch: 151 is out of range; accepted is a whole number from 0 to 150.",
    );
    check("run #run=none --run 0", "--run: the experiment has no runs.");
}

#[test]
fn a_choice_that_there_is_not() {
    let cases = [
        ("list things", "LIST: “things”", "landscapes, optimizers, schedules, experiments, fields"),
        ("run a --format xml", "--format: “xml”", "csv, json"),
        ("export a --as fortran", "--as: “fortran”", "numpy, pytorch, keras, optax"),
        ("render a --as gif", "--as: “gif”", "svg, png"),
        ("render a --out a.svg --theme red", "--theme: “red”", "light, dark"),
        (
            "render a --out a.svg --chart w",
            "--chart: “w”",
            "cost_log, cost_linear, cost_best, gradient, rate",
        ),
    ];
    for (line, place, accepted) in cases {
        check(line, &format!("{place} is not known; accepted are: {accepted}."));
        let (without, _) = line.rsplit_once(' ').expect("a choice");
        let name = place.split(':').next().expect("a name");
        let lacks = if name == "LIST" { "is missing" } else { "has no value" };
        check(without, &format!("{name} {lacks}; accepted: {accepted}."));
    }
}

#[test]
fn a_command_or_option_that_there_is_not() {
    let run = "--every, --format, --run, --state, --help.";
    let all = "run, list, export, render, help, --help, --version.";
    check("runn a", &format!("runn is not known; the nearest is run. Accepted are: {all}"));
    check("fly a", &format!("fly is not known; accepted are: {all}"));
    check("--fly", &format!("--fly is not known; accepted are: {all}"));
    check("--every 3 run a", &format!("--every is not known; accepted are: {all}"));
    check(
        "run a --evry 3",
        &format!("--evry is not known; the nearest is --every. Accepted are: {run}"),
    );
    check(
        "run a --evry=3",
        &format!("--evry is not known; the nearest is --every. Accepted are: {run}"),
    );
    check("run a --fly", &format!("--fly is not known; accepted are: {run}"));
    check("run a -e", &format!("-e is not known; accepted are: {run}"));
    check("run -1", &format!("-1 is not known; accepted are: {run}"));
    let long = "x".repeat(1000);
    check(&long, &format!("{}… is not known; accepted are: {all}", &long[..64]));
}

#[test]
fn arguments_that_are_missing_or_too_many() {
    let source =
        "an experiment file, - for the standard input, an experiment of the gallery, or a link";
    for command in ["run", "export --as numpy", "render --out a.svg"] {
        check(command, &format!("FILE is missing; accepted: {source}"));
        check(
            &format!("{command} a b"),
            &format!("b is one too many; accepted is one FILE: {source}"),
        );
    }
    check(
        "list landscapes schedules",
        "schedules is one too many; accepted is one LIST: landscapes, ",
    );
    check(
        "render a",
        "--out is missing; accepted: a file to draw to, its name ending in .svg or .png",
    );
    check("export a", "--as is missing; accepted: numpy, pytorch, keras, optax.");
    check("export a --as numpy --out", "--out has no value; accepted: a file to write to");
    check("run a --every 1 --every 2", "--every is there twice; accepted is one of them.");
    check("run a --state --state", "--state is there twice; accepted is one of them.");
    check("run a --state=5", "--state takes no value; “5” was given.");
    check("run assignment_a --state --format json", "--state: accepted with --format csv alone.");
}

/// Names of files may be of any bytes; everything else is text.
#[cfg(unix)]
#[test]
fn bytes_that_are_no_text() {
    use std::os::unix::ffi::OsStringExt;
    let with = |line: &str| -> Vec<OsString> {
        let words = line.split(' ').map(|word| word.replace('?', "\u{0}").into_bytes());
        let bytes =
            words.map(|word| word.into_iter().map(|b| if b == 0 { 0xff } else { b }).collect());
        bytes.map(|word: Vec<u8>| OsString::from_vec(word)).collect()
    };
    let cases = [
        ("?", "\u{fffd} is not known; accepted are: run, "),
        ("run a --?", "--\u{fffd} is not known; accepted are: --every, "),
        ("run a --every 1?", "--every: “1\u{fffd}” is not a whole number; "),
        ("run a --format ?", "--format: “\u{fffd}” is not known; accepted are: csv, json."),
        (
            "export a --as ?",
            "“\u{fffd}” is not text in UTF-8; only the name of a file need not be.",
        ),
        ("run #?", "#: The link is not text in UTF-8."),
    ];
    for (line, said) in cases {
        check_failure(&with(line), "", &format!("descent: {said}"));
    }
}

#[test]
fn what_would_steer_a_terminal_is_escaped() {
    let bad = "\u{1b}[31m\n\u{202e}x\u{2066}";
    let escaped = r"\u{1b}[31m\n\u{202e}x\u{2066}";
    let file =
        format!(r#"{{"version": 1, "landscape": {{"kind": {}}}}}"#, serde_json::Value::from(bad));
    // To Windows this is not the name of a missing file, but a name that no file may have.
    let reason = if cfg!(windows) { "" } else { "there is no such file." };
    let unread = format!(" cannot be read: {reason}");
    let cases: [(&[&str], &str); 8] = [
        (&[bad], " is not known; accepted are: run, "),
        (&["run", bad], &unread),
        (&["run", "a", bad], " is one too many; "),
        (&["run", "-"], "” is not known; accepted are: himmelblau, "),
        (&["list", bad], "” is not known; accepted are: landscapes, "),
        (&["run", "a", "--every", bad], "” is not a whole number; "),
        (&["render", "assignment_a", "--out", bad], " does not end in .svg or .png; "),
        (
            &["export", "assignment_a", "--as", "numpy", "--out", &format!("/nowhere/{bad}")],
            " cannot be written: ",
        ),
    ];
    for (arguments, said) in cases {
        check_failure(arguments, &file, &format!("{escaped}{said}"));
    }
}

#[test]
fn help_says_the_ranges_and_ends_well() {
    for (line, said) in [
        ("--help", "Usage: descent <COMMAND>"),
        ("run --help", "whole numbers from 1 to 4294967295"),
        ("help render", "whole numbers from 520 to 8000"),
        ("--version", concat!("descent ", env!("CARGO_PKG_VERSION"))),
    ] {
        let ended = descent(&line.split(' ').collect::<Vec<_>>(), "");
        assert!(ended.succeeded && ended.errors.is_empty(), "{line}: {}", ended.errors);
        assert!(ended.output.contains(said), "{line}: {}", ended.output);
    }
    let nothing = descent(&[] as &[&str], "");
    assert_eq!((nothing.code, nothing.output.as_str()), (Some(2), ""));
    assert!(nothing.errors.contains("Usage: descent <COMMAND>"), "{}", nothing.errors);
}
