//! `--timeout` of the probes: which processes are ended, when, and the message.

use std::time::{Duration, Instant};

use s2ibox_tests::{Root, Status, Test};

use crate::processes::{is_dead, pid, wait_until};

const PROBES: [&str; 3] = ["alive", "ready", "verify"];

fn line(command: &str, seconds: &str, doing: &str) -> String {
    format!(
        "ERROR: s2i-{command} was stopped after {seconds} s, the limit of --timeout or \
         S2I_PROBE_TIMEOUT, while its {doing}; give it more time, or make it faster\n"
    )
}

const HOOK: &str = "hook was running";
const ENVIRONMENT: &str = "environment was being set up";

fn timed(test: Test) -> Duration {
    let started = Instant::now();
    test.check();
    started.elapsed()
}

#[test]
fn a_hook_that_takes_too_long_is_stopped() {
    for command in PROBES {
        let root = Root::new();
        root.hook(command, "sleep 60");
        let expected = match command {
            "verify" => " -----> Running {hooks}/verify\n",
            _ => "",
        };
        let took = timed(
            root.command(command)
                .args(["--timeout", "0.3"])
                .stdout(expected)
                .stderr(line(command, "0.3", HOOK))
                .status(124),
        );
        assert!(took >= Duration::from_millis(300), "{took:?}");
        assert!(took < Duration::from_secs(2), "TERM was enough: {took:?}");
    }
}

#[test]
fn an_environment_that_takes_too_long_is_stopped() {
    let root = Root::new();
    root.env_hook("deploy_env", "exec 2>/dev/null; while :; do sleep 0.05; done")
        .hook("ready", "echo never");
    root.command("ready")
        .arg("--timeout=0.3")
        .stdout(" -----> Running {hooks}/deploy_env\n")
        .stderr(line("ready", "0.3", ENVIRONMENT))
        .status(124)
        .check();
}

#[test]
fn an_environment_that_takes_too_long_is_one_error_line() {
    for container_user in [true, false] {
        let root = Root::new();
        root.hook("ready", "echo never");
        if container_user {
            root.container_user("sleep 60");
        } else {
            root.env_hook("deploy_env", "sleep 60");
        }
        let outcome = root.command("ready").arg("--timeout=0.3").run();
        assert_eq!(outcome.status, Status::Exit(124), "{outcome:?}");
        assert!(!outcome.out().contains("never"), "{outcome:?}");
        assert!(outcome.err().ends_with(&line("ready", "0.3", ENVIRONMENT)), "{outcome:?}");
        assert_eq!(outcome.err().matches("ERROR:").count(), 1, "{outcome:?}");
    }
}

#[test]
fn environment_and_hook_share_the_limit() {
    let root = Root::new();
    root.env_hook("deploy_env", "sleep 0.6").hook("ready", "sleep 0.6");
    let both = " -----> Running {hooks}/deploy_env\n";
    root.command("ready")
        .args(["--timeout", "0.9"])
        .stdout(both)
        .stderr(line("ready", "0.9", HOOK))
        .status(124)
        .check();
    root.command("ready").args(["--timeout", "30"]).stdout(both).check();
}

#[test]
fn a_hook_that_ignores_term_is_killed_two_seconds_later() {
    let root = Root::new();
    root.hook(
        "ready",
        "trap 'echo trapped' TERM; (trap '' TERM; echo $BASHPID; exec sleep 60) & while :; do wait; sleep 0.1; done",
    );
    let started = Instant::now();
    let mut running = root.command("ready").args(["--timeout", "0.5"]).spawn();
    let member = pid(&running.wait_for_rest_of(""));
    running.wait_for("trapped");
    let outcome = running.outcome();
    let took = started.elapsed();
    assert_eq!(outcome.status, Status::Exit(124), "{outcome:?}");
    assert_eq!(outcome.err(), line("ready", "0.5", HOOK));
    assert!(took >= Duration::from_millis(2400), "{took:?}");
    assert!(took < Duration::from_secs(6), "{took:?}");
    wait_until("it is gone", || is_dead(member));
}

#[test]
fn a_member_of_the_group_that_outlives_the_hook_is_killed_too() {
    let root = Root::new();
    root.hook("ready", "(trap '' TERM; echo $BASHPID; exec sleep 60 >/dev/null 2>&1) & wait");
    let mut running = root.command("ready").args(["--timeout", "0.5"]).spawn();
    let member = pid(&running.wait_for_rest_of(""));
    let outcome = running.outcome();
    assert_eq!(outcome.status, Status::Exit(124), "{outcome:?}");
    assert!(is_dead(member));
}

