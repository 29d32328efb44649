//! `--timeout`: if the probe itself is killed, its group ends too. No zombie is left for a process 1 that does not reap.

use nix::unistd::Pid;
use s2ibox_tests::{Root, Running, Signal, Status};

use crate::processes::{children_of, is_dead, pid, wait_until};

/// Starts a probe with a long limit, whose hook prints its process id and that of its child.
fn hanging(root: &Root, trap: &str) -> (Running, Vec<Pid>) {
    root.hook("ready", format!("{trap} sleep 60 >/dev/null 2>&1 & echo \"$$ $!\"; wait; wait"));
    let mut running = root.command("ready").args(["--timeout", "60"]).spawn();
    let line = running.wait_for_rest_of("");
    let pids = line.split_whitespace().map(pid).collect();
    (running, pids)
}

#[test]
fn term_reaches_the_whole_group() {
    for (signal, status) in [
        (Signal::SIGTERM, 143),
        (Signal::SIGINT, 130),
        (Signal::SIGHUP, 129),
        (Signal::SIGQUIT, 131),
    ] {
        let root = Root::new();
        // A background child of a shell ignores INT and QUIT.
        let (mut running, pids) = hanging(&root, "trap 'kill $!' INT QUIT;");
        running.signal(signal);
        wait_until("all are gone", || pids.iter().all(|pid| is_dead(*pid)));
        let ended = running.outcome().status;
        let trapped = [Signal::SIGINT, Signal::SIGQUIT].contains(&signal);
        assert!(ended == Status::Exit(status) || trapped && ended != Status::Exit(0), "{ended:?}");
    }
}

#[test]
fn kill_takes_the_whole_group_along() {
    for trap in ["", "trap '' TERM;"] {
        let root = Root::new();
        let (mut running, pids) = hanging(&root, trap);
        // The watcher over the rest of the group starts after 100 ms.
        wait_until("there is a watcher", || children_of(running.pid()).len() == 2);
        running.signal(Signal::SIGKILL);
        wait_until("all are gone", || pids.iter().all(|pid| is_dead(*pid)));
        assert_eq!(running.outcome().status, Status::Signal(9));
    }
}

#[test]
fn kill_takes_the_hook_along_before_there_is_a_watcher() {
    let root = Root::new();
    root.hook("ready", "echo $$; exec sleep 60");
    let mut running = root.command("ready").args(["--timeout", "60"]).spawn();
    let hook = pid(&running.wait_for_rest_of(""));
    running.signal(Signal::SIGKILL);
    wait_until("it is gone", || is_dead(hook));
}

#[test]
fn kill_takes_the_group_along_while_the_environment_is_set_up() {
    let root = Root::new();
    root.env_hook("deploy_env", "echo $$; sleep 60").hook("ready", "true");
    let mut running = root.command("ready").args(["--timeout", "60"]).spawn();
    running.wait_for(" -----> Running {hooks}/deploy_env");
    let bash = pid(&running.wait_for_rest_of(""));
    running.signal(Signal::SIGKILL);
    wait_until("it is gone", || is_dead(bash));
}

/// Starts a process 1 that reaps only its own child, like most applications. Returns the processes that are left.
const CARELESS: &str = "
import os, subprocess, sys, time
status = subprocess.run(sys.argv[1:]).returncode
time.sleep(0.2)
left = [pid for pid in os.listdir('/proc') if pid.isdigit() and pid != '1']
states = [open(f'/proc/{pid}/stat').read().split(' (')[1][:12] for pid in left]
print('status', status, 'left', len(left), *states)
";

#[test]
#[ignore = "needs root"]
fn no_process_is_left_for_a_process_1_that_does_not_reap() {
    for script in [
        "sleep 60",
        "sleep 60 & sleep 60 & wait",
        "trap '' TERM; sleep 60; sleep 60",
        "(trap '' TERM; sleep 60 & wait) & wait",
        "(trap 'sleep 0.1; exit' TERM; sleep 60 & wait) & wait",
    ] {
        let root = Root::new();
        root.hook("ready", script);
        root.start("/usr/bin/python3")
            .args(["-c", CARELESS])
            .arg(root.link("s2i-ready"))
            .args(["--timeout", "0.4"])
            .as_init()
            .stdout("status 124 left 0\n")
            .stderr(
                "ERROR: s2i-ready was stopped after 0.4 s, the limit of --timeout or S2I_PROBE_TIMEOUT, \
                 while its hook was running; give it more time, or make it faster\n",
            )
            .check();
    }
}

#[test]
#[ignore = "needs root"]
fn no_process_is_left_after_a_probe_within_the_limit() {
    let root = Root::new();
    root.hook("ready", "true");
    root.start("/usr/bin/python3")
        .args(["-c", CARELESS])
        .arg(root.link("s2i-ready"))
        .args(["--timeout", "30"])
        .as_init()
        .stdout("status 0 left 0\n")
        .check();
}
