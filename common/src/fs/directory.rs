//! An open directory, below which no link is followed.
//!
//! In a tree that s2ibox has not made, any name may be a link that leads out of it. So each
//! component of a path is opened by itself, relative to the one before. That works on every kernel,
//! unlike openat2(2).

use std::ffi::{OsStr, OsString};
use std::fs;
use std::io::{self, ErrorKind};
use std::os::fd::{AsFd, BorrowedFd, OwnedFd};
use std::os::unix::ffi::OsStrExt;
use std::path::{Component, Path};

use nix::errno::Errno;
use nix::fcntl::{AT_FDCWD, AtFlags, OFlag, openat, renameat};
use nix::sys::stat::{FileStat, Mode, fstatat, mkdirat};
use nix::unistd::{LinkatFlags, UnlinkatFlags, linkat, unlinkat};

use crate::broken;
use crate::fs::entries::EntryBuffer;
use crate::output::quoting::escaped;

/// Returns whether an error says that there is no file. Any other error does not: the file may
/// exist, but this user cannot reach it.
#[must_use]
pub fn is_absence(error: &io::Error) -> bool {
    matches!(error.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory)
}

/// Returns whether `path` leads to a directory.
///
/// # Errors
/// It cannot be examined, which is not the same as that it does not exist.
pub fn is_directory(path: &Path) -> anyhow::Result<bool> {
    match fs::metadata(path) {
        Ok(metadata) => Ok(metadata.is_dir()),
        Err(error) if is_absence(&error) => Ok(false),
        Err(error) => broken!("{} cannot be examined: {error}", escaped(path)),
    }
}

/// Needs search permission only (open(2)).
const DIRECTORY: OFlag = OFlag::O_PATH.union(OFlag::O_DIRECTORY).union(OFlag::O_CLOEXEC);

/// An open directory.
#[derive(Debug)]
pub struct Directory(OwnedFd);

impl AsFd for Directory {
    fn as_fd(&self) -> BorrowedFd<'_> {
        self.0.as_fd()
    }
}

impl Directory {
    /// Opens the directory at `path`, which the user has named: links in it are followed. An empty
    /// path is the working directory.
    ///
    /// # Errors
    /// Those of open(2).
    pub fn open(path: &Path) -> io::Result<Self> {
        let path = if path.as_os_str().is_empty() { Path::new(".") } else { path };
        Ok(Self(openat(AT_FDCWD, path, DIRECTORY, Mode::empty())?))
    }

    /// Opens the directory at the relative path `below`, which has no `..`.
    ///
    /// # Errors
    /// Those of open(2); `ENOTDIR` where a component is a link.
    pub fn below(&self, below: &Path) -> io::Result<Self> {
        self.descend(below, false)
    }

    /// Opens the directory at the relative path `below`, which has no `..`, and creates what is
    /// missing of it.
    ///
    /// # Errors
    /// Those of open(2) and mkdir(2); `ENOTDIR` where a component is a link.
    pub fn create_below(&self, below: &Path) -> io::Result<Self> {
        self.descend(below, true)
    }

    fn descend(&self, below: &Path, create: bool) -> io::Result<Self> {
        let mut directory = Self(self.0.try_clone()?);
        for component in below.components() {
            match component {
                Component::Normal(name) => directory = directory.child(name, create)?,
                Component::CurDir => {}
                _ => return Err(Errno::EINVAL.into()),
            }
        }
        Ok(directory)
    }

    fn child(&self, name: &OsStr, create: bool) -> io::Result<Self> {
        let open = || openat(&self.0, name, DIRECTORY | OFlag::O_NOFOLLOW, Mode::empty());
        match open() {
            Err(Errno::ENOENT) if create => {
                match mkdirat(&self.0, name, Mode::from_bits_truncate(0o777)) {
                    Ok(()) | Err(Errno::EEXIST) => Ok(Self(open()?)),
                    Err(error) => Err(error.into()),
                }
            }
            opened => Ok(Self(opened?)),
        }
    }

    /// Returns the names of all entries but `.` and `..`, in no order.
    ///
    /// # Errors
    /// The directory cannot be read.
    pub fn names(&self) -> io::Result<Vec<OsString>> {
        let flags = OFlag::O_RDONLY | OFlag::O_DIRECTORY | OFlag::O_CLOEXEC;
        let readable = openat(&self.0, ".", flags, Mode::empty())?;
        let mut buffer = EntryBuffer::new();
        let mut names = Vec::new();
        while let Some(entries) = buffer.read(readable.as_fd())? {
            names.extend(entries.map(|(name, _)| OsStr::from_bytes(name.to_bytes()).to_owned()));
        }
        Ok(names)
    }

    /// Returns what the entry `name` is, which may be a link, or `None` if there is none.
    ///
    /// # Errors
    /// The entry cannot be examined.
    pub fn examine(&self, name: &OsStr) -> io::Result<Option<FileStat>> {
        match fstatat(&self.0, name, AtFlags::AT_SYMLINK_NOFOLLOW) {
            Ok(metadata) => Ok(Some(metadata)),
            Err(Errno::ENOENT) => Ok(None),
            Err(error) => Err(error.into()),
        }
    }

    /// Renames the entry `from` to `to` in the directory `target`, in place of an entry there.
    ///
    /// # Errors
    /// Those of rename(2).
    pub fn rename(&self, from: &OsStr, target: &Self, to: &OsStr) -> io::Result<()> {
        Ok(renameat(&self.0, from, &target.0, to)?)
    }

    /// Renames the entry `from` to `to`, where there must be no entry of that name: by a hard link,
    /// which replaces nothing. Where the file system has none, or for a directory, the name is
    /// examined before.
    ///
    /// # Errors
    /// `EEXIST` if there is an entry, and those of rename(2).
    pub fn rename_to_new(&self, from: &OsStr, to: &OsStr) -> io::Result<()> {
        match linkat(&self.0, from, &self.0, to, LinkatFlags::empty()) {
            Ok(()) => self.remove(from),
            Err(Errno::EEXIST) => Err(Errno::EEXIST.into()),
            Err(_) if self.examine(to)?.is_some() => Err(Errno::EEXIST.into()),
            Err(_) => self.rename(from, self, to),
        }
    }

    /// Removes the entry `name`, which is not a directory.
    ///
    /// # Errors
    /// Those of unlink(2).
    pub fn remove(&self, name: &OsStr) -> io::Result<()> {
        Ok(unlinkat(&self.0, name, UnlinkatFlags::NoRemoveDir)?)
    }
}
