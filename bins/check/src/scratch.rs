//! A copy of the source to try a hook in, so that what the hook writes is written there.

use std::env;
use std::fs::{self, Metadata};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use anyhow::{Result, bail};
use common::fs::copy::copy_tree;
use nix::unistd::mkdtemp;

/// For so long what lies beside `.s2i` is copied: an env hook seldom reads that, and never much of it.
const LONGEST: Duration = Duration::from_secs(2);
/// No larger file is copied, in bytes: one would take longer than that.
const LARGEST: u64 = 16 << 20;

/// An application folder with a copy of a source tree in it; it goes away with this value.
pub struct Scratch {
    /// The folder that holds everything.
    pub top: PathBuf,
}

impl Scratch {
    /// Copies the source `from`, but for its `.git` and what is large; the rest as far as it does not take too long.
    ///
    /// # Errors
    /// It cannot be copied.
    pub fn new(from: &Path) -> Result<Self> {
        let scratch = Self { top: mkdtemp(&env::temp_dir().join("s2ibox-check-XXXXXX"))? };
        for folder in ["home", "tmp", "app", "app/src"] {
            fs::create_dir(scratch.top.join(folder))?;
        }
        let (from, to) = (Path::new(".").join(from), scratch.source());
        let small = |metadata: &Metadata| metadata.len() <= LARGEST;
        // Never as a link: what is changed in the copy would be changed in the original.
        for folder in [".s2i", ".s2i/action_hooks"] {
            let (original, copy) = (from.join(folder), to.join(folder));
            if copy.is_symlink() {
                fs::remove_file(&copy)?;
            }
            if !copy.exists() {
                copy_tree(&fs::canonicalize(original)?, &copy, &|file| Ok(small(file)), &|_| {
                    Ok(())
                })?;
            }
        }
        let began = Instant::now();
        for entry in fs::read_dir(&from)? {
            let name = entry?.file_name();
            if name != ".git" && name != ".s2i" {
                // A socket, or what cannot be read here, can hardly be what the hook needs.
                let _ = copy_tree(
                    &from.join(&name),
                    &to.join(&name),
                    &|file| {
                        if began.elapsed() > LONGEST {
                            bail!("it takes too long");
                        }
                        Ok(small(file))
                    },
                    &|_| Ok(()),
                );
            }
        }
        Ok(scratch)
    }

    /// The source path in it.
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
