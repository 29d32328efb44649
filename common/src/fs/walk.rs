//! Walking a tree relative to open folders, by several threads where the tree is large.
//!
//! Down by name, up by `..`, which must lead back to where we came from: a folder that is swapped for a link
//! meanwhile leads nowhere else, names may be as deep as they like, and `/proc` is not needed. There is no
//! recursion, and never more than three descriptors a thread.
//!
//! A small tree is walked by the caller's thread alone. Once it has proven large, helpers are started, as many as there
//! are processors for; where there are none, or no thread can be had, it goes on alone (`crew`). What is found does
//! not depend on how many they are.

mod crew;
mod listing;
mod part;

use std::ffi::{CStr, CString, OsStr};
use std::os::fd::BorrowedFd;
use std::os::unix::ffi::OsStrExt;
use std::panic::resume_unwind;
use std::path::{Path, PathBuf};
use std::sync::atomic::AtomicUsize;
use std::thread;

use anyhow::Result;
use nix::errno::Errno;
use nix::fcntl::{OFlag, open};
use nix::libc::S_IFMT;
use nix::sys::stat::{FileStat, Mode};

use crew::Crew;
use part::Part;

const FOLDER: OFlag = OFlag::O_RDONLY.union(OFlag::O_DIRECTORY).union(OFlag::O_CLOEXEC);

/// What is done with what the walk finds. Each helper works with a clone of its own, taken before the walk, and
/// everything is met by one of them, once. In which order, nobody knows, but a folder comes before what is in it.
pub trait Visitor: Clone + Send {
    /// A folder, the top one included.
    fn folder(&mut self, folder: BorrowedFd<'_>, found: &FileStat, at: &Place<'_>);

    /// Anything else but a link, and a folder that cannot be opened: `name` in `folder`.
    fn entry(&mut self, folder: BorrowedFd<'_>, name: &CStr, found: &FileStat, at: &Place<'_>);

    /// What cannot be looked at.
    fn failed(&mut self, error: Errno, at: &Place<'_>);

    /// Takes over what a helper's visitor has found.
    fn merge(&mut self, helpers: Self);
}

/// Where the walk is, below the top.
pub struct Place<'a> {
    levels: &'a [Level],
    name: Option<&'a CStr>,
}

impl<'a> Place<'a> {
    fn folder(levels: &'a [Level]) -> Self {
        Self { levels, name: None }
    }

    fn entry(levels: &'a [Level], name: &'a CStr) -> Self {
        Self { levels, name: Some(name) }
    }

    /// How many levels it is below the top.
    #[must_use]
    pub fn depth(&self) -> usize {
        (self.levels.len() + usize::from(self.name.is_some())).saturating_sub(1)
    }

    /// The path from the top; empty for the top itself.
    #[must_use]
    pub fn path(&self) -> PathBuf {
        let above = self.levels.iter().map(|level| level.name.as_c_str());
        above.chain(self.name).map(|name| OsStr::from_bytes(name.to_bytes())).collect()
    }
}

/// A folder on the way down: how to know it again on the way up, and what is still to be visited in it.
struct Level {
    name: CString,
    identity: (u64, u64),
    folders: Vec<CString>,
}

impl Level {
    /// As a way to what is below it only.
    fn emptied(&self) -> Self {
        Self { name: self.name.clone(), identity: self.identity, folders: Vec::new() }
    }
}

/// Walks the tree below `top`, which may itself be a link to a folder.
///
/// What has been visited is added to `visited`, every few hundred entries, by all threads: whoever has a share in it
/// sees it grow. `check` is called by the caller's thread as often, and while it waits for the others.
///
/// # Errors
/// That of `check`, which ends the walk.
pub fn walk<V: Visitor>(
    top: &Path,
    visitor: &mut V,
    visited: &AtomicUsize,
    mut check: impl FnMut() -> Result<()>,
) -> Result<()> {
    let folder = match open(top, FOLDER, Mode::empty()) {
        Ok(folder) => folder,
        Err(error) => {
            visitor.failed(error, &Place::folder(&[]));
            return Ok(());
        }
    };
    let crew = Crew::new(visited);
    let pattern = visitor.clone();
    let mut ended = Ok(());
    thread::scope(|scope| {
        let mut helpers = Vec::new();
        let mut beats = 0;
        crew.work(Some(Part::whole(folder)), visitor, &mut || {
            ended = check();
            if ended.is_err() {
                crew.stop();
            }
            beats += 1;
            if beats == crew::LARGE {
                helpers = crew.call(scope, &pattern);
            }
        });
        for helper in helpers {
            match helper.join() {
                Ok(helpers) => visitor.merge(helpers),
                Err(panic) => resume_unwind(panic),
            }
        }
    });
    ended
}

/// By which a file is known again: its device and inode.
#[must_use]
pub fn identity(found: &FileStat) -> (u64, u64) {
    (found.st_dev, found.st_ino)
}

/// What it is: `S_IFDIR` and the like.
#[must_use]
pub fn kind(found: &FileStat) -> u32 {
    found.st_mode & S_IFMT
}
