//! The rule for arbitrary user ids, applied to a tree: what the owner may, group 0 may too.
//!
//! The platform starts the image with a user id that nobody knows beforehand, always in group 0. So
//! everything gets group 0 where we may give it, group read and write, and group execute on folders and
//! wherever the owner has it. Only what differs is touched; links are never followed. The tree is walked
//! relative to open folders, so that a folder that is swapped for a link meanwhile leads nowhere else, with
//! two descriptors however deep it is.

use std::ffi::CString;
use std::fmt::Write as _;
use std::fs;
use std::os::fd::{AsFd, BorrowedFd, OwnedFd};
use std::path::Path;

use anyhow::Result;
use nix::dir::Dir;
use nix::errno::Errno;
use nix::fcntl::{AtFlags, OFlag, open, openat};
use nix::libc::{S_IFDIR, S_IFLNK, S_IFMT, S_IFREG};
use nix::sys::stat::{FchmodatFlags, FileStat, Mode, fchmod, fchmodat, fstat, fstatat};
use nix::unistd::{Gid, Uid, fchownat, getgroups};

use crate::command::Invocation;
use crate::layout::same_file;
use crate::report::{self, shown};

const FOLDER: OFlag = OFlag::O_RDONLY
    .union(OFlag::O_DIRECTORY)
    .union(OFlag::O_CLOEXEC);
const GROUP_READ_WRITE: u32 = 0o060;
const GROUP_EXECUTE: u32 = 0o010;
const OWNER_EXECUTE: u32 = 0o100;
const SET_ID: u32 = 0o6000;

/// Applies the rule to the source path, and to the application path if the source is not directly below it.
/// What cannot be changed is a warning.
///
/// # Errors
/// Only a signal that ends the command.
pub fn fix(invocation: &Invocation) -> Result<()> {
    let (source, application) = (&invocation.layout.source, &invocation.layout.application);
    let check = || invocation.signals.check();
    fix_tree(source, &check)?;
    let above = source.parent().and_then(|above| fs::metadata(above).ok());
    let is_below = above
        .zip(fs::metadata(application).ok())
        .is_some_and(|(above, application)| same_file(&above, &application));
    if !is_below {
        fix_tree(application, &check)?;
    }
    Ok(())
}

fn fix_tree(top: &Path, check: &dyn Fn() -> Result<()>) -> Result<()> {
    let mut walk = Walk::new(check);
    if let Err(error) = walk.tree(top)? {
        walk.failed(error);
    }
    if let Some(text) = walk.complaint() {
        report::warning(format!(
            "below {}, {text}; the application may lack access when it runs as another user",
            shown(top)
        ));
    }
    Ok(())
}

/// A folder on the way down: how to know it again on the way up, and what is still to be visited in it.
struct Level {
    identity: (u64, u64),
    folders: Vec<CString>,
}

struct Walk<'a> {
    check: &'a dyn Fn() -> Result<()>,
    user: Uid,
    may_give_group: bool,
    failures: usize,
    first_failure: Option<Errno>,
    other_group: usize,
}

impl<'a> Walk<'a> {
    fn new(check: &'a dyn Fn() -> Result<()>) -> Self {
        let user = Uid::effective();
        let root_group = Gid::from_raw(0);
        let may_give_group = user.is_root()
            || Gid::effective() == root_group
            || getgroups().is_ok_and(|groups| groups.contains(&root_group));
        Self {
            check,
            user,
            may_give_group,
            failures: 0,
            first_failure: None,
            other_group: 0,
        }
    }

    fn failed(&mut self, error: Errno) {
        self.failures += 1;
        self.first_failure.get_or_insert(error);
    }

    /// What is to be complained of, if anything is.
    fn complaint(&self) -> Option<String> {
        let mut text = String::new();
        if let Some(error) = self.first_failure {
            let _ = write!(
                text,
                "{} entries could not be given group permissions ({})",
                self.failures,
                error.desc()
            );
        }
        if self.other_group > 0 {
            let and = if text.is_empty() { "" } else { ", and " };
            let _ = write!(
                text,
                "{and}{} entries stay in another group than 0, which this user is not in",
                self.other_group
            );
        }
        (!text.is_empty()).then_some(text)
    }

    /// Walks the tree without recursion: down by name, up by `..`, checked to be where we came from. The outer
    /// error ends the command, the inner one this tree.
    fn tree(&mut self, top: &Path) -> Result<nix::Result<()>> {
        let mut here = match open(top, FOLDER, Mode::empty()) {
            Ok(folder) => folder,
            Err(error) => return Ok(Err(error)),
        };
        match fstat(&here) {
            Ok(found) => self.mend_folder(&here, &found),
            Err(error) => return Ok(Err(error)),
        }
        let mut levels = Vec::new();
        match self.folder(&here)? {
            Ok(level) => levels.push(level),
            Err(error) => return Ok(Err(error)),
        }
        while let Some(level) = levels.last_mut() {
            if let Some(name) = level.folders.pop() {
                match openat(&here, name.as_c_str(), FOLDER | OFlag::O_NOFOLLOW, Mode::empty()) {
                    Ok(below) => match self.folder(&below)? {
                        Ok(level) => {
                            levels.push(level);
                            here = below;
                        }
                        Err(error) => self.failed(error),
                    },
                    Err(error) => self.failed(error),
                }
                continue;
            }
            levels.pop();
            let Some(above) = levels.last() else { break };
            let up = openat(&here, c"..", FOLDER, Mode::empty());
            match up.and_then(|up| fstat(&up).map(|found| (up, found))) {
                Ok((up, found)) if identity(&found) == above.identity => here = up,
                Ok(_) => return Ok(Err(Errno::ESTALE)), // it was moved away under us
                Err(error) => return Ok(Err(error)),
            }
        }
        Ok(Ok(()))
    }

