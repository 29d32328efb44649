//! Signals while s2ibox waits for `deploy`, a job or a build step, as an ordinary process and as process 1.

use s2ibox_tests::{
    ENDING_SIGNALS, Gate, Root, Signal, Status, Test, both_ways, copy_program, static_hook,
};

/// Makes a deploy hook that prints `ready` and dies of any signal. It is no script, because bash ignores SIGQUIT.
fn untrapped(root: &Root) -> Test {
    copy_program(&static_hook(), &root.path("action_hooks/deploy"));
    root.command("run").env("HOOK_deploy", "say ready; sleep")
}

/// Returns a script that prints `ready`, prints each signal of this name that arrives, and then runs `then`.
fn trapping(name: &str, then: &str) -> String {
    format!(
        "trap 'echo got {name}; {then}' {name}\n\
         sleep 60 >/dev/null 2>&1 & echo ready; wait; wait"
    )
}

fn stopped(name: &str) -> String {
    format!("ERROR: stopped by SIG{name}; the remaining steps were skipped\n")
}

const RUN: &str = " -----> Running application run script.\n -----> Running {hooks}/deploy\n";

#[test]
#[ignore = "needs root"]
fn a_signal_ends_a_deploy_without_traps() {
    for (signal, name, status) in ENDING_SIGNALS {
        let root = Root::new();
        root.hook("run", "echo never");
        both_ways(
            || untrapped(&root),
            |test| {
                let mut running = test
                    .stdout(format!("{RUN}ready\n"))
                    .stderr(format!("ERROR: hook {{hooks}}/deploy was killed by SIG{name}\n"))
                    .status(status)
                    .spawn();
                running.wait_for("ready").signal(signal);
                running.check();
            },
        );
    }
}

#[test]
#[ignore = "needs root"]
fn a_signal_during_a_deploy_that_exits_0_starts_no_application() {
    for (signal, name, status) in ENDING_SIGNALS {
        let root = Root::new();
        root.hook("deploy", trapping(name, "kill $!; exit 0")).hook("run", "echo never");
        both_ways(
            || root.command("run"),
            |test| {
                let mut running = test
                    .stdout(format!("{RUN}ready\ngot {name}\n"))
                    .stderr(stopped(name))
                    .status(status)
                    .spawn();
                running.wait_for("ready").signal(signal);
                running.check();
            },
        );
    }
}

#[test]
#[ignore = "needs root"]
fn a_signal_during_a_deploy_that_exits_otherwise_gives_its_status() {
    let root = Root::new();
    root.hook("deploy", trapping("TERM", "kill $!; exit 9")).hook("run", "echo never");
    both_ways(
        || root.command("run"),
        |test| {
            let mut running = test.stdout(format!("{RUN}ready\ngot TERM\n")).status(9).spawn();
            running.wait_for("ready").signal(Signal::SIGTERM);
            let outcome = running.outcome();
            assert_eq!(outcome.status, Status::Exit(9), "{outcome:?}");
            assert!(outcome.out().ends_with("got TERM\n"), "{outcome:?}");
        },
    );
}

#[test]
#[ignore = "needs root"]
fn a_signal_during_deploy_works_the_same_after_deploy_env() {
    let root = Root::new();
    root.env_hook("deploy_env", "A=1").hook("run", "echo never");
    both_ways(
        || untrapped(&root),
        |test| {
            let mut running = test.spawn();
            running.wait_for("ready").signal(Signal::SIGTERM);
            let outcome = running.outcome();
            assert_eq!(outcome.status, Status::Exit(143), "{outcome:?}");
            assert!(!outcome.out().contains("never"), "{outcome:?}");
        },
    );
}

#[test]
#[ignore = "needs root"]
fn usr1_and_usr2_are_only_passed_on() {
    for (signal, name) in [(Signal::SIGUSR1, "USR1"), (Signal::SIGUSR2, "USR2")] {
        let root = Root::new();
        root.hook("deploy", trapping(name, "kill $!")).hook("run", "echo application");
        both_ways(
            || root.command("run"),
            |test| {
                let run = " -----> Running {hooks}/run\napplication\n";
                let mut running = test.stdout(format!("{RUN}ready\ngot {name}\n{run}")).spawn();
                running.wait_for("ready").signal(signal);
                running.check();
            },
        );
    }
}

