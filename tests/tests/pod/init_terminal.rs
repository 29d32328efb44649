//! `--init` on a terminal: the program has the terminal, and a shell above keeps its job control.

use s2ibox_tests::{Root, Signal, Status, Terminal, Test, s2ibox};

use crate::processes::SIGNAL_RECORDER;

/// Starts a shell with job control that runs `script`, in which `"$0"` is the program under test.
fn shell(root: &Root, script: &str) -> Test {
    root.start("/bin/bash").args(["-mc", script]).arg(s2ibox())
}

fn lines_of_signals(lines: &[String]) -> Vec<&str> {
    let numbers = lines.iter().filter(|line| line.parse::<u8>().is_ok());
    numbers.map(String::as_str).collect()
}

#[test]
fn the_program_reads_and_writes() {
    let root = Root::new();
    for option in ["--init", "--init=group"] {
        let mut terminal = root.command("exec").args([option, "tac"]).on_terminal();
        terminal.press("1\n2\n3\n\x04\x04");
        let (status, lines) = terminal.finish();
        assert_eq!(status, Status::Exit(0), "{lines:#?}");
        assert_eq!(lines, ["3", "2", "1"]);
    }
}

#[test]
fn the_program_has_the_terminal_from_its_first_moment() {
    let root = Root::new();
    // The kernel stops a background process that reads the terminal. The test repeats this to find a race.
    for _ in 0..100 {
        let mut terminal = root.command("exec").args(["--init", "head", "-n", "1"]).on_terminal();
        terminal.press("typed\n");
        let (status, lines) = terminal.finish();
        assert_eq!(status, Status::Exit(0), "{lines:#?}");
        assert_eq!(lines, ["typed"]);
    }
}

#[test]
fn a_shell_as_the_program_has_job_control() {
    let root = Root::new();
    for option in ["--init", "--init=group"] {
        let mut terminal =
            root.command("exec").args([option, "/bin/bash", "--norc", "-im"]).on_terminal();
        terminal.press("echo \"flags: [[$-]]\"; exit 0\n");
        let (status, lines) = terminal.finish();
        assert_eq!(status, Status::Exit(0), "{lines:#?}");
        let flags = lines.iter().find(|line| line.contains("flags: [[") && !line.contains("$-"));
        assert!(flags.is_some_and(|flags| flags.contains('m')), "{lines:#?}");
        let text = lines.join("\n");
        assert!(!text.contains("no job control"), "{lines:#?}");
    }
}

#[test]
fn ctrl_c_reaches_the_program_once() {
    let root = Root::new();
    for option in ["--init", "--init=group"] {
        for (key, number) in [("\x03", "2"), ("\x1c", "3")] {
            let mut terminal =
                root.command("exec").args([option, SIGNAL_RECORDER, "10"]).on_terminal();
            terminal.wait_for_end_of(")").press(key);
            terminal.wait_for(number).signal(Signal::SIGUSR1);
            let (status, lines) = terminal.finish();
            assert_eq!(lines_of_signals(&lines), [number, "10"], "{option}: {lines:#?}");
            assert_eq!(status, Status::Exit(7), "{lines:#?}");
        }
    }
}

#[test]
#[ignore = "needs root"]
fn ctrl_c_ends_a_program_without_handlers_below_process_1() {
    let root = Root::new();
    let mut terminal = root
        .command("exec")
        .args(["--init", "sh", "-c", "echo ready; exec sleep 60"])
        .as_init()
        .on_terminal();
    terminal.wait_for("ready").press("\x03");
    let (status, lines) = terminal.finish();
    assert_eq!(status, Status::Exit(130), "{lines:#?}");
}

const READER: &str = "trap 'echo continued' CONT; echo ready\n\
     until read -r line; do :; done; echo \"read $line\"; exit 4";

/// Stops the reader with Ctrl-Z. The shell then runs `then`.
fn stopped(root: &Root, then: &str) -> Terminal {
    root.program("reader", READER, 0o755);
    let script = format!("\"$0\" exec --init ./.s2i/reader; echo \"stopped $?\"; {then}");
    let mut terminal = shell(root, &script).on_terminal();
    terminal.wait_for("ready").press("\x1a");
    terminal.wait_for_end_of("stopped 147");
    terminal
}

#[test]
fn ctrl_z_stops_both_and_fg_goes_on() {
    let root = Root::new();
    let mut terminal = stopped(&root, "fg >/dev/null; echo \"ended $?\"");
    terminal.wait_for("continued").press("typed\n");
    terminal.wait_for("read typed").wait_for("ended 4");
    let (status, lines) = terminal.finish();
    assert_eq!(status, Status::Exit(0), "{lines:#?}");
}

#[test]
fn fg_wakes_the_whole_group() {
    let root = Root::new();
    let script = "\"$0\" exec --init sh -c 'cat; echo done'; echo \"stopped $?\"\n\
         fg >/dev/null; echo \"ended $?\"";
    let mut terminal = shell(&root, script).on_terminal();
    // The child of the program reads, and Ctrl-Z has stopped it as well.
    terminal.press("one\n").wait_for("one").press("\x1a");
    terminal.wait_for_end_of("stopped 147");
    terminal.press("two\n").wait_for("two").press("\x04");
    terminal.wait_for("done").wait_for("ended 0");
    assert_eq!(terminal.finish().0, Status::Exit(0));
}

#[test]
fn the_shell_keeps_the_terminal_in_the_background() {
    let root = Root::new();
    root.program(
        "sleeper",
        "trap 'echo continued' CONT; echo ready; for i in {1..40}; do sleep 0.05; done",
        0o755,
    );
    let script = "\"$0\" exec --init ./.s2i/sleeper; echo \"stopped $?\"; bg >/dev/null\n\
         read -r line; echo \"shell read $line\"; wait; echo \"ended $?\"; read -r line; echo \"again $line\"";
    let mut terminal = shell(&root, script).on_terminal();
    terminal.wait_for("ready").press("\x1a");
    terminal.wait_for_end_of("stopped 147").wait_for("continued");
    terminal.press("typed\n").wait_for("shell read typed");
    terminal.wait_for("ended 0").press("more\n").wait_for("again more");
    assert_eq!(terminal.finish().0, Status::Exit(0));
}

#[test]
fn the_shell_keeps_the_terminal_of_a_program_started_in_the_background() {
    let root = Root::new();
    let script = "\"$0\" exec --init sh -c 'echo ready; sleep 0.3' & \n\
         read -r line; echo \"shell read $line\"; wait; read -r line; echo \"again $line\"";
    let mut terminal = shell(&root, script).on_terminal();
    terminal.wait_for("ready").press("typed\n").wait_for("shell read typed");
    terminal.press("more\n").wait_for("again more");
    assert_eq!(terminal.finish().0, Status::Exit(0));
}

#[test]
fn the_shell_has_the_terminal_again_after_the_program() {
    let root = Root::new();
    let script = "\"$0\" exec --init sh -c 'read -r line; echo \"program read $line\"'\n\
         read -r line; echo \"shell read $line\"";
    let mut terminal = shell(&root, script).on_terminal();
    terminal.press("one\n").wait_for("program read one");
    terminal.press("two\n").wait_for("shell read two");
    assert_eq!(terminal.finish().0, Status::Exit(0));
}
