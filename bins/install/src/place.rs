//! A place for a link: what is there, and how one is put there.

use std::fs;
use std::io::{self, ErrorKind};
use std::os::unix::fs::symlink;
use std::path::{Path, PathBuf};

use anyhow::Result;
use common::error::Error;
use common::output::quoting::escaped;
use common::process::current_exe;

/// What is at a path.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Found {
    /// Nothing.
    Nothing,
    /// A link to s2ibox, or one that leads nowhere and is called as ours are.
    Link,
    /// s2ibox itself: this file or a copy.
    Program,
    /// Something else.
    Foreign,
}

/// Looks at `path`; a link that leads nowhere counts as ours where it names a file `s2ibox`.
///
/// # Errors
/// It cannot be looked at.
pub fn look(path: &Path) -> Result<Found> {
    let metadata = match fs::symlink_metadata(path) {
        Ok(metadata) => metadata,
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(Found::Nothing),
        Err(error) => return Err(cannot("look at", path, &error)),
    };
    let is_link = metadata.is_symlink();
    let dangling = is_link && !path.exists();
    let ours = if dangling {
        fs::read_link(path).is_ok_and(|to| to.file_name().is_some_and(|name| name == "s2ibox"))
    } else {
        path.is_file() && current_exe::is(path)?
    };
    Ok(match (ours, is_link) {
        (true, true) => Found::Link,
        (true, false) => Found::Program,
        (false, _) => Found::Foreign,
    })
}

/// Puts a link to `program` at `path`, in the place of whatever is there, in one step.
///
/// # Errors
/// The folder cannot be written.
pub fn put_link(path: &Path, program: &Path) -> Result<()> {
    let target = match program.file_name() {
        Some(name) if program.parent() == path.parent() => PathBuf::from(name),
        _ => program.to_owned(),
    };
    if fs::read_link(path).is_ok_and(|to| to == target) {
        return Ok(());
    }
    let new = beside(path, ".s2ibox-new");
    let _ = fs::remove_file(&new); // what an interrupted run has left
    let made = symlink(&target, &new).and_then(|()| fs::rename(&new, path));
    made.map_err(|error| {
        let _ = fs::remove_file(&new);
        cannot("put a link at", path, &error)
    })
}

/// The path with something behind its name.
#[must_use]
pub fn beside(path: &Path, behind: &str) -> PathBuf {
    let mut path = path.as_os_str().to_owned();
    path.push(behind);
    path.into()
}

/// An error of the file system, with what can be done about it.
#[must_use]
pub fn cannot(do_what: &str, path: &Path, error: &io::Error) -> anyhow::Error {
    let mend = match error.kind() {
        ErrorKind::PermissionDenied => "; run it as root (USER 0 in the Containerfile)",
        ErrorKind::ReadOnlyFilesystem => {
            "; do it while the image is built, or mount it for writing"
        }
        ErrorKind::StorageFull => "; make room, and run it again",
        _ => "",
    };
    Error::Broken(format!("cannot {do_what} {}: {error}{mend}", escaped(path))).into()
}
