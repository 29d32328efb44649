//! The rule for arbitrary user ids, applied to a tree: group 0 may do what the owner may do.
//!
//! The platform starts the image with a user id that is not known beforehand, always in group 0. So
//! every entry gets group 0 where this user may give it, group read and write, and group execute on
//! directories and wherever the owner has it. Only what differs is changed, and only through the
//! descriptor that was examined. Links are never followed. An entry that cannot be changed is part
//! of a warning and does not fail the build.

use std::ffi::CStr;
use std::fmt::Write as _;
use std::os::fd::BorrowedFd;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering::Relaxed};
use std::sync::{Mutex, PoisonError};

use anyhow::Result;
use nix::errno::Errno;
use nix::libc::{S_IFDIR, S_IFLNK};
use nix::sys::stat::{FileStat, Mode, fchmod, fstat};
use nix::unistd::{Gid, Uid, fchown, getgroups};

use crate::debug;
use crate::fs::file_stat::file_type;
use crate::fs::open_path::{open_path, set_mode, set_owner};
use crate::fs::same_file::is_same;
use crate::fs::walk::{Location, Visitor, walk};
use crate::output::lines;
use crate::output::progress::ProgressCount;
use crate::output::quoting::escaped;

const GROUP_READ_WRITE: u32 = 0o060;
const GROUP_EXECUTE: u32 = 0o010;
const OWNER_EXECUTE: u32 = 0o100;
const SET_ID: u32 = 0o6000;
const ROOT_GROUP: Gid = Gid::from_raw(0);

/// Applies the rule to the source path, and to the application path unless the source lies directly
/// in it.
///
/// # Errors
/// Returns the error of `check`, which is called every few hundred entries.
pub fn fix(source: &Path, application: &Path, check: &dyn Fn() -> Result<()>) -> Result<()> {
    fix_tree(source, check)?;
    if source.parent().is_some_and(|parent| is_same(parent, application)) {
        debug!(
            "permissions of {} are left alone because the source lies directly in it",
            escaped(application)
        );
        return Ok(());
    }
    fix_tree(application, check)
}

fn fix_tree(top: &Path, check: &dyn Fn() -> Result<()>) -> Result<()> {
    debug!("setting the permissions of {} and everything below it", escaped(top));
    let fixer = Fixer::new();
    let progress = ProgressCount::begin();
    walk(top, &fixer, |visited| {
        progress.show(format_args!("setting permissions: {visited} entries"));
        check()
    })?;
    drop(progress);
    if let Some(problems) = fixer.problems() {
        lines::warning(format!(
            "below {}, {problems}; the application may lack access when it runs as another user",
            escaped(top)
        ));
    }
    Ok(())
}

struct Fixer {
    user: Uid,
    may_give_group: bool,
    in_other_group: AtomicUsize,
    failures: Mutex<Failures>,
}

#[derive(Default)]
struct Failures {
    count: usize,
    /// Depth, path and error of the failure nearest to the top, of these the first by name. So the
    /// warning does not depend on the order of the walk.
    first: Option<(usize, PathBuf, Errno)>,
}

/// The changes that an entry needs.
struct Change {
    give_group: bool,
    mode: Option<Mode>,
}

impl Fixer {
    fn new() -> Self {
        let user = Uid::effective();
        Self {
            user,
            may_give_group: user.is_root()
                || Gid::effective() == ROOT_GROUP
                || getgroups().is_ok_and(|groups| groups.contains(&ROOT_GROUP)),
            in_other_group: AtomicUsize::new(0),
            failures: Mutex::default(),
        }
    }

    fn may_change(&self, metadata: &FileStat) -> bool {
        self.user.is_root() || self.user.as_raw() == metadata.st_uid
    }

