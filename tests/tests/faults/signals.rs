//! Signals at every system call of a command that sources an env hook: an interrupted command is never a success.
//!
//! strace makes the signal arrive right after the call. QUIT is not tried, because bash ignores it until its script has
//! set a trap. INT is not tried where bash waits for a child: bash 5.2 sends itself SIGINT for ever if one arrives just
//! before it begins to wait.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use s2ibox_tests::{Root, Status, Test};

/// As many system calls are tried for a signal unless `S2IBOX_FAULTS=all`.
const SAMPLE: usize = 40;

/// A command in a root of its own.
struct Interrupted {
    name: &'static str,
    root: fn() -> Root,
    command: &'static str,
    signals: &'static [&'static str],
}

const COMMANDS: [Interrupted; 3] = [
    Interrupted { name: "run", root: running, command: "run", signals: &["TERM", "HUP", "INT"] },
    Interrupted {
        name: "assemble",
        root: || building("A=1"),
        command: "assemble",
        signals: &["TERM", "HUP"],
    },
    Interrupted {
        name: "assemble with an EXIT trap",
        root: || building("trap 'echo bye' EXIT"),
        command: "assemble",
        signals: &["TERM", "HUP"],
    },
];

fn running() -> Root {
    let root = Root::named(b"a root");
    root.env_hook("deploy_env", "A=1").hook("run", "exec sleep 0.2");
    root
}

fn building(build_env: &str) -> Root {
    let root = Root::named(b"a root");
    root.uploaded().env_hook("build_env", build_env);
    root.builder("assemble", "exec sleep 0.2");
    root
}

fn within_strace(test: Test, log: &Path, options: &[&str]) -> Test {
    let log = log.to_str().expect("the name of the log is UTF-8");
    test.within([&["/usr/bin/strace", "-qq", "-o", log], options].concat())
}

/// Returns each system call with its number among the calls of its name. The last ones, when the command only ends,
/// are left out: nothing is interrupted there any more.
fn calls(log: &str) -> Vec<(String, usize)> {
    let mut counts = BTreeMap::new();
    let names = log.lines().filter_map(|line| line.split_once('(')).map(|(name, _)| name);
    let names: Vec<_> = names.filter(|name| name.bytes().all(is_of_a_name)).collect();
    let calls = names.iter().map(|name| {
        let count = counts.entry(*name).or_insert(0);
        *count += 1;
        ((*name).to_owned(), *count)
    });
    let mut calls: Vec<_> = calls.collect();
    calls.truncate(calls.len().saturating_sub(10));
    calls
}

fn is_of_a_name(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte == b'_'
}

impl Interrupted {
    /// Returns how many instants were tried, and those after which the command succeeded.
    fn sweep(&self) -> (usize, Vec<String>) {
        let root = (self.root)();
        let log = root.top.join("log");
        let outcome = within_strace(root.command(self.command), &log, &[]).run();
        assert_eq!(outcome.status, Status::Exit(0), "{outcome:?}");
        let calls = calls(&fs::read_to_string(&log).expect("read the log"));
        let all = std::env::var_os("S2IBOX_FAULTS").is_some_and(|value| value == "all");
        let step = if all { 1 } else { calls.len().div_ceil(SAMPLE) };
        let (mut tried, mut lost) = (0, Vec::new());
        for signal in self.signals {
            for (call, count) in calls.iter().step_by(step) {
                let root = (self.root)();
                let log = root.top.join("log");
                let inject = format!("inject={call}:signal={signal}:when={count}");
                let test = within_strace(root.command(self.command), &log, &["-e", &inject]);
                let outcome = test.run();
                let log = fs::read_to_string(&log).expect("read the log");
                // The number of calls is not always the same.
                if log.contains(&format!("--- SIG{signal} ")) {
                    tried += 1;
                    if outcome.status == Status::Exit(0) {
                        lost.push(format!("SIG{signal} after {call} number {count}"));
                    }
                }
            }
        }
        (tried, lost)
    }
}

#[test]
#[ignore = "needs root"]
fn an_interrupted_command_is_never_a_success() {
    for command in &COMMANDS {
        let (tried, lost) = command.sweep();
        println!("{}: {tried} instants", command.name);
        assert!(tried > 0, "{}", command.name);
        assert!(lost.is_empty(), "{} succeeded in spite of: {lost:#?}", command.name);
    }
}
