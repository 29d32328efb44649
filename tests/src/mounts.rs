//! A tmpfs of a given size in the way of a test: another file system, or a full one.

use std::path::{Path, PathBuf};

use nix::mount::{MntFlags, MsFlags, mount, umount2};
use nix::sched::{CloneFlags, unshare};

/// A tmpfs that goes away with this value. It is seen only by this thread and by what it starts, for
/// a mount namespace belongs to a thread and each test has its own.
pub struct Tmpfs(PathBuf);

impl Tmpfs {
    pub fn mount(at: &Path, size: &str) -> Self {
        crate::require_root();
        unshare(CloneFlags::CLONE_NEWNS).expect("leave the mount namespace");
        let none = None::<&str>;
        mount(none, "/", none, MsFlags::MS_REC | MsFlags::MS_PRIVATE, none)
            .expect("keep our mounts to ourselves");
        let options = format!("size={size},mode=755");
        mount(
            Some("s2ibox-tests"),
            at,
            Some("tmpfs"),
            MsFlags::empty(),
            Some(&*options),
        )
        .unwrap_or_else(|error| panic!("mount {}: {error}", at.display()));
        Self(at.to_owned())
    }
}

impl Drop for Tmpfs {
    fn drop(&mut self) {
        // The namespace ends with the thread in any case.
        let _ = umount2(&self.0, MntFlags::MNT_DETACH);
    }
}
