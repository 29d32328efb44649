//! The other processes when the program below an init has ended: how long they have.

use s2ibox_tests::{Root, Status, Test};

/// A program that ends at TERM and leaves a process behind that needs a moment for its end, which is longer than the
/// kernel takes to kill a namespace.
const LEAVES_A_WORKER: &str = "
trap 'echo program ended; exit 5' TERM
(trap 'sleep 0.5; echo worker ended; exit' TERM; echo ready; while :; do sleep 0.05; done) &
while :; do sleep 0.05; done";

#[track_caller]
fn outcome_of(test: Test) -> String {
    let mut running = test.as_init().spawn();
    running.wait_for("ready").signal(s2ibox_tests::Signal::SIGTERM);
    let outcome = running.outcome();
    assert_eq!(outcome.status, Status::Exit(5), "{outcome:?}");
    outcome.out()
}

fn init(root: &Root, options: &[&str]) -> Test {
    root.command("exec").args(options).args(["/bin/bash", "-c", LEAVES_A_WORKER])
}

const BOTH_END: &str = "ready\nprogram ended\nworker ended\n";
const WORKER_IS_KILLED: &str = "ready\nprogram ended\n";

#[test]
#[ignore = "needs root"]
fn with_group_the_other_processes_have_time_to_end() {
    let root = Root::new();
    assert_eq!(outcome_of(init(&root, &["--init=group"])), BOTH_END);
    assert_eq!(outcome_of(init(&root, &["--init=group", "--grace", "0"])), WORKER_IS_KILLED);
}

#[test]
#[ignore = "needs root"]
fn without_group_they_have_time_only_with_grace() {
    let root = Root::new();
    assert_eq!(outcome_of(init(&root, &["--init"])), WORKER_IS_KILLED);
    assert_eq!(outcome_of(init(&root, &["--init", "--grace", "20"])), BOTH_END);
    assert_eq!(outcome_of(init(&root, &["--init"]).env("S2I_INIT_GRACE", "20")), BOTH_END);
}

#[test]
#[ignore = "needs root"]
fn a_process_that_ignores_term_is_killed_when_the_grace_is_over() {
    let root = Root::new();
    let script = "(trap '' TERM; echo ready; while :; do sleep 0.05; done) & sleep 0.3; exit 5";
    let test = root.command("exec").args(["--init", "--grace", "0.3", "/bin/bash", "-c", script]);
    let outcome = test.as_init().run();
    assert_eq!(outcome.status, Status::Exit(5), "{outcome:?}");
}

#[test]
#[ignore = "needs root"]
fn a_process_in_a_session_of_its_own_has_the_time_too() {
    let root = Root::new();
    let script = format!("setsid /bin/bash -c {} & wait", quoted(LEAVES_A_WORKER));
    let script = format!("{script}; exit 5").replace("exit 5' TERM", "exit 0' TERM");
    let test = root.command("exec").args(["--init", "--grace", "20", "/bin/bash", "-c", &script]);
    let mut running = test.as_init().spawn();
    running.wait_for("ready").signal(s2ibox_tests::Signal::SIGTERM);
    let outcome = running.outcome();
    assert_eq!(outcome.status, Status::Exit(143), "{outcome:?}");
    assert!(outcome.out().contains("worker ended"), "{outcome:?}");
}

fn quoted(text: &str) -> String {
    format!("'{}'", text.replace('\'', "'\\''"))
}

#[test]
fn other_values_are_a_usage_error() {
    let root = Root::new();
    for value in ["-1", "x", "1s", "inf"] {
        let test = root.command("exec").arg(format!("--grace={value}")).args(["echo", "never"]);
        let outcome = test.run();
        assert_eq!(outcome.status, Status::Exit(2), "{value}: {outcome:?}");
        assert!(outcome.err().contains("a number of seconds"), "{value}: {outcome:?}");
    }
}
