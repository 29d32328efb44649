//! Signals of a terminal, which go to the whole process group, reach a hook once.

use s2ibox_tests::{Root, Signal, Status};

#[test]
fn ctrl_c_reaches_a_hook_once() {
    for (key, name, status) in [("\x03", "INT", 130), ("\x1c", "QUIT", 131)] {
        let root = Root::new();
        // USR1 is sent to s2ibox alone. It is passed on after all earlier signals.
        root.hook(
            "deploy",
            format!(
                "trap 'echo got {name}' {name}; trap 'echo got USR1; kill $!; exit 0' USR1\n\
                 sleep 60 & echo ready; while :; do wait; done"
            ),
        )
        .hook("run", "echo never");
        let mut terminal = root.command("run").on_terminal();
        terminal.wait_for("ready").press(key);
        terminal.wait_for(&format!("got {name}")).signal(Signal::SIGUSR1);
        let (ended, lines) = terminal.finish();
        assert_eq!(ended, Status::Exit(status), "{lines:#?}");
        let got: Vec<_> = lines.iter().filter(|line| line.starts_with("got")).collect();
        assert_eq!(got, [&format!("got {name}"), "got USR1"], "{lines:#?}");
    }
}

#[test]
fn ctrl_c_ends_a_hook_without_traps() {
    let root = Root::new();
    root.hook("deploy", "echo ready; sleep 60").hook("run", "echo never");
    let mut terminal = root.command("run").on_terminal();
    terminal.wait_for("ready").press("\x03");
    let (ended, lines) = terminal.finish();
    assert_eq!(ended, Status::Exit(130), "{lines:#?}");
    assert!(!lines.contains(&"never".to_owned()), "{lines:#?}");
}

#[test]
#[ignore = "needs root"]
fn ctrl_c_reaches_a_job_and_a_build_once() {
    let hook = "trap 'echo got INT' INT; trap 'echo got USR1; kill $!; exit 0' USR1\n\
         sleep 60 & echo ready; while :; do wait; done";
    let root = Root::new();
    root.job("jobs/x/y", hook);
    root.builder("assemble", hook);
    root.uploaded().env_hook("build_env", "trap 'echo trap' EXIT");
    for test in [root.command("jobs").arg("x"), root.command("assemble")] {
        let mut terminal = test.on_terminal();
        terminal.wait_for("ready").press("\x03");
        terminal.wait_for("got INT").signal(Signal::SIGUSR1);
        let (ended, lines) = terminal.finish();
        assert_eq!(ended, Status::Exit(130), "{lines:#?}");
        let got: Vec<_> = lines.iter().filter(|line| line.starts_with("got")).collect();
        assert_eq!(got, ["got INT", "got USR1"], "{lines:#?}");
    }
}

#[test]
fn a_hook_can_read_the_terminal() {
    let root = Root::new();
    root.hook("deploy", "read -r LINE; echo \"read $LINE\"")
        .hook("run", "read -r LINE; echo \"application read $LINE\"");
    let mut terminal = root.command("run").on_terminal();
    terminal.press("one\n").wait_for("read one");
    terminal.press("two\n").wait_for("application read two");
    assert_eq!(terminal.finish().0, Status::Exit(0));
}
