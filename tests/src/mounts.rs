//! Mounts for a test: a tmpfs of a given size, as another or a full file system, or another file. Only the thread of the
//! test and its children see them, because each test has a mount namespace of its own.

use std::fs::{self, File};
use std::path::{Path, PathBuf};

use nix::mount::{MntFlags, MsFlags, mount, umount2};
use nix::sched::{CloneFlags, unshare};

/// A tmpfs that is unmounted when this value is dropped.
#[must_use = "it is unmounted when this is dropped"]
pub struct Tmpfs(PathBuf);

impl Tmpfs {
    pub fn mount(at: &Path, size: &str) -> Self {
        leave_namespace();
        let options = format!("size={size},mode=755");
        mount(Some("s2ibox-tests"), at, Some("tmpfs"), MsFlags::empty(), Some(&*options))
            .unwrap_or_else(|error| panic!("mount {}: {error}", at.display()));
        Self(at.to_owned())
    }
}

/// An overlay that is unmounted when this value is dropped. A directory of its lower layer cannot be renamed (`EXDEV`).
#[must_use = "it is unmounted when this is dropped"]
pub struct Overlay(PathBuf);

impl Overlay {
    /// Mounts `layers/lower` at `at`, below an empty upper layer.
    pub fn mount(at: &Path, layers: &Path) -> Self {
        leave_namespace();
        for name in ["upper", "work"] {
            fs::create_dir(layers.join(name)).expect("make a directory");
        }
        let layers = layers.display();
        let options = format!(
            "lowerdir={layers}/lower,upperdir={layers}/upper,workdir={layers}/work,redirect_dir=off"
        );
        mount(Some("s2ibox-tests"), at, Some("overlay"), MsFlags::empty(), Some(&*options))
            .unwrap_or_else(|error| panic!("mount {}: {error}", at.display()));
        Self(at.to_owned())
    }
}

impl Drop for Overlay {
    fn drop(&mut self) {
        // The namespace ends with the thread in any case.
        let _ = umount2(&self.0, MntFlags::MNT_DETACH);
    }
}

/// Mounts `file` over another file, until the thread ends.
pub fn bind_over(at: &Path, file: &Path) {
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
        .expect("make the mounts private");
}

impl Tmpfs {
    /// Remounts the tmpfs with `noexec`.
    pub fn noexec(self) -> Self {
        self.remount(MsFlags::MS_NOEXEC)
    }

    /// Remounts the tmpfs read-only.
    pub fn read_only(self) -> Self {
        self.remount(MsFlags::MS_RDONLY)
    }

    fn remount(self, flags: MsFlags) -> Self {
        let none = None::<&str>;
        mount(none, &self.0, none, MsFlags::MS_REMOUNT | flags, none).expect("mount it anew");
        self
    }
}

/// A large tree that is made quickly: a directory of files that contains itself again and again. It is unmounted when it
/// is dropped, which must happen before the directory is removed.
pub struct NestedTree {
    directory: PathBuf,
    doublings: u32,
}

impl NestedTree {
    /// Makes a tree with `files` empty files, which appear `2.pow(doublings)` times below `directory`.
    pub fn mount(directory: &Path, files: u32, doublings: u32) -> Self {
        leave_namespace();
        let manifold = Self { directory: directory.to_owned(), doublings };
        for file in 0..files {
            File::create(directory.join(format!("file {file}"))).expect("make a file");
        }
        for place in manifold.places() {
            fs::create_dir(&place).expect("make a directory");
        }
        for place in manifold.places() {
            let flags = MsFlags::MS_BIND | MsFlags::MS_REC;
            let none = None::<&str>;
            mount(Some(directory), &place, none, flags, none)
                .expect("show the directory in itself");
        }
        manifold
    }

    fn places(&self) -> impl Iterator<Item = PathBuf> {
        (0..self.doublings).map(|index| self.directory.join(format!("again {index}")))
    }
}

impl Drop for NestedTree {
    fn drop(&mut self) {
        for place in self.places() {
            umount2(&place, MntFlags::MNT_DETACH).expect("take the directory out of itself");
        }
    }
}

impl Drop for Tmpfs {
    fn drop(&mut self) {
        // The namespace ends with the thread in any case.
        let _ = umount2(&self.0, MntFlags::MNT_DETACH);
    }
}
