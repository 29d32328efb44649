//! The root in which the blocks of a page are run. It has the default paths, the scripts of a builder, s2ibox in
//! `/usr/local/bin`, a source tree on a laptop, and a copy of this repository. Programs that need a cluster, a container
//! engine or a registry are stubs (`stubs/`). A stub takes only command lines that the real program takes; a command for
//! a pod runs in the source path.

use std::fs::{self, Permissions};
use std::os::unix::fs::{PermissionsExt, symlink};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use s2ibox_tests::{copy_program, output, require_root, s2ibox, write_program};
use tempfile::TempDir;

use crate::block::{Block, Kind, Place};
use crate::page::repository;

/// The time limit of a page, in seconds. It is far more than any page needs, so that a page that hangs fails.
const PATIENCE: &str = "120";
/// Makes the root a mount point, because the sandbox of `s2ibox check` changes the mount of `/`.
const MOUNT_POINT: &str = r#"/bin/mount --bind "$1" "$1" && exec "$0" "$@""#;
/// The directory of the blocks and their output.
const SESSION: &str = ".session";
const STUBS: [(&str, &str); 7] = [
    ("container", include_str!("stubs/container")),
    ("make", include_str!("stubs/make")),
    ("oc", include_str!("stubs/oc")),
    ("pip", include_str!("stubs/pip")),
    ("podman", include_str!("stubs/podman")),
    ("s2i", include_str!("stubs/s2i")),
    ("tracer", include_str!("stubs/tracer")),
];
/// Other names, and the programs that replace them.
const LINKS: [(&str, &str); 5] = [
    ("kubectl", "oc"),
    ("perf", "tracer"),
    ("python", "/usr/bin/python3"),
    ("strace", "tracer"),
    ("valgrind", "tracer"),
];

/// A root with everything that the blocks need.
pub struct Root(TempDir);

impl Root {
    pub fn new() -> Self {
        require_root();
        let directory = TempDir::with_prefix("s2ibox-documents-").expect("make a root");
        let root = Self(directory);
        open(root.0.path(), 0o755);
        for path in ["opt/app-root/etc", "tmp/src", "usr/libexec/s2i", "usr/local/bin"] {
            fs::create_dir_all(root.outside(path)).expect("make a directory");
        }
        open(&root.outside("tmp"), 0o1777);
        let examples = repository().join("examples");
        for name in ["assemble", "run"] {
            copy_program(
                &examples.join("builder").join(name),
                &root.outside(&format!("usr/libexec/s2i/{name}")),
            );
        }
        for (name, text) in
            [("app.py", include_str!("app/app.py")), ("manage.py", include_str!("app/manage.py"))]
        {
            for directory in [Place::App.directory(), Place::Laptop.directory()] {
                write_program(&root.outside(directory).join(name), text, 0o644);
            }
        }
        copy_program(&s2ibox(), &root.outside("usr/local/bin/s2ibox"));
        for (name, text) in STUBS {
            write_program(&root.outside("usr/local/bin").join(name), text, 0o755);
        }
        for (name, target) in LINKS {
            symlink(target, root.outside("usr/local/bin").join(name)).expect("link");
        }
        let driver = include_str!("driver.sh");
        write_program(&root.outside(SESSION).join("driver"), driver, 0o755);
        for path in [".in", ".out", ".err"] {
            fs::write(root.outside(path), "").expect("make a stream");
        }
        root
    }

    /// Returns the path, outside the root, of a path inside.
    fn outside(&self, path: &str) -> PathBuf {
        self.0.path().join(path.trim_start_matches('/'))
    }

    /// Returns the directory with the files of a block.
    pub fn of(&self, block: &Block) -> PathBuf {
        self.outside(SESSION).join(format!("{:05}", block.line))
    }

    /// Runs the blocks in order. Returns the report of the driver, which is empty after success.
    pub fn run(&self, blocks: &[&Block]) -> String {
        for block in blocks {
            self.prepare(block);
        }
        let mut stage = Command::new("/usr/bin/timeout");
        stage
            .args(["--signal=KILL", PATIENCE, "/usr/bin/unshare"])
            .args(["--mount", "--pid", "--net", "--fork", "--kill-child"])
            .args(["/bin/sh", "-c", MOUNT_POINT])
            .arg(env!("CARGO_BIN_EXE_stage"))
            .arg(self.0.path())
            .args(["--aside", "/usr/local", "--", "/bin/bash", "/.session/driver"])
            .env_clear()
            .stdin(Stdio::null());
        let ended = output(&mut stage);
        let read = |path| fs::read_to_string(self.outside(path)).unwrap_or_default();
        let status = read(".status");
        if status == "exit 0" {
            return String::new();
        }
        let of_stage = String::from_utf8_lossy(&ended.stderr).into_owned();
        format!("{status}\n{}{}{of_stage}", read(".out"), read(".err"))
    }

    fn prepare(&self, block: &Block) {
        let directory = self.of(block);
        let put = |name: &str, text: &str| write_program(&directory.join(name), text, 0o644);
        put("directory", block.place.directory());
        put("before", &block.before);
        put("script", &block.script());
        put("kind", &format!("{:?}", block.kind));
        if let Some(path) = &block.path {
            put("path", path);
            put("content", &block.text);
        }
        if block.kind == Kind::Console {
            for (number, (command, _)) in block.commands().iter().enumerate() {
                put(&format!("command-{number:03}"), command);
            }
        }
        if block.place == Place::Repository {
            self.with_repository();
        }
    }

    /// Copies this repository, as it is after `make build`.
    fn with_repository(&self) {
        let place = self.outside(Place::Repository.directory());
        if place.exists() {
            return;
        }
        fs::create_dir_all(place.join("dist/bin")).expect("make a directory");
        for entry in fs::read_dir(repository()).expect("list the repository") {
            let entry = entry.expect("an entry");
            if ![".git", "dist", "target"].iter().any(|left_out| entry.file_name() == *left_out) {
                let mut copy = Command::new("/bin/cp");
                copy.arg("-a").arg(entry.path()).arg(&place);
                assert!(output(&mut copy).status.success(), "copy {}", entry.path().display());
            }
        }
        for name in ["dist/s2ibox", "dist/bin/s2ibox"] {
            copy_program(&s2ibox(), &place.join(name));
        }
    }
}

fn open(directory: &Path, mode: u32) {
    fs::set_permissions(directory, Permissions::from_mode(mode)).expect("open the directory");
}
