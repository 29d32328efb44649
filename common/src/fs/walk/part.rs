//! A part of a tree, and how one thread walks it.

use std::ffi::{CStr, CString};
use std::mem;
use std::ops::ControlFlow::{self, Continue};
use std::os::fd::{AsFd, OwnedFd};

use nix::errno::Errno;
use nix::fcntl::{AtFlags, OFlag, openat};
use nix::libc::{DT_DIR, DT_LNK, S_IFDIR, S_IFLNK};
use nix::sys::stat::{Mode, fstat, fstatat};

use super::crew::Member;
use super::{FOLDER, Level, Place, Visitor, identity, kind};

/// Deeper down nothing is given away: a path of so many `..` still fits the kernel, and what must be copied for it
/// stays small.
const SHALLOW: usize = 1000;

/// What is still to be walked: what the levels note, below the one that it begins in.
pub struct Part {
    /// The folder of the last level.
    here: OwnedFd,
    /// The one above it, until something in `here` could be opened: where we may list but not search, there is no
    /// way up.
    above: Option<OwnedFd>,
    /// From the top of the tree; empty before anything was looked at.
    levels: Vec<Level>,
    /// How many of the levels belong to others.
    begins: usize,
}

impl Part {
    /// The whole tree below `top`.
    pub fn whole(top: OwnedFd) -> Self {
        Self { here: top, above: None, levels: Vec::new(), begins: 0 }
    }

    /// Walks it, and gives some of it away where somebody is free to take it.
    pub fn walk<V: Visitor>(mut self, member: &mut Member<'_, V>) -> ControlFlow<()> {
        if self.levels.is_empty() {
            look_through(&self.here, CString::default(), &mut self.levels, member)?;
        }
        while let Some(level) = self.levels.last_mut() {
            let Some(name) = level.folders.pop() else {
                if self.up(member.visitor) {
                    continue;
                }
                break;
            };
            match openat(&self.here, name.as_c_str(), FOLDER | OFlag::O_NOFOLLOW, Mode::empty()) {
                Ok(below) => self.down(below, name, member)?,
                Err(Errno::ENOENT) => {} // gone meanwhile
                Err(error) => self.not_opened(&name, error, member.visitor),
            }
            member.share(|| self.split());
        }
        Continue(())
    }

    /// Goes on in the folder `below` if there are folders in it.
    fn down<V: Visitor>(
        &mut self,
        below: OwnedFd,
        name: CString,
        member: &mut Member<'_, V>,
    ) -> ControlFlow<()> {
        let depth = self.levels.len();
        look_through(&below, name, &mut self.levels, member)?;
        match self.levels.get(depth) {
            Some(level) if level.folders.is_empty() => drop(self.levels.pop()),
            Some(_) => self.above = Some(mem::replace(&mut self.here, below)),
            None => {}
        }
        Continue(())
    }

    /// Goes back to the folder above; `false` where there is none, or no way to it.
    fn up(&mut self, visitor: &mut impl Visitor) -> bool {
        self.levels.pop();
        let Some(level) = self.levels.get(self.begins..).and_then(<[_]>::last) else {
            return false;
        };
        let above = match self.above.take() {
            Some(above) => Ok(above),
            None => open_again(&self.here, c"..", level),
        };
        match above {
            Ok(above) => self.here = above,
            Err(error) => {
                visitor.failed(error, &Place::folder(&self.levels));
                return false;
            }
        }
        true
    }

    /// Takes away half of the folders of the highest level that has any, for these are the largest.
    fn split(&mut self) -> Option<Self> {
        if self.levels.len() > SHALLOW {
            return None;
        }
        let at = self.levels.iter().position(|level| !level.folders.is_empty())?;
        let up = CString::new([b".", "/..".repeat(self.levels.len() - 1 - at).as_bytes()].concat());
        let here = open_again(&self.here, &up.ok()?, &self.levels[at]).ok()?;
        let mut levels: Vec<_> = self.levels[..=at].iter().map(Level::emptied).collect();
        let half = self.levels[at].folders.len().div_ceil(2);
        levels[at].folders = self.levels[at].folders.drain(..half).collect();
        Some(Self { here, above: None, levels, begins: at })
    }

    fn not_opened(&self, name: &CStr, error: Errno, visitor: &mut impl Visitor) {
        let at = Place::entry(&self.levels, name);
        if let Ok(found) = fstatat(&self.here, name, AtFlags::AT_SYMLINK_NOFOLLOW) {
            if kind(&found) == S_IFLNK {
                return; // put there meanwhile
            }
            visitor.entry(self.here.as_fd(), name, &found, &at);
        }
        visitor.failed(error, &at);
    }
}

/// Opens a folder that was visited before, and makes sure that it is the same.
fn open_again(from: &OwnedFd, path: &CStr, level: &Level) -> nix::Result<OwnedFd> {
    let folder = openat(from, path, FOLDER, Mode::empty())?;
    if identity(&fstat(&folder)?) == level.identity {
        Ok(folder)
    } else {
        Err(Errno::ESTALE) // it was moved away under us
    }
}

/// Visits a folder and everything in it but the folders, which are noted in a new level. There is none if the folder
/// cannot be looked at.
fn look_through<V: Visitor>(
    folder: &OwnedFd,
    name: CString,
    levels: &mut Vec<Level>,
    member: &mut Member<'_, V>,
) -> ControlFlow<()> {
    let found = match fstat(folder) {
        Ok(found) => found,
        Err(error) => {
            member.visitor.failed(error, &Place::entry(levels, &name));
            return Continue(());
        }
    };
    levels.push(Level { name, identity: identity(&found), folders: Vec::new() });
    member.visitor.folder(folder.as_fd(), &found, &Place::folder(levels));
    let mut folders = Vec::new();
    loop {
        let entries = match member.listing.next(folder.as_fd()) {
            Ok(Some(entries)) => entries,
            Ok(None) => break,
            Err(error) => {
                member.visitor.failed(error, &Place::folder(levels));
                break;
            }
        };
        for (name, told) in entries {
            member.pace.step()?;
            match told {
                DT_DIR => folders.push(name.to_owned()),
                DT_LNK => {}
                _ => match fstatat(folder, name, AtFlags::AT_SYMLINK_NOFOLLOW) {
                    Ok(found) if kind(&found) == S_IFDIR => folders.push(name.to_owned()),
                    Ok(found) if kind(&found) == S_IFLNK => {}
                    Ok(found) => {
                        let at = Place::entry(levels, name);
                        member.visitor.entry(folder.as_fd(), name, &found, &at);
                    }
                    Err(Errno::ENOENT) => {} // gone meanwhile
                    Err(error) => member.visitor.failed(error, &Place::entry(levels, name)),
                },
            }
        }
    }
    if let Some(level) = levels.last_mut() {
        level.folders = folders;
    }
    Continue(())
}
