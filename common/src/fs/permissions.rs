//! The rule for arbitrary user ids, applied to a tree: what the owner may, group 0 may too.
//!
//! The platform starts the image with a user id that nobody knows beforehand, always in group 0. So
//! everything gets group 0 where we may give it, group read and write, and group execute on folders and
//! wherever the owner has it. Only what differs is touched, links never. What cannot be changed is a
//! warning, never a failed build.

use std::ffi::CStr;
use std::fmt::Write as _;
use std::os::fd::{AsRawFd, BorrowedFd};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering::Relaxed};

use anyhow::Result;
use nix::errno::Errno;
use nix::fcntl::{AtFlags, OFlag, openat};
use nix::libc::{self, S_IFDIR, S_IFREG};
use nix::sys::stat::{FchmodatFlags, FileStat, Mode, fchmod, fchmodat, fstat};
use nix::unistd::{Gid, Uid, fchown, fchownat, getgroups};

use crate::command::context::Context;
use crate::debug;
use crate::fs::walk::{Place, Visitor, identity, kind, walk};
use crate::hooks::paths::is_same;
use crate::output::lines;
use crate::output::progress::ProgressCount;
use crate::output::quoting::escaped;
use crate::process::signals::Signals;

const GROUP_READ_WRITE: u32 = 0o060;
const GROUP_EXECUTE: u32 = 0o010;
const OWNER_EXECUTE: u32 = 0o100;
const SET_ID: u32 = 0o6000;
/// The number of the system call, on every architecture.
const FCHMODAT2: libc::c_long = 452;
const ROOT_GROUP: Gid = Gid::from_raw(0);

/// Applies the rule to the source path, and to the application path if the source is not directly below it.
///
/// # Errors
/// Only a signal that ends the command.
pub fn fix(context: &Context) -> Result<()> {
    let (source, application) = (&context.paths.source, &context.paths.application);
    fix_tree(source, &context.signals)?;
    let above = source.parent();
    if above.is_some_and(|above| is_same(above, application)) {
        debug!(
            "permissions of {} stay as they are, for the source is directly below it",
            escaped(application)
        );
        return Ok(());
    }
    fix_tree(application, &context.signals)
}

fn fix_tree(top: &Path, signals: &Signals) -> Result<()> {
    debug!("permissions of {} and all below it are set", escaped(top));
    let mut fixer = Fixer::new();
    let (live, visited) = (ProgressCount::begin(), AtomicUsize::new(0));
    walk(top, &mut fixer, &visited, || {
        let visited = visited.load(Relaxed);
        live.show(format_args!("setting permissions: {visited} entries"));
        signals.check()
    })?;
    drop(live);
    if let Some(complaint) = fixer.complaint() {
        lines::warning(format!(
            "below {}, {complaint}; the application may lack access when it runs as another user",
            escaped(top)
        ));
    }
    Ok(())
}

#[derive(Clone)]
struct Fixer {
    user: Uid,
    may_give_group: bool,
    failures: usize,
    /// The highest in the tree, of these the first by name: the same, whoever came first.
    first_failure: Option<(usize, PathBuf, Errno)>,
    in_other_group: usize,
}

/// What is to be done with an entry.
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
            failures: 0,
            first_failure: None,
            in_other_group: 0,
        }
    }

    /// What the rule wants of an entry; nothing if it is right already, or another user's.
    fn change(&mut self, found: &FileStat) -> Option<Change> {
        if !self.user.is_root() && self.user.as_raw() != found.st_uid {
            return None;
        }
        let other_group = found.st_gid != ROOT_GROUP.as_raw();
        let give_group = other_group && self.may_give_group;
        self.in_other_group += usize::from(other_group && !self.may_give_group);
        let mode = found.st_mode & 0o7777;
        let mut wanted = mode | GROUP_READ_WRITE;
        if kind(found) == S_IFDIR || mode & OWNER_EXECUTE != 0 {
            wanted |= GROUP_EXECUTE;
        }
        // A change of group takes set-id bits away (chown(2)); the mode brings them back.
        let set_mode = wanted != mode || (give_group && mode & SET_ID != 0);
        (give_group || set_mode).then(|| Change {
            give_group,
            mode: set_mode.then(|| Mode::from_bits_truncate(wanted)),
        })
    }

    fn keep_first(&mut self, depth: usize, path: PathBuf, error: Errno) {
        let known = self.first_failure.as_ref();
        if known.is_none_or(|(highest, first, _)| (depth, &path) < (*highest, first)) {
            self.first_failure = Some((depth, path, error));
        }
    }

    /// What is to be complained of, if anything is.
    fn complaint(&self) -> Option<String> {
        let mut text = String::new();
        if let Some((_, first, error)) = &self.first_failure {
            let top = first.as_os_str().is_empty();
            let first: &Path = if top { Path::new(".") } else { first };
            let _ = write!(
                text,
                "{} of the entries could not be given group permissions (the first is {}: {})",
                self.failures,
                escaped(first),
                error.desc()
            );
        }
        if self.in_other_group > 0 {
            let and = if text.is_empty() { "" } else { ", and " };
            let _ = write!(
                text,
                "{and}{} of the entries stay in another group than 0, for this user is not in group 0",
                self.in_other_group
            );
        }
        (!text.is_empty()).then_some(text)
    }
}

