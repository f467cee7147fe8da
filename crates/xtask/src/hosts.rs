//! Web servers as many people have them, for the test that the page is at home on any host.

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result};

use crate::workspace::Workspace;
use crate::{debian, process};

/// Where nginx keeps what it calls files.
const TYPES: [&str; 3] = [
    "/etc/nginx/mime.types",
    "/usr/local/etc/nginx/mime.types",
    "/opt/homebrew/etc/nginx/mime.types",
];

/// Names nginx, its types, and busybox to the tests, if they are here or can be had: their
/// tests are skipped otherwise.
pub(crate) fn add(workspace: &Workspace, node: &mut Command) {
    if let Some((nginx, types)) = installed_nginx().or_else(|| unpacked_nginx(workspace).ok()) {
        node.env("HOST_NGINX", nginx).env("HOST_NGINX_TYPES", types);
    }
    let busybox = process::on_path(&["busybox"]);
    if let Some(busybox) = busybox.or_else(|| unpacked_busybox(workspace).ok()) {
        node.env("HOST_BUSYBOX", busybox);
    }
}

fn installed_nginx() -> Option<(PathBuf, PathBuf)> {
    let system = Path::new("/usr/sbin/nginx");
    let nginx = process::on_path(&["nginx"]);
    let nginx = nginx.or_else(|| system.is_file().then(|| system.to_owned()))?;
    Some((nginx, TYPES.iter().map(PathBuf::from).find(|types| types.is_file())?))
}

/// Debian's nginx, in a folder of its own: installed, it would begin to serve this machine.
fn unpacked_nginx(workspace: &Workspace) -> Result<(PathBuf, PathBuf)> {
    let folder = unpacked(workspace, "nginx", &["nginx", "nginx-common"])?;
    let (nginx, types) = (folder.join("usr/sbin/nginx"), folder.join("etc/nginx/mime.types"));
    process::output(Command::new(&nginx).arg("-v"), "starting nginx")?;
    Ok((nginx, types))
}

fn unpacked_busybox(workspace: &Workspace) -> Result<PathBuf> {
    let folder = unpacked(workspace, "busybox", &["busybox"])?;
    ["bin/busybox", "usr/bin/busybox"]
        .iter()
        .map(|path| folder.join(path))
        .find(|path| path.is_file())
        .context("Debian's busybox is elsewhere")
}

fn unpacked(workspace: &Workspace, name: &str, packages: &[&str]) -> Result<PathBuf> {
    let folder = workspace.target().join("hosts").join(name);
    if !folder.is_dir() {
        debian::unpack(packages, &folder)?;
    }
    Ok(folder)
}
