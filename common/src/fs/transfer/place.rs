//! The upload or the source, and the names that a transfer uses in it.

use std::fs;
use std::io::{self, ErrorKind};
use std::path::Path;

use anyhow::{Context as _, Result};
use nix::libc::{S_IFDIR, S_IFREG};

use crate::broken;
use crate::fs::directory::Directory;
use crate::fs::file_stat::file_type;
use crate::output::lines;
use crate::output::quoting::{escaped, quoted};

/// The directory that is taken.
pub const S2I: &str = ".s2i";
/// In the source: a complete `.s2i` that is to be put in place.
pub const NEW: &str = ".s2i.new-by-s2ibox";
/// In the source: a copy that may be half.
pub const COPY: &str = ".s2i.copy-by-s2ibox";
/// In the source: an older `.s2i` that was replaced.
pub const OLD: &str = ".s2i.old-by-s2ibox";
/// In the upload: a `.s2i` that was copied before, or a file that marks `.s2i` as such.
pub const TAKEN: &str = ".s2i.taken-by-s2ibox";

/// An open directory and its path, for messages.
pub struct Place<'a> {
    pub path: &'a Path,
    pub directory: Directory,
}

impl<'a> Place<'a> {
    pub fn open(path: &'a Path) -> io::Result<Self> {
        Ok(Self { path, directory: Directory::open(path)? })
    }

    /// Completes what a killed build has begun, where the upload has no `.s2i`. Returns whether a
    /// new one is in place.
    pub fn complete_interrupted(&self, upload: &Path) -> Result<bool> {
        let is_there =
            |name: &str| self.directory.examine(name.as_ref()).map(|found| found.is_some());
        let is_complete = is_there(NEW)?;
        if is_complete {
            self.put_in_place()?;
        }
        if is_there(OLD)? && is_there(S2I)? {
            self.remove_older();
        }
        if !is_complete && is_there(COPY)? {
            let copy = self.path.join(COPY);
            broken!(
                "{} may be half of a .s2i: a build was killed that copied it, and the upload {} does not have it any \
                 more; upload the source again, or build without it: rm -r {}",
                escaped(&copy),
                escaped(upload),
                quoted(&copy)
            );
        }
        Ok(is_complete)
    }

    /// Gives [`NEW`] its name. An older `.s2i` is moved aside, and back if that fails; one that
    /// cannot be moved, as in a lower layer of an overlay, is removed.
    pub fn put_in_place(&self) -> Result<()> {
        let (directory, shown) = (&self.directory, self.path.join(S2I));
        let moved = match directory.rename(S2I.as_ref(), directory, OLD.as_ref()) {
            Ok(()) => true,
            Err(error) if error.kind() == ErrorKind::NotFound => false,
            Err(error) if error.kind() == ErrorKind::CrossesDevices => {
                self.remove(S2I)
                    .with_context(|| format!("the older {} cannot be removed", escaped(&shown)))?;
                false
            }
            Err(error) => {
                return Err(error).with_context(|| {
                    format!("the older {} cannot be moved aside", escaped(&shown))
                });
            }
        };
        if let Err(error) = directory.rename(NEW.as_ref(), directory, S2I.as_ref()) {
            if moved {
                let _ = directory.rename(OLD.as_ref(), directory, S2I.as_ref());
            }
            return Err(error).context("it cannot be put in place");
        }
        if moved {
            self.remove_older();
        }
        Ok(())
    }

    fn remove_older(&self) {
        if let Err(error) = self.remove(OLD) {
            lines::warning(format!(
                "the older .s2i, moved to {}, cannot be removed: {error}",
                escaped(&self.path.join(OLD))
            ));
        }
    }

    /// Removes what earlier builds have left, because the upload has a complete `.s2i`.
    pub fn remove_leftovers(&self) -> Result<()> {
        self.discard_copies()?;
        self.remove_leftover(OLD)
    }

    /// Removes [`COPY`] and [`NEW`]. The latter is renamed first, so that half of it never counts
    /// as complete.
    pub fn discard_copies(&self) -> Result<()> {
        self.remove_leftover(COPY)?;
        match self.directory.rename(NEW.as_ref(), &self.directory, COPY.as_ref()) {
            Ok(()) => self.remove_leftover(COPY),
            Err(error) if error.kind() == ErrorKind::NotFound => Ok(()),
            Err(error) => Err(error).context(self.leftover(NEW)),
        }
    }

    fn remove_leftover(&self, name: &str) -> Result<()> {
        match self.remove(name) {
            Err(error) if error.kind() != ErrorKind::NotFound => {
                Err(error).context(self.leftover(name))
            }
            _ => Ok(()),
        }
    }

    fn leftover(&self, name: &str) -> String {
        let path = self.path.join(name);
        format!("{}, left by an earlier build, cannot be removed; remove it", escaped(&path))
    }

    /// Removes what a killed build has left in the upload, which has a `.s2i` or not.
    pub fn remove_taken(&self, has_hooks: bool) -> Result<()> {
        match self.directory.examine(TAKEN.as_ref())? {
            Some(mark) if has_hooks && file_type(&mark) == S_IFREG => {
                let s2i = self.path.join(S2I);
                broken!(
                    "{} may be half of a .s2i: a build was killed that removed it once it was copied; upload the source \
                     again, or build with the copy: rm -r {} {}",
                    escaped(&s2i),
                    quoted(&s2i),
                    quoted(&self.path.join(TAKEN))
                )
            }
            Some(_) => self.remove_leftover(TAKEN),
            None => Ok(()),
        }
    }

    /// Removes the entry `name`, a directory with everything in it. No link is followed.
    pub fn remove(&self, name: &str) -> io::Result<()> {
        match self.directory.examine(name.as_ref())? {
            Some(metadata) if file_type(&metadata) == S_IFDIR => {
                fs::remove_dir_all(self.path.join(name))
            }
            _ => self.directory.remove(name.as_ref()),
        }
    }
}
