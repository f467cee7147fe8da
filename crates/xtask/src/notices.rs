//! The licences of everything that the page contains: other people's code may be passed on only
//! together with them.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, ensure};
use serde_json::Value as Json;

use crate::process;
use crate::toolchain::{Toolchain, WASM32};
use crate::wasm;
use crate::workspace::Workspace;

/// The name of the file within the page.
pub(crate) const NAME: &str = "licenses.txt";

/// The beginning of the file.
///
/// Many web servers name no encoding for text files; with a byte order mark browsers read UTF-8.
const INTRODUCTION: &str = "\u{feff}\
Licences of this page. Its WebAssembly module and its scripts contain code from the packages below.
The texts of their licences follow, each of them once.
";

/// The notices of the standard library. No package carries them: they are compiled from the
/// `COPYRIGHT-library.html` that comes with Rust 1.95.
const STANDARD_LIBRARY: &str = include_str!("notices/standard-library.txt");

/// How the names of licence files begin, in lower case.
const BEGINNINGS: [&str; 6] = ["license", "licence", "unlicense", "copying", "copyright", "notice"];

/// Something that is contained in the page.
struct Package {
    /// Its name and version.
    title: String,
    /// Its licence as an SPDX expression.
    license: String,
    /// Where its source is.
    repository: String,
    /// The texts of its licences and notices.
    texts: Vec<String>,
}

/// Writes the file into the folder of the page.
pub(crate) fn write(workspace: &Workspace, page: &Path) -> Result<()> {
    let file = page.join(NAME);
    fs::write(&file, text(&packages(workspace)?))
        .with_context(|| format!("{} cannot be written", file.display()))
}

/// This project, the standard library, then all others in the order of their names.
fn packages(workspace: &Workspace) -> Result<Vec<Package>> {
    let mut all = vec![this_project(workspace)?, standard_library(workspace)?];
    all.append(&mut dependencies(workspace)?);
    Ok(all)
}

fn this_project(workspace: &Workspace) -> Result<Package> {
    Ok(Package {
        title: concat!("Descent ", env!("CARGO_PKG_VERSION")).to_owned(),
        license: env!("CARGO_PKG_LICENSE").to_owned(),
        repository: String::new(),
        texts: texts(workspace.root())?,
    })
}

fn standard_library(workspace: &Workspace) -> Result<Package> {
    Ok(Package {
        title: format!(
            "Rust standard library {}",
            Toolchain::for_wasm(workspace)?.release(workspace)?
        ),
        license: "MIT OR Apache-2.0, with the exceptions in the text".to_owned(),
        repository: "https://github.com/rust-lang/rust".to_owned(),
        texts: vec![tidy(STANDARD_LIBRARY)],
    })
}

/// The dependencies that are compiled into the module.
fn dependencies(workspace: &Workspace) -> Result<Vec<Package>> {
    let metadata = metadata(workspace)?;
    let mut all = Vec::new();
    for title in built_from(workspace)? {
        let (name, version) = title.split_once(' ').context("cargo tree names no version")?;
        let package = metadata.get(&(name.to_owned(), version.to_owned()));
        let package = package.with_context(|| format!("cargo metadata does not know {title}"))?;
        // The members of this workspace have no source.
        if !package["source"].is_null() {
            all.push(Package::of(title, package)?);
        }
    }
    Ok(all)
}

/// The names and versions of all packages that are compiled into the module, sorted.
fn built_from(workspace: &Workspace) -> Result<Vec<String>> {
    let mut tree = workspace.cargo("tree");
    tree.args(["--package", wasm::PACKAGE, "--target", WASM32, "--edges", "normal,no-proc-macro"]);
    tree.args(["--prefix", "none", "--no-dedupe", "--format", "{p}"]);
    let tree = process::output(&mut tree, "listing the packages of the module")?;
    let titles = tree.lines().filter_map(|line| {
        let (name, rest) = line.split_once(" v")?;
        Some(format!("{name} {}", rest.split(' ').next()?))
    });
    let mut titles: Vec<String> = titles.collect();
    titles.sort();
    titles.dedup();
    Ok(titles)
}

/// What cargo knows about each package, by name and version.
fn metadata(workspace: &Workspace) -> Result<BTreeMap<(String, String), Json>> {
    let mut cargo = workspace.cargo("metadata");
    cargo.args(["--format-version", "1", "--filter-platform", WASM32]);
    let answer = process::output(&mut cargo, "asking cargo for the packages")?;
    let answer: Json = serde_json::from_str(&answer).context("cargo metadata gave no JSON")?;
    let packages = answer["packages"].as_array().context("cargo metadata names no packages")?;
    let named = packages.iter().map(|package| {
        let [name, version] = ["name", "version"].map(|key| field(package, key));
        ((name, version), package.clone())
    });
    Ok(named.collect())
}

fn field(package: &Json, key: &str) -> String {
    package[key].as_str().unwrap_or_default().to_owned()
}

