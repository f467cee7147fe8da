//! A check that every commit builds. Otherwise nobody can search the history for the commit that
//! broke something (`git bisect`).

use std::path::PathBuf;

use anyhow::{Result, ensure};

use crate::process;
use crate::toolchain::Toolchain;
use crate::wasm;
use crate::workspace::Workspace;

/// Checks the commits of this branch that `base` does not contain, the oldest first.
pub(crate) fn check(workspace: &Workspace, base: &str) -> Result<()> {
    let commits = since(workspace, base)?;
    let Some(first) = commits.first() else {
        println!("There are no commits after {base}.");
        return Ok(());
    };
    let builder = Builder::new(workspace, first)?;
    let mut broken = Vec::new();
    for commit in &commits {
        let title = title(workspace, commit)?;
        println!("\n== {title}");
        if let Err(error) = builder.build(commit) {
            println!("{error:#}");
            broken.push(title);
        }
    }
    println!("\n{} commits checked, {} do not build", commits.len(), broken.len());
    ensure!(broken.is_empty(), "commits that do not build:\n{}", broken.join("\n"));
    Ok(())
}

/// The commits that are not in `base`, the oldest first.
fn since(workspace: &Workspace, base: &str) -> Result<Vec<String>> {
    let mut git = workspace.command("git");
    git.args(["rev-list", "--reverse", "--topo-order", &format!("{base}..HEAD"), "--"]);
    let commits = process::output(&mut git, "listing the commits")?;
    Ok(commits.lines().map(str::to_owned).collect())
}

fn title(workspace: &Workspace, commit: &str) -> Result<String> {
    let mut git = workspace.command("git");
    git.args(["log", "-1", "--format=%h %s", commit]);
    Ok(process::output(&mut git, "asking git for a commit")?.trim().to_owned())
}

/// Builds commits in a git work tree of its own, so that the files of the user stay as they are.
struct Builder<'a> {
    workspace: &'a Workspace,
    toolchain: Toolchain,
    /// The work tree.
    tree: PathBuf,
    /// Kept from commit to commit: only what a commit changes is built again.
    target: PathBuf,
}

impl<'a> Builder<'a> {
    /// Makes the work tree, at some commit.
    fn new(workspace: &'a Workspace, commit: &str) -> Result<Self> {
        let [tree, target] =
            ["tree", "target"].map(|name| workspace.target().join("commits").join(name));
        let toolchain = Toolchain::for_wasm(workspace)?;
        let builder = Self { workspace, toolchain, tree, target };
        // An interrupted check leaves its tree behind.
        builder.remove();
        let mut git = workspace.command("git");
        git.args(["worktree", "add", "--quiet", "--force", "--detach"]);
        process::run(git.arg(&builder.tree).arg(commit), "git worktree add")?;
        Ok(builder)
    }

    /// Checks everything for this machine, tests included, and the module for wasm32.
    fn build(&self, commit: &str) -> Result<()> {
        let mut git = self.workspace.command("git");
        git.current_dir(&self.tree).args(["checkout", "--quiet", "--force", "--detach", commit]);
        process::run(&mut git, "git checkout")?;
        let mut native = self.workspace.cargo("check");
        native.args(["--workspace", "--all-targets"]);
        let mut module = self.toolchain.cargo("check", self.workspace);
        module.args(["--package", wasm::PACKAGE]);
        for cargo in [&mut native, &mut module] {
            cargo.args(["--quiet", "--target-dir"]).arg(&self.target).current_dir(&self.tree);
            process::run(cargo, "cargo check")?;
        }
        Ok(())
    }

    fn remove(&self) {
        let mut git = self.workspace.command("git");
        git.args(["worktree", "remove", "--force"]).arg(&self.tree);
        // There is usually none.
        _ = process::output(&mut git, "git worktree remove");
    }
}

impl Drop for Builder<'_> {
    fn drop(&mut self) {
        self.remove();
    }
}
