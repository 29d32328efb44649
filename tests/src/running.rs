//! A started program: waits for its lines, sends it signals, waits for its end. Every wait has a deadline, and none has a
//! fixed length. The processes that it started are killed with it.

use std::io::Write;
use std::process::Command;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, channel};
use std::thread;
use std::time::Duration;

use nix::sys::signal::{Signal, kill, killpg};
use nix::unistd::Pid;

use crate::stream::Stream;
use crate::{Outcome, Status, Test, Text, lock};

/// The deadline of every wait. It is far more than a loaded machine needs.
pub const DEADLINE: Duration = Duration::from_secs(30);

/// A started program.
pub struct Running {
    test: Test,
    pid: Pid,
    stdout: Arc<Stream>,
    stderr: Arc<Stream>,
    read: usize,
    ended: Receiver<Status>,
}

impl Running {
    pub(crate) fn start(mut command: Command, test: Test) -> Self {
        let mut child = lock::spawn(&mut command);
        drop(command);
        let pid = Pid::from_raw(child.id().try_into().expect("a process id fits"));
        let stdout = Stream::of(child.stdout.take().expect("stdout is a pipe"));
        let stderr = Stream::of(child.stderr.take().expect("stderr is a pipe"));
        if let (Some(mut pipe), Some(bytes)) = (child.stdin.take(), test.input()) {
            // A program need not read its input.
            let _ = pipe.write_all(bytes);
        }
        let (sender, ended) = channel();
        thread::spawn(move || {
            let status = child.wait().expect("wait for the program");
            // The receiver is gone if the test has failed meanwhile.
            let _ = sender.send(status.into());
        });
        Self { test, pid, stdout, stderr, read: 0, ended }
    }

    /// Returns the process id of the program outside its namespace, also if it is process 1 inside.
    pub fn pid(&self) -> Pid {
        self.first_process().expect("unshare forked")
    }

    /// As [`Running::pid`]; `None` as long as there is no process 1 in the namespace.
    pub fn first_process(&self) -> Option<Pid> {
        if !self.test.is_init() {
            return Some(self.pid);
        }
        let path = format!("/proc/{0}/task/{0}/children", self.pid);
        let children = std::fs::read_to_string(&path).ok()?;
        let child = children.split_whitespace().next()?;
        Some(Pid::from_raw(child.parse().expect("a process id")))
    }

    /// Waits for this line on stdout, after the lines of earlier waits.
    #[track_caller]
    pub fn wait_for(&mut self, line: &str) -> &mut Self {
        let wanted = self.test.filled_in(line.as_bytes());
        self.line_with(|line| line == wanted.0, line);
        self
    }

    /// Waits for a line on stdout with this beginning, and returns the rest of the line.
    #[track_caller]
    pub fn wait_for_rest_of(&mut self, start: &str) -> String {
        let line = self.line_with(|line| line.starts_with(start.as_bytes()), start);
        String::from_utf8_lossy(&line[start.len()..]).into_owned()
    }

    #[track_caller]
    fn line_with(&mut self, wanted: impl Fn(&[u8]) -> bool, named: &str) -> Vec<u8> {
        let found = self.stdout.line(&mut self.read, wanted);
        found.unwrap_or_else(|| {
            panic!(
                "{}\nnever wrote the line: {named}\n\n{:?}\n{:?}",
                self.test.called(),
                self.stdout.so_far(),
                self.stderr.so_far()
            )
        })
    }

    /// Sends a signal to the program alone.
    pub fn signal(&mut self, signal: Signal) -> &mut Self {
        kill(self.pid(), signal).expect("send the signal");
        self
    }

    /// Waits for the end and for the last byte, and compares everything.
    #[track_caller]
    pub fn check(self) {
        let called = self.test.called();
        let expected = self.test.expected().clone();
        self.outcome().assert(&expected, &called);
    }

    /// Waits for the end and for the last byte.
    #[track_caller]
    pub fn outcome(self) -> Outcome {
        let Ok(status) = self.ended.recv_timeout(DEADLINE) else {
            panic!(
                "{}\nhas not ended\n\n{:?}\n{:?}",
                self.test.called(),
                self.stdout.so_far(),
                self.stderr.so_far()
            );
        };
        let all = |stream: &Stream| {
            let bytes = stream.wait(|bytes, ended| ended.then(|| bytes.to_owned()));
            Text(bytes.unwrap_or_else(|| {
                panic!("{}\nleft a process that has its output open", self.test.called())
            }))
        };
        let mut outcome =
            Outcome { status, stdout: all(&self.stdout), stderr: all(&self.stderr), times: None };
        if self.test.reports_times() {
            outcome.take_times();
        }
        outcome
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        // Usually no process is left, and the call fails.
        let _ = killpg(self.pid, Signal::SIGKILL);
    }
}
