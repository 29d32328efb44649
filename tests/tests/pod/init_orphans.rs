//! `--init` reaps the orphans below it, as process 1 and as a subreaper.

use nix::sys::stat::Mode;
use nix::unistd::mkfifo;
use s2ibox_tests::{Root, Status};

/// Makes 50 grandchildren that lose their parents and die, and waits until each has been reaped.
const ORPHANS: &str = "for i in {1..50}; do orphans+=\" $(sh -c 'sleep 0.01 >/dev/null 2>&1 & echo $!')\"; done\n\
     for orphan in $orphans; do\n\
       for i in {1..2000}; do [ -e /proc/$orphan ] || continue 2; sleep 0.01; done\n\
       cat /proc/$orphan/status; exit 1\n\
     done; echo reaped";

#[test]
#[ignore = "needs root"]
fn orphans_are_reaped_as_process_1() {
    let root = Root::new();
    root.hook("run", ORPHANS);
    for option in ["--init", "--init=group"] {
        let outcome = root.command("run").arg(option).as_init().run();
        assert_eq!(outcome.status, Status::Exit(0), "{outcome:?}");
        assert!(outcome.out().ends_with("reaped\n"), "{outcome:?}");
    }
}

#[test]
fn orphans_are_reaped_as_a_subreaper() {
    let root = Root::new();
    mkfifo(&root.src.join("fifo"), Mode::S_IRWXU).expect("make a pipe");
    let outcome = root
        .command("exec")
        .args(["--init", "/bin/bash", "-c"])
        .arg("echo $PPID; (bash -c 'sleep 0.2; eval \"$PARENT\"; echo end >fifo' &); read -r _ <fifo")
        .env("PARENT", "read -r _ _ _ parent _ </proc/$$/stat; echo $parent")
        .run();
    let out = outcome.out();
    let numbers: Vec<&str> = out.lines().collect();
    assert_eq!(numbers.len(), 2, "{outcome:?}");
    assert_eq!(numbers[0], numbers[1], "not handed to us: {outcome:?}");
    root.command("exec").args(["--init", "/bin/bash", "-c", ORPHANS]).stdout("reaped\n").check();
}

#[test]
#[ignore = "needs root"]
fn an_orphan_that_dies_is_not_taken_for_the_program() {
    let root = Root::new();
    let script = "for i in {1..20}; do sh -c 'sh -c \"exit 9\" & true'; done; exit 3";
    let test = root.command("exec").args(["--init", "/bin/bash", "-c", script]);
    test.clone().status(3).check();
    test.as_init().status(3).check();
}

#[test]
#[ignore = "needs root"]
fn an_orphan_that_lives_on_does_not_delay_the_end() {
    let root = Root::new();
    root.command("exec")
        .args(["--init", "/bin/bash", "-c"])
        .arg("sh -c 'setsid sleep 60 >/dev/null 2>&1 &'; echo done")
        .as_init()
        .stdout("done\n")
        .check();
}

#[test]
#[ignore = "needs root"]
fn without_init_the_program_is_the_process_itself() {
    let root = Root::new();
    root.command("exec").args(["sh", "-c", "echo $$"]).as_init().stdout("1\n").check();
    root.command("exec").args(["--init", "sh", "-c", "echo $PPID"]).as_init().stdout("1\n").check();
}
