//! What links leave out is frozen, the page's own names included.

use std::fs;
use std::path::PathBuf;

use descent_core::{Bookmark, Drift};
use descent_plot::PAGE_NAMES;

/// The file of a version's frozen defaults.
fn file(version: u64) -> PathBuf {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../core/src/link");
    PathBuf::from(format!("{folder}/v{version}.txt"))
}

fn write(version: u64, begin: &str, lines: &[String]) {
    let text = format!("{begin}{}\n", lines.join("\n"));
    fs::write(file(version), text).expect("the defaults are written");
}

/// `BLESS=1` writes what is missing: additions into the latest version's file, changes into
/// that of the next version.
#[test]
fn golden_defaults_that_links_leave_out_are_frozen() {
    let Drift { added, changed, lost } = Drift::of(PAGE_NAMES);
    let (latest, next) = (Bookmark::VERSION, Bookmark::VERSION + 1);
    assert!(
        lost.is_empty(),
        "Links in the world say what the program no longer understands: {lost:?}. Keep the old \
         name, or let the reader take it for the new one."
    );
    if std::env::var_os("BLESS").is_some() {
        if !added.is_empty() {
            let known = fs::read_to_string(file(latest)).expect("the latest version");
            write(latest, &known, &added);
        }
        if !changed.is_empty() {
            let about =
                format!("# What links of version {next} leave out, as far as it differs.\n");
            write(next, &about, &changed);
        }
        return;
    }
    assert!(
        !file(next).exists(),
        "v{next}.txt is written: add \"v{next}\" to versions![…] in crates/core/src/link/defaults.rs, \
         then run `cargo xtask golden --bless` once more for its tests"
    );
    assert!(
        changed.is_empty(),
        "These defaults have changed, and links of version {latest} leave them out:\n{}\n\
         Links in the world must go on to mean what they meant. Run `cargo xtask golden --bless`: \
         it writes version {next}. Then add \"v{next}\" to versions![…] in \
         crates/core/src/link/defaults.rs; links are written as version {next} from then on.",
        changed.join("\n")
    );
    assert!(
        added.is_empty(),
        "These defaults are new, and links leave them out:\n{}\nRun `cargo xtask golden --bless`: it \
         adds them to v{latest}.txt. Of a new setting of something older, that line must say the \
         value with which old links do what they did.",
        added.join("\n")
    );
}
