//! Reads the state of processes, and sends them signals by number.

use std::fs;
use std::process::Command;
use std::thread::sleep;
use std::time::{Duration, Instant};

use nix::unistd::Pid;
use s2ibox_tests::DEADLINE;

/// The path of the program that prints the signals that it gets; see `src/bin/signal-recorder.rs`.
pub const SIGNAL_RECORDER: &str = env!("CARGO_BIN_EXE_signal-recorder");

/// The program that executes another one under a seccomp filter; see `src/bin/refuse-calls.rs`.
pub const REFUSE_CALLS: &str = env!("CARGO_BIN_EXE_refuse-calls");

/// Waits until `condition` holds, and fails with `what` if it never does.
#[track_caller]
pub fn wait_until(what: &str, mut condition: impl FnMut() -> bool) {
    let end = Instant::now() + DEADLINE;
    while !condition() {
        assert!(Instant::now() < end, "it never came to this: {what}");
        sleep(Duration::from_millis(5));
    }
}

/// Returns the state letter of `/proc/PID/stat`, `Z` for a zombie, or `None` if there is no such process.
pub fn state(pid: Pid) -> Option<char> {
    let stat = fs::read_to_string(format!("/proc/{pid}/stat")).ok()?;
    stat.rsplit(')').next()?.trim_start().chars().next()
}

/// Returns whether the process has ended; it may still be a zombie.
pub fn is_dead(pid: Pid) -> bool {
    state(pid).is_none_or(|state| state == 'Z')
}

/// The children of a process at the moment.
pub fn children_of(pid: Pid) -> Vec<Pid> {
    let children = fs::read_to_string(format!("/proc/{pid}/task/{pid}/children"));
    children.unwrap_or_default().split_whitespace().map(self::pid).collect()
}

/// Returns the first child of a process.
#[track_caller]
pub fn child_of(pid: Pid) -> Pid {
    let mut child = None;
    wait_until("it has a child", || {
        child = children_of(pid).first().copied();
        child.is_some()
    });
    child.expect("waited for")
}

pub fn pid(text: &str) -> Pid {
    Pid::from_raw(text.trim().parse().expect("a process id"))
}

/// Sends the signal with this number, because nix's `Signal` has no real-time signals.
#[track_caller]
pub fn send(pid: Pid, signal: i32) {
    let sent = Command::new("/bin/bash")
        .args(["-c", "kill -\"$1\" \"$2\"", "sh"])
        .args([signal.to_string(), pid.to_string()])
        .status()
        .expect("start bash");
    assert!(sent.success(), "signal {signal} cannot be sent to {pid}");
}
