//! Whom signals reach: the program alone, or with `--init=group` its whole process group.

use nix::unistd::Pid;
use s2ibox_tests::{Root, Running, Signal, Status};

use crate::processes::{TOLD_SIGNALS, is_dead, pid, send, wait_until};

/// A shell that waits for two pipelines, as people write them, and does not pass anything on.
const PIPELINES: &str = "yes hi | tail & yes error | tail >&2 & echo $(jobs -p) $(pgrep -P $$ yes); wait";

fn pipelines(root: &Root, option: &str) -> (Running, Vec<Pid>) {
    let mut running = root
        .command("exec")
        .args([option, "/bin/bash", "-c", PIPELINES])
        .spawn();
    let pids = running.wait_for_rest_of("");
    let pids: Vec<Pid> = pids.split_whitespace().map(pid).collect();
    assert!(pids.len() >= 2, "{pids:?}");
    running.signal(Signal::SIGTERM);
    (running, pids)
}

#[test]
fn with_group_the_children_of_a_shell_get_the_signal_too() {
    let root = Root::new();
    let (running, pids) = pipelines(&root, "--init=group");
    wait_until("all are gone", || pids.iter().all(|pid| is_dead(*pid)));
    assert_eq!(running.outcome().status, Status::Exit(143));
}

#[test]
fn without_group_the_program_alone_gets_the_signal() {
    let root = Root::new();
    // The shell says that it got it, its child that it did not: it says so of the next one only.
    let script = format!("'{TOLD_SIGNALS}' 10 & trap 'echo shell; exit 3' TERM; wait; wait");
    let mut running = root
        .command("exec")
        .args(["--init", "/bin/bash", "-c", &script])
        .spawn();
    let child = running.wait_for_rest_of("ready (pid: ");
    running.signal(Signal::SIGTERM).wait_for("shell");
    send(pid(child.trim_end_matches(')')), 10);
    let outcome = running.outcome();
    assert!(outcome.out().ends_with("shell\n10\n"), "{outcome:?}");
    assert_eq!(outcome.status, Status::Exit(3), "{outcome:?}");
}

#[test]
fn with_group_what_the_program_leaves_behind_gets_term() {
    let root = Root::new();
    let script = format!("coproc '{TOLD_SIGNALS}' 15; read -r line <&\"${{COPROC[0]}}\"; echo \"$line\"\n\
         exec 3<&\"${{COPROC[0]}}\"; setsid cat <&3 & exit 4");
    let outcome = root
        .command("exec")
        .args(["--init=group", "/bin/bash", "-c", &script])
        .run();
    assert!(outcome.out().ends_with(")\n15\n"), "{outcome:?}");
    assert_eq!(outcome.status, Status::Exit(4), "{outcome:?}");
}

#[test]
fn without_group_what_the_program_leaves_behind_is_left_alone() {
    let root = Root::new();
    let script = format!("'{TOLD_SIGNALS}' 15 & sleep 0.2; exit 4");
    let mut running = root
        .command("exec")
        .args(["--init", "/bin/bash", "-c", &script])
        .spawn();
    let left = running.wait_for_rest_of("ready (pid: ");
    let (left, init) = (pid(left.trim_end_matches(')')), running.pid());
    wait_until("the init has ended", || is_dead(init));
    for (signal, told) in [(1, "1"), (2, "2"), (15, "15")] {
        send(left, signal);
        running.wait_for(told);
    }
    let outcome = running.outcome();
    assert!(outcome.out().ends_with(")\n1\n2\n15\n"), "{outcome:?}");
    assert_eq!(outcome.status, Status::Exit(4), "{outcome:?}");
}

#[test]
fn a_program_that_ignores_a_signal_is_ended_by_its_child_that_does_not() {
    let root = Root::new();
    let script = "trap '' USR1; env --default-signal=USR1 sleep 60 & echo ready; wait; exit 5";
    let mut running = root
        .command("exec")
        .args(["--init=group", "/bin/bash", "-c", script])
        .stdout("ready\n")
        .status(5)
        .spawn();
    running.wait_for("ready");
    // What bash starts may still be bash; asked again until it is there.
    let init = running.pid();
    wait_until("it ends", || {
        if !is_dead(init) {
            send(init, 10);
        }
        is_dead(init)
    });
    let outcome = running.outcome();
    assert_eq!(outcome.status, Status::Exit(5), "{outcome:?}");
}
