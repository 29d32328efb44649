//! `--init` and signals of job control: the init stops with the program, and both continue together.

use s2ibox_tests::{Root, Status};

use crate::processes::{child_of, send, state, wait_until};

const CONT: i32 = 18;
/// The numbers of TSTP, TTIN and TTOU.
const STOPPING: [i32; 3] = [20, 21, 22];

/// A program that prints `continued` each time, and ends at the third.
const PROGRAM: &str = "trap 'echo continued; [ $((n += 1)) != 3 ] || exit 6' CONT; echo ready\n\
     while :; do read -r -t 1 _ <>fifo; done";

fn root() -> Root {
    let root = Root::new();
    nix::unistd::mkfifo(&root.src.join("fifo"), nix::sys::stat::Mode::S_IRWXU)
        .expect("make a pipe");
    root
}

#[test]
fn the_init_stops_with_the_program_and_both_go_on() {
    for option in ["--init", "--init=group"] {
        let root = root();
        let mut running = root.command("exec").args([option, "/bin/bash", "-c", PROGRAM]).spawn();
        running.wait_for("ready");
        let init = running.pid();
        let program = child_of(init);
        for signal in STOPPING {
            send(init, signal);
            wait_until("both have stopped", || {
                state(program) == Some('T') && state(init) == Some('T')
            });
            send(init, CONT);
            running.wait_for("continued");
        }
        assert_eq!(running.outcome().status, Status::Exit(6));
    }
}

#[test]
fn the_init_stops_also_where_the_program_handles_the_signal() {
    let root = Root::new();
    let script = "trap 'echo trapped' TSTP; echo ready; while :; do wait; sleep 0.05; done";
    let mut running = root.command("exec").args(["--init", "/bin/bash", "-c", script]).spawn();
    running.wait_for("ready");
    for _ in 0..3 {
        send(running.pid(), 20);
        running.wait_for("trapped");
        let init = running.pid();
        wait_until("the init has stopped", || state(init) == Some('T'));
        send(init, CONT);
    }
    send(running.pid(), 15);
    assert_eq!(running.outcome().status, Status::Exit(143));
}

#[test]
fn with_group_the_program_is_stopped_also_where_it_handles_the_signal() {
    let root = root();
    let script = format!("trap 'echo trapped' TSTP TTIN TTOU; {PROGRAM}");
    let mut running =
        root.command("exec").args(["--init=group", "/bin/bash", "-c", &script]).spawn();
    running.wait_for("ready");
    let init = running.pid();
    let program = child_of(init);
    for signal in STOPPING {
        send(init, signal);
        wait_until("both have stopped", || state(program) == Some('T') && state(init) == Some('T'));
        send(init, CONT);
        running.wait_for("continued");
    }
    let outcome = running.outcome();
    assert_eq!(outcome.status, Status::Exit(6), "{outcome:?}");
    assert!(!outcome.out().contains("trapped"), "{outcome:?}");
}

#[test]
fn a_rule_replaces_the_signal_and_the_init_still_stops() {
    let root = root();
    let script = format!("trap 'echo trapped' HUP; {PROGRAM}");
    let mut running = root
        .command("exec")
        .args(["--init=group", "--rewrite", "TSTP:HUP,TTIN:HUP,TTOU:HUP"])
        .args(["/bin/bash", "-c", &script])
        .spawn();
    running.wait_for("ready");
    let init = running.pid();
    for signal in STOPPING {
        send(init, signal);
        running.wait_for("trapped");
        wait_until("the init has stopped", || state(init) == Some('T'));
        send(init, CONT);
        running.wait_for("continued");
    }
    assert_eq!(running.outcome().status, Status::Exit(6));
}

#[test]
#[ignore = "needs root"]
fn process_1_does_not_stop_and_continues_the_program() {
    let root = root();
    let mut running =
        root.command("exec").args(["--init", "/bin/bash", "-c", PROGRAM]).as_init().spawn();
    running.wait_for("ready");
    let init = running.pid();
    let program = child_of(init);
    for signal in STOPPING {
        send(init, signal);
        wait_until("the program has stopped", || state(program) == Some('T'));
        assert_ne!(state(init), Some('T'));
        send(init, CONT);
        running.wait_for("continued");
    }
    assert_eq!(running.outcome().status, Status::Exit(6));
}

#[test]
fn a_program_that_stops_itself_can_be_continued() {
    let root = root();
    let mut running = root
        .command("exec")
        .args(["--init", "/bin/bash", "-c", "echo ready; kill -STOP $$; echo continued"])
        .stdout("ready\ncontinued\n")
        .spawn();
    running.wait_for("ready");
    let init = running.pid();
    wait_until("we have stopped", || state(init) == Some('T'));
    send(init, CONT);
    running.check();
}
