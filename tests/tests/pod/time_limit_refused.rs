//! `--timeout` if the kernel or a sandbox refuses a system call that it needs.

use nix::libc;
use s2ibox_tests::{Root, Status};

use crate::processes::{REFUSE_CALLS, is_dead, pid, wait_until};

#[test]
fn a_probe_ends_and_takes_the_hook_along_if_kill_is_refused() {
    let root = Root::new();
    root.hook("ready", "echo $$; exec sleep 60");
    let mut running = root
        .command("ready")
        .args(["--timeout", "0.3"])
        .within([REFUSE_CALLS, "1", &libc::SYS_kill.to_string()])
        .spawn();
    let hook = pid(&running.wait_for_rest_of(""));
    let outcome = running.outcome();
    assert_eq!(outcome.status, Status::Exit(124), "{outcome:?}");
    assert!(outcome.err().contains("was stopped after 0.3 s"), "{outcome:?}");
    wait_until("the hook is gone", || is_dead(hook));
}

#[test]
fn a_probe_within_the_limit_needs_no_kill() {
    let root = Root::new();
    root.hook("ready", "sleep 0.3; exit 7"); // long enough for a watcher
    root.command("ready")
        .args(["--timeout", "60"])
        .within([REFUSE_CALLS, "1", &libc::SYS_kill.to_string()])
        .status(7)
        .check();
}