impl Visitor for Fixer {
    fn folder(&mut self, folder: BorrowedFd<'_>, found: &FileStat, at: &Place<'_>) {
        if let Some(change) = self.change(found)
            && let Err(error) = change.apply_to_open(folder)
        {
            self.failed(error, at);
        }
    }

    fn entry(&mut self, folder: BorrowedFd<'_>, name: &CStr, found: &FileStat, at: &Place<'_>) {
        if let Some(change) = self.change(found)
            && let Err(error) = change.apply(folder, name, found)
        {
            self.failed(error, at);
        }
    }

    fn failed(&mut self, error: Errno, at: &Place<'_>) {
        self.failures += 1;
        let (depth, known) = (at.depth(), self.first_failure.as_ref());
        if known.is_none_or(|(highest, ..)| depth <= *highest) {
            self.keep_first(depth, at.path(), error);
        }
    }

    fn merge(&mut self, helpers: Self) {
        self.failures += helpers.failures;
        self.in_other_group += helpers.in_other_group;
        if let Some((depth, path, error)) = helpers.first_failure {
            self.keep_first(depth, path, error);
        }
    }
}

impl Change {
    fn apply_to_open(&self, file: BorrowedFd<'_>) -> nix::Result<()> {
        if self.give_group {
            fchown(file, None, Some(ROOT_GROUP))?;
        }
        self.mode.map_or(Ok(()), |mode| fchmod(file, mode))
    }

    fn apply(&self, folder: BorrowedFd<'_>, name: &CStr, found: &FileStat) -> nix::Result<()> {
        if self.give_group {
            let flags = AtFlags::AT_SYMLINK_NOFOLLOW;
            fchownat(folder, name, None, Some(ROOT_GROUP), flags)?;
        }
        let Some(mode) = self.mode else {
            return Ok(());
        };
        match change_mode(folder, name, mode) {
            Err(Errno::ENOSYS) => change_mode_of_open(folder, name, mode, found),
            done => done,
        }
    }
}

/// `fchmodat2(2)`, which follows no link; Linux has it since 6.6.
fn change_mode(folder: BorrowedFd<'_>, name: &CStr, mode: Mode) -> nix::Result<()> {
    // SAFETY: the descriptor is borrowed, and the name ends in NUL.
    let done = unsafe {
        libc::syscall(
            FCHMODAT2,
            folder.as_raw_fd(),
            name.as_ptr(),
            mode.bits(),
            libc::AT_SYMLINK_NOFOLLOW,
        )
    };
    Errno::result(done).map(drop)
}

/// The same for an older kernel: `fchmodat(2)` would follow a link put in the entry's place, so what is opened is
/// looked at again.
fn change_mode_of_open(
    folder: BorrowedFd<'_>,
    name: &CStr,
    mode: Mode,
    found: &FileStat,
) -> nix::Result<()> {
    if kind(found) == S_IFREG {
        let flags = OFlag::O_RDONLY | OFlag::O_NOFOLLOW | OFlag::O_NONBLOCK | OFlag::O_CLOEXEC;
        match openat(folder, name, flags, Mode::empty()) {
            Ok(file) if identity(&fstat(&file)?) == identity(found) => return fchmod(&file, mode),
            Ok(_) | Err(Errno::ELOOP) => return Err(Errno::ESTALE),
            Err(Errno::EACCES) => {} // ours, but not readable
            Err(error) => return Err(error),
        }
    }
    fchmodat(folder, name, mode, FchmodatFlags::NoFollowSymlink)
}
