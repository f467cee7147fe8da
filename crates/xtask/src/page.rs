//! The finished page: everything that a static file host needs, in one folder.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

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
        wasm::build(workspace, profile, out)?;
        let index = workspace.root().join("index.html");
        fs::copy(&index, out.join("index.html"))
            .with_context(|| format!("{} cannot be copied", index.display()))?;
        for folder in FOLDERS {
            replace(&workspace.root().join(folder), &out.join(folder))
                .with_context(|| format!("the folder {folder} cannot be copied"))?;
        }
        println!("The page is in {}", workspace.shown(out));
        Ok(Self { folder: out.to_owned() })
    }

    /// Where it is.
    pub(crate) fn folder(&self) -> &Path {
        &self.folder
    }
}

/// A copy without leftovers: what is gone from the source goes from the page.
fn replace(from: &Path, to: &Path) -> Result<()> {
    if to.exists() {
        fs::remove_dir_all(to)?;
    }
    if from.is_dir() { copy(from, to) } else { Ok(()) }
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
