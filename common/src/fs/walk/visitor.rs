//! What a walk calls for each entry, and where the entry is.

use std::ffi::{CStr, CString, OsStr};
use std::os::fd::BorrowedFd;
use std::os::unix::ffi::OsStrExt;
use std::path::PathBuf;

use nix::errno::Errno;
use nix::sys::stat::FileStat;

/// Receives what a walk finds, from several threads at once.
///
/// Each entry is visited once. The order is not defined, but a directory comes before its entries.
pub trait Visitor: Sync {
    /// Visits a directory, the top one included.
    fn directory(&self, directory: BorrowedFd<'_>, metadata: &FileStat, location: &Location<'_>);

    /// Visits the entry `name` of `parent`: a file that is neither a link nor a directory, or a
    /// directory that cannot be opened. Another process may have replaced the entry meanwhile.
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
    /// Returns the location of the directory of the last level.
    #[must_use]
    pub fn directory(levels: &'a [Level]) -> Self {
        Self { levels, name: None }
    }

    /// Returns the location of an entry of that directory.
    #[must_use]
    pub fn entry(levels: &'a [Level], name: &'a CStr) -> Self {
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
pub struct Level {
    /// The name in the directory above.
    pub name: CString,
    /// Device and inode, by which the walk recognizes the directory on the way up.
    pub identity: (u64, u64),
    /// The directories in it that are still to be visited.
    pub pending: Vec<CString>,
}