    /// Returns what the rule changes, or `None` if the entry is right or belongs to another user.
    fn change(&self, metadata: &FileStat) -> Option<Change> {
        if !self.may_change(metadata) {
            return None;
        }
        let is_directory = file_type(metadata) == S_IFDIR;
        let give_group = self.may_give_group && metadata.st_gid != ROOT_GROUP.as_raw();
        let mode = metadata.st_mode & 0o7777;
        let mut wanted = mode | GROUP_READ_WRITE;
        if is_directory || mode & OWNER_EXECUTE != 0 {
            wanted |= GROUP_EXECUTE;
        }
        if give_group && !is_directory {
            // These bits were given for the old group: a set-gid program of that group must not
            // become one of group 0.
            wanted &= !SET_ID;
        }
        let mode = (wanted != mode).then(|| Mode::from_bits_truncate(wanted));
        (give_group || mode.is_some()).then_some(Change { give_group, mode })
    }

    fn count_other_group(&self, metadata: &FileStat) {
        let other_group = metadata.st_gid != ROOT_GROUP.as_raw();
        if other_group && !self.may_give_group && self.may_change(metadata) {
            self.in_other_group.fetch_add(1, Relaxed);
        }
    }

    /// Changes the entry `name`. It is examined again once it is open, because another
    /// process may have replaced it.
    fn fix_entry(&self, parent: BorrowedFd<'_>, name: &CStr) -> nix::Result<()> {
        let file = match open_path(parent, name) {
            Ok(file) => file,
            Err(Errno::ENOENT) => return Ok(()), // removed meanwhile
            Err(error) => return Err(error),
        };
        let metadata = fstat(&file)?;
        if file_type(&metadata) == S_IFLNK {
            return Ok(()); // replaced by a link meanwhile
        }
        let Some(change) = self.change(&metadata) else {
            return Ok(());
        };
        if change.give_group {
            set_owner(&file, None, Some(ROOT_GROUP))?;
        }
        change.mode.map_or(Ok(()), |mode| set_mode(&file, mode))
    }

    /// Returns the text of the warning, if there is one.
    fn problems(&self) -> Option<String> {
        let failures = self.failures.lock().unwrap_or_else(PoisonError::into_inner);
        let mut text = String::new();
        if let Some((_, first, error)) = &failures.first {
            let top = first.as_os_str().is_empty();
            let first: &Path = if top { Path::new(".") } else { first };
            let _ = write!(
                text,
                "{} of the entries could not be given group permissions (the first is {}: {})",
                failures.count,
                escaped(first),
                error.desc()
            );
        }
        let in_other_group = self.in_other_group.load(Relaxed);
        if in_other_group > 0 {
            let and = if text.is_empty() { "" } else { ", and " };
            let _ = write!(
                text,
                "{and}{in_other_group} of the entries stay in another group than 0, because this user is not in group 0"
            );
        }
        (!text.is_empty()).then_some(text)
    }
}

impl Visitor for Fixer {
    fn directory(&self, directory: BorrowedFd<'_>, metadata: &FileStat, location: &Location<'_>) {
        self.count_other_group(metadata);
        let Some(change) = self.change(metadata) else {
            return;
        };
        let apply = || {
            if change.give_group {
                fchown(directory, None, Some(ROOT_GROUP))?;
            }
            change.mode.map_or(Ok(()), |mode| fchmod(directory, mode))
        };
        if let Err(error) = apply() {
            self.failed(error, location);
        }
    }

    fn entry(
        &self,
        parent: BorrowedFd<'_>,
        name: &CStr,
        metadata: &FileStat,
        location: &Location<'_>,
    ) {
        self.count_other_group(metadata);
        if self.change(metadata).is_some()
            && let Err(error) = self.fix_entry(parent, name)
        {
            self.failed(error, location);
        }
    }

    fn failed(&self, error: Errno, location: &Location<'_>) {
        let mut failures = self.failures.lock().unwrap_or_else(PoisonError::into_inner);
        failures.count += 1;
        let depth = location.depth();
        if failures.first.as_ref().is_some_and(|(highest, ..)| depth > *highest) {
            return;
        }
        let path = location.path();
        let first = failures.first.as_ref();
        if first.is_none_or(|(highest, first, _)| (depth, &path) < (*highest, first)) {
            failures.first = Some((depth, path, error));
        }
    }
}
