//! An application root for one test: application directory, source, upload, builder's scripts and a directory of links.
//! Its names always have a space and `$(touch pwned)`, and on request a newline, quotes and bytes that are not UTF-8. So
//! every test checks quoting: if there is a file `pwned` at the end, the test fails.

use std::ffi::{OsStr, OsString};
use std::fs;
use std::ops::Deref;
use std::os::unix::ffi::OsStrExt;
use std::os::unix::fs::{PermissionsExt, lchown, symlink};
use std::path::{Path, PathBuf};
use std::thread;

use tempfile::TempDir;

use crate::{Called, Test, require_root, s2ibox, write_program};

/// A directory with a `.s2i` tree: the source, or the upload.
pub struct Tree(PathBuf);

impl Tree {
    pub fn new(top: impl Into<PathBuf>) -> Self {
        Self(top.into())
    }

    /// Returns the path of an entry below `.s2i`.
    pub fn path(&self, below: impl AsRef<Path>) -> PathBuf {
        self.0.join(".s2i").join(below)
    }

    /// Writes an executable bash hook.
    pub fn hook(&self, name: &str, script: impl AsRef<[u8]>) -> &Self {
        let text = [b"#!/bin/bash\n", script.as_ref(), b"\n"].concat();
        self.program(format!("action_hooks/{name}"), text, 0o755)
    }

    /// Writes a usual env hook: without `#!` and without execute permission.
    pub fn env_hook(&self, name: &str, script: impl AsRef<[u8]>) -> &Self {
        let text = [script.as_ref(), b"\n"].concat();
        self.program(format!("action_hooks/{name}"), text, 0o644)
    }

    /// Writes a bash job, `jobs/hourly/NAME` or `cron_jobs/hourly/NAME`.
    pub fn job(&self, below: impl AsRef<Path>, script: impl AsRef<[u8]>) -> &Self {
        let text = [b"#!/bin/bash\n", script.as_ref(), b"\n"].concat();
        self.program(below, text, 0o755)
    }

    /// Writes a hook that prints its environment, with NUL after each entry, and then its own `#!` line. No shell is
    /// involved.
    pub fn environ_hook(&self, name: &str) -> &Self {
        let below = format!("action_hooks/{name}");
        self.program(below, "#!/bin/cat /proc/self/environ\n", 0o755)
    }

    /// Writes a file below `.s2i` with these bytes and this mode.
    pub fn program(&self, below: impl AsRef<Path>, text: impl AsRef<[u8]>, mode: u32) -> &Self {
        write_program(&self.path(below), text, mode);
        self
    }

    /// Makes an empty directory below `.s2i`.
    pub fn directory(&self, below: impl AsRef<Path>) -> &Self {
        fs::create_dir_all(self.path(below)).expect("create the directory");
        self
    }

    /// Makes a link below `.s2i`.
    pub fn link_at(&self, below: impl AsRef<Path>, to: impl AsRef<Path>) -> &Self {
        let path = self.path(below);
        fs::create_dir_all(path.parent().expect("below .s2i")).expect("create the directory");
        symlink(to, path).expect("make the link");
        self
    }
}

/// An application root. It dereferences to the `.s2i` tree of its source.
pub struct Root {
    _directory: TempDir,
    source: Tree,
    pub top: PathBuf,
    pub app: PathBuf,
    pub src: PathBuf,
    pub upload: PathBuf,
    pub scripts: PathBuf,
    pub bin: PathBuf,
}

impl Deref for Root {
    type Target = Tree;

    fn deref(&self) -> &Tree {
        &self.source
    }
}

impl Default for Root {
    fn default() -> Self {
        Self::new()
    }
}

impl Root {
    /// Makes a root whose directory names have a space and a command substitution.
    pub fn new() -> Self {
        Self::named(b"$(touch pwned) of")
    }

    /// Makes a root whose directory names have all characters that are special in a shell.
    pub fn hostile() -> Self {
        Self::named(b"\n $(touch pwned)`touch pwned`'\"\\*?~;&|<>#!{a,b}\xff\xfe=%s of")
    }

    /// Makes a root whose directory names begin with these bytes.
    pub fn named(prefix: &[u8]) -> Self {
        Self::prefixed(&[prefix, b" "].concat())
    }

    /// Makes a root with plain directory names, for a page that shows the names of an image instead.
    pub fn plain() -> Self {
        Self::prefixed(b"")
    }

