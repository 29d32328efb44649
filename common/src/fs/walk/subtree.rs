//! The part of a tree that one thread walks.

use std::ffi::{CStr, CString};
use std::mem;
use std::os::fd::{AsFd, OwnedFd};

use nix::errno::Errno;
use nix::fcntl::{AtFlags, OFlag, openat};
use nix::libc::{DT_DIR, DT_LNK, S_IFDIR, S_IFLNK};
use nix::sys::stat::{Mode, fstat, fstatat};

use super::pool::{Batch, Stopped};
use super::visitor::{Level, Location, Visitor};
use crate::fs::entries::EntryBuffer;
use crate::fs::file_stat::{file_type, identity};

/// Opens a directory to list it.
pub const DIRECTORY: OFlag = OFlag::O_RDONLY.union(OFlag::O_DIRECTORY).union(OFlag::O_CLOEXEC);

/// The depth below which nothing is given to other threads. A path of so many `..` fits into
/// `PATH_MAX`.
const MAX_SPLIT_DEPTH: usize = 1000;

/// What one thread works with.
pub struct Worker<'a, V> {
    visitor: &'a V,
    buffer: EntryBuffer,
    /// The entries since the last look at the other threads.
    pub batch: Batch<'a, Subtree>,
}

impl<'a, V> Worker<'a, V> {
    /// Returns what the thread needs that counts its entries in `batch`.
    pub fn new(visitor: &'a V, batch: Batch<'a, Subtree>) -> Self {
        Self { visitor, buffer: EntryBuffer::new(), batch }
    }
}

/// A subtree that is being walked: the pending directories of all levels from `first_level` on.
pub struct Subtree {
    /// The directory of the last level.
    current: OwnedFd,
    /// The parent of `current`, kept until an entry of `current` could be opened: a directory that
    /// may be listed but not searched has no `..` for this user.
    parent: Option<OwnedFd>,
    /// All levels from the top of the tree; empty until the top is listed.
    levels: Vec<Level>,
    /// The levels above this one belong to the subtrees of other threads.
    first_level: usize,
}

impl Subtree {
    /// Returns the whole tree below the open directory `top`.
    pub fn new(top: OwnedFd) -> Self {
        Self { current: top, parent: None, levels: Vec::new(), first_level: 0 }
    }

    /// Walks the subtree, and gives some of it to waiting threads.
    ///
    /// # Errors
    /// Returns [`Stopped`] when the walk is to end.
    pub fn walk<V: Visitor>(mut self, worker: &mut Worker<'_, V>) -> Result<(), Stopped> {
        if self.levels.is_empty() {
            list(&self.current, CString::default(), &mut self.levels, worker)?;
        }
        while let Some(level) = self.levels.last_mut() {
            let Some(name) = level.pending.pop() else {
                if self.go_up(worker.visitor) {
                    continue;
                }
                break;
            };
            let flags = DIRECTORY | OFlag::O_NOFOLLOW;
            match openat(&self.current, name.as_c_str(), flags, Mode::empty()) {
                Ok(directory) => self.go_down(directory, name, worker)?,
                Err(Errno::ENOENT) => {} // removed meanwhile
                Err(error) => self.not_opened(&name, error, worker.visitor),
            }
            worker.batch.share(|| self.split());
        }
        Ok(())
    }

    /// Lists `directory`, and continues in it if it has directories of its own.
    fn go_down<V: Visitor>(
        &mut self,
        directory: OwnedFd,
        name: CString,
        worker: &mut Worker<'_, V>,
    ) -> Result<(), Stopped> {
        let depth = self.levels.len();
        list(&directory, name, &mut self.levels, worker)?;
        match self.levels.get(depth) {
            Some(level) if level.pending.is_empty() => drop(self.levels.pop()),
            Some(_) => self.parent = Some(mem::replace(&mut self.current, directory)),
            None => {}
        }
        Ok(())
    }