    /// Mends everything in a folder and lists the folders in it.
    fn folder(&mut self, folder: &OwnedFd) -> Result<nix::Result<Level>> {
        (self.check)()?;
        let listed = fstat(folder)
            .and_then(|found| Ok((found, openat(folder, c".", FOLDER, Mode::empty())?)))
            .and_then(|(found, again)| Ok((found, Dir::from_fd(again)?)));
        let (found, mut entries) = match listed {
            Ok(listed) => listed,
            Err(error) => return Ok(Err(error)),
        };
        let mut level = Level {
            identity: identity(&found),
            folders: Vec::new(),
        };
        for entry in entries.iter() {
            let entry = match entry {
                Ok(entry) => entry,
                Err(error) => return Ok(Err(error)),
            };
            let name = entry.file_name();
            if name == c"." || name == c".." {
                continue;
            }
            match fstatat(folder, name, AtFlags::AT_SYMLINK_NOFOLLOW) {
                Ok(found) => {
                    if kind(&found) != S_IFLNK {
                        self.mend(folder.as_fd(), name, &found);
                    }
                    if kind(&found) == S_IFDIR {
                        level.folders.push(name.to_owned());
                    }
                }
                Err(Errno::ENOENT) => {} // gone meanwhile
                Err(error) => self.failed(error),
            }
        }
        Ok(Ok(level))
    }

    fn mend(&mut self, folder: BorrowedFd<'_>, name: &std::ffi::CStr, found: &FileStat) {
        let Some(wanted) = self.wanted(found) else { return };
        if let Err(error) = wanted.apply(folder, name, found) {
            self.failed(error);
        }
    }

    fn mend_folder(&mut self, folder: &OwnedFd, found: &FileStat) {
        let Some(wanted) = self.wanted(found) else { return };
        let done = wanted
            .give_group(folder.as_fd(), c"", AtFlags::AT_EMPTY_PATH)
            .and_then(|()| fchmod(folder, wanted.mode));
        if let Err(error) = done {
            self.failed(error);
        }
    }

    /// What is to be changed about an entry; nothing if it is right, or another user's.
    fn wanted(&mut self, found: &FileStat) -> Option<Wanted> {
        if !self.user.is_root() && self.user.as_raw() != found.st_uid {
            return None;
        }
        let mode = found.st_mode & 0o7777;
        let executable = kind(found) == S_IFDIR || mode & OWNER_EXECUTE != 0;
        let mut group = GROUP_READ_WRITE;
        if executable {
            group |= GROUP_EXECUTE;
        }
        let other_group = found.st_gid != 0;
        if other_group && !self.may_give_group {
            self.other_group += 1;
        }
        let wanted = Wanted {
            mode: Mode::from_bits_truncate(mode | group),
            change_mode: mode | group != mode,
            give_group: other_group && self.may_give_group,
        };
        (wanted.change_mode || wanted.give_group).then_some(wanted)
    }
}

struct Wanted {
    mode: Mode,
    change_mode: bool,
    give_group: bool,
}

impl Wanted {
    /// Gives the group first, for that takes set-id bits away (chown(2)), then the mode, which brings them back.
    fn apply(
        &self,
        folder: BorrowedFd<'_>,
        name: &std::ffi::CStr,
        found: &FileStat,
    ) -> nix::Result<()> {
        self.give_group(folder, name, AtFlags::AT_SYMLINK_NOFOLLOW)?;
        let lost = self.give_group && self.mode.bits() & SET_ID != 0;
        if !self.change_mode && !lost {
            return Ok(());
        }
        // `fchmodat` would follow a link put in the entry's place: what is opened is looked at again.
        if matches!(kind(found), S_IFREG | S_IFDIR) {
            let flags = OFlag::O_RDONLY | OFlag::O_NOFOLLOW | OFlag::O_NONBLOCK | OFlag::O_CLOEXEC;
            match openat(folder, name, flags, Mode::empty()) {
                Ok(opened) if identity(&fstat(&opened)?) == identity(found) => {
                    return fchmod(&opened, self.mode);
                }
                Ok(_) | Err(Errno::ELOOP) => return Err(Errno::ESTALE),
                Err(Errno::EACCES) => {} // ours, but not readable
                Err(error) => return Err(error),
            }
        }
        fchmodat(folder, name, self.mode, FchmodatFlags::NoFollowSymlink)
    }

    fn give_group(
        &self,
        folder: BorrowedFd<'_>,
        name: &std::ffi::CStr,
        flags: AtFlags,
    ) -> nix::Result<()> {
        if self.give_group {
            fchownat(folder, name, None, Some(Gid::from_raw(0)), flags)?;
        }
        Ok(())
    }
}

fn kind(found: &FileStat) -> u32 {
    found.st_mode & S_IFMT
}

fn identity(found: &FileStat) -> (u64, u64) {
    (found.st_dev, found.st_ino)
}
