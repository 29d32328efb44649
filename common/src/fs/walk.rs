//! Walks a tree relative to open directories.
//!
//! The walk goes down by name and up by `..`, and checks that `..` leads back to the directory that it came from. So a
//! directory that is replaced by a link meanwhile leads nowhere else, a path may be longer than `PATH_MAX`, and `/proc`
//! is not needed. There is no recursion, and a thread has at most three descriptors open.
//!
//! The calling thread walks a small tree alone. A large tree is worth more threads: with two free processors the
//! permissions of 50,000 files take 1.8 times less (docs/performance.md). See [`pool`].

mod pool;
mod subtree;

use std::ffi::{CStr, CString, OsStr};
use std::os::fd::BorrowedFd;
use std::os::unix::ffi::OsStrExt;
use std::path::{Path, PathBuf};
use std::thread;

use anyhow::Result;
use nix::errno::Errno;
use nix::fcntl::{OFlag, open};
use nix::libc::S_IFMT;
use nix::sys::stat::{FileStat, Mode};

use pool::{LARGE_TREE, Pool};
use subtree::Subtree;

const DIRECTORY: OFlag = OFlag::O_RDONLY.union(OFlag::O_DIRECTORY).union(OFlag::O_CLOEXEC);

/// Receives what a walk finds, from several threads at once.
///
/// Each entry is visited once. The order is not defined, but a directory comes before its entries.
pub trait Visitor: Sync {
    /// Visits a directory, the top one included.
    fn directory(&self, directory: BorrowedFd<'_>, metadata: &FileStat, location: &Location<'_>);

    /// Visits the entry `name` of `parent`: a file that is neither a link nor a directory, or a directory that cannot
    /// be opened. Another process may have replaced the entry meanwhile.
    fn entry(
        &self,
        parent: BorrowedFd<'_>,
        name: &CStr,
        metadata: &FileStat,
        location: &Location<'_>,
    );

    /// Takes note of an entry that cannot be examined.
    fn failed(&self, error: Errno, location: &Location<'_>);
}

/// The location of an entry below the top of the tree.
pub struct Location<'a> {
    levels: &'a [Level],
    name: Option<&'a CStr>,
}

impl<'a> Location<'a> {
    fn directory(levels: &'a [Level]) -> Self {
        Self { levels, name: None }
    }

    fn entry(levels: &'a [Level], name: &'a CStr) -> Self {
        Self { levels, name: Some(name) }
    }

    /// Returns the number of levels below the top.
    #[must_use]
    pub fn depth(&self) -> usize {
        (self.levels.len() + usize::from(self.name.is_some())).saturating_sub(1)
    }

    /// Returns the path from the top, which is empty for the top itself.
    #[must_use]
    pub fn path(&self) -> PathBuf {
        let directories = self.levels.iter().map(|level| level.name.as_c_str());
        directories.chain(self.name).map(|name| OsStr::from_bytes(name.to_bytes())).collect()
    }
}

/// A directory between the top of the tree and the current directory.
struct Level {
    name: CString,
    /// Device and inode, by which the walk recognizes the directory on the way up.
    identity: (u64, u64),
    /// The directories in it that are still to be visited.
    pending: Vec<CString>,
}

/// Walks the tree below `top`, which may itself be a link to a directory.
///
/// The calling thread calls `check` every few hundred entries, and while it waits for other threads, with the number
/// of entries that all threads have visited so far.
///
/// # Errors
/// Returns the error of `check`, which ends the walk.
pub fn walk(
    top: &Path,
    visitor: &impl Visitor,
    mut check: impl FnMut(usize) -> Result<()>,
) -> Result<()> {
    let directory = match open(top, DIRECTORY, Mode::empty()) {
        Ok(directory) => directory,
        Err(error) => {
            visitor.failed(error, &Location::directory(&[]));
            return Ok(());
        }
    };
    let pool = Pool::new(visitor);
    let mut result = Ok(());
    let mut batches = 0;
    thread::scope(|scope| {
        pool.work(Some(Subtree::new(directory)), &mut |visited| {
            result = check(visited);
            if result.is_err() {
                pool.stop();
            }
            batches += 1;
            if batches == LARGE_TREE {
                pool.start_threads(scope);
            }
        });
    });
    result
}

/// Returns the device and the inode, which identify a file.
#[must_use]
pub fn identity(metadata: &FileStat) -> (u64, u64) {
    (metadata.st_dev, metadata.st_ino)
}

/// Returns the file type: `S_IFDIR` and so on (inode(7)).
#[must_use]
pub fn file_type(metadata: &FileStat) -> u32 {
    metadata.st_mode & S_IFMT
}
