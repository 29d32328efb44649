//! `--require`: a missing hook is an error.

use s2ibox_tests::{Root, Status};

fn missing(hook: &str) -> String {
    format!(
        "ERROR: hook {{hooks}}/{hook} is missing, and --require (or S2I_REQUIRE_HOOKS) asks for it; add it \
         to the image, or do without --require\n"
    )
}

#[test]
fn a_missing_hook_is_an_error() {
    for action in s2ibox_tests::actions() {
        let (command, hook) = (action.command.as_str(), action.name.as_str());
        let root = Root::new();
        root.command(command).check();
        root.command(command).env("S2I_REQUIRE_HOOKS", "0").check();
        root.command(command).env("S2I_REQUIRE_HOOKS", "").check();
        let by_option = root.command(command).arg("--require");
        by_option.stderr(missing(hook)).status(1).check();
        let by_variable = root.command(command).env("S2I_REQUIRE_HOOKS", "1");
        by_variable.stderr(missing(hook)).status(1).check();
        root.directory("action_hooks").link_at(format!("action_hooks/{hook}"), "nowhere");
        let dangling = root.command(command).arg("--require");
        dangling.stderr(missing(hook)).status(1).check();
    }
}

#[test]
#[ignore = "needs root"]
fn an_existing_hook_is_run_as_always() {
    let root = Root::new();
    root.hook("ready", "echo \"process $$\"; exit 3");
    root.command("ready").arg("--require").as_init().stdout("process 1\n").status(3).check();
}

#[test]
fn a_missing_hook_is_an_error_after_an_env_hook_and_with_a_limit() {
    let root = Root::new();
    root.env_hook("deploy_env", "A=1");
    for limit in [&[][..], &["--timeout", "30"]] {
        root.command("alive")
            .arg("--require")
            .args(limit)
            .stdout(" -----> Running {hooks}/deploy_env\n")
            .stderr(missing("alive"))
            .status(1)
            .check();
    }
}

#[test]
fn other_commands_do_not_know_require() {
    let root = Root::new();
    root.builder("run", "echo started");
    let outcome = root.command("run").arg("--require").run();
    assert_eq!(outcome.status, Status::Exit(2), "{outcome:?}");
    let outcome = root.command("run").env("S2I_REQUIRE_HOOKS", "1").run();
    assert_eq!(outcome.status, Status::Exit(0), "{outcome:?}");
    assert!(outcome.out().ends_with("started\n"), "{outcome:?}");
}

#[test]
fn a_value_that_is_neither_1_nor_0_is_a_usage_error() {
    let root = Root::new();
    for value in ["yes", "true", "2", " 1"] {
        let outcome = root.command("ready").env("S2I_REQUIRE_HOOKS", value).run();
        assert_eq!(outcome.status, Status::Exit(2), "{outcome:?}");
        assert!(outcome.err().contains("S2I_REQUIRE_HOOKS"), "{outcome:?}");
    }
}
