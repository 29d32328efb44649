//! What a test puts over a folder or a file: a tmpfs of a given size, which is another file system, or a full one; or
//! another file. Each is seen only by this thread and by what it starts, for a mount namespace belongs to a thread and
//! each test has its own.

use std::path::{Path, PathBuf};

use nix::mount::{MntFlags, MsFlags, mount, umount2};
use nix::sched::{CloneFlags, unshare};

/// A tmpfs that goes away with this value.
#[must_use = "it is unmounted when this is dropped"]
pub struct Tmpfs(PathBuf);

impl Tmpfs {
    pub fn mount(at: &Path, size: &str) -> Self {
        leave_namespace();
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

/// Puts `file` over another, until the thread ends.
pub fn put_over(at: &Path, file: &Path) {
    leave_namespace();
    let none = None::<&str>;
    mount(Some(file), at, none, MsFlags::MS_BIND, none)
        .unwrap_or_else(|error| panic!("mount over {}: {error}", at.display()));
}

fn leave_namespace() {
    crate::require_root();
    unshare(CloneFlags::CLONE_NEWNS).expect("leave the mount namespace");
    let none = None::<&str>;
    mount(none, "/", none, MsFlags::MS_REC | MsFlags::MS_PRIVATE, none)
        .expect("keep our mounts to ourselves");
}

impl Tmpfs {
    /// The same, from which nothing can be executed.
    pub fn noexec(self) -> Self {
        self.remount(MsFlags::MS_NOEXEC)
    }

    /// The same, to which nothing can be written any more.
    pub fn read_only(self) -> Self {
        self.remount(MsFlags::MS_RDONLY)
    }

    fn remount(self, flags: MsFlags) -> Self {
        let none = None::<&str>;
        mount(none, &self.0, none, MsFlags::MS_REMOUNT | flags, none).expect("mount it anew");
        self
    }
}

impl Drop for Tmpfs {
    fn drop(&mut self) {
        // The namespace ends with the thread in any case.
        let _ = umount2(&self.0, MntFlags::MNT_DETACH);
    }
}
