//! All mutants of a crate in one program: an environment variable says which of them runs.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;
use std::fs;
use std::ops::Range;
use std::path::Path;

use anyhow::{Context, Result};
use serde_json::Value;

/// The environment variable with the number of a mutant; without it the program is unchanged.
pub(super) const VARIABLE: &str = "DESCENT_MUTANT";

/// What is added to the crate's root.
const SWITCH: &str = r#"
/// The number of the mutant that runs, from 1 on.
fn mutant() -> usize {
    static MUTANT: std::sync::LazyLock<usize> = std::sync::LazyLock::new(|| {
        std::env::var("DESCENT_MUTANT").ok().and_then(|number| number.parse().ok()).unwrap_or(0)
    });
    *MUTANT
}
"#;

/// A line and a column, both from 1 on.
type Place = (usize, usize);

/// A change of one place in one function.
pub(super) struct Mutant {
    /// File, place and change: what `cargo mutants` calls it.
    pub(super) name: String,
    /// Its file, from the workspace's root.
    pub(super) file: String,
    replacement: String,
    place: Range<Place>,
    /// Where the function stands; none outside of functions.
    function: Option<Range<Place>>,
}

impl Mutant {
    /// One of the list that `cargo mutants --list --json` writes.
    pub(super) fn of(json: &Value) -> Result<Self> {
        let text = |key: &str| {
            let text = json[key].as_str().map(str::to_owned);
            text.with_context(|| format!("a mutant has no {key}"))
        };
        Ok(Self {
            name: text("name")?,
            file: text("file")?,
            replacement: text("replacement")?,
            place: range(&json["span"]).context("a mutant has no place")?,
            function: range(&json["function"]["span"]),
        })
    }

    /// The module that it is in, as the names of its tests begin.
    pub(super) fn module(&self) -> String {
        let file = self.file.split_once("/src/").map_or(&*self.file, |(_, file)| file);
        let file = file.strip_suffix(".rs").unwrap_or(file);
        file.strip_suffix("/mod").unwrap_or(file).replace('/', "::")
    }
}

fn range(span: &Value) -> Option<Range<Place>> {
    let number = |place: &Value, key: &str| place[key].as_u64().map(|number| number as usize);
    let place = |key: &str| Some((number(&span[key], "line")?, number(&span[key], "column")?));
    Some(place("start")?..place("end")?)
}

/// The lines of a written source, from 1 on, with the number of the mutant that stands there.
type Arm = (Range<usize>, usize);

/// Where mutants stand in the sources that were written.
#[derive(Default)]
pub(super) struct Written(BTreeMap<String, Vec<Arm>>);

impl Written {
    /// The mutants whose code holds a line.
    pub(super) fn at(&self, file: &str, line: usize) -> impl Iterator<Item = usize> {
        let arms = self.0.get(file).into_iter().flatten();
        arms.filter(move |(lines, _)| lines.contains(&line)).map(|(_, number)| *number)
    }
}

/// Whether a mutant can share a program with others. One outside of functions cannot, nor one
/// in a constant function, which cannot choose, nor in one that returns `impl …`, whose type
/// may be another one with each mutant. Of all others holds: what does not compile among others
/// does not compile alone.
pub(super) fn can_share(root: &Path, mutant: &Mutant) -> Result<bool> {
    let Some(function) = &mutant.function else { return Ok(false) };
    let text = fs::read_to_string(root.join(&mutant.file))?;
    let parts = Parts::of(&text, &bytes(&text, function)).context("a function without a body")?;
    let signature = &text[parts.signature];
    Ok(!signature.contains("const fn ") && !signature.contains("-> impl "))
}

/// Writes the crate's files into `copy` with all mutants in them, but for those left out, which
/// count from 0 on.
pub(super) fn write(
    root: &Path,
    copy: &Path,
    krate: &str,
    mutants: &[Mutant],
    left_out: &BTreeSet<usize>,
) -> Result<Written> {
    let mut written = Written::default();
    let files: BTreeSet<&str> = mutants.iter().map(|mutant| mutant.file.as_str()).collect();
    for file in files {
        let here = mutants.iter().enumerate().filter(|(_, mutant)| mutant.file == file);
        let wanted: Vec<_> = here.filter(|(number, _)| !left_out.contains(number)).collect();
        let text = fs::read_to_string(root.join(file))?;
        let (text, arms) = switched(&text, &wanted).with_context(|| file.to_owned())?;
        fs::write(copy.join(file), text)?;
        written.0.insert(file.to_owned(), arms);
    }
    let file = format!("{krate}/src/lib.rs");
    fs::write(copy.join(&file), fs::read_to_string(root.join(&file))? + SWITCH)?;
    Ok(written)
}

/// A source in which each function with mutants chooses among them and itself, and the lines of
/// each mutant in it.
fn switched(text: &str, mutants: &[(usize, &Mutant)]) -> Result<(String, Vec<Arm>)> {
    let mut functions: BTreeMap<usize, (Range<usize>, Vec<_>)> = BTreeMap::new();
    for &(number, mutant) in mutants {
        let Some(function) = mutant.function.as_ref().map(|it| bytes(text, it)) else { continue };
        let Parts { body, .. } = Parts::of(text, &function).context("a function without a body")?;
        functions.entry(body.start).or_insert((body, Vec::new())).1.push((number, mutant));
    }
    let (mut out, mut arms, mut done) = (String::new(), Vec::new(), 0);
    for (body, mutants) in functions.into_values() {
        out.push_str(&text[done..body.start]);
        out.push_str(" match crate::mutant() {\n");
        for (number, mutant) in mutants {
            let first = out.matches('\n').count() + 1;
            let place = bytes(text, &mutant.place);
            let (before, after) = (&text[body.start..place.start], &text[place.end..body.end]);
            writeln!(out, "{} => {{ {before} {} {after} }}", number + 1, mutant.replacement)?;
            arms.push((first..out.matches('\n').count() + 1, number));
        }
        write!(out, "_ => {{ {} }} }}", &text[body.clone()])?;
        done = body.end;
    }
    out.push_str(&text[done..]);
    Ok((out, arms))
}

/// Where a range of places is in a text.
fn bytes(text: &str, range: &Range<Place>) -> Range<usize> {
    let offset = |(line, column): Place| {
        let start: usize = text.split_inclusive('\n').take(line - 1).map(str::len).sum();
        let mut letters = text[start..].char_indices();
        start + letters.nth(column - 1).map_or(text.len() - start, |letter| letter.0)
    };
    offset(range.start)..offset(range.end)
}

/// A function without its comments: from where it begins, up to its body, and the body.
struct Parts {
    signature: Range<usize>,
    body: Range<usize>,
}

impl Parts {
    fn of(text: &str, function: &Range<usize>) -> Option<Self> {
        let mut start = function.start;
        for line in text[function.clone()].split_inclusive('\n') {
            if !line.trim_start().starts_with(['/', '#']) {
                break;
            }
            start += line.len();
        }
        let name = start + text[start..function.end].find("fn ")?;
        let mut depth = 0_usize;
        for (place, letter) in text[name..function.end].char_indices() {
            match letter {
                '(' | '[' => depth += 1,
                ')' | ']' => depth = depth.saturating_sub(1),
                '{' if depth == 0 => {
                    let body = name + place + 1..function.end - 1;
                    return Some(Self { signature: start..name + place, body });
                }
                _ => {}
            }
        }
        None
    }
}
