//! An env hook that fails ends the command with its status and an error.

use s2ibox_tests::Root;

const ANNOUNCED: &str = " -----> Running {hooks}/deploy_env\n";

/// Checks that `ready` ends with this status and this stderr, and that its hook does not run.
#[track_caller]
fn fails(deploy_env: &str, status: i32, stderr: &str) {
    let root = Root::new();
    root.env_hook("deploy_env", deploy_env).hook("ready", "echo never");
    root.command("ready").stdout(ANNOUNCED).stderr(stderr).status(status).check();
}

#[test]
fn a_failing_command_is_named_with_its_line() {
    fails(
        "A=1\n\nsh -c 'exit 7'\necho never",
        7,
        "ERROR: env hook {hooks}/deploy_env failed with status 7 at line 3: sh -c 'exit 7'\n",
    );
}

#[test]
fn bash_keeps_its_own_message() {
    fails(
        "no-such-program --now",
        127,
        "{hooks}/deploy_env: line 1: no-such-program: command not found\n\
         ERROR: env hook {hooks}/deploy_env failed with status 127 at line 1: no-such-program --now\n",
    );
}

#[test]
fn a_failing_pipeline_is_a_failure() {
    fails(
        "(exit 5) | cat",
        5,
        "ERROR: env hook {hooks}/deploy_env failed with status 5 at line 1: cat\n",
    );
}

#[test]
fn bash_knows_no_line_of_a_failing_function() {
    fails(
        "prepare() {\n    false\n    true\n}\nprepare",
        1,
        "ERROR: env hook {hooks}/deploy_env failed with status 1, in a function, or as bash says above, \
         or after its own ERR trap; set -x at its top shows each command\n",
    );
}

#[test]
fn a_function_that_called_the_failing_one_is_named() {
    fails(
        "inner() {\n    false\n}\nouter() {\n    inner\n}\nouter",
        1,
        "ERROR: env hook {hooks}/deploy_env failed with status 1 in the function outer, called at line 7; \
         set -x at its top shows each command\n",
    );
}

#[test]
fn a_file_that_the_hook_sources_is_named() {
    let root = Root::new();
    root.env_hook("more", "true\n(exit 9)");
    root.env_hook("deploy_env", ". .s2i/action_hooks/more");
    root.command("ready")
        .stdout(ANNOUNCED)
        .stderr(
            "ERROR: env hook {hooks}/deploy_env failed with status 9 at line 2 of \
             .s2i/action_hooks/more: ( exit 9 )\n",
        )
        .status(9)
        .check();
}

#[test]
fn exit_is_a_failure_with_its_status() {
    fails(
        "exit 3",
        3,
        "ERROR: env hook {hooks}/deploy_env failed with status 3 at line 1: exit 3\n",
    );
}

#[test]
fn exit_in_a_function_is_named_with_its_line() {
    fails(
        "prepare() {\n    true\n    exit 3\n}\n\nprepare",
        3,
        "ERROR: env hook {hooks}/deploy_env failed with status 3 at line 3: exit 3\n",
    );
}

#[test]
fn the_error_stays_one_line_whatever_the_command_holds() {
    let root = Root::hostile();
    root.env_hook("deploy_env", "sh -c 'exit 4\n' \"$(printf '\\n\\n')\" \\\n  x");
    let outcome = root.command("exec").arg("true").run();
    assert_eq!(outcome.status, s2ibox_tests::Status::Exit(4), "{outcome:?}");
    assert_eq!(outcome.err().matches("ERROR:").count(), 1, "{outcome:?}");
    assert!(outcome.err().contains("failed with status 4 at line 1"), "{outcome:?}");
}

#[test]
fn exit_zero_is_an_error_too() {
    fails(
        "exit 0",
        1,
        "ERROR: env hook {hooks}/deploy_env called exit 0: nothing would be run, and a probe would \
         pass; use return 0, or leave it out\n",
    );
    fails(
        "exit",
        1,
        "ERROR: env hook {hooks}/deploy_env called exit 0: nothing would be run, and a probe would \
         pass; use return 0, or leave it out\n",
    );
}

#[test]
fn return_is_a_failure_with_its_status() {
    fails(
        "return 4",
        4,
        "ERROR: env hook {hooks}/deploy_env failed with status 4: it returned that, or its last \
         command was false; if that is no failure, end it with: true\n",
    );
}

#[test]
fn a_false_last_command_is_a_failure() {
    fails(
        "[[ $UNSET ]] && A=1",
        1,
        "ERROR: env hook {hooks}/deploy_env failed with status 1: it returned that, or its last \
         command was false; if that is no failure, end it with: true\n",
    );
}

#[test]
fn an_unset_variable_under_set_u_is_a_failure() {
    fails(
        "set -u\nA=$NO_SUCH",
        1,
        "{hooks}/deploy_env: line 2: NO_SUCH: unbound variable\n\
         ERROR: env hook {hooks}/deploy_env failed with status 1, as bash says above; the last \
         command begun was: A=…\n",
    );
}

