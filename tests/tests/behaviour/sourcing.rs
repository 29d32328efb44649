//! How bash sources env hooks: its options, no positional parameters, at top level, never in a tested context.

use s2ibox_tests::Root;

fn says(deploy_env: &str, stdout: &str) {
    let root = Root::new();
    root.env_hook("deploy_env", deploy_env);
    root.command("exec").args(["true", "x", "y"]).stdout(stdout).check();
}

#[test]
fn env_hooks_are_sourced_with_errexit_pipefail_and_allexport() {
    says(
        "shopt -po errexit pipefail allexport nounset xtrace || true",
        "set -o errexit\nset -o pipefail\nset -o allexport\nset +o nounset\nset +o xtrace\n",
    );
    says("shopt -qo errexit pipefail allexport && echo all three", "all three\n");
}

#[test]
fn errexit_works_inside_an_env_hook() {
    let root = Root::new();
    root.env_hook("deploy_env", "f() { false; echo never; }\nf\necho never");
    let outcome = root.command("exec").arg("true").run();
    assert_eq!(outcome.status, s2ibox_tests::Status::Exit(1), "{outcome:?}");
    assert!(outcome.stdout.0.is_empty(), "{outcome:?}");
}

#[test]
fn env_hooks_have_no_positional_parameters() {
    says("echo \"$#\" \"$*\"", "0 \n");
}

#[test]
fn env_hooks_are_sourced_at_top_level_so_that_declare_is_global() {
    let root = Root::new();
    root.env_hook("deploy_env", "declare A=1; declare -a LIST=(1 2); typeset B=2");
    root.command("exec").args(["sh", "-c", "echo $A $B"]).stdout("1 2\n").check();
}

#[test]
fn env_hooks_know_their_own_path() {
    says("printf '%s\\n' \"$BASH_SOURCE\"", "{hooks}/deploy_env\n");
}

#[test]
fn env_hooks_are_sourced_in_the_source_path() {
    says("pwd -P", "{src}\n");
}

#[test]
fn env_hooks_are_sourced_without_interactive_and_posix_mode() {
    says(
        "[[ $- == *i* ]] || echo not interactive; shopt -qo posix || echo not posix; \
         diff <(echo 1) <(echo 1) && echo bash",
        "not interactive\nnot posix\nbash\n",
    );
}

#[test]
fn env_hooks_do_not_consume_stdin() {
    let root = Root::new();
    root.env_hook("deploy_env", "read -r LINE");
    root.command("exec")
        .args(["sh", "-c", "echo \"$LINE\"; cat"])
        .stdin("for deploy_env\nfor the program\n")
        .stdout("for deploy_env\nfor the program\n")
        .check();
}

#[test]
fn env_hooks_are_sourced_again_in_a_nested_call() {
    let root = Root::new();
    root.env_hook("deploy_env", "COUNT=$((COUNT + 1))")
        .hook("ready", "echo $COUNT; \"$S2IBOX\" exec sh -c 'echo $COUNT'");
    root.command("ready")
        .env("S2IBOX", s2ibox_tests::s2ibox())
        .stdout(" -----> Running {hooks}/deploy_env\n1\n2\n")
        .check();
}

#[test]
fn a_link_to_an_env_hook_is_followed() {
    let root = Root::new();
    root.program("env/common", "A=linked\n", 0o600)
        .link_at("action_hooks/deploy_env", "../env/common");
    root.command("exec").args(["sh", "-c", "echo $A"]).stdout("linked\n").check();
}

#[test]
#[ignore = "needs root"]
fn an_env_hook_that_cannot_be_sourced_is_an_error() {
    let root = Root::new();
    root.directory("action_hooks/deploy_env");
    root.command("exec")
        .arg("true")
        .stderr(
            "ERROR: env hook {hooks}/deploy_env is a directory, not a file; put a script or a program in \
             its place\n",
        )
        .status(1)
        .check();

    let root = Root::new();
    root.program("action_hooks/deploy_env", "A=1\n", 0o000);
    root.command("exec")
        .arg("true")
        .user(1_000_680_000, 0)
        .stderr(
            "ERROR: env hook {hooks}/deploy_env is not readable for user 1000680000; run: chmod a+r \
             .s2i/action_hooks/deploy_env\n",
        )
        .status(1)
        .check();

    let root = Root::new();
    root.link_at("action_hooks/deploy_env", "nowhere");
    root.command("exec").args(["echo", "ran"]).stdout("ran\n").check();
}

#[test]
#[ignore = "needs root"]
fn pre_build_may_make_the_build_env() {
    let root = Root::new();
    root.builder("assemble", "echo \"$A\"");
    root.uploaded().hook("pre_build", "echo A=made >.s2i/action_hooks/build_env");
    root.command("assemble")
        .stdout(
            " -----> Running application assemble script.\n \
             -----> Running {hooks}/pre_build\n \
             -----> Running {hooks}/build_env\n \
             -----> Running builder assemble script ({scripts}/assemble)\nmade\n",
        )
        .check();
}
