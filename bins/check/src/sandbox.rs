//! A sandbox for the trial of a hook: no network, and no writing outside of one directory.

use std::ffi::CStr;
use std::io;

use common::process::system_call::{address, system_call};
use nix::libc;
use nix::mount::{MsFlags, mount};
use nix::sched::{CloneFlags, unshare};
use nix::unistd::chdir;

/// The attributes that `mount_setattr(2)` changes.
#[repr(C)]
struct MountAttributes {
    set: u64,
    clear: u64,
    propagation: u64,
    user_namespace: u64,
}

/// `MOUNT_ATTR_RDONLY` of `mount_setattr(2)`.
const READ_ONLY: u64 = 1;

/// Moves this process into namespaces of its own, without a network, where the whole file system is
/// read-only except for the directory `writable`; then goes to the directory `working`. It
/// allocates nothing, so that a child may call it between fork and exec.
///
/// # Errors
/// The kernel refuses a namespace or the mounts: a container without privileges, or Linux before
/// 5.12.
pub fn enter(writable: &CStr, working: &CStr) -> io::Result<()> {
    let namespaces = CloneFlags::CLONE_NEWNET | CloneFlags::CLONE_NEWNS;
    unshare(namespaces).or_else(|_| unshare(namespaces | CloneFlags::CLONE_NEWUSER))?;
    let none = None::<&CStr>;
    mount(none, c"/", none, MsFlags::MS_REC | MsFlags::MS_PRIVATE, none)?;
    mount(Some(writable), writable, none, MsFlags::MS_BIND, none)?;
    set_attributes(c"/", libc::AT_RECURSIVE, (READ_ONLY, 0))?;
    set_attributes(writable, 0, (0, READ_ONLY))?;
    // The old working directory is in the mount below the new one.
    chdir(working)?;
    Ok(())
}

fn set_attributes(mount: &CStr, flags: i32, (set, clear): (u64, u64)) -> io::Result<()> {
    let attributes = MountAttributes { set, clear, propagation: 0, user_namespace: 0 };
    let arguments = [
        libc::AT_FDCWD as isize,
        address(mount.as_ptr()),
        flags as isize,
        address(&raw const attributes),
        size_of::<MountAttributes>().cast_signed(),
    ];
    Ok(system_call(libc::SYS_mount_setattr, arguments).map(drop)?)
}