#[test]
fn a_syntax_error_is_a_failure() {
    let root = Root::new();
    root.env_hook("deploy_env", "if true; then\nA=1").hook("ready", "echo never");
    let outcome = root.command("ready").run();
    assert_ne!(outcome.status, s2ibox_tests::Status::Exit(0), "{outcome:?}");
    assert!(outcome.err().contains("syntax error"), "{outcome:?}");
    assert!(outcome.err().contains("ERROR: env hook"), "{outcome:?}");
    assert!(!outcome.out().contains("never"), "{outcome:?}");
}

#[test]
fn under_set_plus_e_a_status_does_not_end_the_command() {
    let root = Root::new();
    root.hook("ready", "echo ready");
    for hook in ["set +e; false", "set +e; false; return 4", "set +e; (exit 9); true"] {
        root.env_hook("deploy_env", hook);
        root.command("ready").stdout(format!("{ANNOUNCED}ready\n")).check();
    }
    fails(
        "set +e; false; exit 6",
        6,
        "ERROR: env hook {hooks}/deploy_env failed with status 6 at line 1: exit 6\n",
    );
}

#[test]
fn a_failing_tested_command_is_not_a_failure() {
    let root = Root::new();
    root.env_hook("deploy_env", "if false; then :; fi; false || true; ! true; A=1")
        .hook("ready", "echo ready");
    root.command("ready").stdout(format!("{ANNOUNCED}ready\n")).check();
}

#[test]
fn every_status_comes_through() {
    let root = Root::new();
    root.env_hook("deploy_env", "exit $STATUS");
    for status in 1..=255 {
        let outcome = root.command("exec").arg("true").env("STATUS", status.to_string()).run();
        assert_eq!(outcome.status, s2ibox_tests::Status::Exit(status), "{outcome:?}");
        let named = format!("with status {status} at line 1: exit");
        assert!(outcome.err().contains(&named), "{outcome:?}");
    }
}

#[test]
#[ignore = "needs root"]
fn build_env_fails_in_the_same_way() {
    let root = Root::new();
    root.builder("assemble", "echo never");
    root.uploaded().env_hook("build_env", "true\nfalse\n");
    root.command("assemble")
        .stdout(" -----> Running application assemble script.\n -----> Running {hooks}/build_env\n")
        .stderr("ERROR: env hook {hooks}/build_env failed with status 1 at line 2: false\n")
        .status(1)
        .check();
}

#[test]
fn every_deploy_command_fails_in_the_same_way() {
    let root = Root::new();
    root.env_hook("deploy_env", "false");
    let actions = s2ibox_tests::actions().map(|action| (action.command.as_str(), &*action.name));
    let others = ["run", "jobs", "exec", "shell"].map(|command| (command, command));
    for (command, hook) in actions.chain(others) {
        root.program(format!("action_hooks/{hook}"), "#!/bin/echo never\n", 0o755);
        root.job("jobs/x/y", "echo never");
        let test = match command {
            "jobs" => root.command(command).arg("x"),
            "exec" => root.command(command).args(["echo", "never"]),
            "shell" => root.command(command).stdin("echo never"),
            _ => root.command(command),
        };
        let stdout = match command {
            "run" => format!(" -----> Running application run script.\n{ANNOUNCED}"),
            "exec" | "shell" => String::new(),
            _ => ANNOUNCED.to_owned(),
        };
        test.stdout(stdout)
            .stderr("ERROR: env hook {hooks}/deploy_env failed with status 1 at line 1: false\n")
            .status(1)
            .check();
    }
}

#[test]
fn the_error_never_shows_a_secret() {
    for command in [
        "DB_PASSWORD=hunter2 no-such-program",
        "DB_PASSWORD='hunter2 hunter2' no-such-program",
        "DB_PASSWORD=correct hunter2",
        "declare -r X=hunter2; X=hunter2",
        "export X=hunter2 1Y=hunter2",
        "readonly X=1; readonly X+=hunter2",
        "readonly X=1; X=(1 hunter2)",
        "X[1]=hunter2 no-such-program",
        "grep nothing <<< hunter2",
        "printf -v 1X %s hunter2",
        "no-such-psql -c \"password=hunter2 host=x\"",
        "no-such-java -Dx.password=hunter2",
        "no-such-curl https://user:hunter2@host/",
        "no-such-login --password hunter2",
        "mysql() { return 1; }; mysql -phunter2",
    ] {
        let root = Root::new();
        root.env_hook("deploy_env", command);
        let outcome = root.command("exec").arg("true").run();
        assert_ne!(outcome.status, s2ibox_tests::Status::Exit(0), "{outcome:?}");
        let error = outcome.err();
        let error = error.lines().find(|line| line.starts_with("ERROR: ")).unwrap_or_default();
        assert!(error.contains("deploy_env") && !error.contains("hunter2"), "{outcome:?}");
    }
}
