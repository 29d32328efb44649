//! `--rewrite` of an init: another signal reaches the program, or none.

use s2ibox_tests::{Root, Status, Test};

use crate::processes::{SIGNAL_RECORDER, send};

/// Starts the signal recorder, sends it signals, and compares the signal that it records for each, 0 for none.
#[track_caller]
fn records(test: Test, signals: &[(i32, i32)]) {
    let mut running = test.args([SIGNAL_RECORDER, "12"]).spawn();
    running.wait_for_rest_of("ready (pid: ");
    let last = [(10, 10), (12, 12)];
    let mut expected = Vec::new();
    for (sent, recorded) in signals.iter().chain(&last) {
        send(running.pid(), *sent);
        if *recorded != 0 {
            running.wait_for(&recorded.to_string());
            expected.push(recorded.to_string());
        }
    }
    let outcome = running.outcome();
    let lines: Vec<_> = outcome.out().lines().skip(1).map(str::to_owned).collect();
    assert_eq!(lines, expected, "{outcome:?}");
    assert_eq!(outcome.status, Status::Exit(7), "{outcome:?}");
}

#[test]
fn another_signal_reaches_the_program() {
    let root = Root::new();
    let init = || root.command("exec").arg("--init");
    records(init().args(["--rewrite", "15:3"]), &[(15, 3)]);
    records(init().arg("--rewrite=TERM:QUIT"), &[(15, 3)]);
    records(init().args(["--rewrite", "SIGTERM:SIGRTMIN+3"]), &[(15, 37)]);
    records(init().args(["--rewrite", "RTMIN+3:term"]), &[(37, 15)]);
    records(init().args(["--rewrite", "1:2,2:1"]), &[(1, 2)]);
    records(root.command("exec").args(["--init=group", "--rewrite", "15:28"]), &[(15, 28)]);
}

#[test]
fn rules_of_several_options_are_added() {
    let root = Root::new();
    let test = root.command("exec").args(["--init", "--rewrite", "15:3", "--rewrite", "1:28"]);
    records(test.clone(), &[(15, 3)]);
    records(test, &[(1, 28)]);
}

#[test]
fn zero_drops_a_signal() {
    let root = Root::new();
    let test = root.command("exec").args(["--init", "--rewrite", "HUP:0,15:3"]);
    records(test.clone(), &[(1, 0)]);
    records(test, &[(1, 0), (15, 3)]);
}

#[test]
fn the_variable_does_the_same_and_the_option_wins() {
    let root = Root::new();
    let test = root.command("exec").arg("--init").env("S2I_INIT_REWRITE", "15:3,1:0");
    records(test.clone(), &[(15, 3), (1, 0)]);
    records(test.args(["--rewrite", "15:28"]), &[(15, 28), (1, 1)]);
}

#[test]
fn a_stop_signal_while_the_environment_is_evaluated_is_not_rewritten() {
    let root = Root::new();
    root.env_hook("deploy_env", "echo ready; while :; do sleep 0.05; done");
    let test = root.command("exec").args(["--init", "--rewrite", "15:28", "echo", "never"]);
    let mut running = test.spawn();
    running.wait_for("ready").signal(s2ibox_tests::Signal::SIGTERM);
    let outcome = running.outcome();
    assert_eq!(outcome.status, Status::Exit(143), "{outcome:?}");
    assert!(!outcome.out().contains("never"), "{outcome:?}");
}

#[test]
fn a_rule_that_means_nothing_is_a_usage_error() {
    let root = Root::new();
    for value in ["15", "15:", "TERM:NO", "0:15", "65:1", "9:15", "CHLD:15", "1:2:3"] {
        let test = root.command("exec").args(["echo", "never"]);
        let by_option = root.command("exec").args(["--init", "--rewrite", value, "echo", "never"]);
        for test in [by_option, test.env("S2I_INIT_REWRITE", value).env("S2I_INIT", "1")] {
            let outcome = test.run();
            assert_eq!(outcome.status, Status::Exit(2), "{value}: {outcome:?}");
            assert!(outcome.err().contains("signals FROM:TO"), "{value}: {outcome:?}");
        }
    }
}
