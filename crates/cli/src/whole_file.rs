//! Files that are written whole or not at all.

use std::fs::{self, File, Metadata};
use std::io::{self, ErrorKind, Write};
use std::path::{Path, PathBuf};

use tempfile::{Builder, TempPath};

/// Writes a file: into another one beside it, which then takes its place. Until then the old
/// file stays as it was, whatever happens.
///
/// A link is followed; the new file has the old one's permissions, and its owner where that
/// is allowed. What is no file, such as a pipe, is written as it is.
///
/// # Errors
/// Those of the file system. Then the old file stays, and no other is left beside it.
pub(crate) fn write(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let target = followed(path);
    let old = match fs::metadata(&target) {
        Ok(old) => Some(old),
        Err(error) if error.kind() == ErrorKind::NotFound => None,
        Err(error) => return Err(error),
    };
    if old.as_ref().is_some_and(Metadata::is_dir) {
        return Err(ErrorKind::IsADirectory.into());
    }
    let is_stream = old.as_ref().is_some_and(|old| !old.is_file()) || is_descriptor(&target);
    if old.is_some() {
        // Whoever may not write to a file may not replace it either, though its folder allows it.
        let mut opened = File::options().write(true).truncate(is_stream).open(&target)?;
        if is_stream {
            return opened.write_all(bytes);
        }
    }
    let folder = target.parent().filter(|folder| !folder.as_os_str().is_empty());
    let folder = folder.unwrap_or(Path::new("."));
    let beside = Beside { folder, old: old.as_ref(), bytes };
    let written = beside.unnamed().or_else(|_| beside.named())?;
    written.persist(&target).map_err(|failed| failed.error)
}

/// Where a path leads to in the end, also where nothing is there.
fn followed(path: &Path) -> PathBuf {
    // As many links as Linux follows.
    const MOST: usize = 40;
    let mut path = path.to_owned();
    for _ in 0..MOST {
        // A descriptor's link names a file that others have open.
        let Ok(target) = fs::read_link(&path) else { break };
        if is_descriptor(&path) {
            break;
        }
        path = path.parent().unwrap_or(Path::new("")).join(target);
    }
    path
}

/// Whether a path names something that this program has open, such as `/dev/fd/3`.
fn is_descriptor(path: &Path) -> bool {
    path.starts_with("/proc") || path.starts_with("/dev/fd")
}

/// A file that is to take the place of another.
struct Beside<'a> {
    folder: &'a Path,
    old: Option<&'a Metadata>,
    bytes: &'a [u8],
}

impl Beside<'_> {
    /// Writes a file that has a name from the beginning.
    fn named(&self) -> io::Result<TempPath> {
        let mut builder = Builder::new();
        builder.prefix(PREFIX);
        #[cfg(unix)]
        builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(NEW));
        let mut file = builder.tempfile_in(self.folder)?;
        self.fill(file.as_file_mut())?;
        Ok(file.into_temp_path())
    }

    /// Writes a file that gets its name when it is complete, so that not even a program that
    /// is killed leaves it behind.
    #[cfg(target_os = "linux")]
    fn unnamed(&self) -> io::Result<TempPath> {
        use std::os::fd::AsRawFd;
        use std::os::unix::fs::OpenOptionsExt;

        use rustix::fs::{AtFlags, CWD, OFlags, linkat};

        let flags = OFlags::TMPFILE.bits() as i32;
        let mut options = File::options();
        let mut file = options.write(true).mode(NEW).custom_flags(flags).open(self.folder)?;
        self.fill(&mut file)?;
        let open = format!("/proc/self/fd/{}", file.as_raw_fd());
        let name = |path: &Path| Ok(linkat(CWD, &open, CWD, path, AtFlags::SYMLINK_FOLLOW)?);
        Ok(Builder::new().prefix(PREFIX).make_in(self.folder, name)?.into_temp_path())
    }

    #[cfg(not(target_os = "linux"))]
    fn unnamed(&self) -> io::Result<TempPath> {
        Err(ErrorKind::Unsupported.into())
    }

    fn fill(&self, file: &mut File) -> io::Result<()> {
        file.write_all(self.bytes)?;
        if let Some(old) = self.old {
            #[cfg(unix)]
            keep_owner(file, old);
            file.set_permissions(old.permissions())?;
        }
        file.sync_all()
    }
}

/// How the name of a file begins that is to take the place of another.
const PREFIX: &str = ".descent-";

/// What a new file may be used for, before the user's own mask.
#[cfg(unix)]
const NEW: u32 = 0o666;

/// Gives a file the owner that the old one has, as far as that is allowed.
#[cfg(unix)]
fn keep_owner(file: &File, old: &Metadata) {
    use std::os::unix::fs::{MetadataExt, fchown};
    _ = fchown(file, Some(old.uid()), Some(old.gid()));
}
