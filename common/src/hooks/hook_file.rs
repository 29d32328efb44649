//! The file of a hook or a job: absent, broken or ready, and the fix for a broken one.
//!
//! Only the file system is asked here, so that a command can check every hook before anything runs.
//! [`crate::hooks::script_kind`] reads the content of the file.

use std::fs::{self, Metadata};
use std::os::unix::fs::{FileTypeExt, PermissionsExt};
use std::path::Path;

use anyhow::Result;
use nix::errno::Errno;
use nix::sys::statvfs::{FsFlags, statvfs};
use nix::unistd::{AccessFlags, Uid, access};

use crate::broken;
use crate::fs::directory::is_absence;
use crate::output::quoting::{escaped, quoted};

/// The name of an env hook in errors.
pub const ENV_HOOK: &str = "env hook";

/// Returns whether `file` is there and can be executed; `kind` is its name in errors. A dangling
/// link is like an absent file.
///
/// # Errors
/// It is there, but not a regular file, or not executable for this user.
pub fn is_ready(kind: &str, file: &Path) -> Result<bool> {
    let Some(metadata) = regular_file(kind, file)? else {
        return Ok(false);
    };
    if !may_access(kind, file, AccessFlags::X_OK)? {
        let name = escaped(file);
        let mode = metadata.permissions().mode();
        if mode & 0o111 == 0 {
            broken!(
                "{kind} {name} is not executable; run: git update-index --chmod=+x {} (or chmod +x)",
                fixed_in_source(file)
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
            fixed_in_source(file)
        );
    }
    Ok(true)
}

/// Returns whether the env hook `file` is there and can be read; it needs no execute permission.
///
/// # Errors
/// It is there, but not a regular file, or not readable for this user.
pub fn is_ready_to_source(file: &Path) -> Result<bool> {
    if regular_file(ENV_HOOK, file)?.is_none() {
        return Ok(false);
    }
    if !may_access(ENV_HOOK, file, AccessFlags::R_OK)? {
        broken!(
            "{ENV_HOOK} {} is not readable for user {}; run: chmod a+r {}",
            escaped(file),
            Uid::effective(),
            fixed_in_source(file)
        );
    }
    Ok(true)
}

/// Returns the metadata of a regular file, or of one that a link leads to; `None` where there is
/// none.
fn regular_file(kind: &str, file: &Path) -> Result<Option<Metadata>> {
    let metadata = match fs::metadata(file) {
        Ok(metadata) => metadata,
        Err(error) if is_absence(&error) => return Ok(None),
        Err(error) if error.raw_os_error() == Some(Errno::ELOOP as i32) => broken!(
            "{kind} {} is a link that leads back to itself; replace it by a file",
            escaped(file)
        ),
        Err(error) => broken!(
            "{kind} {} cannot be accessed: {error}; check the permissions of the directories above it",
            escaped(file)
        ),
    };
    let file_type = metadata.file_type();
    if file_type.is_file() {
        return Ok(Some(metadata));
    }
    let found = match () {
        () if file_type.is_dir() => "a directory",
        () if file_type.is_fifo() => "a named pipe",
        () if file_type.is_socket() => "a socket",
        () => "a device",
    };
    broken!(
        "{kind} {} is {found}, not a file; put a script or a program in its place",
        escaped(file)
    );
}

/// Returns whether the user has the access; access(2) also knows of read-only and noexec mounts.
fn may_access(kind: &str, file: &Path, flags: AccessFlags) -> Result<bool> {
    // It asks for the real user, which is also the effective one: s2ibox is never set-uid.
    // faccessat2(2) could ask for the effective one, but older container runtimes refuse it with
    // EPERM, which would look like a file without permission.
    match access(file, flags) {
        Ok(()) => Ok(true),
        Err(Errno::EACCES | Errno::EPERM) => Ok(false),
        Err(error) => broken!("{kind} {} cannot be tested for access: {error}", escaped(file)),
    }
}

/// Returns the path of `file` in the source repository, from `.s2i` on, as a word of the shell
/// command that fixes the file there.
#[must_use]
pub fn fixed_in_source(file: &Path) -> String {
    let s2i = file.ancestors().find(|path| path.file_name().is_some_and(|name| name == ".s2i"));
    let below = s2i.and_then(Path::parent).and_then(|top| file.strip_prefix(top).ok());
    quoted(below.unwrap_or(file))
}
