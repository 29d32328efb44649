//! Copies a tree as `cp -a` does: modes, owners, times, links of both kinds.
//!
//! Owners are kept where this user may give files away. Sockets and devices are refused: a source
//! repository does not need them, and a copy of one would not be the same thing. Below the two tops
//! no link is followed.

use std::collections::HashMap;
use std::ffi::OsStr;
use std::fs::File;
use std::io::{self, ErrorKind, Read};
use std::os::fd::AsFd;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result};
use nix::fcntl::{OFlag, openat, readlinkat};
use nix::libc::{S_IFDIR, S_IFIFO, S_IFLNK, S_IFREG, S_IFSOCK};
use nix::sys::stat::{FileStat, Mode, UtimensatFlags, fstat, futimens, mkdirat, utimensat};
use nix::sys::time::TimeSpec;
use nix::unistd::{LinkatFlags, linkat, mkfifoat, symlinkat};

use crate::broken;
use crate::fs::directory::Directory;
use crate::fs::file_stat::{file_type, identity};
use crate::fs::open_path::{copy_owner, open_path, set_mode};
use crate::output::quoting::escaped;

/// The number of bytes of a file after which the caller is asked whether to go on.
const PIECE: u64 = 16 << 20;

/// Decides about the progress of a copy.
pub struct Progress<'a> {
    /// Called before each entry; returns whether the entry is copied. An error ends the copy.
    pub entry: &'a dyn Fn(&FileStat) -> Result<bool>,
    /// Called with the number of bytes after each piece of a file. An error ends the copy.
    pub bytes: &'a dyn Fn(u64) -> Result<()>,
}

/// Copies `from`, which may be of any type, to `to`, which must not exist.
///
/// # Errors
/// Names the entry that cannot be copied, and why; or returns the error of `progress`. What has
/// been copied is left.
pub fn copy_tree(from: &Path, to: &Path, progress: &Progress<'_>) -> Result<()> {
    let parent = |path: &Path| path.parent().map(Path::to_owned).unwrap_or_default();
    let name = |path: &Path| path.file_name().map(OsStr::to_owned).unwrap_or_default();
    let (source, target) = (parent(from), parent(to));
    let copy = Copy {
        source: Directory::open(&source)
            .with_context(|| format!("{} cannot be opened", escaped(&source)))?,
        target: Directory::open(&target)
            .with_context(|| format!("{} cannot be opened", escaped(&target)))?,
        progress,
    };
    copy.run(from, &name(from), &name(to))
}

struct Copy<'a> {
    source: Directory,
    target: Directory,
    progress: &'a Progress<'a>,
}

/// A place in both trees, relative to the directories that hold the tops.
struct Pair {
    source: PathBuf,
    target: PathBuf,
}

impl Pair {
    fn join(&self, name: &OsStr) -> Self {
        Self { source: self.source.join(name), target: self.target.join(name) }
    }
}

impl Copy<'_> {
    fn run(&self, from: &Path, name: &OsStr, new_name: &OsStr) -> Result<()> {
        let mut linked = HashMap::new();
        let mut directories = Vec::new();
        let mut pending = Vec::new();
        let top = Pair { source: name.into(), target: new_name.into() };
        // For messages: the path of the source as the caller knows it.
        let shown = |pair: &Pair| match pair.source.strip_prefix(name) {
            Ok(below) if below != Path::new("") => escaped(&from.join(below)).to_string(),
            _ => escaped(from).to_string(),
        };
        let mut copy = |source: Entry<'_>, target: Entry<'_>, pair: &Pair| {
            let copied = self.entry(&source, &target, &pair.target, &mut linked);
            copied.with_context(|| format!("{} cannot be copied", shown(pair)))
        };
        if let Some(metadata) =
            copy(Entry::new(&self.source, name), Entry::new(&self.target, new_name), &top)?
        {
            pending.push((top, metadata));
        }
        while let Some((pair, metadata)) = pending.pop() {
            let source = self.source.below(&pair.source);
            let names = source.and_then(|source| Ok((source.names()?, source)));
            let (names, source) =
                names.with_context(|| format!("{} cannot be read", shown(&pair)))?;
            let target = self.target.below(&pair.target)?;
            for name in &names {
                let below = pair.join(name);
                if let Some(metadata) =
                    copy(Entry::new(&source, name), Entry::new(&target, name), &below)?
                {
                    pending.push((below, metadata));
                }
            }
            directories.push((pair, metadata));
        }
        // An entry in a directory changes its time, and a read-only one takes no entries, so
        // directories come last.
        for (pair, metadata) in directories.iter().rev() {
            self.complete(&pair.target, metadata)
                .with_context(|| format!("the copy of {} cannot be completed", shown(pair)))?;
        }
        Ok(())
    }

    /// Copies one entry. Returns the metadata of a directory, whose entries are to be copied next.
    /// `path` is that of the copy, for further hard links to it.
    fn entry(
        &self,
        source: &Entry<'_>,
        target: &Entry<'_>,
        path: &Path,
        linked: &mut HashMap<(u64, u64), PathBuf>,
    ) -> Result<Option<FileStat>> {
        let Some(metadata) = source.directory.examine(source.name)? else {
            return Err(io::Error::from(ErrorKind::NotFound).into());
        };
        if !(self.progress.entry)(&metadata)? {
            return Ok(None);
        }
        let is_directory = file_type(&metadata) == S_IFDIR;
        if !is_directory && metadata.st_nlink > 1 {
            if let Some(first) = linked.get(&identity(&metadata)) {
                let directory = self.target.below(first.parent().unwrap_or(Path::new("")))?;
                let name = first.file_name().unwrap_or_default();
                target.link_to(&Entry::new(&directory, name))?;
                return Ok(None);
            }
            linked.insert(identity(&metadata), path.to_owned());
        }
        match file_type(&metadata) {
            S_IFREG => self.file(source, target)?,
            _ => target.create_like(source, &metadata)?,
        }
        Ok(is_directory.then_some(metadata))
    }

    /// Completes the copy of a directory.
    fn complete(&self, path: &Path, metadata: &FileStat) -> io::Result<()> {
        let directory = self.target.below(path.parent().unwrap_or(Path::new("")))?;
        let entry = Entry::new(&directory, path.file_name().unwrap_or_default());
        keep(&entry.open(OFlag::O_RDONLY | OFlag::O_DIRECTORY)?, metadata)
    }

    fn file(&self, source: &Entry<'_>, target: &Entry<'_>) -> Result<()> {
        // A named pipe that has taken the place of the file must not block.
        let mut original = source.open(OFlag::O_RDONLY | OFlag::O_NONBLOCK)?;
        let metadata = fstat(&original).map_err(io::Error::from)?;
        if file_type(&metadata) != S_IFREG {
            broken!("another process has replaced it");
        }
        let mut copy = target.open(OFlag::O_WRONLY | OFlag::O_CREAT | OFlag::O_EXCL)?;
        loop {
            let bytes = io::copy(&mut (&mut original).take(PIECE), &mut copy)?;
            (self.progress.bytes)(bytes)?;
            if bytes < PIECE {
                return Ok(keep(&copy, &metadata)?);
            }
        }
    }
}

