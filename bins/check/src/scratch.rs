//! A scratch copy of the source for the trial of a hook, which may write there.

use std::env;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use anyhow::{Result, bail};
use common::fs::copy::{Progress, copy_tree};
use nix::sys::stat::FileStat;
use nix::unistd::mkdtemp;

/// The time for copying the files beside `.s2i`: an env hook seldom reads them, and never many.
const COPY_TIME: Duration = Duration::from_secs(2);
/// The size of the largest file that is copied, in bytes: a larger one would take all of that time.
const LARGEST: i64 = 16 << 20;

/// An application directory with a copy of a source tree; it is removed with this value.
pub struct Scratch {
    /// The directory that holds everything.
    pub top: PathBuf,
}

impl Scratch {
    /// Copies the source `from` without its `.git` and large files, and as much as [`COPY_TIME`]
    /// allows.
    ///
    /// # Errors
    /// `.s2i` cannot be copied.
    pub fn new(from: &Path) -> Result<Self> {
        let scratch = Self { top: mkdtemp(&env::temp_dir().join("s2ibox-check-XXXXXX"))? };
        for directory in ["home", "tmp", "app", "app/src"] {
            fs::create_dir(scratch.top.join(directory))?;
        }
        let (from, to) = (Path::new(".").join(from), scratch.source());
        let small = |metadata: &FileStat| metadata.st_size <= LARGEST;
        // A link is not copied as a link: a change in the copy would be one in the original.
        for directory in [".s2i", ".s2i/action_hooks"] {
            let (original, copy) = (from.join(directory), to.join(directory));
            if copy.is_symlink() {
                fs::remove_file(&copy)?;
            }
            if !copy.exists() {
                let progress = Progress { entry: &|file| Ok(small(file)), bytes: &|_| Ok(()) };
                copy_tree(&fs::canonicalize(original)?, &copy, &progress)?;
            }
        }
        let began = Instant::now();
        for entry in fs::read_dir(&from)? {
            let name = entry?.file_name();
            if name != ".git" && name != ".s2i" {
                // An error is ignored: a hook hardly needs a socket, or a file that cannot be read.
                let entry = |file: &FileStat| {
                    if began.elapsed() > COPY_TIME {
                        bail!("it takes too long");
                    }
                    Ok(small(file))
                };
                let progress = Progress { entry: &entry, bytes: &|_| Ok(()) };
                let _ = copy_tree(&from.join(&name), &to.join(&name), &progress);
            }
        }
        Ok(scratch)
    }

    /// Returns the source path.
    #[must_use]
    pub fn source(&self) -> PathBuf {
        self.top.join("app/src")
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.top);
    }
}
