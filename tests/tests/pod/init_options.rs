//! `--init`: how to turn it on, its combinations, and that it is off by default.

use s2ibox_tests::{Called, Root, Signal, Status, Test};

use crate::processes::SIGNAL_RECORDER;

/// Checks, as process 1, whether the parent of the program is process 1 or the program is process 1 itself.
fn assert_init(test: Test, wanted: bool) {
    let outcome = test.as_init().run();
    let end = if wanted { "parent 1\n" } else { "parent 0\n" };
    assert_eq!(outcome.status, Status::Exit(0), "{outcome:?}");
    assert!(outcome.out().ends_with(end), "{outcome:?}");
}

#[test]
#[ignore = "needs root"]
fn init_is_turned_on_by_option_and_by_variable() {
    for called in Called::ALL {
        let root = Root::new();
        root.hook("run", "echo parent $PPID");
        for option in ["--init", "--init-group", "--init=group"] {
            assert_init(root.called(called, "run").arg(option), true);
        }
        for (value, wanted) in [("1", true), ("group", true), ("0", false), ("", false)] {
            let test = root.called(called, "run").env("S2I_INIT", value);
            assert_init(test, wanted);
        }
        assert_init(root.called(called, "run"), false);
    }
}

#[test]
fn a_variable_with_another_value_is_a_usage_error() {
    let root = Root::new();
    for value in ["yes", "2", "Group", " 1"] {
        let outcome = root.command("exec").args(["echo", "never"]).env("S2I_INIT", value).run();
        assert_eq!(outcome.status, Status::Exit(2), "{outcome:?}");
        assert!(outcome.err().contains("S2I_INIT"), "{outcome:?}");
        assert!(outcome.stdout.0.is_empty(), "{outcome:?}");
    }
}

#[test]
#[ignore = "needs root"]
fn other_commands_do_not_know_init() {
    let root = Root::new();
    root.hook("ready", "echo parent $PPID");
    assert_init(root.command("ready").env("S2I_INIT", "1"), false);
    let outcome = root.command("ready").arg("--init").run();
    assert_eq!(outcome.status, Status::Exit(2), "{outcome:?}");
}

#[test]
#[ignore = "needs root"]
fn init_works_with_every_file_that_is_sourced() {
    let root = Root::new();
    root.container_user("FROM_SCRIPT=yes; export FROM_SCRIPT")
        .env_hook("deploy_env", "FROM_HOOK=yes; umask 027")
        .hook("deploy", "echo deploy")
        .hook("run", "echo $FROM_HOOK $FROM_SCRIPT $(umask); echo parent $PPID");
    assert_init(root.command("run").arg("--init"), true);
    let out = root.command("run").arg("--init").as_init().run().out();
    assert!(out.contains("yes yes 0027\n"), "{out}");
}

#[test]
#[ignore = "needs root"]
fn the_program_may_be_the_builders_run() {
    let root = Root::new();
    root.builder("run", "echo parent $PPID");
    assert_init(root.command("run").arg("--init"), true);
}

#[test]
#[ignore = "needs root"]
fn the_init_comes_after_the_deploy_hook() {
    let root = Root::new();
    root.hook("deploy", "echo ready; exec sleep 60").hook("run", "echo never");
    let mut running = root.command("run").arg("--init").as_init().spawn();
    running.wait_for("ready").signal(Signal::SIGTERM);
    let outcome = running.outcome();
    assert_eq!(outcome.status, Status::Exit(143), "{outcome:?}");
    assert!(!outcome.out().contains("never"), "{outcome:?}");
}

#[test]
fn one_init_can_start_another() {
    let root = Root::new();
    let own = root.link("s2i-exec");
    let mut running = root
        .command("exec")
        .arg("--init")
        .args([own.as_os_str(), "--init".as_ref(), own.as_os_str()])
        .args(["--init=group", SIGNAL_RECORDER, "15"])
        .spawn();
    running.wait_for_rest_of("ready (pid: ");
    running.signal(Signal::SIGWINCH).wait_for("28");
    running.signal(Signal::SIGTERM);
    let outcome = running.outcome();
    assert!(outcome.out().ends_with(")\n28\n15\n"), "{outcome:?}");
    assert_eq!(outcome.status, Status::Exit(7), "{outcome:?}");
}

#[test]
fn the_program_has_the_environment_and_no_variable_of_the_init() {
    let root = Root::new();
    let plain = root.command("exec").arg("env").run().out();
    let below = root.command("exec").args(["--init", "env"]).run().out();
    let names = |text: &str| -> Vec<String> {
        let names = text.lines().filter_map(|line| line.split_once('='));
        names.map(|(name, _)| name.to_owned()).collect()
    };
    assert_eq!(names(&below), names(&plain));
}

#[test]
fn stdin_reaches_the_program() {
    let root = Root::new();
    root.command("exec").args(["--init", "cat"]).stdin("a\nb\n").stdout("a\nb\n").check();
}
