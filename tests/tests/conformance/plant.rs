//! An application root at the default paths, made for each run below a directory that becomes the root. Both sides are the
//! same to the byte, except for the `powershift` under test.

use std::fs::{self, File, FileTimes, Permissions};
use std::os::unix::fs::{PermissionsExt, chown, lchown, symlink};
use std::path::{Path, PathBuf};
use std::sync::OnceLock;
use std::time::{Duration, SystemTime};

use s2ibox_tests::{copy_program, require_root, s2ibox, write_program};
use tempfile::TempDir;

use crate::case::{Case, Plant, SOURCE};
use crate::side::Side;

/// The script for arbitrary user ids that the builder images have on `PATH`.
const FIX_PERMISSIONS: &str = "#!/bin/sh
# What the owner may, group 0 may too. Links are left alone.
find \"$1\" ! -type l ! -group 0 -exec chgrp 0 {} +
find \"$1\" ! -type l ! -perm -060 -exec chmod g+rw {} +
find \"$1\" ! -type l -perm -100 ! -perm -010 -exec chmod g+x {} +
find \"$1\" -type d ! -perm -010 -exec chmod g+x {} +
";

/// The modification time of every file before the run.
pub fn beginning() -> SystemTime {
    SystemTime::UNIX_EPOCH + Duration::from_secs(915_148_800)
}

/// Copies of the programs beside the roots, so that each root can have hard links to them.
pub struct Masters(TempDir);

impl Masters {
    pub fn directory(&self) -> &Path {
        self.0.path()
    }
}

pub fn masters() -> &'static Masters {
    static MASTERS: OnceLock<Masters> = OnceLock::new();
    MASTERS.get_or_init(|| {
        require_root();
        let directory = TempDir::with_prefix("s2ibox-conformance-").expect("make a directory");
        open(directory.path());
        copy_program(&s2ibox(), &directory.path().join("s2ibox"));
        let recorder = Path::new(env!("CARGO_BIN_EXE_recorder"));
        copy_program(recorder, &directory.path().join("recorder"));
        let stage = Path::new(env!("CARGO_BIN_EXE_stage"));
        copy_program(stage, &directory.path().join("stage"));
        Masters(directory)
    })
}

/// A planted root.
pub struct Root(TempDir);

impl Root {
    pub fn of(case: &Case, side: Side) -> Self {
        let masters = masters().directory();
        let directory = TempDir::with_prefix_in("root-", masters).expect("make a root");
        open(directory.path());
        let root = Self(directory);
        for name in ["recorder", "s2ibox"] {
            fs::hard_link(masters.join(name), root.outside(&format!("/{name}"))).expect("link");
        }
        for path in [SOURCE, "/opt/app-root/etc", "/tmp/src", "/tools", "/usr/libexec/s2i"] {
            fs::create_dir_all(root.outside(path)).expect("make a directory");
        }
        fs::set_permissions(root.outside("/tmp"), Permissions::from_mode(0o1777)).expect("chmod");
        root.file("/tools/fix-permissions", FIX_PERMISSIONS.as_bytes(), 0o755);
        match side.script(case) {
            Some(script) => root.file("/tools/powershift", &script, 0o755),
            None => symlink("/s2ibox", root.outside("/tools/powershift")).expect("link"),
        }
        root.file("/.in", &case.input, 0o644);
        for path in ["/.out", "/.err", "/.seen"] {
            root.file(path, b"", 0o666);
        }
        if case.as_init {
            root.file("/.as-init", b"", 0o644);
        }
        for plant in &case.plants {
            root.put(plant, case);
        }
        root.give_to_the_image_user(case);
        for plant in &case.plants {
            if let Plant::Owned(path, user, group) = plant {
                lchown(root.outside(path), Some(*user), Some(*group)).expect("chown");
            }
        }
        root
    }

    /// Returns the path, outside the root, of a path inside.
    pub fn outside(&self, path: &str) -> PathBuf {
        self.0.path().join(path.trim_start_matches('/'))
    }

    pub fn directory(&self) -> &Path {
        self.0.path()
    }

    fn put(&self, plant: &Plant, case: &Case) {
        match plant {
            Plant::File(path, text, mode) => self.file(path, text, *mode),
            Plant::Link(path, target) => {
                let place = self.room_for(path);
                symlink(target, place).unwrap_or_else(|error| panic!("link {path}: {error}"));
            }
            Plant::Directory(path, mode) => {
                let place = self.room_for(path);
                fs::create_dir_all(&place)
                    .unwrap_or_else(|error| panic!("{path} of {case:?}: {error}"));
                fs::set_permissions(place, Permissions::from_mode(*mode)).expect("chmod");
            }
            Plant::Program(path) => {
                copy_program(&masters().directory().join("recorder"), &self.room_for(path));
            }
            Plant::Owned(..) => {}
        }
    }

    fn room_for(&self, path: &str) -> PathBuf {
        let place = self.outside(path);
        fs::create_dir_all(place.parent().expect("a directory")).expect("make directorys");
        place
    }

    fn file(&self, path: &str, text: &[u8], mode: u32) {
        let place = self.outside(path);
        write_program(&place, text, mode);
        let file = File::open(&place).expect("open it again");
        let times = FileTimes::new().set_modified(beginning());
        file.set_times(times).expect("set its time");
    }

    /// Gives the files to 1001:0, as in an image, with the rights of the owner for the group.
    fn give_to_the_image_user(&self, case: &Case) {
        if case.user.is_none() {
            return;
        }
        let application = walkdir::WalkDir::new(self.outside("/opt/app-root"));
        let upload = walkdir::WalkDir::new(self.outside("/tmp/src"));
        let tools = walkdir::WalkDir::new(self.outside("/tools"));
        for entry in application.into_iter().chain(upload).chain(tools) {
            let entry = entry.expect("walk");
            lchown(entry.path(), Some(1001), Some(0)).expect("chown");
            if !entry.path_is_symlink() {
                let mode = entry.metadata().expect("stat").permissions().mode();
                let mode = Permissions::from_mode(mode | (mode >> 3) & 0o070);
                fs::set_permissions(entry.path(), mode).expect("chmod");
            }
        }
        chown(self.outside("/tmp/src"), Some(1001), Some(0)).expect("chown");
    }
}

fn open(directory: &Path) {
    fs::set_permissions(directory, Permissions::from_mode(0o755)).expect("open the directory");
}