impl Package {
    fn of(title: String, package: &Json) -> Result<Self> {
        let manifest = PathBuf::from(field(package, "manifest_path"));
        let folder = manifest.parent().context("a manifest lies in a folder")?;
        let license = field(package, "license");
        let texts =
            texts(folder).with_context(|| format!("the licences of {title} cannot be read"))?;
        ensure!(!license.is_empty(), "{title} names no licence in {}", manifest.display());
        ensure!(
            !texts.is_empty(),
            "{title} ({license}) comes without the text of its licence: no file in {} has a name \
             that begins with one of {}",
            folder.display(),
            BEGINNINGS.join(", ")
        );
        Ok(Self { title, license, repository: field(package, "repository"), texts })
    }
}

/// The licences and notices in a folder, in the order of the files' names.
fn texts(folder: &Path) -> Result<Vec<String>> {
    let mut files = Vec::new();
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let name = entry.file_name().to_string_lossy().to_lowercase();
        let is_legal = BEGINNINGS.iter().any(|beginning| name.starts_with(beginning));
        // A Rust file of such a name is code.
        if is_legal && !name.ends_with(".rs") && entry.path().is_file() {
            files.push(entry.path());
        }
    }
    files.sort();
    files.iter().map(|file| Ok(tidy(&fs::read_to_string(file)?))).collect()
}

/// A text with unified line ends and without spaces and empty lines around it, so that two copies
/// of it are equal.
fn tidy(text: &str) -> String {
    let lines: Vec<&str> = text.lines().map(str::trim_end).collect();
    lines.join("\n").trim_matches('\n').to_owned() + "\n"
}

/// The whole file: the packages with the numbers of their texts, then the texts.
fn text(packages: &[Package]) -> String {
    let mut texts: Vec<&str> = Vec::new();
    let mut file = INTRODUCTION.to_owned() + "\n";
    for package in packages {
        let Package { title, license, repository, .. } = package;
        let numbers = package.texts.iter().map(|text| {
            let known = texts.iter().position(|known| known == text);
            let index = known.unwrap_or_else(|| {
                texts.push(text);
                texts.len() - 1
            });
            (index + 1).to_string()
        });
        let numbers = numbers.collect::<Vec<_>>().join(", ");
        _ = writeln!(file, "{title}\n    {license}; text {numbers}");
        if !repository.is_empty() {
            _ = writeln!(file, "    {repository}");
        }
    }
    for (index, text) in texts.iter().enumerate() {
        _ = write!(file, "\n{}\nText {}\n\n{text}", "=".repeat(80), index + 1);
    }
    file
}

#[cfg(test)]
mod tests {
    use super::*;

    fn package(title: &str, texts: &[&str]) -> Package {
        Package {
            title: title.to_owned(),
            license: "MIT".to_owned(),
            repository: "https://example.org".to_owned(),
            texts: texts.iter().map(|text| tidy(text)).collect(),
        }
    }

    #[test]
    fn each_text_stands_once_and_each_package_names_its_own() {
        let packages = [
            package("a 1.0.0", &["\nApache  \r\n2.0\n\n", "MIT of a"]),
            package("b 2.0.0", &["Apache\n2.0", "MIT of b"]),
        ];
        let file = text(&packages);
        assert!(file.contains("a 1.0.0\n    MIT; text 1, 2\n    https://example.org\n"), "{file}");
        assert!(file.contains("b 2.0.0\n    MIT; text 1, 3\n"), "{file}");
        assert_eq!(file.matches("\nApache\n2.0\n").count(), 1);
        assert!(file.ends_with("=\nText 3\n\nMIT of b\n"), "{file}");
    }

    #[test]
    fn a_package_without_its_licence_is_refused() -> Result<()> {
        let folder = std::env::temp_dir().join(format!("descent-notices-{}", std::process::id()));
        fs::create_dir_all(&folder)?;
        let json = |license: &str| {
            let manifest = folder.join("Cargo.toml");
            serde_json::json!({ "license": license, "manifest_path": manifest, "repository": null })
        };
        let refused = |license| Package::of("a 1.0.0".to_owned(), &json(license)).err();
        let said = |license| refused(license).map(|error| error.to_string());
        fs::write(folder.join("license.rs"), "fn main() {}")?;
        let expected = "a 1.0.0 (MIT) comes without the text of its licence: ";
        assert!(said("MIT").is_some_and(|said| said.starts_with(expected)));
        fs::write(folder.join("LICENSE-MIT"), "Permission is hereby granted")?;
        assert!(said("").is_some_and(|said| said.starts_with("a 1.0.0 names no licence in ")));
        assert!(refused("MIT").is_none());
        fs::remove_dir_all(folder)?;
        Ok(())
    }

    #[test]
    fn every_dependency_of_the_module_is_there_and_has_its_texts() -> Result<()> {
        let dependencies = dependencies(&Workspace::find()?)?;
        let titles: Vec<&str> = dependencies.iter().map(|found| found.title.as_str()).collect();
        assert!(titles.is_sorted());
        for name in ["wasm-bindgen ", "libm ", "serde_json ", "memchr "] {
            assert!(titles.iter().any(|title| title.starts_with(name)), "{name} in {titles:?}");
        }
        // A member of the workspace, a macro, a tool, and what the command line alone needs.
        for name in ["descent-core ", "serde_derive ", "clap ", "resvg "] {
            assert!(!titles.iter().any(|title| title.starts_with(name)), "{name} in {titles:?}");
        }
        Ok(())
    }
}
