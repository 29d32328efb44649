//! Writes a file or a link in one step.
//!
//! The new entry is made under a temporary name in the same directory, and then renamed. If this
//! process is killed, the old entry or the new one is in place, and at most an entry with a
//! temporary name is left besides.

use std::ffi::{OsStr, OsString};
use std::fs::File;
use std::hash::{BuildHasher, Hasher, RandomState};
use std::io;
use std::os::unix::ffi::OsStrExt;

use nix::fcntl::{OFlag, openat};
use nix::sys::stat::Mode;
use nix::unistd::symlinkat;

use crate::fs::directory::Directory;

/// What happens to an entry that has the name already.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Existing {
    /// It is replaced.
    Replace,
    /// It stays, and writing fails with `EEXIST`.
    Keep,
}

/// Temporary names begin and end so. The dot keeps such a file from being run as a job.
const PREFIX: &[u8] = b".s2ibox-";
const SUFFIX: &[u8] = b".tmp";
/// The length of the hexadecimal number in a temporary name.
const DIGITS: usize = 16;

/// Writes the file `name` in `directory`. `write_content` writes the content; the umask applies to
/// `mode`.
///
/// # Errors
/// Those of `write_content`, open(2) and rename(2). Nothing is left then.
pub fn write_file(
    directory: &Directory,
    name: &OsStr,
    mode: u32,
    existing: Existing,
    write_content: impl Fn(&mut File) -> io::Result<()>,
) -> io::Result<()> {
    let flags =
        OFlag::O_WRONLY | OFlag::O_CREAT | OFlag::O_EXCL | OFlag::O_NOFOLLOW | OFlag::O_CLOEXEC;
    let temporary = temporary_name();
    let mut file =
        File::from(openat(directory, &*temporary, flags, Mode::from_bits_truncate(mode))?);
    let written = write_content(&mut file);
    drop(file);
    finish(directory, &temporary, written, name, existing)
}

/// Makes the link `name` to `target` in `directory`.
///
/// # Errors
/// Those of symlink(2) and rename(2). Nothing is left then.
pub fn write_link(
    directory: &Directory,
    name: &OsStr,
    target: &OsStr,
    existing: Existing,
) -> io::Result<()> {
    let temporary = temporary_name();
    symlinkat(target, directory, &*temporary)?;
    finish(directory, &temporary, Ok(()), name, existing)
}

/// Renames what was made to `name`, or removes it if something has failed.
fn finish(
    directory: &Directory,
    temporary: &OsStr,
    made: io::Result<()>,
    name: &OsStr,
    existing: Existing,
) -> io::Result<()> {
    let finished = made.and_then(|()| match existing {
        Existing::Replace => directory.rename(temporary, directory, name),
        Existing::Keep => directory.rename_to_new(temporary, name),
    });
    if finished.is_err() {
        let _ = directory.remove(temporary);
    }
    finished
}

/// Removes what killed processes have left in `directory` under temporary names, as far as
/// possible: no program looks for such a file.
pub fn remove_leftovers(directory: &Directory) {
    for name in directory.names().unwrap_or_default() {
        if is_temporary(&name) {
            let _ = directory.remove(&name);
        }
    }
}

/// Returns a name that cannot be guessed: std seeds each `RandomState` from the kernel's random
/// numbers.
fn temporary_name() -> OsString {
    let number = RandomState::new().build_hasher().finish();
    let number = format!("{number:0DIGITS$x}");
    OsStr::from_bytes(&[PREFIX, number.as_bytes(), SUFFIX].concat()).to_owned()
}

fn is_temporary(name: &OsStr) -> bool {
    let digits = name.as_bytes().strip_prefix(PREFIX).and_then(|name| name.strip_suffix(SUFFIX));
    digits.is_some_and(|digits| digits.len() == DIGITS && digits.iter().all(u8::is_ascii_hexdigit))
}
