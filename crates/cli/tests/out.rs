//! `--out`: a file is written whole or not at all.

mod program;

use std::fs;
use std::path::Path;

use program::{Folder, check_failure, descent};

/// Exports an experiment into a file.
#[track_caller]
fn export(out: &Path) {
    let out = out.to_str().expect("text");
    let ended = descent(&["export", "assignment_a", "--as", "numpy", "--out", out], "");
    assert!(ended.succeeded && ended.output.is_empty(), "{}", ended.errors);
}

fn script() -> String {
    descent(&["export", "assignment_a", "--as", "numpy"], "").output
}

#[test]
fn a_file_is_replaced_and_nothing_else_is_left() {
    let folder = Folder::new("replaced");
    let out = folder.path("a.py");
    for before in ["", "something much longer than a script: ".repeat(10_000).as_str()] {
        fs::write(&out, before).expect("a file");
        export(&out);
        assert_eq!(fs::read_to_string(&out).expect("a script"), script());
    }
    assert_eq!(folder.names(), ["a.py"]);
    let picture = folder.path("a.SVG");
    let ended = descent(&["render", "assignment_a", "--out", picture.to_str().expect("text")], "");
    assert!(ended.succeeded, "{}", ended.errors);
    assert_eq!(folder.names(), ["a.SVG", "a.py"]);
}

#[test]
fn what_cannot_be_written_is_said_and_nothing_is_left() {
    let folder = Folder::new("unwritable");
    let text = |path: &Path| path.to_str().expect("text").to_owned();
    let export =
        |out: &str| ["export", "assignment_a", "--as", "numpy", "--out", out].map(str::to_owned);
    let below = text(&folder.path("none/a.py"));
    check_failure(
        &export(&below),
        "",
        "none/a.py cannot be written: there is no such file or folder.",
    );
    let folder_itself = text(&folder.path(""));
    check_failure(&export(&folder_itself), "", " cannot be written: it is a folder.");
    check_failure(
        &["render", "assignment_a", "--out", "a.gif"],
        "",
        "--out: a.gif does not end in .svg or .png; accepted are such names, or --as with one of svg, png.",
    );
    assert_eq!(folder.names(), Vec::<String>::new());
}

#[test]
fn the_standard_output_is_an_output_too() {
    let script = script();
    for out in [
        "-",
        #[cfg(unix)]
        "/dev/stdout",
    ] {
        let ended = descent(&["export", "assignment_a", "--as", "numpy", "--out", out], "");
        assert_eq!((ended.output, ended.code), (script.clone(), Some(0)), "{out}");
    }
    let svg = descent(&["render", "assignment_a", "--as", "svg"], "").output;
    assert!(svg.starts_with("<svg") && svg.ends_with("</svg>\n"));
    assert_eq!(descent(&["render", "assignment_a", "--as", "svg", "--out", "-"], "").output, svg);
    assert!(!Path::new("-").exists());
}

#[cfg(unix)]
mod unix {
    use std::io::Read;
    use std::os::unix::fs::{MetadataExt, PermissionsExt, symlink};
    use std::process::{Command, Stdio};

    use super::*;

    /// Runs a shell's line in a folder, with the program as `$0`.
    fn shell(folder: &Folder, line: &str) -> std::process::Output {
        let mut shell = Command::new("sh");
        let shell = shell.current_dir(folder.path("")).args(["-c", line, program::PROGRAM]);
        shell.stdin(Stdio::null()).output().expect("a shell")
    }

    const EXPORT: &str = "\"$0\" export assignment_a --as numpy --out";

    #[test]
    fn a_write_that_fails_or_is_killed_leaves_the_old_file_alone() {
        let folder = Folder::new("interrupted");
        let out = folder.path("a.py");
        fs::write(&out, "old").expect("a file");
        // A file may have 512 bytes: the write fails where that signal is ignored, or kills.
        let failed = shell(&folder, &format!("trap '' XFSZ; ulimit -f 1; {EXPORT} a.py"));
        let said = String::from_utf8(failed.stderr).expect("text");
        assert_eq!(
            said,
            "descent: a.py cannot be written: it would be larger than is allowed here.\n"
        );
        assert_eq!(failed.status.code(), Some(2));
        assert_eq!(fs::read_to_string(&out).expect("a file"), "old");
        assert_eq!(folder.names(), ["a.py"]);

        let killed = shell(&folder, &format!("ulimit -f 1; {EXPORT} a.py"));
        assert!(!killed.status.success());
        assert_eq!(fs::read_to_string(&out).expect("a file"), "old");
        // Elsewhere a program that is killed cannot take its file with it.
        #[cfg(target_os = "linux")]
        assert_eq!(folder.names(), ["a.py"]);
    }

    #[test]
    fn permissions_stay_and_a_new_file_has_the_users() {
        let folder = Folder::new("permissions");
        let mode = |name: &str| {
            fs::metadata(folder.path(name)).expect("a file").permissions().mode() & 0o7777
        };
        for kept in [0o600, 0o755, 0o664] {
            let out = folder.path("a.py");
            fs::write(&out, "old").expect("a file");
            fs::set_permissions(&out, fs::Permissions::from_mode(kept)).expect("permissions");
            export(&out);
            assert_eq!(mode("a.py"), kept);
        }
        for (mask, expected) in [("022", 0o644), ("077", 0o600)] {
            let name = format!("{mask}.py");
            let ended = shell(&folder, &format!("umask {mask}; {EXPORT} {name}"));
            assert!(ended.status.success());
            assert_eq!(mode(&name), expected, "{mask}");
        }
    }

