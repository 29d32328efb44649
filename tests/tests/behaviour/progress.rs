//! The progress lines: their words, and that they never fail a command.

use s2ibox_tests::{Root, actions, s2ibox};

#[test]
fn probes_do_not_announce_their_hook_but_other_commands_do() {
    let root = Root::new();
    for action in actions() {
        root.hook(&action.name, "true");
        let expected = match action.command.as_str() {
            "ready" | "alive" => String::new(),
            _ => format!(" -----> Running {{hooks}}/{}\n", action.name),
        };
        root.command(&action.command).stdout(expected).check();
    }
}

#[test]
fn exec_and_shell_stay_silent() {
    let root = Root::new();
    root.container_user("true").env_hook("deploy_env", "true");
    root.command("exec").arg("true").check();
    root.command("shell").check();
}

#[test]
fn the_path_is_the_source_path_as_given() {
    let root = Root::new();
    root.hook("verify", "true").env_hook("deploy_env", "true");
    root.command("verify")
        .env("S2I_SOURCE_PATH", format!("{}/.//", root.src.display()))
        .run()
        .out()
        .lines()
        .for_each(|line| assert!(line.contains("/src/.//"), "{line}"));
}

#[test]
fn a_progress_line_comes_before_the_output_of_its_step() {
    let root = Root::new();
    root.env_hook("deploy_env", "echo env >&1")
        .hook("deploy", "echo deploy")
        .hook("run", "echo run");
    root.command("run")
        .redirected("2>&1")
        .stdout(
            " -----> Running application run script.\n \
             -----> Running {hooks}/deploy_env\nenv\n \
             -----> Running {hooks}/deploy\ndeploy\n \
             -----> Running {hooks}/run\nrun\n",
        )
        .check();
}

#[test]
fn a_progress_line_that_cannot_be_written_fails_no_command() {
    for redirection in
        [">/dev/full", ">&-", "| true", ">/dev/full 2>&1", ">&- 2>&-", "<&- >&- 2>&-"]
    {
        let root = Root::new();
        root.env_hook("deploy_env", "true")
            .hook("deploy", "true")
            .hook("run", "echo ran >ran; exit 3")
            .hook("verify", "exit 3")
            .job("jobs/x/y", "exit 3");
        root.uploaded().hook("pre_build", "true").env_hook("build_env", "true");
        root.builder("assemble", "exit 3");
        for (command, word) in [("run", ""), ("verify", ""), ("jobs", "x"), ("assemble", "")] {
            let script = format!("set -o pipefail; \"$0\" {command} {word} {redirection}; exit $?");
            let outcome = root.start("/bin/bash").args(["-c", &script]).arg(s2ibox()).run();
            assert_eq!(
                outcome.status,
                s2ibox_tests::Status::Exit(3),
                "{command} {redirection}: {outcome:?}"
            );
        }
        assert!(root.src.join("ran").exists(), "{redirection}");
    }
}

#[test]
fn a_closed_stdout_stays_closed() {
    let root = Root::new();
    root.env_hook("deploy_env", "true");
    root.command("exec")
        .args(["/bin/sh", "-c", "[ -e /proc/self/fd/1 ] || echo closed >&2"])
        .redirected(">&-")
        .stderr("closed\n")
        .check();
    root.command("exec")
        .args(["/bin/sh", "-c", "[ -e /proc/self/fd/0 ] || echo closed >&2"])
        .redirected("<&-")
        .stderr("closed\n")
        .check();
}
