//! The root of a run in the conformance suite: `stage ROOT [OPTION…] -- PROGRAM …` must be process 1 of a new mount and
//! pid namespace. It mounts the system's directories in ROOT, makes ROOT the root directory, and starts PROGRAM as
//! process 2. The namespace ends with PROGRAM, and so do all processes in it. Every run has the default paths for itself,
//! and any number of runs can be active at the same time.
//!
//! The options: `--bind PATH` mounts one more path; `--aside PATH` mounts a path in `/.aside`, so that ROOT's own stays
//! visible; `--upload-elsewhere` puts the upload on another file system; `--user N` sets the user id, in group 0;
//! `--as-init` becomes the program instead of starting it; `--in DIRECTORY` sets the working directory. Standard input is
//! `/.in`, output `/.out` and `/.err`. The end is written to `/.status`.
#![allow(
    missing_docs,
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a program for tests: where the stage cannot be set, the test fails"
)]

use std::env;
use std::ffi::OsString;
use std::fs::{self, OpenOptions};
use std::os::unix::fs::{chroot, symlink};
use std::os::unix::process::{CommandExt, ExitStatusExt};
use std::path::{Path, PathBuf};
use std::process::{Command, ExitStatus};

use nix::mount::{MsFlags, mount};
use nix::sys::wait::{WaitStatus, waitpid};
use nix::unistd::{Gid, Uid, setgid, setgroups, setuid};

/// The directories of the system that a program needs, if they exist.
const SYSTEM: [&str; 9] =
    ["/bin", "/sbin", "/lib", "/lib32", "/lib64", "/libx32", "/etc", "/dev", "/nix"];
/// The directory whose children are mounted one by one, because the builder's scripts lie among them.
const OPENED: [&str; 2] = ["/usr", "/usr/libexec"];

struct Stage {
    root: PathBuf,
    user: Option<u32>,
    as_init: bool,
    upload_elsewhere: bool,
    directory: PathBuf,
    binds: Vec<PathBuf>,
    aside: Option<PathBuf>,
    program: Vec<OsString>,
}

fn main() {
    let stage = Stage::from_arguments();
    stage.set();
    stage.play();
}

impl Stage {
    fn from_arguments() -> Self {
        let mut words = env::args_os().skip(1);
        let mut stage = Self {
            root: words.next().expect("the root").into(),
            user: None,
            as_init: false,
            upload_elsewhere: false,
            directory: "/".into(),
            binds: Vec::new(),
            aside: None,
            program: Vec::new(),
        };
        while let Some(word) = words.next() {
            match word.to_str() {
                Some("--bind") => stage.binds.extend(words.next().map(PathBuf::from)),
                Some("--aside") => stage.aside = words.next().map(PathBuf::from),
                Some("--user") => {
                    let user = words.next().expect("a user id");
                    stage.user = Some(user.to_str().unwrap().parse().unwrap());
                }
                Some("--in") => stage.directory = words.next().expect("a directory").into(),
                Some("--as-init") => stage.as_init = true,
                Some("--upload-elsewhere") => stage.upload_elsewhere = true,
                Some("--") => break,
                _ => panic!("stage knows no option {}", word.display()),
            }
        }
        stage.program = words.collect();
        stage
    }

    fn set(&self) {
        for path in SYSTEM {
            self.show(Path::new(path));
        }
        for directory in OPENED {
            let Ok(entries) = fs::read_dir(directory) else {
                continue;
            };
            for entry in entries {
                let path = entry.unwrap().path();
                let kept =
                    path == Path::new("/usr/libexec/s2i") || self.aside.as_ref() == Some(&path);
                if !kept && !OPENED.iter().any(|opened| path == Path::new(opened)) {
                    self.show(&path);
                }
            }
        }
        if let Some(path) = &self.aside {
            let place = self.root.join(".aside");
            fs::create_dir_all(&place).unwrap();
            bind(path, &place);
        }
        for path in &self.binds {
            if !path.starts_with("/usr") {
                self.show(path);
            }
        }
        if self.upload_elsewhere {
            let upload = self.root.join("tmp/src");
            bind(&upload, &upload);
        }
        let proc = self.root.join("proc");
        fs::create_dir_all(&proc).unwrap();
        mount(Some("proc"), &proc, Some("proc"), MsFlags::empty(), None::<&str>)
            .expect("mount proc");
        chroot(&self.root).expect("make it the root");
        env::set_current_dir(&self.directory).expect("go to the directory");
    }

    /// Mounts a path of the system at the same path below the root.
    fn show(&self, path: &Path) {
        let Ok(found) = fs::symlink_metadata(path) else {
            return;
        };
        let place = self.root.join(path.strip_prefix("/").unwrap());
        fs::create_dir_all(place.parent().unwrap()).unwrap();
        if found.is_symlink() {
            symlink(fs::read_link(path).unwrap(), &place).unwrap();
            return;
        }
        if found.is_dir() {
            fs::create_dir_all(&place).unwrap();
        } else {
            fs::write(&place, "").unwrap();
        }
        bind(path, &place);
    }

    fn play(&self) {
        let open = |path: &str| {
            let mut options = OpenOptions::new();
            options.read(path == "/.in").append(path != "/.in");
            options.open(path).expect("open a standard stream")
        };
        let (name, arguments) = self.program.split_first().expect("a program");
        let mut command = Command::new(name);
        command.args(arguments).stdin(open("/.in")).stdout(open("/.out")).stderr(open("/.err"));
        if self.as_init {
            self.become_user();
            panic!("{}: {}", name.display(), command.exec());
        }
        if let Some(user) = self.user {
            command.uid(user).gid(0);
        }
        let ended = match command.spawn() {
            Ok(child) => wait_for(child.id()),
            Err(error) => panic!("{}: {error}", name.display()),
        };
        let text = match (ended.code(), ended.signal()) {
            (Some(code), _) => format!("exit {code}"),
            (None, signal) => format!("signal {}", signal.unwrap_or_default()),
        };
        fs::write("/.status", text).expect("write the status");
    }

    fn become_user(&self) {
        if let Some(user) = self.user {
            setgroups(&[]).unwrap();
            setgid(Gid::from_raw(0)).unwrap();
            setuid(Uid::from_raw(user)).unwrap();
        }
    }
}

fn bind(from: &Path, to: &Path) {
    let flags = MsFlags::MS_BIND | MsFlags::MS_REC;
    mount(Some(from), to, None::<&str>, flags, None::<&str>)
        .unwrap_or_else(|error| panic!("bind {} to {}: {error}", from.display(), to.display()));
}

/// Waits for one process like process 1, and reaps all others.
fn wait_for(process: u32) -> ExitStatus {
    loop {
        match waitpid(None, None) {
            Ok(WaitStatus::Exited(pid, code)) if pid.as_raw().cast_unsigned() == process => {
                return ExitStatus::from_raw(code << 8);
            }
            Ok(WaitStatus::Signaled(pid, signal, _)) if pid.as_raw().cast_unsigned() == process => {
                return ExitStatus::from_raw(signal as i32);
            }
            Ok(_) => {}
            Err(error) => panic!("wait for process {process}: {error}"),
        }
    }
}
