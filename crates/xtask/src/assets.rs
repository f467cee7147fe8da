//! The files that the page loads. Each has the hash of its content in its name, so that it may
//! be cached for ever and no two builds share a name; and each carries that hash within itself,
//! its *stamp*, so that a script sees whether it was sent the file that it asked for.

use std::collections::BTreeSet;
use std::fs;
use std::hash::Hasher;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, ensure};
use serde_json::Value;
use siphasher::sip::SipHasher24;

/// The folder of these files, beside index.html.
pub(crate) const FOLDER: &str = "assets";

/// How many hexadecimal digits of the hash stand in a name.
const DIGITS: usize = 12;

/// What a script that knows its own stamp has in its place until that is known.
pub(crate) const PLACEHOLDER: &str = "stamp of this file";

/// A file before it has its stamp, which every kind of file carries in another way.
pub(crate) enum Content {
    /// In a custom section that is called `stamp`.
    Wasm(Vec<u8>),
    /// As `export const stamp`.
    Module(String),
    /// Where the [`PLACEHOLDER`] stands.
    Script(String),
    /// As the custom property `--stamp` of the root, at the end: what was cut off lacks it.
    Styles(String),
    /// As the word of the key `stamp`.
    Words(String),
}

/// The files of one build, as they are written.
pub(crate) struct Assets {
    folder: PathBuf,
    names: BTreeSet<String>,
}

impl Assets {
    /// Files to be put into the folder [`FOLDER`] of a page.
    pub(crate) fn of_page(page: &Path) -> Result<Self> {
        let folder = page.join(FOLDER);
        fs::create_dir_all(&folder)
            .with_context(|| format!("{} cannot be written", folder.display()))?;
        Ok(Self { folder, names: BTreeSet::new() })
    }

    /// Writes a file. Gives its name: `main.css` becomes `main-0123456789ab.css`.
    pub(crate) fn add(&mut self, plain: &str, content: &Content) -> Result<String> {
        let (stem, ending) = plain.rsplit_once('.').context("a file without an ending")?;
        let stamp = stamp(content.bytes());
        let name = format!("{stem}-{stamp}.{ending}");
        let stamped = content
            .stamped(&stamp)
            .with_context(|| format!("{plain} has no place for its stamp"))?;
        fs::write(self.folder.join(&name), stamped)
            .with_context(|| format!("{name} cannot be written"))?;
        self.names.insert(name.clone());
        Ok(name)
    }

    /// Removes the files of older builds, apart from those that `before` names, the page that
    /// was here until now: somebody may just be loading it.
    pub(crate) fn sweep(&self, before: &str) -> Result<()> {
        let mut old = Vec::new();
        for entry in fs::read_dir(&self.folder)? {
            let name = entry?.file_name().to_string_lossy().into_owned();
            if is_stamped(&name) && !self.names.contains(&name) {
                old.push(name);
            }
        }
        // A file names others in turn: the script names the module and the words.
        let mut texts = vec![before.to_owned()];
        while let Some(text) = texts.pop() {
            let (named, rest) = old.into_iter().partition(|name| text.contains(name.as_str()));
            old = rest;
            let named: Vec<String> = named;
            for name in named.iter().filter(|name| name.ends_with(".js")) {
                texts.push(fs::read_to_string(self.folder.join(name))?);
            }
        }
        old.iter().try_for_each(|name| Ok(fs::remove_file(self.folder.join(name))?))
    }
}

impl Content {
    fn bytes(&self) -> &[u8] {
        match self {
            Self::Wasm(bytes) => bytes,
            Self::Module(text) | Self::Script(text) | Self::Styles(text) | Self::Words(text) => {
                text.as_bytes()
            }
        }
    }

    fn stamped(&self, stamp: &str) -> Result<Vec<u8>> {
        let text = match self {
            Self::Wasm(bytes) => return Ok([bytes.as_slice(), &section(stamp)].concat()),
            Self::Module(text) => format!("{text}\nexport const stamp = \"{stamp}\";\n"),
            Self::Styles(text) => format!("{text}\n:root {{ --stamp: \"{stamp}\" }}\n"),
            Self::Script(text) => {
                ensure!(
                    text.matches(PLACEHOLDER).count() == 1,
                    "“{PLACEHOLDER}” must be there once"
                );
                text.replace(PLACEHOLDER, stamp)
            }
            Self::Words(text) => {
                let mut words: Value = serde_json::from_str(text)?;
                let words = words.as_object_mut().context("it is no object")?;
                let before = words.insert("stamp".to_owned(), stamp.into());
                ensure!(before.is_none(), "it has a key “stamp” already");
                serde_json::to_string(words)?
            }
        };
        Ok(text.into_bytes())
    }
}

