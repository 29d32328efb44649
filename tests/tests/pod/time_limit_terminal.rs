//! `--timeout` on a terminal, as under `oc exec -it`.

use s2ibox_tests::{Root, Status};

#[test]
fn a_hook_reads_the_terminal() {
    let root = Root::new();
    root.hook("ready", "read -r line </dev/tty; echo \"read $line\"");
    let mut terminal = root.command("ready").args(["--timeout", "60"]).on_terminal();
    terminal.press("typed\n");
    let (status, lines) = terminal.finish();
    assert_eq!(lines, ["read typed"]);
    assert_eq!(status, Status::Exit(0));
}

#[test]
fn an_env_hook_reads_the_terminal() {
    let root = Root::new();
    root.env_hook("deploy_env", "read -r LINE").hook("ready", "echo \"read $LINE\"");
    let mut terminal =
        root.command("ready").args(["--timeout", "60"]).env("S2I_LOG", "quiet").on_terminal();
    terminal.press("typed\n");
    let (status, lines) = terminal.finish();
    assert_eq!(lines, ["read typed"]);
    assert_eq!(status, Status::Exit(0));
}

#[test]
fn the_shell_above_has_the_terminal_again() {
    for (limit, status) in [("60", 0), ("0.2", 124)] {
        let root = Root::new();
        root.hook("ready", "sleep 0.4");
        let script = "\"$0\" ready --timeout \"$1\" 2>/dev/null; echo \"status $?\"; read -r line; echo \"read $line\"";
        let mut terminal = root
            .start("/bin/bash")
            .args(["-c", script])
            .arg(s2ibox_tests::s2ibox())
            .arg(limit)
            .on_terminal();
        terminal.wait_for(&format!("status {status}")).press("typed\n");
        let (_, lines) = terminal.finish();
        assert_eq!(lines.last().map(String::as_str), Some("read typed"), "{lines:#?}");
    }
}

#[test]
fn ctrl_c_ends_the_hook() {
    let root = Root::new();
    root.hook("ready", "echo begun; exec sleep 60");
    let mut terminal = root.command("ready").args(["--timeout", "60"]).on_terminal();
    terminal.wait_for("begun").press("\x03");
    assert_eq!(terminal.finish().0, Status::Exit(130));
}
