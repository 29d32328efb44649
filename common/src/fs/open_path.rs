//! Changing the attributes of a file through a descriptor.
//!
//! Between two system calls that name a file, its owner can put another file in its place. A
//! descriptor keeps leading to the file that was examined. `O_PATH` (open(2)) gives one without any
//! permission on the file itself, and without the side effects that opening a device or a named
//! pipe has.

use std::os::fd::{AsFd, AsRawFd, OwnedFd};

use nix::NixPath;
use nix::errno::Errno;
use nix::fcntl::{AT_FDCWD, AtFlags, OFlag, openat};
use nix::libc;
use nix::sys::stat::{FchmodatFlags, FileStat, Mode, fchmod, fchmodat};
use nix::unistd::{Gid, Uid, fchownat};

use crate::process::system_call::{address, system_call};

/// The number of fchmodat2(2), which is the same on every architecture.
const FCHMODAT2: libc::c_long = 452;

/// Opens `name` in the directory `parent`; a link is opened itself.
///
/// # Errors
/// Those of openat(2).
pub fn open_path<P: NixPath + ?Sized>(parent: impl AsFd, name: &P) -> nix::Result<OwnedFd> {
    openat(parent, name, OFlag::O_PATH | OFlag::O_NOFOLLOW | OFlag::O_CLOEXEC, Mode::empty())
}

/// Changes owner and group of an open file, which may be a link. The kernel clears set-id bits
/// (chown(2)).
///
/// # Errors
/// Those of fchownat(2).
pub fn set_owner(file: impl AsFd, user: Option<Uid>, group: Option<Gid>) -> nix::Result<()> {
    fchownat(file, c"", user, group, AtFlags::AT_EMPTY_PATH)
}

/// Gives a copy the owner and the group of its original, as far as this user may: only root may
/// give a file away, and only to ids that the user namespace has. Otherwise the copy belongs to
/// this user, as with `cp -a`.
///
/// # Errors
/// Those of fchownat(2) other than `EPERM` and `EINVAL`.
pub fn copy_owner(file: impl AsFd, original: &FileStat) -> nix::Result<()> {
    let user = Uid::effective().is_root().then(|| Uid::from_raw(original.st_uid));
    match set_owner(file, user, Some(Gid::from_raw(original.st_gid))) {
        Err(Errno::EPERM | Errno::EINVAL) => Ok(()),
        result => result,
    }
}

/// Changes the mode of an open file that is not a link.
///
/// fchmodat2(2) takes every descriptor since Linux 6.6; older kernels answer `ENOSYS`, and older
/// container runtimes `EPERM`. Then fchmod(2) is called, which refuses an `O_PATH` descriptor. For
/// that one the link in `/proc` is used, which leads to the open file itself (proc(5)).
///
/// # Errors
/// Those of chmod(2), or the one of fchmodat2(2) where `/proc` is not mounted.
pub fn set_mode(file: impl AsFd, mode: Mode) -> nix::Result<()> {
    let descriptor = file.as_fd().as_raw_fd();
    let path = address(c"".as_ptr());
    let (bits, flags) = (mode.bits().cast_signed() as isize, libc::AT_EMPTY_PATH as isize);
    match system_call(FCHMODAT2, [descriptor as isize, path, bits, flags, 0]) {
        Ok(_) => Ok(()),
        Err(refused @ (Errno::ENOSYS | Errno::EPERM)) => match fchmod(&file, mode) {
            Err(Errno::EBADF) => {
                let link = format!("/proc/self/fd/{descriptor}");
                match fchmodat(AT_FDCWD, link.as_str(), mode, FchmodatFlags::FollowSymlink) {
                    Err(Errno::ENOENT) => Err(refused),
                    result => result,
                }
            }
            result => result,
        },
        Err(error) => Err(error),
    }
}
