//! `BASH_ENV` is honoured as by any script, even without an env hook.

use s2ibox_tests::{Root, write_program};

#[test]
fn bash_env_alone_is_sourced() {
    let root = Root::new();
    let file = root.top.join("activate");
    write_program(&file, "export RUNTIME=active\n", 0o644);
    root.command("exec")
        .args(["sh", "-c", "echo $RUNTIME"])
        .env("BASH_ENV", &file)
        .stdout("active\n")
        .check();
}

#[test]
fn bash_env_is_sourced_before_the_env_hook() {
    let root = Root::new();
    let file = root.top.join("activate");
    write_program(&file, "export RUNTIME=active\n", 0o644);
    root.env_hook("deploy_env", "A=\"it is $RUNTIME\"");
    root.command("exec")
        .args(["sh", "-c", "echo $A"])
        .env("BASH_ENV", &file)
        .stdout("it is active\n")
        .check();
}

#[test]
#[ignore = "needs root"]
fn assemble_honours_bash_env() {
    let root = Root::new();
    let file = root.top.join("activate");
    write_program(&file, "export RUNTIME=active\n", 0o644);
    write_program(&root.scripts.join("assemble"), "#!/bin/sh\necho it is $RUNTIME\n", 0o755);
    root.command("assemble")
        .env("BASH_ENV", &file)
        .stdout(
            " -----> Running application assemble script.\n \
             -----> Running builder assemble script ({scripts}/assemble)\nit is active\n",
        )
        .check();
}

#[test]
fn bash_expands_bash_env() {
    let root = Root::new();
    write_program(&root.src.join("activate"), "export RUNTIME=active\n", 0o644);
    for value in ["$HOME/activate", "~/activate", "`echo activate`", "${HOME}/acti$(echo vate)"] {
        root.command("exec")
            .args(["sh", "-c", "echo $RUNTIME"])
            .env("HOME", &root.src)
            .env("BASH_ENV", value)
            .stdout("active\n")
            .check();
    }
}

#[test]
fn a_missing_or_empty_bash_env_has_no_effect() {
    let root = Root::new();
    for value in ["", "/no/such/file"] {
        root.command("exec").args(["echo", "ran"]).env("BASH_ENV", value).stdout("ran\n").check();
    }
}

#[test]
fn bash_env_runs_without_errexit() {
    let root = Root::new();
    let file = root.top.join("activate");
    write_program(&file, "false; export SEEN=$-\n", 0o644);
    root.env_hook("deploy_env", "true");
    root.command("exec")
        .args(["sh", "-c", "case $SEEN in *e*|*a*) echo \"$SEEN\";; *) echo neither;; esac"])
        .env("BASH_ENV", &file)
        .stdout("neither\n")
        .check();
}

#[test]
fn a_bash_env_that_changes_the_arguments_is_an_error() {
    for tampering in ["set -- x y z", "shift", "set --", "shift 3", "set -- \"$@\" more"] {
        let root = Root::new();
        let file = root.top.join("activate");
        write_program(&file, tampering, 0o644);
        root.env_hook("deploy_env", "echo never");
        let outcome = root.command("exec").args(["echo", "never"]).env("BASH_ENV", &file).run();
        assert_eq!(outcome.status, s2ibox_tests::Status::Exit(1), "{tampering}: {outcome:?}");
        assert!(outcome.stdout.0.is_empty(), "{tampering}: {outcome:?}");
        let named = outcome.err().contains("BASH_ENV") && outcome.err().contains("activate");
        assert!(named && outcome.err().starts_with("ERROR: "), "{tampering}: {outcome:?}");
    }
}

/// Changes that such a file may make to a shell.
const DISTURBING: [&str; 6] = [
    "IFS=,; set -f; shopt -s nullglob",
    "cd /",
    "set -e",
    "exec() { false; }; set() { false; }; trap() { false; }",
    "shopt -s expand_aliases; alias set=false exec=false trap=false",
    "trap 'echo never' EXIT ERR",
];

#[test]
fn options_and_functions_of_bash_env_do_not_disturb() {
    for activate in DISTURBING {
        let root = Root::new();
        let file = root.top.join("activate");
        write_program(&file, activate, 0o644);
        root.env_hook("deploy_env", "A=1");
        root.command("exec")
            .args(["sh", "-c", "echo $A in \"$(pwd -P)\""])
            .env("BASH_ENV", &file)
            .stdout("1 in {src}\n")
            .check();
    }
}

#[test]
fn options_of_bash_env_do_not_disturb_after_the_container_user_script_exited() {
    let warning = "WARNING: container user script {app}/etc/generate_container_user called exit 9; the command \
         continues without the rest of it\n";
    for activate in DISTURBING {
        let root = Root::new();
        let file = root.top.join("activate");
        write_program(&file, activate, 0o644);
        root.container_user("exit 9").env_hook("deploy_env", "builtin trap -p HUP");
        root.command("exec")
            .args(["sh", "-c", "pwd -P"])
            .env("BASH_ENV", &file)
            .stdout("trap -- '__s2ibox_signal=(HUP); \\builtin exit 129' SIGHUP\n{src}\n")
            .stderr(warning)
            .check();
    }
}
