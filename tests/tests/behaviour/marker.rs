//! `S2I_MARKERS_ENVIRON`: a process with this variable has the complete deploy environment.

use s2ibox_tests::{Root, commands, hook_of, write_program};

const SHOW: &str = "case $S2I_MARKERS_ENVIRON in *:*20??) echo a date;; \
     '') echo unset;; *) echo \"$S2I_MARKERS_ENVIRON\";; esac";

#[test]
fn every_deploy_command_sets_the_marker_with_and_without_a_shell() {
    for command in commands().iter().filter(|command| **command != "assemble") {
        for deploy_env in [true, false] {
            let root = Root::new();
            if deploy_env {
                root.env_hook("deploy_env", "true");
            }
            root.hook(&hook_of(command), SHOW).job("jobs/x/y", SHOW);
            let test = match *command {
                "jobs" => root.command(command).arg("x"),
                "exec" => root.command(command).args(["sh", "-c", SHOW]),
                "shell" => root.command(command).stdin(SHOW),
                _ => root.command(command),
            };
            let outcome = test.run();
            let is_printed = outcome.out().ends_with("a date\n");
            assert!(
                is_printed && outcome.stderr.0.is_empty(),
                "{command} {deploy_env}: {outcome:?}"
            );
        }
    }
}

#[test]
#[ignore = "needs root"]
fn assemble_does_not_set_the_marker() {
    for build_env in [true, false] {
        let root = Root::new();
        if build_env {
            root.uploaded().env_hook("build_env", "true");
        }
        root.builder("assemble", SHOW);
        let outcome = root.command("assemble").run();
        assert!(outcome.out().ends_with("unset\n"), "{outcome:?}");
    }
}

#[test]
fn the_marker_is_not_set_while_the_hooks_are_sourced() {
    let root = Root::new();
    root.container_user("echo user: ${S2I_MARKERS_ENVIRON-unset}")
        .env_hook("deploy_env", "echo env: ${S2I_MARKERS_ENVIRON-unset}");
    root.command("exec")
        .args(["sh", "-c", SHOW])
        .stdout("user: unset\nenv: unset\na date\n")
        .check();
}

#[test]
fn an_inherited_or_forged_marker_is_replaced() {
    for deploy_env in ["S2I_MARKERS_ENVIRON=forged", "unset S2I_MARKERS_ENVIRON", "true"] {
        let root = Root::new();
        root.env_hook("deploy_env", deploy_env);
        root.command("exec")
            .args(["sh", "-c", SHOW])
            .env("S2I_MARKERS_ENVIRON", "inherited")
            .stdout("a date\n")
            .check();
    }
    let root = Root::new();
    root.command("exec")
        .args(["sh", "-c", SHOW])
        .env("S2I_MARKERS_ENVIRON", "inherited")
        .stdout("a date\n")
        .check();
}

#[test]
fn the_marker_is_the_same_for_deploy_and_run() {
    let root = Root::new();
    root.hook("deploy", "echo \"$S2I_MARKERS_ENVIRON\" >date")
        .hook("run", "[ \"$S2I_MARKERS_ENVIRON\" = \"$(cat date)\" ] && echo the same");
    root.command("run")
        .stdout(
            " -----> Running application run script.\n \
             -----> Running {hooks}/deploy\n -----> Running {hooks}/run\nthe same\n",
        )
        .check();
}

#[test]
fn no_date_program_is_needed() {
    let root = Root::new();
    root.env_hook("deploy_env", "date() { echo called >&2; }; PATH=/no/such");
    root.command("exec").args(["/bin/sh", "-c", SHOW]).stdout("a date\n").check();
}

#[test]
fn a_failed_env_hook_leaves_no_process_with_the_marker() {
    let root = Root::new();
    let trap = "trap 'echo ${S2I_MARKERS_ENVIRON-unset}' EXIT; false";
    root.env_hook("deploy_env", trap);
    let outcome = root.command("exec").arg("true").run();
    assert_eq!(outcome.out(), "unset\n", "{outcome:?}");
    write_program(&root.path("action_hooks/deploy_env"), "true\n", 0o644);
}