/// A custom section of a wasm module. Everything is short enough for lengths of one byte.
fn section(stamp: &str) -> Vec<u8> {
    const NAME: &[u8] = b"stamp";
    let length = (1 + NAME.len() + stamp.len()) as u8;
    [&[0, length, NAME.len() as u8], NAME, stamp.as_bytes()].concat()
}

fn stamp(content: &[u8]) -> String {
    let mut hasher = SipHasher24::new();
    hasher.write(content);
    format!("{:016x}", hasher.finish())[..DIGITS].to_owned()
}

/// Whether a name is one that [`Assets::add`] gives.
fn is_stamped(name: &str) -> bool {
    let hash = name.rsplit_once('.').and_then(|(stem, _)| stem.rsplit_once('-'));
    hash.is_some_and(|(_, hash)| {
        hash.len() == DIGITS && hash.bytes().all(|byte| byte.is_ascii_hexdigit())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A page of one script, which names its module.
    fn build(page: &Path, module: &[u8]) -> Result<(Assets, String)> {
        let mut assets = Assets::of_page(page)?;
        let module = assets.add("descent.wasm", &Content::Wasm(module.to_vec()))?;
        let script = format!("let stamp = \"{PLACEHOLDER}\"; load(\"{module}\")");
        let script = assets.add("main.js", &Content::Script(script))?;
        Ok((assets, format!("<script src=\"assets/{script}\">")))
    }

    fn files(page: &Path) -> Result<BTreeSet<String>> {
        let entries = fs::read_dir(page.join(FOLDER))?;
        entries.map(|entry| Ok(entry?.file_name().to_string_lossy().into_owned())).collect()
    }

    fn empty(name: &str) -> PathBuf {
        std::env::temp_dir().join(format!("descent-{name}-{}", std::process::id()))
    }

    #[test]
    fn every_file_carries_the_hash_that_its_name_has() -> Result<()> {
        let page = empty("stamps");
        let mut assets = Assets::of_page(&page)?;
        for (plain, content) in [
            ("a.wasm", Content::Wasm(b"\0asm\x01\0\0\0".to_vec())),
            ("a.js", Content::Module("export {}".to_owned())),
            ("b.js", Content::Script(format!("say(\"{PLACEHOLDER}\")"))),
            ("a.css", Content::Styles("p { margin: 0 }".to_owned())),
            ("en.json", Content::Words("{\"a\": \"b\"}".to_owned())),
        ] {
            let name = assets.add(plain, &content)?;
            assert!(is_stamped(&name), "{name}");
            let file = fs::read(page.join(FOLDER).join(&name))?;
            let hash = stamp(content.bytes());
            assert!(name.contains(&hash), "{name}");
            assert!(file.windows(DIGITS).any(|piece| piece == hash.as_bytes()), "{name}");
            assert_eq!(assets.add(plain, &content)?, name);
        }
        for bad in [Content::Script("no place".to_owned()), Content::Words("[]".to_owned())] {
            assert!(assets.add("bad.js", &bad).is_err());
        }
        Ok(fs::remove_dir_all(page)?)
    }

    #[test]
    fn the_files_of_the_build_before_stay_and_older_ones_go() -> Result<()> {
        let page = empty("sweep");
        let (first, first_html) = build(&page, b"1")?;
        let (second, second_html) = build(&page, b"2")?;
        second.sweep(&first_html)?;
        assert_eq!(files(&page)?, first.names.union(&second.names).cloned().collect());
        fs::write(page.join(FOLDER).join("robots.txt"), "not ours")?;
        let (third, _) = build(&page, b"3")?;
        third.sweep(&second_html)?;
        let mut expected: BTreeSet<String> = second.names.union(&third.names).cloned().collect();
        expected.insert("robots.txt".to_owned());
        assert_eq!(files(&page)?, expected);
        Ok(fs::remove_dir_all(page)?)
    }
}
