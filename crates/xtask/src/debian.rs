//! Packages on Debian and its relatives; elsewhere people install them themselves.

use std::fs;
use std::path::Path;
use std::process::Command;

use anyhow::{Context, Result, bail, ensure};

use crate::process;

/// Whether this machine takes its programs from apt.
pub(crate) fn is_here() -> bool {
    Path::new("/etc/debian_version").exists() && process::on_path(&["apt-get"]).is_some()
}

/// Installs those of the packages that are missing, as root or through sudo.
pub(crate) fn install(packages: &[&str]) -> Result<()> {
    ensure!(is_here(), "this machine has no apt-get to install {} with", packages.join(", "));
    let missing: Vec<&str> =
        packages.iter().copied().filter(|package| !installed(package)).collect();
    if missing.is_empty() {
        return Ok(());
    }
    println!("Installing {} with apt-get (about 40 s)", missing.join(", "));
    let what = format!("installing {} with apt-get", missing.join(", "));
    process::run(apt_get()?.args(["-qq", "update"]), &what)?;
    let install = ["-qq", "-y", "--no-install-recommends", "install"];
    process::run(apt_get()?.args(install).args(&missing), &what)
}

/// Unpacks packages into a folder, without those that they need: nothing is installed and no
/// service is started.
pub(crate) fn unpack(packages: &[&str], folder: &Path) -> Result<()> {
    ensure!(is_here(), "this machine has no apt-get to fetch {} with", packages.join(", "));
    let what = format!("fetching {} with apt-get", packages.join(", "));
    println!("Fetching {} with apt-get (about 5 s)", packages.join(", "));
    let scratch = folder.with_extension("next");
    fs::create_dir_all(&scratch)
        .with_context(|| format!("{} cannot be written", scratch.display()))?;
    let download = || {
        let mut apt = Command::new("apt-get");
        // The user that apt would change to may have no access to this folder.
        apt.args(["-qq", "-o", "APT::Sandbox::User=root", "download"]).args(packages);
        process::run(apt.current_dir(&scratch), &what)
    };
    // A fresh machine does not know what there is.
    download().or_else(|_| {
        process::run(apt_get()?.args(["-qq", "update"]), &what)?;
        download()
    })?;
    for entry in fs::read_dir(&scratch)? {
        let file = entry?.path();
        if file.extension().is_some_and(|extension| extension == "deb") {
            let mut dpkg = Command::new("dpkg-deb");
            process::run(
                dpkg.arg("--extract").arg(&file).arg(&scratch),
                "unpacking with dpkg-deb",
            )?;
            fs::remove_file(file)?;
        }
    }
    // Last, so that what was interrupted is not taken for finished.
    fs::rename(&scratch, folder).with_context(|| format!("{} cannot be written", folder.display()))
}

fn installed(package: &str) -> bool {
    let mut query = Command::new("dpkg-query");
    query.args(["--show", "--showformat=${db:Status-Status}", package]);
    process::output(&mut query, "asking dpkg").is_ok_and(|status| status == "installed")
}

fn apt_get() -> Result<Command> {
    let mut user = Command::new("id");
    let root = process::output(user.arg("-u"), "asking who runs this")?.trim() == "0";
    let mut command = if root {
        Command::new("env")
    } else if process::on_path(&["sudo"]).is_some() {
        let mut sudo = Command::new("sudo");
        sudo.arg("env");
        sudo
    } else {
        bail!("apt-get needs root, and there is no sudo: run this command as root");
    };
    command.args(["DEBIAN_FRONTEND=noninteractive", "apt-get"]);
    Ok(command)
}
