//! The program of this process: its path, and whether another file is the same program.
//!
//! A command becomes bash and bash becomes the command again, so the path must be known after a
//! hook has changed `PATH`, where `/proc` is not mounted, and by whichever name the program was
//! called.

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

/// A byte string that every binary of s2ibox contains and no other file does.
static MARK: &[u8] = b"s2ibox program 1f0b7c52-8a4e-4d0e-9a53-6f0e6b0c2d97";

/// Returns the absolute path of the program that is running. Links are not resolved, so that its
/// name stays the one it was called by.
///
/// It is the path that was given to `execve(2)`, `AT_EXECFN` in `getauxval(3)`; call this before
/// the working directory changes.
///
/// # Errors
/// The kernel gave no path, or the working directory is gone and the path is relative to it.
pub fn path() -> Result<&'static Path> {
    static PATH: OnceCell<PathBuf> = OnceCell::new();
    PATH.get_or_try_init(|| {
        // SAFETY: `getauxval` has no preconditions and returns 0 for an entry that is not there;
        // for AT_EXECFN the kernel gives a string that ends in NUL and stays in place.
        let name = unsafe {
            let name = libc::getauxval(libc::AT_EXECFN) as *const libc::c_char;
            (!name.is_null()).then(|| CStr::from_ptr(name))
        };
        let Some(name) = name else {
            broken!("the kernel does not give the path of this program (AT_EXECFN)");
        };
        let name = Path::new(OsStr::from_bytes(name.to_bytes()));
        if name.is_absolute() {
            return Ok(name.to_owned());
        }
        path::absolute(name).with_context(|| {
            format!(
                "cannot find the directory of this program, {}; call it by its absolute path",
                escaped(name)
            )
        })
    })
    .map(PathBuf::as_path)
}

/// In bytes: larger than any binary of s2ibox, one for debugging included.
const LARGEST: u64 = 32 << 20;

/// In bytes: larger than the binary that is shipped.
const LARGEST_SHIPPED: u64 = 2 << 20;

/// Returns whether `file` is s2ibox: the same file as this program, a copy, or a single-purpose
/// binary.
///
/// # Errors
/// The file cannot be accessed or read.
pub fn is(file: &Path) -> Result<bool> {
    is_smaller(LARGEST, file)
}

/// Returns the same as [`is`] without reading a large file: for a caller that asks about any
/// program of a process. A copy that was built for debugging is not recognised.
///
/// # Errors
/// The file cannot be accessed or read.
pub fn is_shipped(file: &Path) -> Result<bool> {
    is_smaller(LARGEST_SHIPPED, file)
}

fn is_smaller(largest: u64, file: &Path) -> Result<bool> {
    let metadata = fs::metadata(file).with_context(|| escaped(file).to_string())?;
    if fs::metadata(path()?).is_ok_and(|own| same_file(&own, &metadata)) {
        return Ok(true);
    }
    if metadata.len() > largest {
        return Ok(false);
    }
    let Ok(mut file) = File::open(file) else {
        return Ok(false); // a file that cannot be read can still be executed
    };
    let mut content = vec![0; 4];
    if file.read_exact(&mut content).is_err() || content != *b"\x7fELF" {
        return Ok(false);
    }
    file.read_to_end(&mut content)?;
    Ok(content.windows(MARK.len()).any(|window| window == MARK))
}
