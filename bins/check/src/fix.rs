//! Makes the changes of `--fix`, within the source tree only.

use std::ffi::OsStr;
use std::fs::{self, File, Permissions};
use std::io::{self, Read, Write};
use std::os::unix::fs::PermissionsExt;
use std::path::Path;

use anyhow::{Context as _, Result, bail};
use common::fs::atomic_write::{Existing, remove_leftovers, write_file};
use common::fs::directory::Directory;
use common::fs::file_stat::file_type;
use common::fs::open_path::{copy_owner, set_mode};
use common::output::lines;
use common::output::quoting::escaped;
use nix::fcntl::{OFlag, openat};
use nix::libc::S_IFREG;
use nix::sys::stat::{Mode, fstat};

use crate::finding::{Finding, Fix};
use crate::git_index::Index;

/// Makes the changes of the findings in the tree `top`, and marks those findings; a failure is a
/// warning.
pub fn all(findings: &mut [Finding], top: &Path, index: Option<&Index>) {
    // Renames come last: the other changes go by the paths as they are.
    for renames in [false, true] {
        for finding in &mut *findings {
            let is_due = |fix: &mut Fix| matches!(fix, Fix::Rename(_)) == renames;
            let Some(fix) = finding.fix.take_if(is_due) else {
                continue;
            };
            match apply(&fix, &finding.path, top, index) {
                Ok(fixed) => finding.fixed = fixed,
                Err(error) => {
                    lines::warning(format!("{} was not fixed: {error:#}", escaped(&finding.path)));
                }
            }
        }
    }
}

fn apply(fix: &Fix, path: &Path, top: &Path, index: Option<&Index>) -> Result<bool> {
    let top = fs::canonicalize(if top == Path::new("") { Path::new(".") } else { top })?;
    let real = fs::canonicalize(path)?;
    let Ok(below) = real.strip_prefix(&top) else {
        return Ok(false); // a link to a file outside the tree
    };
    match fix {
        Fix::Execute(in_index) => {
            let file = open(&top, below, OFlag::O_PATH)?.0;
            let mode = fstat(&file).map_err(io::Error::from)?.st_mode & 0o7777;
            // A user who may read the file may execute it.
            let executable = mode | ((mode & 0o444) >> 2);
            if executable != mode {
                let mode = Mode::from_bits_truncate(executable);
                set_mode(&file, mode).map_err(io::Error::from)?;
            }
            if let Some(index) = index {
                index.make_executable(in_index)?;
            }
        }
        Fix::Content(change) => rewrite(&top, below, *change)?,
        Fix::Line(number, change) => rewrite(&top, below, |content| {
            let mut changed = Vec::with_capacity(content.len());
            for (at, line) in content.split_inclusive(|&byte| byte == b'\n').enumerate() {
                let text = line.strip_suffix(b"\n").unwrap_or(line);
                if at + 1 == *number {
                    changed.extend(change(text));
                    changed.extend(&line[text.len()..]);
                } else {
                    changed.extend(line);
                }
            }
            changed
        })?,
        Fix::Rename(to) => {
            // The entry itself is renamed, which may be a link.
            let parent = path.parent().unwrap_or(Path::new(""));
            let parent = fs::canonicalize(Path::new(".").join(parent))?;
            let Ok(below) = parent.strip_prefix(&top) else {
                return Ok(false);
            };
            let (from, to) = (path.file_name(), to.file_name());
            let directory = Directory::open(&top)?.below(below)?;
            directory.rename_to_new(from.unwrap_or_default(), to.unwrap_or_default())?;
        }
    }
    Ok(true)
}

/// Opens the file `below` of the tree `top`, and no link. Returns the file, its directory and its
/// name there.
fn open<'a>(top: &Path, below: &'a Path, flags: OFlag) -> Result<(File, Directory, &'a OsStr)> {
    let directory = Directory::open(top)?.below(below.parent().unwrap_or(Path::new("")))?;
    let name = below.file_name().unwrap_or_default();
    let flags = flags | OFlag::O_NOFOLLOW | OFlag::O_NONBLOCK | OFlag::O_CLOEXEC;
    let file = openat(&directory, name, flags, Mode::empty()).map_err(io::Error::from)?;
    Ok((file.into(), directory, name))
}

/// Replaces the content of the file `below` of the tree `top` in one step. The new file has the
/// owner and the mode of the old one, but not its set-id bits.
fn rewrite(top: &Path, below: &Path, change: impl Fn(&[u8]) -> Vec<u8>) -> Result<()> {
    let (mut file, directory, name) = open(top, below, OFlag::O_RDONLY)?;
    let old = fstat(&file).map_err(io::Error::from)?;
    if file_type(&old) != S_IFREG {
        bail!("it is not a regular file");
    }
    let mut content = Vec::new();
    file.read_to_end(&mut content)?;
    let changed = change(&content);
    remove_leftovers(&directory);
    write_file(&directory, name, 0o600, Existing::Replace, |new| {
        new.write_all(&changed)?;
        copy_owner(&*new, &old)?;
        new.set_permissions(Permissions::from_mode(old.st_mode & 0o1777))
    })
    .context("it cannot be written")
}
