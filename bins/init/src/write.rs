//! Writes the entries of a `.s2i` tree that do not exist yet, and prints a line for each.

use std::ffi::OsStr;
use std::fs::{self, File, Permissions};
use std::io::{self, ErrorKind, Write};
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result};
use common::fs::atomic_write::{Existing, remove_leftovers, write_file, write_link};
use common::fs::directory::Directory;
use common::output::lines;
use common::output::quoting::escaped;

/// A source tree whose `.s2i` is written.
pub struct Tree {
    /// The source tree, as the user named it.
    pub top: PathBuf,
}

impl Tree {
    /// Writes a text file, with execute permission if it is `executable`.
    ///
    /// # Errors
    /// The file cannot be written.
    pub fn text(&self, below: impl AsRef<Path>, text: &str, executable: bool) -> Result<()> {
        let mode = if executable { 0o777 } else { 0o666 };
        self.put(below.as_ref(), |directory, name| {
            write_file(directory, name, mode, Existing::Keep, |file| {
                file.write_all(text.as_bytes())
            })
        })
    }

    /// Copies a program to below `.s2i`.
    ///
    /// # Errors
    /// The program cannot be copied.
    pub fn program(&self, below: &str, from: &Path) -> Result<()> {
        self.put(Path::new(below), |directory, name| {
            write_file(directory, name, 0o755, Existing::Keep, |file| {
                io::copy(&mut File::open(from)?, file)?;
                file.set_permissions(Permissions::from_mode(0o755))
            })
        })
    }

    /// Creates a link below `.s2i`.
    ///
    /// # Errors
    /// The link cannot be made.
    pub fn link(&self, below: &str, target: &str) -> Result<()> {
        self.put(Path::new(below), |directory, name| {
            write_link(directory, name, target.as_ref(), Existing::Keep)
        })
    }

    fn put(
        &self,
        below: &Path,
        write: impl FnOnce(&Directory, &OsStr) -> io::Result<()>,
    ) -> Result<()> {
        let below = Path::new(".s2i").join(below);
        let path = self.top.join(&below);
        let parent = below.parent().unwrap_or(&below);
        let directory = self.create(parent).with_context(|| {
            format!("cannot create the directory {}", escaped(&self.top.join(parent)))
        })?;
        remove_leftovers(&directory);
        let name = below.file_name().unwrap_or_default();
        let written = match directory.examine(name) {
            Ok(Some(_)) => Err(ErrorKind::AlreadyExists.into()),
            Ok(None) => write(&directory, name),
            Err(error) => Err(error),
        };
        let action = match written {
            Ok(()) => "wrote",
            Err(error) if error.kind() == ErrorKind::AlreadyExists => "left as it is:",
            Err(error) => {
                return Err(error).with_context(|| format!("cannot write {}", escaped(&path)));
            }
        };
        lines::output(format!("{action} {}\n", escaped(&path)).as_bytes());
        Ok(())
    }

    /// Opens the directory `below` of the source tree; both are created if they do not exist. A
    /// link below the source tree could lead out of it, so none is followed.
    fn create(&self, below: &Path) -> io::Result<Directory> {
        if !self.top.as_os_str().is_empty() {
            fs::create_dir_all(&self.top)?;
        }
        let created = Directory::open(&self.top)?.create_below(below);
        created.map_err(|error| match self.not_a_directory(below) {
            Some(path) if error.kind() == ErrorKind::NotADirectory => {
                io::Error::other(format!("{} is a file or a link; move it away", escaped(&path)))
            }
            _ => error,
        })
    }

    /// Returns the first part of the path `below` that is not a directory itself.
    fn not_a_directory(&self, below: &Path) -> Option<PathBuf> {
        let mut parts: Vec<_> = below.ancestors().map(|part| self.top.join(part)).collect();
        parts.reverse();
        let is_other =
            |part: &PathBuf| fs::symlink_metadata(part).is_ok_and(|found| !found.is_dir());
        parts.into_iter().skip(1).find(is_other)
    }
}