#[test]
fn every_signal_during_a_step_is_passed_on() {
    let root = Root::new();
    root.builder("run", "echo never");
    root.hook(
        "deploy",
        "trap 'echo got USR1' USR1; trap 'echo got USR2' USR2\n\
         trap 'echo got TERM; kill $!; exit 3' TERM\n\
         sleep 60 >/dev/null 2>&1 & echo ready; while :; do wait; done",
    );
    let mut running = root.command("run").spawn();
    for (signal, line) in [
        (Signal::SIGUSR1, "got USR1"),
        (Signal::SIGUSR2, "got USR2"),
        (Signal::SIGTERM, "got TERM"),
    ] {
        if signal == Signal::SIGUSR1 {
            running.wait_for("ready");
        }
        running.signal(signal).wait_for(line);
    }
    assert_eq!(running.outcome().status, Status::Exit(3));
}

#[test]
#[ignore = "needs root"]
fn a_signal_during_a_job_skips_the_remaining_jobs() {
    for (signal, name, status) in ENDING_SIGNALS {
        let root = Root::new();
        root.job("jobs/x/1", trapping(name, "kill $!; exit 0")).job("jobs/x/2", "echo never");
        both_ways(
            || root.command("jobs").arg("x"),
            |test| {
                let mut running = test
                    .stdout(format!(
                        " -----> Executing jobs (x)\n -----> Running {{src}}/.s2i/jobs/x/1\n\
                         ready\ngot {name}\n"
                    ))
                    .stderr(stopped(name))
                    .status(status)
                    .spawn();
                running.wait_for("ready").signal(signal);
                running.check();
            },
        );
    }
}

#[test]
#[ignore = "needs root"]
fn an_interrupted_build_is_never_a_success() {
    for (signal, name, status) in ENDING_SIGNALS {
        for step in ["pre_build", "assemble", "build"] {
            let root = Root::new();
            let waiting = trapping(name, "kill $!; exit 0");
            let script = |at: &str| if at == step { waiting.as_str() } else { "true" };
            root.builder("assemble", script("assemble"));
            root.uploaded().hook("pre_build", script("pre_build")).hook("build", script("build"));
            let mut running = root.command("assemble").spawn();
            running.wait_for("ready").signal(signal);
            let outcome = running.outcome();
            assert_eq!(outcome.status, Status::Exit(status), "{step}: {outcome:?}");
            assert_eq!(outcome.err(), stopped(name), "{step}: {outcome:?}");
            assert!(outcome.out().ends_with(&format!("got {name}\n")), "{step}: {outcome:?}");
        }
    }
}

#[test]
fn a_signal_that_the_caller_ignores_stays_ignored() {
    let root = Root::new();
    root.hook("deploy", format!("{}; echo went on", Gate::WAIT)).hook("run", "echo application");
    let gate = Gate::new(&root);
    let run = " -----> Running {hooks}/run\napplication\n";
    let mut running = root
        .command("run")
        .within(["/usr/bin/env", "--ignore-signal=HUP"])
        .stdout(format!("{RUN}ready\nwent on\n{run}"))
        .spawn();
    running.wait_for("ready").signal(Signal::SIGHUP);
    let _held = gate.open();
    running.check();
}

#[test]
fn s2ibox_waits_for_a_hook_that_goes_on_after_term() {
    let root = Root::new();
    root.hook(
        "deploy",
        "trap 'echo got TERM; kill $!' TERM\n\
         sleep 60 >/dev/null 2>&1 & echo ready; wait; echo done; exit 0",
    )
    .hook("run", "echo never");
    let mut running = root
        .command("run")
        .stdout(format!("{RUN}ready\ngot TERM\ndone\n"))
        .stderr(stopped("TERM"))
        .status(143)
        .spawn();
    running.wait_for("ready").signal(Signal::SIGTERM);
    running.check();
}

