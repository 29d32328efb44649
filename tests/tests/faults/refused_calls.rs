//! System calls that an older kernel does not have (`ENOSYS`), or that an older container runtime refuses (`EPERM`).

use std::fs;
use std::os::unix::fs::{MetadataExt, chown};
use std::path::Path;
use std::sync::atomic::{AtomicU32, Ordering::SeqCst};
use std::thread;

use s2ibox_tests::{Root, Test, write_program};

const REFUSE: &str = env!("CARGO_BIN_EXE_refuse-call");
const ERRORS: [&str; 2] = ["ENOSYS", "EPERM"];
/// The numbers of the system calls that Linux 4.18 does not have, which are the same on every architecture: from
/// `pidfd_send_signal` to some that Linux does not have yet.
const NEWER: std::ops::RangeInclusive<u32> = 424..=475;

/// A command and what it needs.
type Case = (&'static str, fn(&Root) -> Test);

/// The whole main path: each command in a tree of its own.
const CASES: [Case; 9] = [
    ("assemble", |root| {
        root.uploaded()
            .hook("pre_build", "echo before")
            .hook("build", "echo $B")
            .env_hook("build_env", "B=b");
        root.builder("assemble", "echo builder | cat");
        write_program(&root.src.join("unreadable"), "", 0o200);
        chown(root.src.join("unreadable"), Some(0), Some(12)).expect("give it to a group");
        root.command("assemble")
    }),
    ("run", |root| {
        root.env_hook("deploy_env", "A=a; trap 'true' EXIT").hook("deploy", "echo $A; (true)");
        root.hook("run", "exec printenv A");
        root.command("run")
    }),
    ("run --init", |root| {
        root.env_hook("deploy_env", "A=a").hook("deploy", "echo $A");
        root.builder("run", "sleep 0 & wait; echo $A");
        root.command("run").arg("--init")
    }),
    ("ready", |root| {
        root.hook("ready", "echo ready");
        root.command("ready")
    }),
    ("alive --timeout", |root| {
        root.env_hook("deploy_env", "A=a").hook("alive", "echo $A; exit 3");
        root.command("alive").args(["--timeout", "60"]).status(3)
    }),
    ("jobs", |root| {
        root.job("jobs/hourly/one", "echo one").program("jobs/hourly/two", "echo two\n", 0o755);
        root.command("jobs").arg("hourly")
    }),
    ("exec", |root| {
        root.env_hook("deploy_env", "A=a");
        root.command("exec").args(["printenv", "A"])
    }),
    ("init", |root| root.command("init").args(["--embed", "--jobs", "hourly"])),
    ("check", |root| {
        root.program("action_hooks/deploy", "#!/bin/bash\r\necho deploy\r\n", 0o644);
        root.env_hook("deploy_env", "A=a");
        root.command("check").arg("--fix")
    }),
];

/// Runs a case. Returns everything that comes out, and the modes in the application, without the names of the root.
fn report(case: Case, refused: Option<(u32, &str)>) -> String {
    let root = Root::plain();
    let test = (case.1)(&root);
    let test = match refused {
        Some((number, error)) => test.within([REFUSE, &number.to_string(), error]),
        None => test,
    };
    let outcome = test.run();
    let mut modes = Vec::new();
    list(&root.app, &mut modes);
    modes.sort();
    let out = without_untried(&outcome.out());
    let report = format!("{:?}\n{out}\n{}\n{modes:#?}", outcome.status, outcome.err());
    report.replace(root.top.to_str().expect("a plain name"), "TOP")
}

/// Leaves out the note that `check` has not tried an env hook: its sandbox needs `mount_setattr(2)`, which Linux has since
/// 5.12, and no older call makes all mounts read-only in one step.
fn without_untried(out: &str) -> String {
    let mut lines = out.lines();
    let mut kept = Vec::new();
    while let Some(line) = lines.next() {
        if line.ends_with("[not-tried]") {
            let help = lines.next().expect("the note has a help line");
            assert!(help.starts_with("  help: "), "{out}");
        } else {
            kept.push(line);
        }
    }
    kept.join("\n")
}

fn list(directory: &Path, modes: &mut Vec<String>) {
    for entry in fs::read_dir(directory).expect("list it") {
        let entry = entry.expect("read it");
        let known = entry.metadata().expect("look at it");
        modes.push(format!("{} {:o} {}", entry.path().display(), known.mode(), known.gid()));
        if known.is_dir() {
            list(&entry.path(), modes);
        }
    }
}

#[test]
#[ignore = "needs root"]
fn no_command_needs_a_system_call_that_linux_4_18_does_not_have() {
    let wanted: Vec<_> = CASES.iter().map(|&case| report(case, None)).collect();
    let (next, tried) = (AtomicU32::new(*NEWER.start()), AtomicU32::new(0));
    thread::scope(|scope| {
        for _ in 0..4 {
            scope.spawn(|| {
                loop {
                    let number = next.fetch_add(1, SeqCst);
                    if !NEWER.contains(&number) {
                        return;
                    }
                    for (error, (&case, wanted)) in ERRORS
                        .iter()
                        .flat_map(|error| CASES.iter().zip(&wanted).map(move |case| (error, case)))
                    {
                        let found = report(case, Some((number, error)));
                        assert_eq!(&found, wanted, "{}, system call {number}: {error}", case.0);
                        tried.fetch_add(1, SeqCst);
                    }
                }
            });
        }
    });
    println!("{} runs with a refused system call", tried.load(SeqCst));
}
