//! What a command works on: files that can be read, and those that are refused in one line.

mod program;

use std::fs;

use program::{Folder, check_failure, descent};

const NUMPY: [&str; 2] = ["--as", "numpy"];

/// An experiment with this learning rate, as JSON.
fn experiment(rate: &str) -> String {
    format!(
        r#"{{"version": 1, "landscape": {{"kind": "booth"}}, "epochs": 3,
            "runs": [{{"optimizer": {{"kind": "adam"}}, "learning_rate": {rate}}}]}}"#
    )
}

/// What is in a file, and what is said of it.
fn refused() -> Vec<(Vec<u8>, &'static str)> {
    vec![
        (
            Vec::new(),
            "The file is empty; accepted is an object { … } that describes an experiment.",
        ),
        (b" \r\n\t".to_vec(), "The file is empty; accepted is "),
        (b"\xef\xbb\xbf\n".to_vec(), "The file is empty; accepted is "),
        (
            b"{\n\"a\": \"\xe9\"}".to_vec(),
            "Not text in UTF-8: line 2, column 7 has the byte E9; accepted is JSON in UTF-8.",
        ),
        (b"\xff\xfe{\0}\0".to_vec(), "The text is in UTF-16; accepted is JSON in UTF-8."),
        (b"{".to_vec(), "Not a JSON file: line 1, column 1: "),
        (br#"{"version": 1}"#.to_vec(), "landscape is missing."),
        (
            experiment("NaN").into_bytes(),
            "runs[0].learning_rate: “NaN” is not a number; accepted is a number from 0 to 1000000, such as 0.001 or 1e-3.",
        ),
        (
            experiment("-Infinity").into_bytes(),
            "runs[0].learning_rate: “-Infinity” is not a number; ",
        ),
        (experiment("1e999").into_bytes(), "runs[0].learning_rate: “1e+999” is not a number; "),
        (experiment("\"0.1\"").into_bytes(), "runs[0].learning_rate: “\"0.1\"” is not a number; "),
        (vec![b' '; 1_000_001], "1000001 bytes are too many; at most 1000000 are accepted."),
    ]
}

#[test]
fn content_that_is_no_experiment() {
    let folder = Folder::new("content");
    let path = folder.path("bad.json");
    let name = path.to_str().expect("text");
    for (content, said) in refused() {
        fs::write(&path, &content).expect("a file");
        check_failure(&["run", name], "", &format!("bad.json: {said}"));
        check_failure(&["render", name, "--as", "svg"], "", said);
        check_failure(&["export", name, NUMPY[0], NUMPY[1]], "", said);
        check_failure(&["run", "-"], &content, &format!("descent: -: {said}"));
    }
    // Only its beginning is ever read.
    fs::File::create(&path).and_then(|file| file.set_len(1 << 24)).expect("a file with a hole");
    check_failure(&["run", name], "", "16777216 bytes are too many; at most 1000000");
}

#[test]
fn files_that_cannot_be_read() {
    let gallery = "Accepted are an experiment file, - for the standard input, a link, or an \
                   experiment of the gallery: assignment_a_notes, assignment_a, ";
    check_failure(
        &["run", "nothing.json"],
        "",
        "nothing.json cannot be read: there is no such file. ",
    );
    check_failure(&["run", "nothing.json"], "", gallery);
    check_failure(&["run", ""], "", "“” cannot be read: there is no such file. ");
    check_failure(&["run", env!("CARGO_MANIFEST_DIR")], "", " cannot be read: it is a folder.");
    #[cfg(unix)]
    {
        let below = concat!(env!("CARGO_MANIFEST_DIR"), "/Cargo.toml/a.json");
        check_failure(&["run", below], "", " cannot be read: a part of its path is not a folder.");
        let long = "x".repeat(300);
        check_failure(&["run", &long], "", " cannot be read: its name is too long or not allowed.");
    }
    #[cfg(target_os = "linux")]
    {
        check_failure(&["run", "/proc/self/mem"], "", "/proc/self/mem cannot be read: ");
        check_failure(&["run", "/dev/zero"], "", "1000001 bytes are too many; at most 1000000");
    }
}

#[test]
fn an_experiment_of_the_gallery_has_any_of_its_names() {
    let plain = descent(&["run", "assignment_b"], "").output;
    assert!(plain.lines().count() > 4000);
    for name in ["assignment_b.json", "assignment_b.JSON"] {
        assert_eq!(descent(&["run", name], "").output, plain, "{name}");
    }
    check_failure(&["run", "assignment_b.js"], "", "there is no such file");
    check_failure(&["run", "assignment_c.json"], "", "there is no such file");
    // A file goes before the gallery, and a folder does not.
    let folder = Folder::new("gallery");
    fs::write(folder.path("assignment_a.json"), experiment("0.1")).expect("a file");
    fs::create_dir(folder.path("assignment_b")).expect("a folder");
    let there = |name: &str| {
        let mut program = std::process::Command::new(program::PROGRAM);
        let ended = program.current_dir(folder.path("")).args(["run", name]).output();
        String::from_utf8(ended.expect("it ends").stdout).expect("text")
    };
    assert_eq!(there("assignment_a.json").lines().count(), 1 + 4);
    assert_eq!(there("assignment_b"), plain);
}

#[test]
fn files_have_any_name_and_may_begin_with_a_mark() {
    let folder = Folder::new("names");
    let text = experiment("0.1");
    let expected = descent(&["run", "-"], &text).output;
    assert_eq!(expected.lines().count(), 1 + 4);
    let mut names: Vec<std::ffi::OsString> = vec!["X.JSON".into(), "a#b".into(), "ä".into()];
    #[cfg(target_os = "linux")]
    {
        use std::os::unix::ffi::OsStringExt;
        names.push(std::ffi::OsString::from_vec(b"\xff\xfe\x1b.json".to_vec()));
    }
    for name in names {
        let path = folder.path(&name);
        fs::write(&path, format!("\u{feff}{text}")).expect("a file");
        let run = descent(&["run".as_ref(), path.as_os_str()], "");
        assert_eq!((run.output.as_str(), run.code), (expected.as_str(), Some(0)), "{name:?}");
        for format in ["svg", "png"] {
            let mut out = path.clone();
            out.as_mut_os_string().push(format!(".{}", format.to_uppercase()));
            let arguments =
                ["render".as_ref(), path.as_os_str(), "--out".as_ref(), out.as_os_str()];
            let render = descent(&arguments, "");
            assert!(render.succeeded, "{name:?}: {}", render.errors);
            let begins = fs::read(out).expect("a picture")[..4].to_vec();
            assert_eq!(begins, if format == "svg" { *b"<svg" } else { *b"\x89PNG" });
        }
    }
}
