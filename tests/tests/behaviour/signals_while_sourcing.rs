//! Signals while bash sources an env hook or the container user script: they count when the current command of the hook
//! returns.

use s2ibox_tests::{ENDING_SIGNALS, Gate, Root, Signal, Status, both_ways};

use crate::interrupted::ended_by;

#[test]
#[ignore = "needs root"]
fn a_signal_while_deploy_env_is_sourced_ends_the_command() {
    for (signal, name, status) in ENDING_SIGNALS {
        let root = Root::new();
        root.env_hook("deploy_env", format!("{}; echo never", Gate::WAIT))
            .hook("run", "echo never");
        let gate = Gate::new(&root);
        both_ways(
            || root.command("run"),
            |test| {
                let mut running = test.spawn();
                running.wait_for("ready").signal(signal);
                let _held = gate.open();
                ended_by(&running.outcome(), name, status);
            },
        );
    }
}

#[test]
#[ignore = "needs root"]
fn a_signal_while_build_env_is_sourced_ends_the_command() {
    for (signal, name, status) in ENDING_SIGNALS {
        let root = Root::new();
        root.env_hook("build_env", format!("{}; echo never", Gate::WAIT));
        root.builder("assemble", "echo never");
        let gate = Gate::new(&root);
        both_ways(
            || root.command("assemble"),
            |test| {
                let mut running = test.spawn();
                running.wait_for("ready").signal(signal);
                let _held = gate.open();
                ended_by(&running.outcome(), name, status);
            },
        );
    }
}

#[test]
#[ignore = "needs root"]
fn a_signal_while_the_container_user_script_is_sourced_ends_the_command() {
    for (signal, name, status) in ENDING_SIGNALS {
        let root = Root::new();
        root.container_user(format!("{}; echo never", Gate::WAIT)).hook("run", "echo never");
        let gate = Gate::new(&root);
        both_ways(
            || root.command("run"),
            |test| {
                let mut running = test.spawn();
                running.wait_for("ready").signal(signal);
                let _held = gate.open();
                ended_by(&running.outcome(), name, status);
            },
        );
    }
}

#[test]
#[ignore = "needs root"]
fn term_while_deploy_env_sleeps_ends_process_1() {
    let root = Root::new();
    root.env_hook("deploy_env", "echo ready; sleep 2; echo never").hook("run", "echo never");
    let mut running = root.command("run").as_init().spawn();
    running.wait_for("ready").signal(Signal::SIGTERM);
    ended_by(&running.outcome(), "TERM", 143);
}

#[test]
#[ignore = "needs root"]
fn a_signal_during_the_last_command_of_an_env_hook_counts() {
    for (_, name, status) in ENDING_SIGNALS {
        let root = Root::new();
        root.env_hook("deploy_env", format!("kill -{name} $$")).hook("run", "echo never");
        both_ways(|| root.command("run"), |test| ended_by(&test.run(), name, status));
    }
}

#[test]
fn a_trap_of_the_env_hook_wins_while_it_is_sourced() {
    let root = Root::new();
    root.env_hook("deploy_env", "trap 'echo trapped' TERM; kill -TERM $$; A=1");
    root.command("exec").args(["sh", "-c", "echo $A"]).stdout("trapped\n1\n").check();
}

#[test]
fn a_signal_that_the_caller_ignores_is_ignored() {
    let root = Root::new();
    root.env_hook("deploy_env", "kill -HUP $$; A=1");
    root.command("exec")
        .args(["sh", "-c", "kill -HUP $$; echo $A"])
        .within(["/usr/bin/env", "--ignore-signal=HUP"])
        .stdout("1\n")
        .check();
}

#[test]
#[ignore = "needs root"]
fn usr1_and_usr2_do_not_end_the_command() {
    for (signal, name) in [(Signal::SIGUSR1, "USR1"), (Signal::SIGUSR2, "USR2")] {
        let root = Root::new();
        root.env_hook("deploy_env", Gate::WAIT).hook("run", "echo application");
        let gate = Gate::new(&root);
        both_ways(
            || root.command("run"),
            |test| {
                let mut running = test.spawn();
                running.wait_for("ready").signal(signal);
                let _held = gate.open();
                let outcome = running.outcome();
                assert_eq!(outcome.status, Status::Exit(0), "{name}: {outcome:?}");
                let started = outcome.out().ends_with("application\n");
                assert!(started, "{name}: {outcome:?}");
            },
        );
    }
}
