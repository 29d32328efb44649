//! Process 1 under an arbitrary user, in a root with the static binary, static hooks and the files of the test: a scratch
//! image without a container engine.

use std::ffi::OsString;
use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};

use tempfile::TempDir;

use crate::root::give;
use crate::{Test, Tree, copy_program, require_root, s2ibox, static_hook};

fn open_directory(prefix: &str) -> TempDir {
    let directory = TempDir::with_prefix(prefix).expect("make a directory");
    fs::set_permissions(&directory, fs::Permissions::from_mode(0o755)).expect("open the directory");
    directory
}

/// A root file system with `/s2ibox`, the default directories and nothing else: no shell, no `/proc`, no
/// C library. Programs run in it as process 1, uid 1000680000, group 0.
pub struct Scratch {
    directory: TempDir,
    source: Tree,
}

impl Default for Scratch {
    fn default() -> Self {
        Self::new()
    }
}

impl std::ops::Deref for Scratch {
    type Target = Tree;

    fn deref(&self) -> &Tree {
        &self.source
    }
}

impl Scratch {
    pub const UID: u32 = 1_000_680_000;

    pub fn new() -> Self {
        require_root();
        let directory = open_directory("s2ibox-scratch-");
        copy_program(&s2ibox(), &directory.path().join("s2ibox"));
        let source = directory.path().join("opt/app-root/src");
        fs::create_dir_all(&source).expect("make the source directory");
        fs::create_dir_all(directory.path().join("tmp/src")).expect("make the upload directory");
        Self { source: Tree::new(source), directory }
    }

    /// Gives the application and the upload to the arbitrary user, as in a build that runs as this user.
    pub fn give_away(&self) -> &Self {
        for top in ["opt/app-root", "tmp"] {
            give(&self.directory.path().join(top), Self::UID, 0);
        }
        self
    }

    /// Returns the path, outside the root, of a path inside.
    pub fn outside(&self, inside: &str) -> PathBuf {
        self.directory.path().join(inside.trim_start_matches('/'))
    }

    /// Copies the static hook to this path, such as `/usr/libexec/s2i/run`.
    pub fn static_program(&self, inside: &str) -> &Self {
        copy_program(&static_hook(), &self.outside(inside));
        self
    }

    /// Copies the static hook to one of the action hooks.
    pub fn static_hook(&self, name: &str) -> &Self {
        self.static_program(&format!("/opt/app-root/src/.s2i/action_hooks/{name}"))
    }

    /// Returns a run of `/s2ibox ARGS…` as process 1, with an empty environment.
    pub fn command(&self, command: &str) -> Test {
        self.start("/s2ibox").arg(command).calling(command)
    }

    /// Returns a run of a program of the root as process 1, with an empty environment.
    pub fn start(&self, program: &str) -> Test {
        let words = [
            "/usr/bin/unshare".into(),
            "--pid".into(),
            "--fork".into(),
            "--kill-child".into(),
            option("--root=", self.directory.path()),
            "--wd=/opt/app-root/src".into(),
            format!("--setuid={}", Self::UID).into(),
            "--setgid=0".into(),
        ];
        Test::new(program.into(), Path::new("/")).bare_init(words.to_vec())
    }
}

fn option(name: &str, value: &Path) -> OsString {
    let mut option = OsString::from(name);
    option.push(value);
    option
}
