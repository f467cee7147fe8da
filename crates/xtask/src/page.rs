//! The finished page: everything that a static file host needs, in one folder.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, ensure};
use serde_json::{Map, Value, json};

use crate::assets::{Assets, Content, FOLDER};
use crate::bundle::Bundler;
use crate::wasm::{self, Profile};
use crate::workspace::Workspace;
use crate::{notices, split};

/// What is served as it stands in the repository, at the same path.
const AS_IT_STANDS: &str = "experiments";

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
        let html = fs::read_to_string(&index)
            .with_context(|| format!("{} cannot be read", workspace.shown(&index)))?;
        // `build --out .` would overwrite the page that it is made from.
        ensure!(
            !is_same(workspace.root(), out),
            "the page would replace its own source: choose another --out"
        );
        wasm::build(workspace, profile, &workspace.module())?;
        let mut assets = Assets::of_page(out)?;
        let bundler = Bundler::prepare(workspace, profile)?;
        let names = add_assets(workspace, &bundler, &mut assets)?;
        replace(&workspace.root().join(AS_IT_STANDS), &out.join(AS_IT_STANDS))
            .with_context(|| format!("the folder {AS_IT_STANDS} cannot be copied"))?;
        notices::write(workspace, out)?;
        publish(out, &with_names(&html, &names)?, &assets)
            .with_context(|| format!("{} cannot be finished", out.display()))?;
        println!("The page is in {}", workspace.shown(out));
        Ok(Self { folder: out.to_owned() })
    }

    /// Where it is.
    pub(crate) fn folder(&self) -> &Path {
        &self.folder
    }
}

/// What index.html calls a file, and what the file is called in the finished page.
type Names = Vec<(String, String)>;

/// Adds every file that the page loads, the ones that others name first: so the name of a
/// script says which module and which words belong to it.
fn add_assets(workspace: &Workspace, bundler: &Bundler<'_>, assets: &mut Assets) -> Result<Names> {
    let mut names = Names::new();
    let mut add = |source: &str, plain: &str, content: &Content| -> Result<String> {
        let name = assets.add(plain, content)?;
        names.push((source.to_owned(), format!("{FOLDER}/{name}")));
        Ok(name)
    };
    let folder = workspace.module();
    let mut module = |source: &str, plain: &str, file: &str| -> Result<String> {
        add(source, plain, &Content::Wasm(fs::read(folder.join(file))?))
    };
    // index.html names the first; the second is fetched when that is there.
    let [first, second] = split::FILES;
    let (first, second) =
        (module(wasm::FILE, "descent.wasm", first)?, module(second, second, second)?);
    let glue = bundler.script(&folder.join(wasm::GLUE))?;
    let glue = Content::Module(renamed(&glue, wasm::FILE, &first)?);
    let glue = add(wasm::GLUE, "descent.js", &glue)?;
    let mut words = Map::new();
    for language in languages(&workspace.root().join("www/locales"))? {
        let source = format!("www/locales/{language}.json");
        let text = Content::Words(fs::read_to_string(workspace.root().join(&source))?);
        let name = add(&source, &format!("{language}.json"), &text)?;
        words.insert(language, Value::String(name));
    }
    let parts = json!({ "first": first, "second": second, "glue": glue, "words": words });
    let main = bundler.module("www/main.js", &parts)?;
    let main = renamed(&main, "../descent.js", &format!("./{glue}"))?;
    add("www/main.js", "main.js", &Content::Script(main))?;
    add("www/early.js", "early.js", &Content::Script(bundler.classic("www/early.js")?))?;
    add("www/main.css", "main.css", &Content::Styles(bundler.styles("www/main.css")?))?;
    Ok(names)
}

/// A script with another name for a file, wherever that stands.
fn renamed(script: &str, from: &str, to: &str) -> Result<String> {
    let [from, to] = [from, to].map(|name| format!("\"{name}\""));
    // esbuild quotes a name as it likes to.
    let single = from.replace('"', "'");
    ensure!(script.contains(&from) && !script.contains(&single), "no script names {from}");
    Ok(script.replace(&from, &to))
}

/// The languages that there are words in.
fn languages(locales: &Path) -> io::Result<Vec<String>> {
    let names = fs::read_dir(locales)?.map(|entry| Ok(entry?.file_name()));
    let names = names.collect::<io::Result<Vec<_>>>()?;
    let stem = |name: &std::ffi::OsString| Some(name.to_str()?.strip_suffix(".json")?.to_owned());
    let mut languages: Vec<String> = names.iter().filter_map(stem).collect();
    languages.sort();
    Ok(languages)
}

/// The page with the names that its files have in the end.
fn with_names(html: &str, names: &Names) -> Result<String> {
    let mut html = html.to_owned();
    for (source, name) in names {
        html = html.replace(&format!("\"{source}\""), &format!("\"{name}\""));
    }
    let left = html.find("\"www/").map(|at| html[at..].chars().take(40).collect::<String>());
    ensure!(
        left.is_none(),
        "index.html names a file that is not built: {}",
        left.unwrap_or_default()
    );
    Ok(html)
}

/// Puts index.html in its place, at once and last: whoever opens the page meanwhile gets the
/// old one with the files that it names, or the new one with its own.
fn publish(out: &Path, html: &str, assets: &Assets) -> Result<()> {
    let index = out.join("index.html");
    let before = fs::read_to_string(&index).unwrap_or_default();
    let next = out.join("index.html.next");
    fs::write(&next, html)?;
    fs::rename(&next, &index)?;
    assets.sweep(&before)
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
    fn the_page_names_its_files_as_they_are_called_in_the_end() -> Result<()> {
        let names = vec![("www/main.js".to_owned(), "assets/main-0.js".to_owned())];
        let page = with_names("<script type=\"module\" src=\"www/main.js\">", &names)?;
        assert_eq!(page, "<script type=\"module\" src=\"assets/main-0.js\">");
        let left = with_names("<script src=\"www/forgotten.js\">", &names);
        assert!(left.is_err_and(|error| error.to_string().contains("forgotten")));
        Ok(())
    }

    #[test]
    fn a_script_is_told_what_another_is_called() -> Result<()> {
        assert_eq!(renamed("import\"../a.js\";", "../a.js", "./a-0.js")?, "import\"./a-0.js\";");
        assert!(renamed("import\"../b.js\";", "../a.js", "./a-0.js").is_err());
        Ok(())
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