/// An entry of one of the two trees: its name in an open directory.
struct Entry<'a> {
    directory: &'a Directory,
    name: &'a OsStr,
}

impl<'a> Entry<'a> {
    fn new(directory: &'a Directory, name: &'a OsStr) -> Self {
        Self { directory, name }
    }

    fn open(&self, flags: OFlag) -> io::Result<File> {
        let flags = flags | OFlag::O_NOFOLLOW | OFlag::O_CLOEXEC;
        let mode = Mode::S_IRUSR | Mode::S_IWUSR;
        Ok(openat(self.directory, self.name, flags, mode)?.into())
    }

    fn link_to(&self, first: &Self) -> io::Result<()> {
        let (from, to) = (first.directory, self.directory);
        Ok(linkat(from, first.name, to, self.name, LinkatFlags::empty())?)
    }

    /// Creates a directory, which is empty and open to its owner only, or a complete copy of a link
    /// or a named pipe.
    fn create_like(&self, original: &Self, metadata: &FileStat) -> io::Result<()> {
        let (directory, name) = (self.directory, self.name);
        match file_type(metadata) {
            S_IFDIR => return Ok(mkdirat(directory, name, Mode::S_IRWXU)?),
            S_IFLNK => {
                let link = readlinkat(original.directory, original.name)?;
                symlinkat(&*link, directory, name)?;
            }
            S_IFIFO => mkfifoat(directory, name, Mode::S_IRUSR | Mode::S_IWUSR)?,
            S_IFSOCK => return Err(io::Error::other("it is a socket; remove it from the source")),
            _ => return Err(io::Error::other("it is a device; remove it from the source")),
        }
        keep_owner_and_mode(&open_path(directory, name)?, metadata)?;
        let (accessed, modified) = times(metadata);
        Ok(utimensat(directory, name, &accessed, &modified, UtimensatFlags::NoFollowSymlink)?)
    }
}

/// Gives an open copy the owner, the mode and the times of the original.
fn keep(copy: &File, original: &FileStat) -> io::Result<()> {
    keep_owner_and_mode(copy, original)?;
    let (accessed, modified) = times(original);
    Ok(futimens(copy, &accessed, &modified)?)
}

/// Gives a copy the owner and then the mode of the original: a change of owner clears the set-id
/// bits (chown(2)).
fn keep_owner_and_mode(copy: impl AsFd, original: &FileStat) -> io::Result<()> {
    copy_owner(&copy, original)?;
    if file_type(original) == S_IFLNK {
        return Ok(());
    }
    Ok(set_mode(copy, Mode::from_bits_truncate(original.st_mode & 0o7777))?)
}

fn times(original: &FileStat) -> (TimeSpec, TimeSpec) {
    let accessed = TimeSpec::new(original.st_atime, original.st_atime_nsec);
    (accessed, TimeSpec::new(original.st_mtime, original.st_mtime_nsec))
}
