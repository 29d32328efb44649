//! Copying a tree as `cp -a` does: modes, owners, times, links of both kinds.
//!
//! Owners are kept where this user may give files away. Sockets and devices are refused: nobody means
//! them to be in a source repository, and a copy of one is not the same thing.

use std::collections::HashMap;
use std::fs::{self, File, Metadata, OpenOptions, Permissions};
use std::io::{self, Read};
use std::os::unix::fs::{
    DirBuilderExt, FileTypeExt, MetadataExt, OpenOptionsExt, PermissionsExt, lchown, symlink,
};
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result};
use nix::sys::stat::{Mode, UtimensatFlags, utimensat};
use nix::sys::time::TimeSpec;
use nix::unistd::{Uid, mkfifo};
use walkdir::WalkDir;

use crate::broken;
use crate::output::quoting::escaped;

/// How much of a file is copied before somebody is told.
const PIECE: u64 = 16 << 20;

/// Is told how many bytes more of a file are copied; says whether to go on.
type Copied<'a> = &'a dyn Fn(u64) -> Result<()>;

/// Copies `from`, a folder or a link, to `to`, which must not be there; asks `wanted` before each entry
/// whether to go on, and whether with this one, and `copied` after each piece of a file.
///
/// # Errors
/// What could not be copied, and why; what `wanted` and `copied` say. What has been copied by then is left.
pub fn copy_tree(
    from: &Path,
    to: &Path,
    wanted: &dyn Fn(&Metadata) -> Result<bool>,
    copied: Copied<'_>,
) -> Result<()> {
    let mut linked = HashMap::new();
    let mut folders = Vec::new();
    for entry in WalkDir::new(from).follow_root_links(false) {
        let entry = entry.map_err(|error| unreadable(error, from))?;
        let metadata = entry.metadata()?;
        if !wanted(&metadata)? {
            continue;
        }
        let target = match entry.path().strip_prefix(from) {
            Ok(below) if below.as_os_str().is_empty() => to.to_owned(),
            Ok(below) => to.join(below),
            Err(error) => return Err(error.into()),
        };
        let done = copy_entry(entry.path(), &target, &metadata, &mut linked, copied);
        done.with_context(|| format!("{} cannot be copied", escaped(entry.path())))?;
        if metadata.is_dir() {
            folders.push((target, metadata));
        }
    }
    // What is put into a folder changes its time, and a read-only one takes nothing: their turn is last.
    for (folder, metadata) in folders.iter().rev() {
        keep(folder, metadata)
            .with_context(|| format!("{} cannot be completed", escaped(folder)))?;
    }
    Ok(())
}

/// The walk's own words would name the path and the reason twice.
fn unreadable(error: walkdir::Error, from: &Path) -> anyhow::Error {
    let problem = format!("{} cannot be read", escaped(error.path().unwrap_or(from)));
    let error = error.into_io_error();
    anyhow::Error::new(error.unwrap_or_else(|| io::ErrorKind::Other.into())).context(problem)
}

fn copy_entry(
    from: &Path,
    to: &Path,
    metadata: &Metadata,
    linked: &mut HashMap<(u64, u64), PathBuf>,
    copied: Copied<'_>,
) -> Result<()> {
    let kind = metadata.file_type();
    if !kind.is_dir() && metadata.nlink() > 1 {
        if let Some(first) = linked.get(&(metadata.dev(), metadata.ino())) {
            return Ok(fs::hard_link(first, to)?);
        }
        linked.insert((metadata.dev(), metadata.ino()), to.to_owned());
    }
    if kind.is_dir() {
        return Ok(fs::DirBuilder::new().mode(0o700).create(to)?);
    }
    if kind.is_symlink() {
        symlink(fs::read_link(from)?, to)?;
    } else if kind.is_file() {
        copy_content(from, to, copied)?;
    } else if kind.is_fifo() {
        mkfifo(to, Mode::S_IRUSR | Mode::S_IWUSR)?;
    } else {
        let what = if kind.is_socket() { "a socket" } else { "a device" };
        broken!("it is {what}; remove it from the source");
    }
    keep(to, metadata)
}

fn copy_content(from: &Path, to: &Path, copied: Copied<'_>) -> Result<()> {
    let mut target = OpenOptions::new().write(true).create_new(true).mode(0o600).open(to)?;
    let mut source = File::open(from)?;
    loop {
        let more = io::copy(&mut (&mut source).take(PIECE), &mut target)?;
        copied(more)?;
        if more < PIECE {
            return Ok(());
        }
    }
}

/// Gives `copy` the owner, mode and times of the original. The mode comes after the owner, for a change of
/// owner takes the set-id bits away (chown(2)).
fn keep(copy: &Path, original: &Metadata) -> Result<()> {
    let owner = Uid::effective().is_root().then(|| original.uid());
    if lchown(copy, owner, Some(original.gid())).is_err() {
        // Not ours to give: as with `cp -a` for a user, the copy is his.
    }
    let kind = original.file_type();
    if !kind.is_symlink() {
        fs::set_permissions(copy, Permissions::from_mode(original.mode() & 0o7777))?;
    }
    let time = |seconds, nanoseconds| TimeSpec::new(seconds, nanoseconds);
    utimensat(
        nix::fcntl::AT_FDCWD,
        copy,
        &time(original.atime(), original.atime_nsec()),
        &time(original.mtime(), original.mtime_nsec()),
        UtimensatFlags::NoFollowSymlink,
    )?;
    Ok(())
}
