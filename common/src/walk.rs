//! Walking a tree relative to open folders.
//!
//! Down by name, up by `..`, which must lead back to where we came from: a folder that is swapped for a link
//! meanwhile leads nowhere else, names may be as deep as they like, and `/proc` is not needed. There is no
//! recursion, and never more than three descriptors.

use std::ffi::{CStr, CString, OsStr};
use std::os::fd::{AsFd, BorrowedFd, OwnedFd};
use std::os::unix::ffi::OsStrExt;
use std::path::{Path, PathBuf};

use anyhow::Result;
use nix::dir::{Dir, Type};
use nix::errno::Errno;
use nix::fcntl::{AtFlags, OFlag, open, openat};
use nix::libc::{S_IFDIR, S_IFLNK, S_IFMT};
use nix::sys::stat::{FileStat, Mode, fstat, fstatat};

const FOLDER: OFlag = OFlag::O_RDONLY
    .union(OFlag::O_DIRECTORY)
    .union(OFlag::O_CLOEXEC);

/// What is done with what the walk finds.
pub trait Visitor {
    /// A folder, the top one included, before anything in it.
    ///
    /// # Errors
    /// Ends the walk.
    fn folder(&mut self, folder: BorrowedFd<'_>, found: &FileStat, at: &Place<'_>) -> Result<()>;

    /// Anything else but a link, and a folder that cannot be opened: `name` in `folder`.
    fn entry(&mut self, folder: BorrowedFd<'_>, name: &CStr, found: &FileStat, at: &Place<'_>);

    /// What cannot be looked at.
    fn failed(&mut self, error: Errno, at: &Place<'_>);
}

/// Where the walk is, below the top.
pub struct Place<'a> {
    levels: &'a [Level],
    name: Option<&'a CStr>,
}

impl Place<'_> {
    /// The path from the top; empty for the top itself.
    #[must_use]
    pub fn path(&self) -> PathBuf {
        let above = self.levels.iter().map(|level| level.name.as_c_str());
        above
            .chain(self.name)
            .map(|name| OsStr::from_bytes(name.to_bytes()))
            .collect()
    }
}

/// A folder on the way down: how to know it again on the way up, and what is still to be visited in it.
struct Level {
    name: CString,
    identity: (u64, u64),
    folders: Vec<CString>,
}

/// Walks the tree below `top`, which may itself be a link to a folder.
///
/// # Errors
/// What the visitor ends the walk with.
pub fn walk(top: &Path, visitor: &mut impl Visitor) -> Result<()> {
    let mut levels: Vec<Level> = Vec::new();
    let mut here = match open(top, FOLDER, Mode::empty()) {
        Ok(folder) => folder,
        Err(error) => {
            visitor.failed(
                error,
                &Place {
                    levels: &[],
                    name: None,
                },
            );
            return Ok(());
        }
    };
    enter(&here, CString::default(), &mut levels, visitor)?;
    while let Some(level) = levels.last_mut() {
        if let Some(name) = level.folders.pop() {
            match openat(
                &here,
                name.as_c_str(),
                FOLDER | OFlag::O_NOFOLLOW,
                Mode::empty(),
            ) {
                Ok(below) => {
                    if enter(&below, name, &mut levels, visitor)? {
                        here = below;
                    }
                }
                Err(Errno::ENOENT) => {} // gone meanwhile
                Err(error) => not_opened(&here, &name, error, &levels, visitor),
            }
            continue;
        }
        levels.pop();
        let Some(above) = levels.last() else { break };
        match openat(&here, c"..", FOLDER, Mode::empty()) {
            Ok(up) if fstat(&up).is_ok_and(|found| identity(&found) == above.identity) => here = up,
            up => {
                let error = up.err().unwrap_or(Errno::ESTALE); // it was moved away under us
                visitor.failed(
                    error,
                    &Place {
                        levels: &levels,
                        name: None,
                    },
                );
                break;
            }
        }
    }
    Ok(())
}

/// Visits a folder and everything in it but the folders, which are noted; `false` where that failed.
fn enter(
    folder: &OwnedFd,
    name: CString,
    levels: &mut Vec<Level>,
    visitor: &mut impl Visitor,
) -> Result<bool> {
    let listed = fstat(folder).and_then(|found| {
        // A descriptor of its own, for `Dir` closes the one that it is given.
        let again = folder.try_clone().map_err(|_| Errno::last())?;
        Ok((found, Dir::from_fd(again)?))
    });
    let (found, mut entries) = match listed {
        Ok(listed) => listed,
        Err(error) => {
            visitor.failed(
                error,
                &Place {
                    levels,
                    name: Some(&name),
                },
            );
            return Ok(false);
        }
    };
    levels.push(Level {
        name,
        identity: identity(&found),
        folders: Vec::new(),
    });
    visitor.folder(folder.as_fd(), &found, &Place { levels, name: None })?;
    let mut folders = Vec::new();
    for entry in entries.iter() {
        let entry = match entry {
            Ok(entry) => entry,
            Err(error) => {
                visitor.failed(error, &Place { levels, name: None });
                break;
            }
        };
        let name = entry.file_name();
        if name == c"." || name == c".." {
            continue;
        }
        match entry.file_type() {
            Some(Type::Directory) => {
                folders.push(name.to_owned());
                continue;
            }
            Some(Type::Symlink) => continue,
            _ => {}
        }
        let at = Place {
            levels,
            name: Some(name),
        };
        match fstatat(folder, name, AtFlags::AT_SYMLINK_NOFOLLOW) {
            Ok(found) if found.st_mode & S_IFMT == S_IFDIR => folders.push(name.to_owned()),
            Ok(found) if found.st_mode & S_IFMT == S_IFLNK => {}
            Ok(found) => visitor.entry(folder.as_fd(), name, &found, &at),
            Err(Errno::ENOENT) => {} // gone meanwhile
            Err(error) => visitor.failed(error, &at),
        }
    }
    if let Some(level) = levels.last_mut() {
        level.folders = folders;
    }
    Ok(true)
}

fn not_opened(
    here: &OwnedFd,
    name: &CStr,
    error: Errno,
    levels: &[Level],
    visitor: &mut impl Visitor,
) {
    let at = Place {
        levels,
        name: Some(name),
    };
    if let Ok(found) = fstatat(here, name, AtFlags::AT_SYMLINK_NOFOLLOW) {
        visitor.entry(here.as_fd(), name, &found, &at);
    }
    visitor.failed(error, &at);
}

/// By which a file is known again: its device and inode.
#[must_use]
pub fn identity(found: &FileStat) -> (u64, u64) {
    (found.st_dev, found.st_ino)
}
