//! Writes the files that are not there yet, and prints a line for each.

use std::fs::{self, OpenOptions};
use std::io::{self, ErrorKind, Write};
use std::os::unix::fs::{OpenOptionsExt, PermissionsExt, symlink};
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result};
use common::output::lines;
use common::output::quoting::escaped;

/// A source tree whose `.s2i` is written.
pub struct Tree {
    /// The directory, as it was given.
    pub top: PathBuf,
}

impl Tree {
    /// Writes a text file below `.s2i`, with execute permission or not.
    ///
    /// # Errors
    /// It cannot be written.
    pub fn text(&self, below: impl AsRef<Path>, text: &str, executable: bool) -> Result<()> {
        let mode = if executable { 0o777 } else { 0o666 };
        self.put(below.as_ref(), &|path| {
            let mut file = OpenOptions::new().write(true).create_new(true).mode(mode).open(path)?;
            remove_on_error(file.write_all(text.as_bytes()), path)
        })
    }

    /// Copies a program to below `.s2i`.
    ///
    /// # Errors
    /// It cannot be copied.
    pub fn program(&self, below: &str, from: &Path) -> Result<()> {
        self.put(Path::new(below), &|path| {
            // `copy` alone would replace an existing file.
            OpenOptions::new().write(true).create_new(true).open(path)?;
            let copied = fs::copy(from, path);
            let mode = fs::Permissions::from_mode(0o755);
            remove_on_error(copied.and_then(|_| fs::set_permissions(path, mode)), path)
        })
    }

    /// Creates a link below `.s2i`.
    ///
    /// # Errors
    /// It cannot be created.
    pub fn link(&self, below: &str, target: &str) -> Result<()> {
        self.put(Path::new(below), &|path| symlink(target, path))
    }

    fn put(&self, below: &Path, put: &dyn Fn(&Path) -> io::Result<()>) -> Result<()> {
        let path = self.top.join(".s2i").join(below);
        let directory = path.parent().unwrap_or(&path);
        create_directory(directory)
            .with_context(|| format!("cannot create the directory {}", escaped(directory)))?;
        let outcome = match put(&path) {
            Ok(()) => "wrote",
            Err(error) if error.kind() == ErrorKind::AlreadyExists => "left as it is:",
            Err(error) => {
                return Err(error).with_context(|| format!("cannot write {}", escaped(&path)));
            }
        };
        lines::output(format!("{outcome} {}\n", escaped(&path)).as_bytes());
        Ok(())
    }
}

/// Removes a file that could not be written completely: the next run would leave it as it is.
fn remove_on_error(written: io::Result<()>, path: &Path) -> io::Result<()> {
    if written.is_err() {
        let _ = fs::remove_file(path);
    }
    written
}

/// Creates a directory and those above it; std's own function is three thousand bytes of the binary.
fn create_directory(directory: &Path) -> io::Result<()> {
    if directory.is_dir() {
        return Ok(());
    }
    if directory.exists() {
        let text = format!("{} is a file; move it away", escaped(directory));
        return Err(io::Error::other(text));
    }
    if let Some(above) = directory.parent().filter(|above| *above != Path::new("")) {
        create_directory(above)?;
    }
    fs::create_dir(directory)
}
