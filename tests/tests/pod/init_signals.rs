//! `--init` passes on every signal that can be passed on.

use s2ibox_tests::{Root, Signal, Test};

use crate::processes::{SIGNAL_RECORDER, send};

/// Returns all signals without KILL and STOP, which no process can catch, CHLD, which is about the children of the init,
/// and TSTP, TTIN and TTOU, which also stop the init (`init_job_control`). USR2 comes last and ends the program.
fn forwardable() -> Vec<i32> {
    let kept = [9, 12, 17, 19, 20, 21, 22];
    let mut signals: Vec<i32> = (1..=64).filter(|signal| !kept.contains(signal)).collect();
    signals.push(12);
    signals
}

fn passes_on_all(test: Test) {
    let signals = forwardable();
    let numbers: Vec<String> = signals.iter().map(i32::to_string).collect();
    let expected = numbers.join("\n") + "\n";
    let mut running = test.spawn();
    running.wait_for_rest_of("ready (pid: ");
    for signal in &signals {
        send(running.pid(), *signal);
        running.wait_for(&signal.to_string());
    }
    let outcome = running.outcome();
    assert!(outcome.out().ends_with(&expected), "{outcome:?}");
    assert_eq!(outcome.status, s2ibox_tests::Status::Exit(7), "{outcome:?}");
}

fn signal_recorder(root: &Root, option: &str) -> Test {
    root.command("exec").args([option, SIGNAL_RECORDER, "12"])
}

#[test]
fn every_signal_is_passed_on() {
    let root = Root::new();
    passes_on_all(signal_recorder(&root, "--init"));
    passes_on_all(signal_recorder(&root, "--init=group"));
}

#[test]
#[ignore = "needs root"]
fn every_signal_is_passed_on_as_process_1() {
    let root = Root::new();
    passes_on_all(signal_recorder(&root, "--init").as_init());
    passes_on_all(signal_recorder(&root, "--init=group").as_init());
}

#[test]
#[ignore = "needs root"]
fn every_signal_is_passed_on_after_an_env_hook() {
    let root = Root::new();
    root.env_hook("deploy_env", "A=1");
    passes_on_all(signal_recorder(&root, "--init").as_init());
}

#[test]
fn the_death_of_a_child_is_not_passed_on() {
    let root = Root::new();
    let mut running = signal_recorder(&root, "--init").spawn();
    running.wait_for_rest_of("ready (pid: ");
    send(running.pid(), 17);
    running.signal(Signal::SIGUSR2);
    let out = running.outcome().out();
    assert!(out.ends_with(")\n12\n"), "{out}");
}

#[test]
#[ignore = "needs root"]
fn a_program_without_handlers_dies_of_term_below_process_1() {
    let root = Root::new();
    for (option, name) in [("--init", "TERM"), ("--init=group", "INT")] {
        let mut running = root
            .command("exec")
            .args([option, "sh", "-c", "echo ready; exec sleep 60"])
            .as_init()
            .stdout("ready\n")
            .status(if name == "TERM" { 143 } else { 130 })
            .spawn();
        running.wait_for("ready").signal(match name {
            "TERM" => Signal::SIGTERM,
            _ => Signal::SIGINT,
        });
        running.check();
    }
}

#[test]
fn the_program_has_the_mask_and_dispositions_of_the_caller() {
    let root = Root::new();
    let shown = ["grep", "-E", "^Sig(Blk|Ign|Cgt)", "/proc/self/status"];
    let around =
        ["/usr/bin/env", "--block-signal=TTIN,ILL,TERM,CHLD", "--ignore-signal=TTOU,SEGV,INT,HUP"];
    let alone = root.start("/usr/bin/env").args(shown).within(around).run();
    let below = root.command("exec").arg("--init").args(shown);
    let below = below.within(around).run();
    below.assert(&alone, "with --init");
}

#[test]
fn a_signal_that_the_caller_ignores_stays_ignored() {
    let root = Root::new();
    let script = "kill -HUP $PPID; sleep 0.1; echo still here";
    root.command("exec")
        .args(["--init", "sh", "-c", script])
        .within(["/usr/bin/env", "--ignore-signal=HUP"])
        .stdout("still here\n")
        .check();
}
