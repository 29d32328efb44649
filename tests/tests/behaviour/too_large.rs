//! If the environment is too large for exec, the error names the env hook and the largest variable.

use s2ibox_tests::{Outcome, Root, Status};

#[track_caller]
fn names(outcome: &Outcome, parts: &[&str]) {
    assert_eq!(outcome.status, Status::Exit(126), "{outcome:?}");
    let error = outcome.err();
    let error = error.lines().find(|line| line.starts_with("ERROR: ")).unwrap_or_default();
    for part in parts {
        assert!(error.contains(part), "no {part} in {error}");
    }
    assert!(!error.contains("release/s2ibox"), "{error}");
}

#[test]
fn one_variable_of_a_megabyte_is_named_with_the_env_hook() {
    for command in ["ready", "run", "exec"] {
        let root = Root::new();
        root.env_hook("deploy_env", "SMALL=1; printf -v HUGE '%1000000s' x")
            .hook("ready", "echo never")
            .hook("run", "echo never");
        let test = root.command(command);
        let test = if command == "exec" { test.args(["echo", "never"]) } else { test };
        let outcome = test.run();
        names(&outcome, &["deploy_env", "HUGE"]);
        assert!(!outcome.out().contains("never"), "{outcome:?}");
    }
}

#[test]
fn many_variables_are_named_by_the_largest() {
    let root = Root::new();
    root.env_hook(
        "deploy_env",
        "for i in {1..300}; do printf -v V$i '%100000s' x; done; printf -v LARGEST '%110000s' x",
    )
    .hook("ready", "echo never");
    names(&root.command("ready").run(), &["deploy_env", "LARGEST"]);
}

#[test]
#[ignore = "needs root"]
fn build_env_is_named_in_the_same_way() {
    let root = Root::new();
    root.builder("assemble", "echo never");
    root.uploaded().env_hook("build_env", "printf -v HUGE '%1000000s' x");
    let outcome = root.command("assemble").run();
    names(&outcome, &["build_env", "HUGE"]);
    assert!(!outcome.out().contains("never"), "{outcome:?}");
}

/// Removes the message of bash, which it prints first in any case: see the README.
#[test]
fn one_error_is_the_last_line() {
    let root = Root::new();
    root.env_hook("deploy_env", "printf -v HUGE '%1000000s' x").hook("ready", "echo never");
    let outcome = root.command("ready").run();
    let stderr = outcome.err();
    let errors = stderr.lines().filter(|line| line.starts_with("ERROR: "));
    assert_eq!(errors.count(), 1, "{outcome:?}");
    assert!(
        stderr.lines().last().is_some_and(|line| line.starts_with("ERROR: env hook")),
        "{outcome:?}"
    );
}

#[test]
fn an_environment_that_still_fits_is_not_an_error() {
    let root = Root::new();
    root.env_hook("deploy_env", "printf -v LARGE '%100000s' x");
    root.command("exec").args(["sh", "-c", "echo ${#LARGE}"]).stdout("100000\n").check();
}
