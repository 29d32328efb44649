//! Writing what is not there yet, and saying what was.

use std::ffi::OsStr;
use std::fs::{self, OpenOptions};
use std::io::{ErrorKind, Write};
use std::os::unix::fs::{OpenOptionsExt, PermissionsExt, symlink};
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result};
use common::output::lines;
use common::output::quoting::escaped;

/// The `.s2i` that is written to.
pub struct Tree {
    /// The source tree, as it was given.
    pub top: PathBuf,
}

impl Tree {
    /// Writes a text, with execute permission or not.
    ///
    /// # Errors
    /// It cannot be written.
    pub fn text(&self, below: impl AsRef<Path>, text: &str, executable: bool) -> Result<()> {
        let mode = if executable { 0o777 } else { 0o666 };
        self.put(below.as_ref(), &|path| {
            let mut file = OpenOptions::new().write(true).create_new(true).mode(mode).open(path)?;
            whole(file.write_all(text.as_bytes()), path)
        })
    }

    /// Copies a program.
    ///
    /// # Errors
    /// It cannot be copied.
    pub fn program(&self, below: &str, from: &Path) -> Result<()> {
        self.put(Path::new(below), &|path| {
            // `copy` would replace what is there.
            OpenOptions::new().write(true).create_new(true).open(path)?;
            let copied = fs::copy(from, path);
            let mode = fs::Permissions::from_mode(0o755);
            whole(copied.and_then(|_| fs::set_permissions(path, mode)), path)
        })
    }

    /// Makes a link.
    ///
    /// # Errors
    /// It cannot be made.
    pub fn link(&self, below: &str, target: &str) -> Result<()> {
        self.put(Path::new(below), &|path| symlink(target, path))
    }

    fn put(&self, below: &Path, put: &dyn Fn(&Path) -> std::io::Result<()>) -> Result<()> {
        let path = self.top.join(".s2i").join(below);
        let folder = path.parent().unwrap_or(&path);
        make(folder).with_context(|| format!("cannot make the folder {}", escaped(folder)))?;
        let said = match put(&path) {
            Ok(()) => "wrote",
            Err(error) if error.kind() == ErrorKind::AlreadyExists => "left as it is:",
            Err(error) => {
                return Err(error).with_context(|| format!("cannot write {}", escaped(&path)));
            }
        };
        say(said, path.as_os_str());
        Ok(())
    }
}

/// Half a file, on a full disk, goes away: the next time it would be left as it is.
fn whole(written: std::io::Result<()>, path: &Path) -> std::io::Result<()> {
    if written.is_err() {
        let _ = fs::remove_file(path);
    }
    written
}

/// One line on standard output.
fn say(said: &str, path: &OsStr) {
    lines::output(format!("{said} {}\n", escaped(path)).as_bytes());
}

/// Makes a folder and those above it. Not std's way to do this, which is nearly three thousand bytes.
fn make(folder: &Path) -> std::io::Result<()> {
    if folder.is_dir() {
        return Ok(());
    }
    if folder.exists() {
        let text = format!("{} is a file; move it away", escaped(folder));
        return Err(std::io::Error::other(text));
    }
    if let Some(above) = folder.parent().filter(|above| *above != Path::new("")) {
        make(above)?;
    }
    fs::create_dir(folder)
}
