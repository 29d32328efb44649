//! A hook by its file: absent, broken or ready; what is wrong with it and the mend.
//!
//! Only what the file system says is looked at here, so that it can be asked before anything runs.
//! What the file's content says is [`crate::process::program`]'s.

use std::fs::{self, Metadata};
use std::io::ErrorKind;
use std::os::unix::fs::{FileTypeExt, PermissionsExt};
use std::path::Path;

use anyhow::Result;
use nix::errno::Errno;
use nix::fcntl::AtFlags;
use nix::sys::statvfs::{FsFlags, statvfs};
use nix::unistd::{AccessFlags, Uid, faccessat};

use crate::broken;
use crate::output::quoting::{escaped, quoted};

/// What an env hook is called in errors.
pub const ENV_HOOK: &str = "env hook";
/// Whether `file` is there and can be executed; `kind` is what it is called in errors. Absent and a dangling link is `false`.
///
/// # Errors
/// It is there, but not a regular file, or not executable for this user.
pub fn is_ready(kind: &str, file: &Path) -> Result<bool> {
    let Some(metadata) = there(kind, file)? else {
        return Ok(false);
    };
    if !allowed(kind, file, AccessFlags::X_OK)? {
        let name = escaped(file);
        let mode = metadata.permissions().mode();
        if mode & 0o111 == 0 {
            broken!(
                "{kind} {name} is not executable; run: git update-index --chmod=+x {} (or chmod +x)",
                mended_in_source(file)
            );
        }
        if statvfs(file).is_ok_and(|system| system.flags().contains(FsFlags::ST_NOEXEC)) {
            broken!(
                "{kind} {name} is on a file system that is mounted noexec; mount it without noexec"
            );
        }
        broken!(
            "{kind} {name} is not executable for user {} (its mode is {:04o}); run: chmod a+rx {}",
            Uid::effective(),
            mode & 0o7777,
            mended_in_source(file)
        );
    }
    Ok(true)
}

/// Whether the env hook `file` is there and can be read; it needs no execute permission.
///
/// # Errors
/// It is there, but not a regular file, or not readable for this user.
pub fn is_ready_to_source(file: &Path) -> Result<bool> {
    if there(ENV_HOOK, file)?.is_none() {
        return Ok(false);
    }
    if !allowed(ENV_HOOK, file, AccessFlags::R_OK)? {
        broken!(
            "{ENV_HOOK} {} is not readable for user {}; run: chmod a+r {}",
            escaped(file),
            Uid::effective(),
            mended_in_source(file)
        );
    }
    Ok(true)
}

/// What is known of a regular file or a link to one; `None` where there is nothing.
fn there(kind: &str, file: &Path) -> Result<Option<Metadata>> {
    let metadata = match fs::metadata(file) {
        Ok(metadata) => metadata,
        Err(error) if matches!(error.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory) => {
            return Ok(None);
        }
        Err(error) if error.raw_os_error() == Some(Errno::ELOOP as i32) => broken!(
            "{kind} {} is a link that leads back to itself; replace it by a file",
            escaped(file)
        ),
        Err(error) => broken!(
            "{kind} {} cannot be looked at: {error}; check the permissions of the folders above it",
            escaped(file)
        ),
    };
    let what = metadata.file_type();
    if what.is_file() {
        return Ok(Some(metadata));
    }
    let what = match () {
        () if what.is_dir() => "a folder",
        () if what.is_fifo() => "a named pipe",
        () if what.is_socket() => "a socket",
        () => "a device",
    };
    broken!(
        "{kind} {} is {what}, not a file; put a script or a program in its place",
        escaped(file)
    );
}

/// Whether the effective user may; `faccessat(2)` also knows of read-only and noexec mounts.
fn allowed(kind: &str, file: &Path, access: AccessFlags) -> Result<bool> {
    match faccessat(nix::fcntl::AT_FDCWD, file, access, AtFlags::AT_EACCESS) {
        Ok(()) => Ok(true),
        Err(Errno::EACCES | Errno::EPERM) => Ok(false),
        Err(error) => broken!("{kind} {} cannot be checked: {error}", escaped(file)),
    }
}

/// The path as the source repository knows it, from `.s2i` on, for a command that mends it there.
#[must_use]
pub fn mended_in_source(file: &Path) -> String {
    quoted(in_repository(file))
}

fn in_repository(file: &Path) -> &Path {
    let below = file
        .ancestors()
        .find(|folder| folder.file_name().is_some_and(|name| name == ".s2i"))
        .and_then(Path::parent);
    below.and_then(|top| file.strip_prefix(top).ok()).unwrap_or(file)
}
