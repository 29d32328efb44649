//! Every exit status and every death by a signal comes through, whether s2ibox waits for a program or becomes it.

use s2ibox_tests::{Root, Status};

fn sweep(root: &Root, words: &[&str], variable: &str, values: impl Iterator<Item = (i32, Status)>) {
    for (value, expected) in values {
        let outcome =
            root.command(words[0]).args(&words[1..]).env(variable, value.to_string()).run();
        assert_eq!(outcome.status, expected, "{words:?} {variable}={value}: {outcome:?}");
    }
}

fn exits() -> impl Iterator<Item = (i32, Status)> {
    (0..=255).map(|code| (code, Status::Exit(code)))
}

/// The signals that kill a process and that the shell does not need for itself.
fn deaths() -> impl Iterator<Item = i32> {
    let harmless = [17, 18, 19, 20, 21, 22, 23, 28, 32, 33];
    (1..=64).filter(move |signal| !harmless.contains(signal))
}

fn waited_for() -> impl Iterator<Item = (i32, Status)> {
    deaths().map(|signal| (signal, Status::Exit(128 + signal)))
}

/// Sends the signal from another process, because bash ignores SIGQUIT.
const DIE: &str = "ulimit -c 0; exec /bin/kill -$SIGNAL $$";

#[test]
fn every_exit_status_of_deploy_comes_through() {
    let root = Root::new();
    root.hook("deploy", "exit $CODE").hook("run", "true");
    sweep(&root, &["run"], "CODE", exits());
}

#[test]
fn every_exit_status_of_a_job_comes_through() {
    let root = Root::new();
    root.job("jobs/x/y", "exit $CODE");
    sweep(&root, &["jobs", "x"], "CODE", exits());
}

#[test]
#[ignore = "needs root"]
fn every_exit_status_of_the_builders_assemble_comes_through() {
    let root = Root::new();
    root.builder("assemble", "exit $CODE");
    sweep(&root, &["assemble"], "CODE", exits());
}

#[test]
fn every_exit_status_of_the_final_program_comes_through() {
    let root = Root::new();
    root.hook("ready", "exit $CODE");
    sweep(&root, &["ready"], "CODE", exits());
}

#[test]
fn every_signal_death_of_deploy_comes_through() {
    let root = Root::new();
    root.hook("deploy", DIE).hook("run", "true");
    sweep(&root, &["run"], "SIGNAL", waited_for());
}

#[test]
fn every_signal_death_of_a_job_comes_through() {
    let root = Root::new();
    root.job("jobs/x/y", DIE);
    sweep(&root, &["jobs", "x"], "SIGNAL", waited_for());
}

#[test]
#[ignore = "needs root"]
fn every_signal_death_of_the_builders_assemble_comes_through() {
    let root = Root::new();
    root.builder("assemble", DIE);
    sweep(&root, &["assemble"], "SIGNAL", waited_for());
}

#[test]
#[ignore = "needs root"]
fn every_signal_death_below_a_bash_with_an_exit_trap_comes_through() {
    let root = Root::new();
    root.env_hook("build_env", "trap true EXIT");
    root.builder("assemble", DIE);
    sweep(&root, &["assemble"], "SIGNAL", waited_for());
}

#[test]
fn every_signal_death_of_the_final_program_comes_through() {
    let root = Root::new();
    root.hook("ready", DIE);
    let own = deaths().map(|signal| (signal, Status::Signal(signal)));
    sweep(&root, &["ready"], "SIGNAL", own);
}

#[test]
fn a_signal_death_is_named() {
    let root = Root::new();
    root.hook("deploy", "kill -KILL $$").hook("run", "echo never");
    root.command("run")
        .stdout(" -----> Running application run script.\n -----> Running {hooks}/deploy\n")
        .stderr("ERROR: hook {hooks}/deploy was killed by SIGKILL\n")
        .status(137)
        .check();
}