    fn prefixed(prefix: &[u8]) -> Self {
        let directory = TempDir::with_prefix("app-root-").expect("make a directory");
        fs::set_permissions(&directory, fs::Permissions::from_mode(0o755))
            .expect("open the directory");
        let named = |name: &str| {
            let name = [prefix, name.as_bytes()].concat();
            let path = directory.path().join(OsStr::from_bytes(&name));
            fs::create_dir(&path).expect("make a directory");
            path
        };
        let app = named("app");
        let src = app.join("src");
        fs::create_dir(&src).expect("make the source directory");
        Self {
            source: Tree::new(&src),
            top: directory.path().to_owned(),
            upload: named("upload"),
            scripts: named("scripts"),
            bin: named("bin"),
            app,
            src,
            _directory: directory,
        }
    }

    /// Returns the `.s2i` tree of the upload.
    pub fn uploaded(&self) -> Tree {
        Tree::new(&self.upload)
    }

    /// Writes one of the builder's own scripts, in bash.
    pub fn builder(&self, name: &str, script: impl AsRef<[u8]>) -> &Self {
        let text = [b"#!/bin/bash\n", script.as_ref(), b"\n"].concat();
        write_program(&self.scripts.join(name), text, 0o755);
        self
    }

    /// Writes the script by which a builder image gives the arbitrary user a name.
    pub fn container_user(&self, script: impl AsRef<[u8]>) -> &Self {
        let text = [script.as_ref(), b"\n"].concat();
        write_program(&self.app.join("etc/generate_container_user"), text, 0o644);
        self
    }

    /// Makes a link `NAME` to the multicall binary, in the root's own `bin` directory.
    pub fn link(&self, name: &str) -> PathBuf {
        let path = self.bin.join(name);
        if !path.is_symlink() {
            symlink(s2ibox(), &path).expect("make the link");
        }
        path
    }

    /// Gives everything in the root to this user and group.
    pub fn give_to(&self, uid: u32, gid: u32) -> &Self {
        require_root();
        give(&self.top, uid, gid);
        self
    }

    /// Returns a run of `s2ibox COMMAND` in this root.
    pub fn command(&self, command: &str) -> Test {
        self.called(Called::Multicall, command)
    }

    /// Returns a run of the command, called by one of its names, in this root.
    pub fn called(&self, called: Called, command: &str) -> Test {
        if command == "assemble" {
            // `assemble` gives the result to group 0, and warns if it may not.
            require_root();
        }
        let (program, words) = called.resolve(self, command);
        self.start(program).args(words).calling(command)
    }

    /// Returns a run of any program in this root.
    pub fn start(&self, program: impl Into<OsString>) -> Test {
        Test::new(program.into(), &self.src)
            .placeholders(self.places())
            .env("PATH", "/usr/bin:/bin")
            .env("S2I_APPLICATION_PATH", &self.app)
            .env("S2I_SCRIPTS_PATH", &self.scripts)
            .env("S2I_UPLOAD_PATH", &self.upload)
    }

    fn places(&self) -> Vec<(&'static str, OsString)> {
        vec![
            ("{top}", self.top.clone().into()),
            ("{app}", self.app.clone().into()),
            ("{src}", self.src.clone().into()),
            ("{hooks}", self.path("action_hooks").into()),
            ("{upload}", self.upload.clone().into()),
            ("{scripts}", self.scripts.clone().into()),
            ("{bin}", self.bin.clone().into()),
        ]
    }
}

impl Drop for Root {
    fn drop(&mut self) {
        let pwned = [&self.top, &self.app, &self.src, &self.upload, &self.bin]
            .map(|directory| directory.join("pwned"));
        let found = pwned.iter().find(|path| path.exists());
        if let (Some(path), false) = (found, thread::panicking()) {
            panic!("a directory's name was executed: {} is there", path.display());
        }
    }
}

/// Gives a directory and everything in it to this user and group, without following links.
pub(crate) fn give(path: &Path, uid: u32, gid: u32) {
    lchown(path, Some(uid), Some(gid)).expect("give it away");
    if path.is_dir() && !path.is_symlink() {
        for entry in fs::read_dir(path).expect("list the directory") {
            give(&entry.expect("read the entry").path(), uid, gid);
        }
    }
}
