//! No shell is started if there is nothing to source. A bash that prints a line makes its starts visible.

use std::path::PathBuf;

use s2ibox_tests::{Root, Test, commands, executed_after_build, write_program};

/// Makes a bash that prints a line on stderr at its start.
fn marking_bash(root: &Root) -> PathBuf {
    let bash = root.bin.join("marking bash");
    write_program(&bash, "#!/bin/bash -p\necho bash >&2\nexec /bin/bash \"$@\"\n", 0o755);
    bash
}

/// Runs each command, with hooks that need no shell.
fn each_command(root: &Root, check: impl Fn(Test, &str)) {
    for hook in executed_after_build() {
        root.link_at(format!("action_hooks/{}", hook.name), "/bin/true");
    }
    root.link_at("jobs/x/y", "/bin/true");
    root.uploaded();
    write_program(&root.scripts.join("assemble"), "#!/bin/true\n", 0o755);
    for command in commands() {
        let test = match command {
            "jobs" => root.command(command).arg("x"),
            "exec" => root.command(command).arg("true"),
            _ => root.command(command),
        };
        check(test.env("S2I_BASH", marking_bash(root)), command);
    }
}

#[test]
#[ignore = "needs root"]
fn no_bash_is_started_with_nothing_to_source() {
    let root = Root::new();
    each_command(&root, |test, command| {
        let outcome = test.run();
        assert_eq!(outcome.status, s2ibox_tests::Status::Exit(0), "{command}: {outcome:?}");
        assert!(outcome.stderr.0.is_empty(), "{command}: {outcome:?}");
    });
}

#[test]
#[ignore = "needs root"]
fn one_bash_is_started_with_an_env_hook() {
    let root = Root::new();
    root.env_hook("deploy_env", "true").env_hook("build_env", "true");
    each_command(&root, |test, command| {
        assert_eq!(test.run().err(), "bash\n", "{command}");
    });
}

#[test]
#[ignore = "needs root"]
fn one_bash_is_started_with_a_container_user_script() {
    let root = Root::new();
    root.container_user("true");
    each_command(&root, |test, command| {
        let expected = if command == "assemble" { "" } else { "bash\n" };
        assert_eq!(test.run().err(), expected, "{command}");
    });
}

#[test]
fn one_bash_is_started_with_a_bash_env_that_must_be_expanded() {
    let root = Root::new();
    for value in ["$HOME/x", "`true`", "~/x"] {
        let outcome = root
            .command("exec")
            .arg("true")
            .env("S2I_BASH", marking_bash(&root))
            .env("BASH_ENV", value)
            .run();
        assert_eq!(outcome.err(), "bash\n", "{value}");
    }
}

#[test]
#[ignore = "needs root"]
fn the_other_environments_hook_is_not_sourced() {
    let root = Root::new();
    root.env_hook("build_env", "echo never").hook("ready", "echo ready");
    root.command("ready").stdout("ready\n").check();
    let root = Root::new();
    root.uploaded().env_hook("deploy_env", "echo never");
    root.builder("assemble", "echo assemble");
    root.command("assemble")
        .stdout(
            " -----> Running application assemble script.\n \
             -----> Running builder assemble script ({scripts}/assemble)\nassemble\n",
        )
        .check();
}
