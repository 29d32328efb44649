//! Our own program: where it is, and whether another file is it.
//!
//! A command becomes bash and bash becomes the command again, so we must find ourselves after a hook
//! has changed `PATH`, where `/proc` is not mounted, and however we were called.

use std::ffi::{CStr, OsStr};
use std::fs::{self, File};
use std::io::Read;
use std::os::unix::ffi::OsStrExt;
use std::path::{self, Path, PathBuf};

use anyhow::{Context as _, Result};
use nix::libc;
use once_cell::sync::OnceCell;

use crate::broken;
use crate::fs::same_file::same_file;
use crate::output::quoting::escaped;

/// A byte string that every binary of s2ibox contains, and nothing else does.
static MARK: &[u8] = b"s2ibox program 1f0b7c52-8a4e-4d0e-9a53-6f0e6b0c2d97";

/// The path of the program that is running, absolute; links are not resolved, so that its name stays
/// the one it was called by.
///
/// It is the path that was given to `execve(2)`, `AT_EXECFN` in `getauxval(3)`; call this before the
/// working directory changes.
///
/// # Errors
/// The kernel gave no path, or the working directory is gone and the path is relative to it.
pub fn path() -> Result<&'static Path> {
    static PATH: OnceCell<PathBuf> = OnceCell::new();
    PATH.get_or_try_init(|| {
        // SAFETY: `getauxval` has no preconditions; it returns 0 for an entry that is not there.
        let name = unsafe { libc::getauxval(libc::AT_EXECFN) } as *const libc::c_char;
        if name.is_null() {
            broken!("the kernel does not tell the path of this program (AT_EXECFN)");
        }
        // SAFETY: for AT_EXECFN the kernel gives a string that ends in NUL and stays in place.
        let name = OsStr::from_bytes(unsafe { CStr::from_ptr(name) }.to_bytes());
        path::absolute(name).with_context(|| {
            format!(
                "cannot tell where this program, {}, is; call it by its whole path",
                escaped(name)
            )
        })
    })
    .map(PathBuf::as_path)
}

/// Larger than any binary of s2ibox, one for debugging included, in bytes.
const LARGEST: u64 = 32 << 20;

/// Whether `file` is s2ibox: the same file as this program, a copy, or another binary of the family.
///
/// # Errors
/// The file cannot be looked at or read.
pub fn is(file: &Path) -> Result<bool> {
    is_below(LARGEST, file)
}

/// As [`is`], but a copy is only known if it is as small as what is shipped: for what is asked often, of
/// programs that may be large.
///
/// # Errors
/// As [`is`].
pub fn is_shipped(file: &Path) -> Result<bool> {
    is_below(2 << 20, file)
}

fn is_below(largest: u64, file: &Path) -> Result<bool> {
    let looked_at = fs::metadata(file).with_context(|| escaped(file).to_string())?;
    if fs::metadata(path()?).is_ok_and(|own| same_file(&own, &looked_at)) {
        return Ok(true);
    }
    if looked_at.len() > largest {
        return Ok(false);
    }
    let Ok(mut file) = File::open(file) else {
        return Ok(false); // what cannot be read can still be executed
    };
    let mut content = vec![0; 4];
    if file.read_exact(&mut content).is_err() || content != *b"\x7fELF" {
        return Ok(false);
    }
    file.read_to_end(&mut content)?;
    Ok(content.windows(MARK.len()).any(|window| window == MARK))
}
