//! The name of a link: what has it now, and how a link gets it.

use std::fs;
use std::io::{self, ErrorKind};
use std::path::Path;

use anyhow::Result;
use common::error::Error;
use common::fs::atomic_write::{Existing, remove_leftovers, write_link};
use common::fs::directory::Directory;
use common::output::quoting::escaped;
use common::process::current_exe;

/// The kind of entry at a path.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Found {
    /// There is no entry.
    Nothing,
    /// A link to s2ibox, or a link that leads nowhere and whose target is named `s2ibox`.
    Link,
    /// s2ibox itself: this program or a copy.
    Program,
    /// Another file.
    Foreign,
}

/// Examines the entry at `path`.
///
/// # Errors
/// The entry cannot be examined.
pub fn look(path: &Path) -> Result<Found> {
    let metadata = match fs::symlink_metadata(path) {
        Ok(metadata) => metadata,
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(Found::Nothing),
        Err(error) => return Err(cannot("examine", path, &error)),
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

/// Puts a link to `program` at `path`, in place of an entry there, in one step.
///
/// # Errors
/// The directory cannot be written.
pub fn put_link(path: &Path, program: &Path) -> Result<()> {
    let target = match program.file_name() {
        Some(name) if program.parent() == path.parent() => name,
        _ => program.as_os_str(),
    };
    if fs::read_link(path).is_ok_and(|to| to == target) {
        return Ok(());
    }
    let name = path.file_name().unwrap_or_default();
    Directory::open(path.parent().unwrap_or(path))
        .and_then(|directory| write_link(&directory, name, target, Existing::Replace))
        .map_err(|error| cannot("put a link at", path, &error))
}

/// Removes the temporary links that killed runs have left in `directory`.
pub fn remove_temporary_links(directory: &Path) {
    if let Ok(directory) = Directory::open(directory) {
        remove_leftovers(&directory);
    }
}

/// Returns an error of the file system with its fix.
#[must_use]
pub fn cannot(do_what: &str, path: &Path, error: &io::Error) -> anyhow::Error {
    let fix = match error.kind() {
        ErrorKind::PermissionDenied => "; run it as root (USER 0 in the Containerfile)",
        ErrorKind::ReadOnlyFilesystem => {
            "; do it while the image is built, or mount it for writing"
        }
        ErrorKind::StorageFull => "; make room, and run it again",
        _ => "",
    };
    Error::Broken(format!("cannot {do_what} {}: {error}{fix}", escaped(path))).into()
}