/// The signals that images declare as their stop signal beside TERM, INT, HUP and QUIT: WINCH (httpd, php), RTMIN+3
/// (systemd), and one of the others.
const DECLARED: [i32; 3] = [28, 37, 14];

/// Sends the program the signal of this number; nix's `Signal` has no real-time signals.
#[track_caller]
fn send(running: &s2ibox_tests::Running, signal: i32) {
    let sent = std::process::Command::new("/bin/bash")
        .args(["-c", "kill -\"$1\" \"$2\"", "sh"])
        .args([signal.to_string(), running.pid().to_string()])
        .status();
    assert!(sent.expect("start bash").success(), "signal {signal} cannot be sent");
}

/// Checks that the signal ends the test, as process 1, without success and before a step that prints
/// `never`.
#[track_caller]
fn ends_as_process_1(test: Test, signal: i32) {
    let mut running = test.as_init().spawn();
    running.wait_for("ready");
    send(&running, signal);
    let outcome = running.outcome();
    assert!(outcome.status != Status::Exit(0), "{signal}: {outcome:?}");
    assert!(!outcome.out().contains("never"), "{signal}: {outcome:?}");
}

#[test]
#[ignore = "needs root"]
fn any_stop_signal_ends_a_bash_hook_of_process_1() {
    for env_hook in [false, true] {
        // bash goes on after an INT that its child does not die of.
        for signal in [1, 3, 15].into_iter().chain(DECLARED) {
            let root = Root::new();
            if env_hook {
                root.env_hook("deploy_env", "A=1");
            }
            root.hook("deploy", "echo ready; sleep 600 >/dev/null 2>&1").hook("run", "echo never");
            ends_as_process_1(root.command("run"), signal);
        }
    }
}

#[test]
#[ignore = "needs root"]
fn a_hook_of_process_1_has_time_to_handle_a_declared_stop_signal() {
    for signal in DECLARED {
        let root = Root::new();
        root.hook("deploy", trapping(&signal.to_string(), "kill $!; exit 0"));
        root.hook("run", "echo never");
        let mut running = root.command("run").as_init().spawn();
        running.wait_for("ready");
        send(&running, signal);
        let outcome = running.outcome();
        assert_eq!(outcome.status, Status::Exit(128 + signal), "{outcome:?}");
        assert!(outcome.out().ends_with(&format!("got {signal}\n")), "{outcome:?}");
    }
}

#[test]
#[ignore = "needs root"]
fn any_stop_signal_ends_jobs_and_a_build_of_process_1() {
    for signal in DECLARED {
        let root = Root::new();
        root.job("jobs/h/1", "echo ready; sleep 600 >/dev/null 2>&1").job("jobs/h/2", "echo never");
        root.builder("assemble", "echo ready; sleep 600 >/dev/null 2>&1");
        root.hook("build", "echo never");
        for test in [root.command("jobs").arg("h"), root.command("assemble")] {
            ends_as_process_1(test, signal);
        }
    }
}

#[test]
fn winch_ends_nothing_elsewhere() {
    let root = Root::new();
    let gate = Gate::new(&root);
    root.hook("deploy", Gate::WAIT).hook("run", "echo application");
    let mut running = root.command("run").spawn();
    running.wait_for("ready");
    send(&running, 28);
    let open = gate.open();
    let outcome = running.outcome();
    drop(open);
    assert_eq!(outcome.status, Status::Exit(0), "{outcome:?}");
    assert!(outcome.out().ends_with("application\n"), "{outcome:?}");
}

#[test]
fn quit_ends_a_bash_hook_that_ignores_it() {
    let root = Root::new();
    root.hook("deploy", "echo ready; sleep 600 >/dev/null 2>&1").hook("run", "echo never");
    let mut running = root.command("run").spawn();
    running.wait_for("ready").signal(Signal::SIGQUIT);
    let outcome = running.outcome();
    assert_eq!(outcome.status, Status::Exit(143), "{outcome:?}");
    assert!(!outcome.out().contains("never"), "{outcome:?}");
}