    /// Returns to the parent directory. Returns `false` if the parent is not part of this subtree
    /// or cannot be opened.
    fn go_up(&mut self, visitor: &impl Visitor) -> bool {
        self.levels.pop();
        let Some(level) = self.levels.get(self.first_level..).and_then(<[_]>::last) else {
            return false;
        };
        let parent = match self.parent.take() {
            Some(parent) => Ok(parent),
            None => open_visited(&self.current, c"..", level),
        };
        match parent {
            Ok(parent) => self.current = parent,
            Err(error) => {
                visitor.failed(error, &Location::directory(&self.levels));
                return false;
            }
        }
        true
    }

    /// Splits off half of the pending directories of the highest level that has any.
    fn split(&mut self) -> Option<Self> {
        if self.levels.len() > MAX_SPLIT_DEPTH {
            return None;
        }
        let highest = self.levels.iter().position(|level| !level.pending.is_empty())?;
        let up = "/..".repeat(self.levels.len() - 1 - highest);
        let path = CString::new(format!(".{up}")).ok()?;
        let current = open_visited(&self.current, &path, &self.levels[highest]).ok()?;
        let copy = |level: &Level| Level {
            name: level.name.clone(),
            identity: level.identity,
            pending: Vec::new(),
        };
        let mut levels: Vec<_> = self.levels[..=highest].iter().map(copy).collect();
        let half = self.levels[highest].pending.len().div_ceil(2);
        levels[highest].pending = self.levels[highest].pending.drain(..half).collect();
        Some(Self { current, parent: None, levels, first_level: highest })
    }

    fn not_opened(&self, name: &CStr, error: Errno, visitor: &impl Visitor) {
        let location = Location::entry(&self.levels, name);
        if let Ok(metadata) = fstatat(&self.current, name, AtFlags::AT_SYMLINK_NOFOLLOW) {
            if file_type(&metadata) == S_IFLNK {
                return; // replaced by a link meanwhile
            }
            visitor.entry(self.current.as_fd(), name, &metadata, &location);
        }
        visitor.failed(error, &location);
    }
}

/// Opens a directory that was visited before.
///
/// # Errors
/// Returns `ESTALE` if `path` leads to another directory, because this one was moved meanwhile.
fn open_visited(from: &OwnedFd, path: &CStr, level: &Level) -> nix::Result<OwnedFd> {
    let directory = openat(from, path, DIRECTORY, Mode::empty())?;
    if identity(&fstat(&directory)?) == level.identity { Ok(directory) } else { Err(Errno::ESTALE) }
}

/// Visits a directory and its entries, and pushes a level that holds the directories among them.
/// There is no new level if the directory cannot be examined.
fn list<V: Visitor>(
    directory: &OwnedFd,
    name: CString,
    levels: &mut Vec<Level>,
    worker: &mut Worker<'_, V>,
) -> Result<(), Stopped> {
    let visitor = worker.visitor;
    let metadata = match fstat(directory) {
        Ok(metadata) => metadata,
        Err(error) => {
            visitor.failed(error, &Location::entry(levels, &name));
            return Ok(());
        }
    };
    levels.push(Level { name, identity: identity(&metadata), pending: Vec::new() });
    visitor.directory(directory.as_fd(), &metadata, &Location::directory(levels));
    let mut pending = Vec::new();
    loop {
        let entries = match worker.buffer.read(directory.as_fd()) {
            Ok(Some(entries)) => entries,
            Ok(None) => break,
            Err(error) => {
                visitor.failed(error, &Location::directory(levels));
                break;
            }
        };
        for (name, entry_type) in entries {
            worker.batch.count_entry()?;
            match entry_type {
                DT_DIR => pending.push(name.to_owned()),
                DT_LNK => {}
                _ => match fstatat(directory, name, AtFlags::AT_SYMLINK_NOFOLLOW) {
                    Ok(metadata) => match file_type(&metadata) {
                        S_IFDIR => pending.push(name.to_owned()),
                        S_IFLNK => {}
                        _ => {
                            let location = Location::entry(levels, name);
                            visitor.entry(directory.as_fd(), name, &metadata, &location);
                        }
                    },
                    Err(Errno::ENOENT) => {} // removed meanwhile
                    Err(error) => visitor.failed(error, &Location::entry(levels, name)),
                },
            }
        }
    }
    if let Some(level) = levels.last_mut() {
        level.pending = pending;
    }
    Ok(())
}
