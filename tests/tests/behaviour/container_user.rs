//! The builder's container user script: bash sources it first, without `set -e` and `set -a`. It never ends a command.

use s2ibox_tests::{Root, commands, hook_of};

const SCRIPT: &str = "{app}/etc/generate_container_user";

#[test]
fn the_container_user_script_is_sourced_before_deploy_env() {
    let root = Root::new();
    root.container_user("export A=1; B=2").env_hook("deploy_env", "C=$A$B");
    root.command("exec").args(["sh", "-c", "echo \"$A|$B|$C\""]).stdout("1||12\n").check();
}

#[test]
fn the_container_user_script_is_sourced_without_errexit_pipefail_and_allexport() {
    let root = Root::new();
    root.container_user(
        "shopt -po errexit pipefail allexport; false; false | true; echo $#; B=2; export C=3",
    );
    root.command("exec")
        .args(["sh", "-c", "echo \"$B|$C\""])
        .stdout("set +o errexit\nset +o pipefail\nset +o allexport\n0\n|3\n")
        .check();
}

#[test]
fn every_deploy_command_sources_the_container_user_script() {
    let root = Root::new();
    root.container_user("export NAME=default");
    for command in commands().iter().filter(|command| **command != "assemble") {
        root.hook(&hook_of(command), "echo $NAME");
        root.job("jobs/x/y", "echo $NAME");
        let test = match *command {
            "jobs" => root.command(command).arg("x"),
            "exec" => root.command(command).args(["sh", "-c", "echo $NAME"]),
            "shell" => root.command(command).stdin("echo $NAME"),
            _ => root.command(command),
        };
        let outcome = test.run();
        assert_eq!(outcome.status, s2ibox_tests::Status::Exit(0), "{outcome:?}");
        assert!(outcome.out().ends_with("default\n"), "{command}: {outcome:?}");
    }
}

#[test]
#[ignore = "needs root"]
fn assemble_does_not_source_the_container_user_script() {
    let root = Root::new();
    root.container_user("echo never");
    root.builder("assemble", "true");
    root.command("assemble")
        .stdout(
            " -----> Running application assemble script.\n \
             -----> Running builder assemble script ({scripts}/assemble)\n",
        )
        .check();
}

#[test]
fn a_failing_container_user_script_is_a_warning() {
    let root = Root::new();
    root.container_user("export A=1; false; return 9");
    root.env_hook("deploy_env", "B=2");
    root.command("exec")
        .args(["sh", "-c", "echo $A $B"])
        .stdout("1 2\n")
        .stderr(format!(
            "WARNING: container user script {SCRIPT} ended with status 9; the command continues\n"
        ))
        .check();
}

#[test]
fn an_exit_in_the_container_user_script_is_a_warning() {
    for (exit, status) in [("exit 9", "9"), ("exit", "0"), ("exit 0", "0")] {
        let root = Root::new();
        root.container_user(format!("export A=1; {exit}"));
        root.env_hook("deploy_env", "B=2; echo $#");
        root.command("exec")
            .args(["sh", "-c", "echo $A $B"])
            .stdout("0\n1 2\n")
            .stderr(format!(
                "WARNING: container user script {SCRIPT} called exit {status}; the command continues without the rest of it\n"
            ))
            .check();
    }
}

#[test]
fn a_syntax_error_in_the_container_user_script_is_a_warning() {
    let root = Root::new();
    root.container_user("if true; then");
    root.env_hook("deploy_env", "B=2");
    let outcome = root.command("exec").args(["sh", "-c", "echo $B"]).run();
    assert_eq!(outcome.status, s2ibox_tests::Status::Exit(0), "{outcome:?}");
    assert_eq!(outcome.out(), "2\n");
    assert!(outcome.err().contains("WARNING: "), "{outcome:?}");
}

#[test]
fn set_e_in_the_container_user_script_does_not_end_the_command() {
    let root = Root::new();
    root.container_user("set -e; false; echo never");
    let outcome = root.command("exec").args(["echo", "went on"]).run();
    assert_eq!(outcome.status, s2ibox_tests::Status::Exit(0), "{outcome:?}");
    assert_eq!(outcome.out(), "went on\n");
    assert!(outcome.err().contains("WARNING: "), "{outcome:?}");
}

#[test]
#[ignore = "needs root"]
fn a_read_only_root_causes_its_own_message_and_one_warning() {
    let root = Root::new();
    root.container_user("echo default:x:1000:0 >/proc/version");
    root.command("exec")
        .args(["echo", "went on"])
        .user(1_000_680_000, 0)
        .stdout("went on\n")
        .stderr(format!(
            "{SCRIPT}: line 1: /proc/version: Permission denied\n\
             WARNING: container user script {SCRIPT} ended with status 1; the command continues\n"
        ))
        .check();
}

#[test]
fn the_container_user_script_needs_no_execute_bit_and_is_not_announced() {
    let root = Root::new();
    root.container_user("export A=1");
    root.hook("setup", "echo $A");
    root.command("setup").stdout(" -----> Running {hooks}/setup\n1\n").check();
}

#[test]
fn a_container_user_script_without_bash_is_a_warning() {
    let root = Root::new();
    root.container_user("echo never");
    root.command("exec")
        .args(["echo", "went on"])
        .env("S2I_BASH", "/no/such/bash")
        .stdout("went on\n")
        .stderr(format!(
            "WARNING: container user script {SCRIPT} was not sourced: S2I_BASH names /no/such/bash, which is not an executable file\n"
        ))
        .check();
}

#[test]
fn a_directory_in_place_of_the_container_user_script_is_skipped() {
    let root = Root::new();
    std::fs::create_dir_all(root.app.join("etc/generate_container_user"))
        .expect("make the directory");
    let outcome = root.command("exec").args(["echo", "went on"]).run();
    assert_eq!(outcome.status, s2ibox_tests::Status::Exit(0), "{outcome:?}");
    assert_eq!(outcome.out(), "went on\n");
}

#[test]
fn a_changed_directory_or_parameters_do_not_disturb() {
    let root = Root::new();
    root.container_user("cd /; set -- x; IFS=,; trap 'echo never' EXIT; exec() { false; }");
    root.env_hook("deploy_env", "pwd -P; echo $#");
    let outcome = root.command("exec").args(["pwd", "-P"]).run();
    let expected = format!("{0}\n0\n{0}\n", root.src.display());
    assert_eq!(outcome.out(), expected, "{outcome:?}");
}