#[test]
fn the_status_is_124_whatever_the_hook_does_on_term() {
    let root = Root::new();
    root.hook("ready", "trap 'echo cleaned up; exit 0' TERM; echo begun; sleep 60 & wait");
    root.command("ready")
        .args(["--timeout", "0.5"])
        .stdout("begun\ncleaned up\n")
        .stderr(line("ready", "0.5", HOOK))
        .status(124)
        .check();
}

#[test]
fn a_suspended_hook_is_stopped_as_well() {
    let root = Root::new();
    root.hook("ready", "kill -STOP $$; echo continued");
    let outcome = root.command("ready").args(["--timeout", "0.5"]).run();
    assert_eq!(outcome.status, Status::Exit(124), "{outcome:?}");
}

#[test]
fn the_status_is_the_hooks_within_the_limit() {
    let root = Root::new();
    for (script, status) in [
        ("exit 0", 0),
        ("exit 1", 1),
        ("exit 124", 124),
        ("exit 255", 255),
        ("kill -KILL $$", 137),
        ("kill -TERM $$", 143),
        ("kill -34 $$", 162),
    ] {
        root.hook("ready", script);
        let test = root.command("ready").args(["--timeout", "30"]);
        test.status(status).check();
    }
}

#[test]
fn stdin_and_output_are_the_hooks_within_the_limit() {
    let root = Root::new();
    root.hook("verify", "cat; echo err >&2");
    root.command("verify")
        .args(["--timeout", "30"])
        .stdin("in\n")
        .stdout(" -----> Running {hooks}/verify\nin\n")
        .stderr("err\n")
        .check();
}

#[test]
fn errors_are_printed_once() {
    let root = Root::new();
    root.env_hook("deploy_env", "false");
    let plain = root.command("ready").run();
    let limited = root.command("ready").args(["--timeout", "30"]).run();
    limited.assert(&plain, "with a limit");
    assert_eq!(plain.status, Status::Exit(1), "{plain:?}");
}

#[test]
fn the_variable_has_the_same_effect_and_the_option_wins() {
    let root = Root::new();
    root.hook("alive", "sleep 60");
    root.command("alive")
        .env("S2I_PROBE_TIMEOUT", "0.25")
        .stderr(line("alive", "0.25", HOOK))
        .status(124)
        .check();
    root.command("alive")
        .args(["--timeout", ".5"])
        .env("S2I_PROBE_TIMEOUT", "50")
        .stderr(line("alive", "0.5", HOOK))
        .status(124)
        .check();
}

#[test]
fn a_bad_value_is_a_usage_error() {
    let root = Root::new();
    root.hook("ready", "echo never");
    for value in ["0", "-1", "x", "nan", "inf", "1e400", "1s", "1,5", "0x5"] {
        let by_option = root.command("ready").arg(format!("--timeout={value}")).run();
        let by_variable = root.command("ready").env("S2I_PROBE_TIMEOUT", value).run();
        for outcome in [by_option, by_variable] {
            assert_eq!(outcome.status, Status::Exit(2), "{value}: {outcome:?}");
            assert!(outcome.stdout.0.is_empty(), "{value}: {outcome:?}");
            assert!(outcome.err().contains("a number of seconds"), "{value}: {outcome:?}");
        }
    }
    let outcome = root.command("ready").args(["--timeout", ""]).run();
    assert_eq!(outcome.status, Status::Exit(2), "{outcome:?}");
}

#[test]
fn other_commands_do_not_know_timeout() {
    let root = Root::new();
    for command in ["setup", "migrate"] {
        root.hook(command, "true");
        let outcome = root.command(command).args(["--timeout", "1"]).run();
        assert_eq!(outcome.status, Status::Exit(2), "{outcome:?}");
        let outcome = root.command(command).env("S2I_PROBE_TIMEOUT", "bad").run();
        assert_eq!(outcome.status, Status::Exit(0), "{outcome:?}");
    }
}

#[test]
#[ignore = "needs root"]
fn a_probe_without_a_limit_is_unchanged() {
    let root = Root::new();
    root.hook("ready", "echo \"process $$\"");
    for value in [None, Some("")] {
        let test = root.command("ready").as_init().stdout("process 1\n");
        match value {
            Some(value) => test.env("S2I_PROBE_TIMEOUT", value).check(),
            None => test.check(),
        }
    }
}
