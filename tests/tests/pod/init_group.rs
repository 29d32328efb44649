//! The receivers of signals: the program alone, or with `--init=group` its whole process group.

use std::fs;

use nix::unistd::Pid;
use s2ibox_tests::{Root, Running, Signal, Status};

use crate::processes::{SIGNAL_RECORDER, is_dead, pid, send, wait_until};

/// Starts a shell that waits for two pipelines and passes no signal on.
const PIPELINES: &str = "yes hi | tail & yes error | tail >&2 & echo $(jobs -p); wait";

fn pipelines(root: &Root, option: &str) -> (Running, Vec<Pid>) {
    let mut running = root.command("exec").args([option, "/bin/bash", "-c", PIPELINES]).spawn();
    let pids = running.wait_for_rest_of("");
    let pids: Vec<Pid> = pids.split_whitespace().map(pid).collect();
    assert_eq!(pids.len(), 2, "{pids:?}");
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
    // The shell prints the signal. Its child prints only the next one, so it did not get this one.
    let script = format!("trap 'echo shell; exit 3' TERM; '{SIGNAL_RECORDER}' 10 & wait; wait");
    let mut running = root.command("exec").args(["--init", "/bin/bash", "-c", &script]).spawn();
    let child = running.wait_for_rest_of("ready (pid: ");
    running.signal(Signal::SIGTERM).wait_for("shell");
    send(pid(child.trim_end_matches(')')), 10);
    let outcome = running.outcome();
    assert!(outcome.out().ends_with("shell\n10\n"), "{outcome:?}");
    assert_eq!(outcome.status, Status::Exit(3), "{outcome:?}");
}

/// Runs a program that ends with status 4 and leaves a signal recorder behind, which ends at TERM. Returns the process
/// id of the recorder.
fn left_behind(root: &Root, option: &str) -> Pid {
    let script = format!(
        "'{SIGNAL_RECORDER}' 15 >signals 2>&1 & until [ -s signals ]; do sleep 0.01; done; exit 4"
    );
    root.command("exec").args([option, "/bin/bash", "-c", &script]).status(4).check();
    let log = recorded(root);
    let (_, rest) = log.split_once("pid: ").expect("the process id");
    pid(rest.split(')').next().expect("a number"))
}

fn recorded(root: &Root) -> String {
    fs::read_to_string(root.src.join("signals")).expect("the log")
}

#[test]
fn with_group_the_rest_of_the_group_gets_term() {
    let root = Root::new();
    left_behind(&root, "--init=group");
    wait_until("the recorder printed the signal", || recorded(&root).ends_with(")\n15\n"));
}

#[test]
fn without_group_the_rest_of_the_group_gets_nothing() {
    let root = Root::new();
    let left = left_behind(&root, "--init");
    for (signal, so_far) in [(1, ")\n1\n"), (2, ")\n1\n2\n"), (15, ")\n1\n2\n15\n")] {
        send(left, signal);
        wait_until("the recorder printed the signal", || recorded(&root).ends_with(so_far));
    }
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
    // A new child of bash is still bash for a moment, so the test asks again.
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
