//! `s2i-entrypoint` becomes its arguments, and drops a shell that is not needed.

use s2ibox_tests::{Root, Scratch, Signal, Status, Test, commands};

use crate::processes::SIGNAL_RECORDER;

fn entry(root: &Root, words: &[&str]) -> Test {
    root.command("entrypoint").args(words)
}

#[test]
#[ignore = "needs root"]
fn entrypoint_becomes_its_arguments() {
    let root = Root::new();
    entry(&root, &["sh", "-c", "echo \"$$: $1, $2\"", "sh", "a b", "--help"])
        .as_init()
        .stdout("1: a b, --help\n")
        .check();
}

#[test]
fn entrypoint_works_by_each_of_its_names() {
    let root = Root::new();
    for (name, words) in [
        ("s2ibox", &["entrypoint"][..]),
        ("s2i-entrypoint", &[]),
        ("powershift", &["image", "entrypoint"]),
    ] {
        root.start(root.link(name)).args(words).args(["echo", "here"]).stdout("here\n").check();
    }
}

#[test]
fn the_environment_and_the_directory_are_not_touched() {
    let root = Root::new();
    root.env_hook("deploy_env", "echo never");
    let direct = root.start("/usr/bin/env").directory("/").env("PWD", "/x").run();
    let through = root.command("entrypoint").arg("/usr/bin/env").directory("/");
    through.env("PWD", "/x").run().assert(&direct, "entrypoint env");
    entry(&root, &["pwd", "-P"]).directory("/usr").stdout("/usr\n").check();
}

#[test]
#[ignore = "needs root"]
fn a_shell_that_is_not_needed_is_dropped() {
    let root = Root::new();
    root.program("bin/run", "echo \"process $$: $#, $*\"", 0o755);
    for shell in ["/bin/sh", "sh", "/nowhere/sh"] {
        for (line, expected) in [
            ("./.s2i/bin/run", "process 1: 0, \n"),
            (" .s2i/bin/run  a@b:c  +1,2%_. ", "process 1: 2, a@b:c +1,2%_.\n"),
            ("./.s2i/bin/run /etc -x --help", "process 1: 3, /etc -x --help\n"),
        ] {
            entry(&root, &[shell, "-c", line]).as_init().stdout(expected).check();
        }
    }
}

#[test]
fn any_other_line_goes_to_the_shell_unchanged() {
    let root = Root::new();
    for (words, expected) in [
        (&["/bin/sh", "-c", "echo $0"][..], "/bin/sh\n"),
        (&["sh", "-c", "exec /bin/echo \"$A\""], "a\n"),
        (&["sh", "-c", "A=2 /usr/bin/printenv A"], "2\n"),
        (&["sh", "-c", "/bin/echo 'a  b'"], "a  b\n"),
        (&["sh", "-c", "/bin/echo ~x"], "~x\n"),
        (&["sh", "-c", "/bin/echo a; /bin/echo b"], "a\nb\n"),
        (&["sh", "-c", "/bin/echo a\n/bin/echo b"], "a\nb\n"),
        (&["sh", "-c", "/bin/echo a\tb"], "a b\n"),
        (&["sh", "-c", "/bin/echo \"$0,$1\"", "zero", "one"], "zero,one\n"),
        (&["sh", "-xc", "/bin/true", "name"], ""),
        (&["sh", "-ec", "/bin/echo a"], "a\n"),
        (&["/bin/bash", "-c", "/bin/echo a"], "a\n"),
        (&["sh", "-c", ""], ""),
        (&["sh", "-c", " "], ""),
    ] {
        let outcome = entry(&root, words).env("A", "a").run();
        assert_eq!(outcome.status, Status::Exit(0), "{words:?}: {outcome:?}");
        assert_eq!(outcome.out(), expected, "{words:?}");
    }
    // A command without a slash may be a builtin, a function or a keyword.
    entry(&root, &["sh", "-c", "exit 9"]).status(9).check();
    let outcome = entry(&root, &["sh", "-c", "nothing-like-it"]).run();
    assert!(outcome.err().contains("sh:"), "{outcome:?}");
    assert_eq!(outcome.status, Status::Exit(127), "{outcome:?}");
}

#[test]
#[ignore = "needs root"]
fn shell_form_works_as_process_1_in_a_scratch_image() {
    let scratch = Scratch::new();
    scratch.static_program("/tmp/scripts/run");
    for init in ["0", "1"] {
        let pid = if init == "0" { 1 } else { 2 };
        let mut running = scratch
            .command("entrypoint")
            .args(["/bin/sh", "-c", "/tmp/scripts/run"])
            .env("HOOK_run", "trap; ready; until SIGTERM; exit 4")
            .env("S2I_INIT", init)
            .stdout(format!("ready (pid: {pid})\nrun got SIGTERM\n"))
            .status(4)
            .spawn();
        running.wait_for(&format!("ready (pid: {pid})")).signal(Signal::SIGTERM);
        running.check();
    }
}

#[test]
#[ignore = "needs root"]
fn entrypoint_takes_init() {
    let root = Root::new();
    for (option, parent) in [("--init", "1\n"), ("--init=group", "1\n"), ("--init-group", "1\n")] {
        entry(&root, &[option, "sh", "-c", "echo $PPID"]).as_init().stdout(parent).check();
    }
    entry(&root, &["sh", "-c", "echo $PPID"])
        .env("S2I_INIT", "group")
        .as_init()
        .stdout("1\n")
        .check();
    let mut running = entry(&root, &["--init", "--", SIGNAL_RECORDER, "15"])
        .as_init()
        .status(7)
        .stdout("ready (pid: 2)\n15\n")
        .spawn();
    running.wait_for("ready (pid: 2)").signal(Signal::SIGTERM);
    running.check();
}

#[test]
fn a_program_that_cannot_be_started_is_an_error() {
    let root = Root::new();
    entry(&root, &["/bin/sh", "-c", "/tmp/nowhere/run"])
        .stderr(
            "ERROR: command '/tmp/nowhere/run' not found; check its spelling, and PATH in the deploy \
             environment\n",
        )
        .status(127)
        .check();
    let outcome = entry(&root, &[]).run();
    assert_eq!(outcome.status, Status::Exit(2), "{outcome:?}");
    assert!(outcome.err().contains("COMMAND"), "{outcome:?}");
    let outcome = entry(&root, &["--bogus", "sh"]).run();
    assert_eq!(outcome.status, Status::Exit(2), "{outcome:?}");
}

#[test]
fn entrypoint_starts_other_commands_unchanged() {
    let root = Root::new();
    for command in commands().iter().filter(|command| !["assemble", "entrypoint"].contains(command))
    {
        let program = root.link(&format!("s2i-{command}"));
        let word = match *command {
            "jobs" => Some("x"),
            "exec" => Some("true"),
            _ => None,
        };
        root.builder("run", "true");
        let direct = root.start(&program).args(word).run();
        let through = root.command("entrypoint").arg(&program).args(word).run();
        through.assert(&direct, command);
    }
}
