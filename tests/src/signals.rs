//! Tools for tests of signals: the signals that end a command, the two ways to run it, and a gate at which a hook waits
//! until the test opens it.

use std::fs::{File, OpenOptions};
use std::io::Write;
use std::path::PathBuf;

use nix::sys::signal::Signal;
use nix::sys::stat::Mode;
use nix::unistd::mkfifo;

use crate::{Root, Test};

/// The signals that end a command, by name and status.
pub const ENDING_SIGNALS: [(Signal, &str, i32); 4] = [
    (Signal::SIGTERM, "TERM", 143),
    (Signal::SIGINT, "INT", 130),
    (Signal::SIGHUP, "HUP", 129),
    (Signal::SIGQUIT, "QUIT", 131),
];

/// Runs a check as an ordinary process, and as process 1.
pub fn both_ways(test: impl Fn() -> Test, check: impl Fn(Test)) {
    check(test());
    check(test().as_init());
}

/// A named pipe in the source path that a hook waits at with [`Gate::WAIT`].
pub struct Gate(PathBuf);

impl Gate {
    /// The commands by which a hook waits. They start a program, so that the shell waits for a child.
    pub const WAIT: &str = "echo ready; head -n 1 gate >/dev/null";

    pub fn new(root: &Root) -> Self {
        let path = root.src.join("gate");
        mkfifo(&path, Mode::S_IRWXU).expect("make a pipe");
        Self(path)
    }

    /// Opens the gate, also for a hook that comes later, as long as the returned file is open.
    #[must_use = "the gate is shut again when this is dropped"]
    pub fn open(&self) -> File {
        // Opens it for reading as well, because an open for writing only would wait for a reader.
        let file = OpenOptions::new().read(true).write(true).open(&self.0);
        let mut file = file.expect("open the pipe");
        file.write_all(b"go\n").expect("let it go on");
        file
    }
}
