//! A signal during the work of s2ibox itself: between steps, while `.s2i` is taken, while permissions are set. It counts
//! at any moment.

use std::fs;

use s2ibox_tests::{ENDING_SIGNALS, Outcome, Root, Signal, Status, Tmpfs, both_ways};

/// Checks that the signal `name` ended the command, with an error that says so, before the hook that prints `never`.
#[track_caller]
pub fn ended_by(outcome: &Outcome, name: &str, status: i32) {
    assert_eq!(outcome.status, Status::Exit(status), "{outcome:?}");
    assert!(!outcome.out().contains("never"), "{outcome:?}");
    let error = format!("ERROR: stopped by SIG{name}");
    assert!(outcome.err().contains(&error), "{outcome:?}");
}

#[test]
#[ignore = "needs root"]
fn a_signal_at_the_end_of_deploy_starts_no_application() {
    for (_, name, status) in ENDING_SIGNALS {
        let root = Root::new();
        root.hook("deploy", format!("trap '' {name}; kill -{name} $PPID"))
            .hook("run", "echo never");
        both_ways(|| root.command("run"), |test| ended_by(&test.run(), name, status));
    }
}

#[test]
#[ignore = "needs root"]
fn a_signal_at_the_end_of_a_job_starts_no_other_job() {
    for (_, name, status) in ENDING_SIGNALS {
        let root = Root::new();
        root.job("jobs/x/1", format!("trap '' {name}; kill -{name} $PPID"))
            .job("jobs/x/2", "echo never");
        both_ways(|| root.command("jobs").arg("x"), |test| ended_by(&test.run(), name, status));
    }
}

#[test]
#[ignore = "needs root"]
fn a_signal_in_the_last_step_of_a_build_is_not_a_success() {
    for (_, name, status) in ENDING_SIGNALS {
        let root = Root::new();
        root.builder("assemble", "true");
        root.hook("build", format!("trap '' {name}; kill -{name} $PPID"));
        both_ways(|| root.command("assemble"), |test| ended_by(&test.run(), name, status));
    }
}

#[test]
#[ignore = "needs root"]
fn a_signal_during_the_copy_is_not_a_success_and_loses_no_hooks() {
    for (signal, name, status) in ENDING_SIGNALS {
        let root = Root::new();
        let _mounted = Tmpfs::mount(&root.upload, "64m");
        root.uploaded().hook("pre_build", "echo never; sleep 60");
        for index in 0..30 {
            let large = vec![b'x'; 1 << 20];
            root.uploaded().program(format!("large/{index}"), large, 0o644);
        }
        root.builder("assemble", "echo never");
        let mut running = root.command("assemble").spawn();
        running.wait_for(" -----> Running application assemble script.").signal(signal);
        let outcome = running.outcome();
        // A late signal reaches the hook, which dies of it.
        assert_eq!(outcome.status, Status::Exit(status), "{name}: {outcome:?}");
        let left =
            |tree: &s2ibox_tests::Tree| fs::read_dir(tree.path("large")).map_or(0, Iterator::count);
        let is_complete = left(&root.uploaded()) == 30;
        let taken = left(&root) == 30;
        assert!(is_complete || taken, "{name}: {outcome:?}");
        let entries: Vec<_> = fs::read_dir(&root.src).expect("list").collect();
        assert_eq!(entries.len(), usize::from(taken), "nothing half copied: {entries:?}");
        builds_again(&root);
    }
}

#[test]
#[ignore = "needs root"]
fn a_signal_while_permissions_are_set_is_not_a_success() {
    let root = Root::new();
    root.builder("assemble", "mkdir -p many; touch many/{1..20000}; chmod 600 many/*");
    root.hook("build", "trap '' TERM; echo ready");
    for _ in 0..3 {
        let mut running = root.command("assemble").spawn();
        running.wait_for("ready").signal(Signal::SIGTERM);
        ended_by(&running.outcome(), "TERM", 143);
    }
}

/// Checks that the next build is complete, whatever the interrupted build has left.
#[track_caller]
fn builds_again(root: &Root) {
    root.uploaded().hook("pre_build", "true");
    root.hook("pre_build", "true");
    root.builder("assemble", "ls .s2i/large | wc -l");
    let outcome = root.command("assemble").run();
    assert_eq!(outcome.status, Status::Exit(0), "{outcome:?}");
    let left: Vec<_> = fs::read_dir(&root.src).expect("list").collect();
    assert_eq!(left.len(), 1, "nothing half copied: {left:?}");
}

#[test]
#[ignore = "needs root"]
fn a_kill_during_the_copy_loses_no_hooks() {
    let root = Root::new();
    let _mounted = Tmpfs::mount(&root.upload, "64m");
    for index in 0..30 {
        let large = vec![b'x'; 1 << 20];
        root.uploaded().program(format!("large/{index}"), large, 0o644);
    }
    root.builder("assemble", "sleep 60");
    let mut running = root.command("assemble").spawn();
    running.wait_for(" -----> Running application assemble script.").signal(Signal::SIGKILL);
    let outcome = running.outcome();
    assert_eq!(outcome.status, Status::Signal(9), "{outcome:?}");
    let left =
        |tree: &s2ibox_tests::Tree| fs::read_dir(tree.path("large")).map_or(0, Iterator::count);
    assert!(left(&root.uploaded()) == 30 || left(&root) == 30, "{outcome:?}");
}
