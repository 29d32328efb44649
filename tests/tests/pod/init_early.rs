//! An init is there before the environment is evaluated: no stop signal is lost from its first moment on.

use std::fs;
use std::thread::sleep;
use std::time::Duration;

use nix::unistd::Pid;
use s2ibox_tests::{Root, Running, Status};

use crate::processes::{children_of, send, wait_until};

const TERM: i32 = 15;

/// Returns whether a process blocks TERM; `None` if it is gone.
fn blocks_term(pid: Pid) -> Option<bool> {
    let status = fs::read_to_string(format!("/proc/{pid}/status")).ok()?;
    let mask = status.lines().find_map(|line| line.strip_prefix("SigBlk:"))?;
    let mask = u64::from_str_radix(mask.trim(), 16).ok()?;
    Some(mask >> (TERM - 1) & 1 == 1)
}

/// Waits until process 1 of a running test is s2ibox, and has blocked its signals or started its child. While it waits for
/// a signal, `/proc` shows no signal as blocked.
fn wait_for_init(running: &Running) -> Pid {
    let mut init = None;
    wait_until("the init blocks its signals", || {
        init = running.first_process();
        init.is_some_and(|init| {
            let is_init = fs::read_to_string(format!("/proc/{init}/comm"))
                .is_ok_and(|name| name.starts_with("s2ibox"));
            is_init && (blocks_term(init) == Some(true) || !children_of(init).is_empty())
        })
    });
    init.expect("waited for")
}

#[test]
#[ignore = "needs root"]
fn no_stop_signal_is_lost_at_any_instant() {
    let root = Root::new();
    root.env_hook("deploy_env", "A=1")
        .hook("deploy", "true")
        .hook("run", "trap 'exit 42' TERM; sleep 600 >/dev/null 2>&1 & wait");
    let mut statuses = Vec::new();
    for instant in 0..100_u64 {
        let running = root.command("run").arg("--init").as_init().spawn();
        let init = wait_for_init(&running);
        // Instants all over the start: a fixed sequence that looks like chance (the golden ratio).
        sleep(Duration::from_micros(instant * 6_180 % 20_000));
        send(init, TERM);
        statuses.push(running.outcome().status);
    }
    // 143: ended before the application ran. 42: the application handled it.
    let lost = statuses
        .iter()
        .filter(|status| **status != Status::Exit(143) && **status != Status::Exit(42));
    assert_eq!(lost.count(), 0, "{statuses:?}");
}

#[test]
#[ignore = "needs root"]
fn a_stop_signal_while_the_environment_is_evaluated_starts_nothing() {
    for signal in [1, 2, 3, 15, 14, 28, 37] {
        let root = Root::new();
        root.env_hook("deploy_env", "echo ready; while :; do sleep 0.05; done")
            .hook("deploy", "echo never")
            .hook("run", "echo never");
        let mut running = root.command("run").arg("--init").as_init().spawn();
        running.wait_for("ready");
        send(running.pid(), signal);
        let outcome = running.outcome();
        let status = if signal == 28 { 143 } else { 128 + signal };
        assert_eq!(outcome.status, Status::Exit(status), "{signal}: {outcome:?}");
        assert!(!outcome.out().contains("never"), "{signal}: {outcome:?}");
    }
}

#[test]
#[ignore = "needs root"]
fn a_stop_signal_during_deploy_starts_no_application() {
    for env_hook in [false, true] {
        for signal in [1, 3, 15, 28, 37] {
            let root = Root::new();
            if env_hook {
                root.env_hook("deploy_env", "A=1");
            }
            root.hook("deploy", "echo ready; sleep 600 >/dev/null 2>&1").hook("run", "echo never");
            let mut running = root.command("run").arg("--init").as_init().spawn();
            running.wait_for("ready");
            send(running.pid(), signal);
            let outcome = running.outcome();
            assert!(outcome.status != Status::Exit(0), "{signal}: {outcome:?}");
            assert!(!outcome.out().contains("never"), "{signal}: {outcome:?}");
        }
    }
}

#[test]
#[ignore = "needs root"]
fn a_bash_hook_of_an_init_container_ends_at_term() {
    for command in ["setup", "migrate", "verify"] {
        let root = Root::new();
        root.hook(command, "echo ready; sleep 600 >/dev/null 2>&1");
        for by_option in [true, false] {
            let test = root.command(command);
            let test = if by_option { test.arg("--init") } else { test.env("S2I_INIT", "1") };
            let mut running = test.as_init().spawn();
            running.wait_for("ready");
            send(running.pid(), TERM);
            assert_eq!(running.outcome().status, Status::Exit(143));
        }
    }
}

#[test]
fn the_init_keeps_no_working_directory() {
    let root = Root::new();
    // The init changes its directory once it has started the program, so the program waits for that.
    let script = r#"while [ "$(readlink /proc/$PPID/cwd)" != / ]; do sleep 0.01; done; pwd -P"#;
    let source = fs::canonicalize(&root.src).expect("the source path");
    root.command("exec")
        .args(["--init", "/bin/sh", "-c", script])
        .stdout(format!("{}\n", source.display()))
        .check();
}

#[test]
#[ignore = "needs root"]
fn a_task_as_process_1_stays_as_its_init_and_ends_by_term() {
    for command in ["setup", "migrate", "verify"] {
        let root = Root::new();
        root.hook(command, "echo ready; read -r line < <(sleep 60)");
        let mut running = root.command(command).as_init().spawn();
        running.wait_for("ready");
        send(running.pid(), TERM);
        let outcome = running.outcome();
        assert_eq!(outcome.status, Status::Exit(143), "{command}: {outcome:?}");
    }
}