    #[test]
    fn a_link_is_followed() {
        let folder = Folder::new("links");
        fs::create_dir(folder.path("far")).expect("a folder");
        fs::write(folder.path("far/a.py"), "old").expect("a file");
        symlink("far/a.py", folder.path("near.py")).expect("a link");
        symlink("near.py", folder.path("nearer.py")).expect("a link");
        symlink("far/new.py", folder.path("dangling.py")).expect("a link");
        for name in ["near.py", "nearer.py", "dangling.py"] {
            export(&folder.path(name));
            let found = fs::symlink_metadata(folder.path(name)).expect("a link");
            assert!(found.is_symlink(), "{name} is no link any more");
            assert_eq!(fs::read_to_string(folder.path(name)).expect("a script"), script());
        }
        assert_eq!(folder.names(), ["dangling.py", "far", "near.py", "nearer.py"]);
        assert_eq!(fs::read_dir(folder.path("far")).expect("a folder").count(), 2);
        symlink("round", folder.path("round")).expect("a link");
        check_failure(
            &[
                "export",
                "assignment_a",
                "--as",
                "numpy",
                "--out",
                folder.path("round").to_str().expect("text"),
            ],
            "",
            "cannot be written",
        );
    }

    #[test]
    fn pipes_and_devices_are_written_as_they_are() {
        let folder = Folder::new("pipes");
        assert!(shell(&folder, "mkfifo pipe").status.success());
        let read = shell(&folder, &format!("cat pipe & {EXPORT} pipe; wait"));
        assert_eq!(String::from_utf8(read.stdout).expect("text"), script());
        assert_eq!(folder.names(), ["pipe"]);
        assert!(!fs::symlink_metadata(folder.path("pipe")).expect("a pipe").is_file());
        export(Path::new("/dev/null"));
        assert!(!fs::metadata("/dev/null").expect("a device").is_file());
        // What the shell has opened is not replaced behind its back.
        let line =
            format!("{EXPORT} /dev/stdout > b.py; echo 1 > c.py; {EXPORT} /dev/stdout >> c.py");
        assert!(shell(&folder, &line).status.success());
        let read = |name: &str| fs::read_to_string(folder.path(name)).expect("a script");
        assert_eq!(read("b.py"), script());
        assert_eq!(read("c.py"), format!("1\n{}", script()));
        let before = fs::metadata(folder.path("b.py")).expect("a file").ino();
        assert!(shell(&folder, &format!("{EXPORT} /dev/fd/3 3>> b.py")).status.success());
        assert_eq!(fs::metadata(folder.path("b.py")).expect("a file").ino(), before);
    }

    #[test]
    fn whoever_may_not_write_a_file_may_not_replace_it() {
        let folder = Folder::new("read-only");
        let out = folder.path("a.py");
        fs::write(&out, "old").expect("a file");
        fs::set_permissions(&out, fs::Permissions::from_mode(0o444)).expect("permissions");
        let mut found = String::new();
        if fs::File::options().write(true).open(&out).is_ok() {
            println!("Skipped: this user may write to any file.");
            return;
        }
        check_failure(
            &["export", "assignment_a", "--as", "numpy", "--out", out.to_str().expect("text")],
            "",
            "cannot be written: that is not permitted.",
        );
        fs::File::open(&out).and_then(|mut file| file.read_to_string(&mut found)).expect("text");
        assert_eq!(found, "old");
    }

    /// A device that is always full.
    #[cfg(target_os = "linux")]
    #[test]
    fn a_full_device_is_an_error_everywhere() {
        let folder = Folder::new("full");
        symlink("/dev/full", folder.path("full.svg")).expect("a link");
        let commands = [
            "run assignment_a",
            "run assignment_a --every 1000",
            "run assignment_a --format json",
            "run assignment_a --state",
            "list landscapes",
            "list experiments",
            "export assignment_a --as numpy",
            "render assignment_a --as svg",
            "render assignment_a --as png",
            "--help",
            "run --help",
            "help list",
            "--version",
        ];
        for command in commands {
            let ended = shell(&folder, &format!("\"$0\" {command} > /dev/full"));
            let said = String::from_utf8(ended.stderr).expect("text");
            let expected =
                "descent: The standard output cannot be written: there is no space left.\n";
            assert_eq!((ended.status.code(), said.as_str()), (Some(2), expected), "{command}");
        }
        for (command, name) in [
            ("export assignment_a --as numpy --out /dev/full", "/dev/full"),
            ("render assignment_a --out full.svg", "full.svg"),
        ] {
            let ended = shell(&folder, &format!("\"$0\" {command}"));
            let said = String::from_utf8(ended.stderr).expect("text");
            let expected = format!("descent: {name} cannot be written: there is no space left.\n");
            assert_eq!((ended.status.code(), said), (Some(2), expected), "{command}");
        }
        // What cannot be said is still a failure.
        let ended = shell(&folder, "\"$0\" run assignment_a 2> /dev/full");
        assert_eq!(ended.status.code(), Some(2));
        let ended = shell(&folder, "\"$0\" list nothing 2> /dev/full");
        assert_eq!(ended.status.code(), Some(2));
    }

    #[test]
    fn a_reader_who_stops_is_no_error() {
        let folder = Folder::new("closed");
        for command in [
            "run assignment_b",
            "run assignment_b --format json",
            "list landscapes",
            "render assignment_a --as svg",
            "--help",
        ] {
            let line = format!("{{ \"$0\" {command} 2> errors; echo $? > code; }} | true");
            assert!(shell(&folder, &line).status.success());
            let read = |name: &str| fs::read_to_string(folder.path(name)).expect("a file");
            assert_eq!(
                (read("code").as_str(), read("errors").contains("cannot")),
                ("0\n", false),
                "{command}"
            );
        }
    }
}
