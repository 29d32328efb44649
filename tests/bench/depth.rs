//! The deep tree for the row about the growth of `assemble` with the depth.

use std::fs::{self, File};
use std::os::fd::OwnedFd;
use std::path::{Path, PathBuf};

use anyhow::{Result, ensure};
use nix::fcntl::{OFlag, open, openat};
use nix::sys::stat::{Mode, fchmod, fstat, mkdirat};
use nix::unistd::{Gid, Uid, fchown};

use crate::trees::{Kind, SOME_GROUP, State};

/// A chain of nested directories with a file in each.
pub struct Depth {
    top: PathBuf,
    levels: usize,
}

const DIRECTORY: OFlag = OFlag::O_DIRECTORY.union(OFlag::O_CLOEXEC);

impl Depth {
    /// Returns a chain of `levels` directories below `top`; makes a missing one.
    pub fn new(top: &Path, levels: usize) -> Result<Self> {
        let complete = top.with_extension(format!("{levels}-levels"));
        if !complete.exists() {
            ensure!(!top.exists(), "{} is not complete; remove it", top.display());
            fs::create_dir_all(top)?;
            let mut directory = open(top, DIRECTORY, Mode::empty())?;
            for _ in 0..levels {
                mkdirat(&directory, "d", Mode::from_bits_truncate(0o755))?;
                directory = openat(&directory, "d", DIRECTORY, Mode::empty())?;
                openat(&directory, "f", OFlag::O_CREAT, Mode::from_bits_truncate(0o644))?;
            }
            File::create(complete)?;
        }
        Ok(Self { top: top.to_owned(), levels })
    }

    /// Calls `act` with each directory and each file, from the top down.
    fn for_each(&self, mut act: impl FnMut(&OwnedFd, &Kind) -> Result<()>) -> Result<()> {
        let mut directory = open(&self.top, DIRECTORY, Mode::empty())?;
        for _ in 0..self.levels {
            directory = openat(&directory, "d", DIRECTORY, Mode::empty())?;
            act(&directory, &Kind::Directory)?;
            act(&openat(&directory, "f", OFlag::O_CLOEXEC, Mode::empty())?, &Kind::Text)?;
        }
        Ok(())
    }

    /// Returns the number of entries, the top included.
    pub fn entry_count(&self) -> usize {
        2 * self.levels + 1
    }

    /// Puts every entry into the wrong state.
    pub fn put_wrong(&self) -> Result<()> {
        self.for_each(|file, kind| {
            if Uid::effective().is_root() {
                fchown(file, None, Some(Gid::from_raw(SOME_GROUP)))?;
            }
            Ok(fchmod(file, Mode::from_bits_truncate(kind.mode(State::Wrong)))?)
        })
    }

    /// Checks that every entry is right.
    pub fn check_right(&self) -> Result<()> {
        let mut level = 0;
        self.for_each(|file, kind| {
            level += 1;
            let found = fstat(file)?;
            ensure!(
                found.st_mode & 0o7777 == kind.mode(State::Right) && found.st_gid == 0,
                "entry {level} from the top is still wrong: {:o}, group {}",
                found.st_mode,
                found.st_gid
            );
            Ok(())
        })
    }
}
