//! Colour: only a terminal that can show it gets it, and only if the variables allow it.

use std::fs;

use s2ibox_tests::{Root, Test};

const ARROW: &str = "\x1b[1;32m -----> \x1b[0m";
const ERROR: &str = "\x1b[1;31mERROR:\x1b[0m ";
const WARNING: &str = "\x1b[1;33mWARNING:\x1b[0m ";
const NOTE: &str = "\x1b[1;36mNOTE:\x1b[0m ";

fn failing(root: &Root) -> Test {
    root.hook("deploy", "exit 3").hook("run", "echo never");
    root.command("run")
}

fn on_terminal(test: Test) -> Vec<String> {
    test.on_terminal().finish().1
}

#[test]
fn on_a_terminal_the_beginning_of_a_line_has_a_colour() {
    let root = Root::new();
    let hook = root.path("action_hooks/deploy");
    let hook = hook.display();
    assert_eq!(
        on_terminal(failing(&root).env("TERM", "xterm").env("S2I_LOG", "loud")),
        [
            format!(
                "{WARNING}S2I_LOG is 'loud'; it must be quiet, debug or empty, and counts as empty"
            ),
            format!("{ARROW}Running application run script."),
            format!("{ARROW}Running {hook}"),
            format!("{ERROR}hook {hook} failed with status 3"),
        ]
    );
    let lines = on_terminal(root.command("jobs").arg("none").env("TERM", "xterm"));
    assert_eq!(lines[0], format!("{ARROW}Executing jobs (none)"));
    let note = format!("{NOTE}there are no jobs in the category none; ");
    assert!(lines[1].starts_with(&note), "{lines:#?}");
}

#[test]
fn the_variables_control_the_colour() {
    for (variables, coloured) in [
        (&[("TERM", "xterm")][..], true),
        (&[("TERM", "xterm"), ("NO_COLOR", "1")], false),
        (&[("TERM", "xterm"), ("NO_COLOR", "0")], false),
        (&[("TERM", "xterm"), ("NO_COLOR", "")], true),
        (&[("TERM", "xterm"), ("NO_COLOR", "1"), ("CLICOLOR_FORCE", "1")], false),
        (&[("TERM", "xterm"), ("CLICOLOR", "1")], true),
        (&[("TERM", "xterm"), ("CLICOLOR", "0")], false),
        (&[("TERM", "xterm"), ("CLICOLOR", "0"), ("CLICOLOR_FORCE", "1")], true),
        (&[("TERM", "xterm"), ("CLICOLOR", "0"), ("CLICOLOR_FORCE", "0")], false),
        (&[("TERM", "xterm"), ("CLICOLOR_FORCE", "0")], true),
        (&[("TERM", "dumb")], false),
        (&[("TERM", "dumb"), ("CLICOLOR_FORCE", "1")], true),
        (&[("TERM", "dumb"), ("CLICOLOR_FORCE", "")], false),
        (&[("TERM", "")], false),
        (&[], false),
        (&[("CLICOLOR_FORCE", "yes")], true),
    ] {
        let root = Root::new();
        let test =
            variables.iter().fold(failing(&root), |test, (name, value)| test.env(name, value));
        let lines = on_terminal(test);
        assert_eq!(lines.len(), 3, "{lines:#?}");
        for line in &lines {
            assert_eq!(line.starts_with('\x1b'), coloured, "{variables:?}: {lines:#?}");
            assert_eq!(line.contains('\x1b'), coloured, "{variables:?}: {lines:#?}");
        }
    }
}

#[test]
fn a_pipe_or_a_file_never_gets_colour() {
    let root = Root::new();
    failing(&root)
        .env("TERM", "xterm")
        .env("CLICOLOR_FORCE", "1")
        .env("CLICOLOR", "1")
        .stdout(" -----> Running application run script.\n -----> Running {hooks}/deploy\n")
        .stderr("ERROR: hook {hooks}/deploy failed with status 3\n")
        .status(3)
        .check();
}

#[test]
fn each_stream_is_examined_separately() {
    for (redirection, on_screen, in_file) in
        [("2>log", ARROW, "ERROR: "), (">log", ERROR, " -----> ")]
    {
        let root = Root::new();
        let test =
            failing(&root).redirected(redirection).env("TERM", "xterm").env("CLICOLOR_FORCE", "1");
        let lines = on_terminal(test);
        assert!(!lines.is_empty(), "{redirection}");
        assert!(lines.iter().all(|line| line.starts_with(on_screen)), "{lines:#?}");
        let log = fs::read_to_string(root.src.join("log")).expect("read the log");
        assert!(!log.is_empty() && !log.contains('\x1b'), "{log}");
        assert!(log.lines().all(|line| line.starts_with(in_file)), "{log}");
    }
}
