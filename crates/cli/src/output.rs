//! Where a command writes to.

use std::io::{self, Write};
use std::path::{Path, PathBuf};

use crate::failure::Failure;
use crate::whole_file;

/// Where to write to, as `--out` says it.
#[derive(Clone, Copy)]
pub(crate) enum Output<'a> {
    /// The standard output.
    Standard,
    /// A file.
    File(&'a Path),
}

impl<'a> Output<'a> {
    /// The standard output where nothing is said, or `-`, or where its device is named.
    pub(crate) fn of(out: Option<&'a PathBuf>) -> Self {
        let file = out.filter(|path| *path != Path::new("-") && *path != Path::new("/dev/stdout"));
        file.map_or(Self::Standard, |path| Self::File(path))
    }

    /// Writes all of it or, into a file, nothing.
    pub(crate) fn write(self, bytes: &[u8]) -> Result<(), Failure> {
        match self {
            Self::Standard => {
                let mut out = io::stdout().lock();
                out.write_all(bytes)?;
                Ok(out.flush()?)
            }
            Self::File(path) => {
                whole_file::write(path, bytes).map_err(|error| Failure::unwritable(path, error))
            }
        }
    }
}
