//! The finished page: everything that a static file host needs, in one folder.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, ensure};

use crate::node::Node;
use crate::process;
use crate::wasm::{self, Profile};
use crate::workspace::Workspace;

/// What is served as it stands in the repository, at the same path.
const FOLDERS: [&str; 2] = ["www", "experiments"];

/// A page that has been built.
pub(crate) struct Page {
    folder: PathBuf,
}

impl Page {
    /// Builds the page into `dist/`.
    pub(crate) fn build(workspace: &Workspace, profile: Profile) -> Result<Self> {
        Self::build_into(workspace, profile, &workspace.dist())
    }

    /// Builds the page into any folder.
    pub(crate) fn build_into(workspace: &Workspace, profile: Profile, out: &Path) -> Result<Self> {
        let index = workspace.root().join("index.html");
        ensure!(index.is_file(), "{} is missing", workspace.shown(&index));
        wasm::build(workspace, profile, out)?;
        for folder in FOLDERS {
            replace(&workspace.root().join(folder), &out.join(folder))
                .with_context(|| format!("the folder {folder} cannot be copied"))?;
        }
        if let Profile::Release(_) = profile {
            minify(workspace, out)?;
        }
        let text = fs::read_to_string(&index)
            .and_then(|html| Ok(with_preloads(&html, &modules(&out.join("www"))?)));
        text.and_then(|html| fs::write(out.join("index.html"), html))
            .with_context(|| format!("{} cannot be copied", index.display()))?;
        println!("The page is in {}", workspace.shown(out));
        Ok(Self { folder: out.to_owned() })
    }

    /// Where it is.
    pub(crate) fn folder(&self) -> &Path {
        &self.folder
    }
}

/// Takes comments, spaces and long names out of scripts and styles. File by file, so that
/// the page is the same files in both profiles.
fn minify(workspace: &Workspace, out: &Path) -> Result<()> {
    let node = Node::prepare(workspace)?;
    let mut files = vec![out.join("descent.js")];
    for entry in fs::read_dir(out.join("www"))? {
        files.push(entry?.path());
    }
    for kind in ["js", "css"] {
        let of_kind = files.iter().filter(|file| file.extension().is_some_and(|e| e == kind));
        let mut esbuild = node.tool("esbuild/bin/esbuild");
        esbuild.args(["--minify", "--charset=utf8", "--allow-overwrite", "--log-level=warning"]);
        esbuild.arg(format!("--outdir={}", out.display()));
        esbuild.arg(format!("--outbase={}", out.display())).args(of_kind);
        process::run(&mut esbuild, "esbuild")?;
    }
    Ok(())
}

/// The page's scripts, in order.
fn modules(www: &Path) -> io::Result<Vec<String>> {
    let names =
        fs::read_dir(www)?.map(|entry| Ok(entry?.file_name().to_string_lossy().into_owned()));
    let mut names = names.collect::<io::Result<Vec<String>>>()?;
    names.retain(|name| name.ends_with(".js"));
    names.sort();
    Ok(names)
}

/// The page with all its modules asked for at once: otherwise a browser learns of each only
/// from the one that imports it.
fn with_preloads(html: &str, modules: &[String]) -> String {
    const MAIN: &str = r#"  <script type="module""#;
    // What the page asks for as a classic script is no module.
    let is_module = |name: &&String| !html.contains(&format!("<script src=\"www/{name}\""));
    let link = |name: &String| format!("  <link rel=\"modulepreload\" href=\"www/{name}\">\n");
    let links: String = modules.iter().filter(is_module).map(link).collect();
    html.replacen(MAIN, &(links + MAIN), 1)
}

/// A copy without leftovers: what is gone from the source goes from the page.
fn replace(from: &Path, to: &Path) -> Result<()> {
    // `build --out .` would otherwise remove what it is about to copy.
    ensure!(!is_same(from, to), "the copy would be its own original: choose another --out");
    if to.exists() {
        fs::remove_dir_all(to)?;
    }
    if from.is_dir() { copy(from, to) } else { Ok(()) }
}

fn is_same(a: &Path, b: &Path) -> bool {
    matches!((a.canonicalize(), b.canonicalize()), (Ok(a), Ok(b)) if a == b)
}

fn copy(from: &Path, to: &Path) -> Result<()> {
    fs::create_dir_all(to)?;
    for entry in fs::read_dir(from)? {
        let entry = entry?;
        let target = to.join(entry.file_name());
        if entry.file_type()?.is_dir() {
            copy(&entry.path(), &target)?;
        } else {
            fs::copy(entry.path(), target)?;
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_module_is_asked_for_before_the_first_runs() {
        let page = concat!(
            "<head>\n  <script src=\"www/early.js\"></script>\n",
            "  <script type=\"module\" src=\"www/main.js\"></script>\n</head>",
        );
        let modules = ["a.js", "early.js", "main.js"].map(str::to_owned);
        let expected = concat!(
            "<head>\n  <script src=\"www/early.js\"></script>\n",
            "  <link rel=\"modulepreload\" href=\"www/a.js\">\n",
            "  <link rel=\"modulepreload\" href=\"www/main.js\">\n",
            "  <script type=\"module\" src=\"www/main.js\"></script>\n</head>",
        );
        assert_eq!(with_preloads(page, &modules), expected);
    }

    #[test]
    fn a_copy_has_no_leftovers_and_never_eats_its_original() -> Result<()> {
        let place = std::env::temp_dir().join(format!("descent-page-{}", std::process::id()));
        let (from, to) = (place.join("from"), place.join("to"));
        fs::create_dir_all(from.join("inner"))?;
        fs::create_dir_all(&to)?;
        fs::write(from.join("inner/new"), "")?;
        fs::write(to.join("old"), "")?;
        replace(&from, &to)?;
        assert!(to.join("inner/new").is_file());
        assert!(!to.join("old").exists());

        assert!(replace(&from, &place.join("to/../from")).is_err());
        assert!(from.join("inner/new").is_file());
        Ok(fs::remove_dir_all(place)?)
    }
}
