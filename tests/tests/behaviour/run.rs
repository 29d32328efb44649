//! `run`: sets up the deploy environment, runs `deploy`, and becomes the application.

use s2ibox_tests::{Root, Signal};

#[test]
fn run_keeps_the_process_id() {
    for deploy_env in [true, false] {
        for hook in [true, false] {
            let root = Root::new();
            if deploy_env {
                root.env_hook("deploy_env", "trap true EXIT; sleep 0 &");
            }
            root.hook("deploy", "true");
            let application = "echo \"process $$ of $PPID\"";
            if hook {
                root.hook("run", application);
            } else {
                root.builder("run", application);
            }
            let running = root.command("run").spawn();
            let pid = running.pid();
            let outcome = running.outcome();
            let expected = format!("process {pid} of {}\n", std::process::id());
            assert!(outcome.out().ends_with(&expected), "{pid}: {outcome:?}");
        }
    }
}

#[test]
fn run_becomes_the_builders_run_without_a_run_hook() {
    let root = Root::new();
    root.builder("run", "echo application, $# words; exit 5");
    root.command("run")
        .stdout(
            " -----> Running application run script.\n \
             -----> Running builder run script ({scripts}/run)\napplication, 0 words\n",
        )
        .status(5)
        .check();
}

#[test]
fn run_becomes_the_run_hook_instead_of_the_builders() {
    let root = Root::new();
    root.builder("run", "echo never");
    root.hook("run", "echo application; exit 5");
    root.command("run")
        .stdout(
            " -----> Running application run script.\n -----> Running {hooks}/run\napplication\n",
        )
        .status(5)
        .check();
}

#[test]
fn a_missing_builders_run_is_127_naming_it() {
    let root = Root::new();
    let outcome = root.command("run").run();
    assert_eq!(outcome.status, s2ibox_tests::Status::Exit(127), "{outcome:?}");
    let path = format!("{}/run", root.scripts.display());
    assert!(outcome.err().contains(&path), "{outcome:?}");
    assert!(outcome.err().contains("S2I_SCRIPTS_PATH"), "{outcome:?}");
}

#[test]
fn a_builders_run_that_is_not_executable_is_126_naming_it() {
    let root = Root::new();
    s2ibox_tests::write_program(&root.scripts.join("run"), "#!/bin/sh\necho never\n", 0o644);
    let outcome = root.command("run").run();
    assert_eq!(outcome.status, s2ibox_tests::Status::Exit(126), "{outcome:?}");
    let path = format!("{}/run", root.scripts.display());
    assert!(outcome.err().contains(&path), "{outcome:?}");
}

#[test]
fn a_failed_deploy_ends_run_with_its_status() {
    let root = Root::new();
    root.hook("deploy", "exit 7").hook("run", "echo never");
    root.command("run")
        .stdout(" -----> Running application run script.\n -----> Running {hooks}/deploy\n")
        .stderr("ERROR: hook {hooks}/deploy failed with status 7\n")
        .status(7)
        .check();
}

#[test]
fn set_plus_e_in_deploy_env_does_not_start_the_application_after_a_failed_deploy() {
    let root = Root::new();
    root.env_hook("deploy_env", "set +e").hook("deploy", "exit 7").hook("run", "echo never");
    root.command("run")
        .stdout(
            " -----> Running application run script.\n \
             -----> Running {hooks}/deploy_env\n -----> Running {hooks}/deploy\n",
        )
        .stderr("ERROR: hook {hooks}/deploy failed with status 7\n")
        .status(7)
        .check();
}

#[test]
fn a_background_process_of_deploy_goes_on() {
    let root = Root::new();
    root.hook("deploy", "mkfifo pipe; { read LINE <pipe; echo $LINE; } &")
        .hook("run", "echo from the application >pipe; wait; sleep 0");
    let outcome = root.command("run").run();
    assert!(outcome.out().ends_with("from the application\n"), "{outcome:?}");
}

#[test]
fn a_signal_that_kills_the_application_kills_run() {
    let root = Root::new();
    for signal in [Signal::SIGTERM, Signal::SIGKILL, Signal::SIGSEGV, Signal::SIGPIPE] {
        root.hook("run", format!("ulimit -c 0; kill -{} $$", signal as i32));
        root.command("run")
            .stdout(" -----> Running application run script.\n -----> Running {hooks}/run\n")
            .killed_by(signal)
            .check();
    }
}

#[test]
fn a_child_that_deploy_env_left_is_not_taken_for_the_deploy_hook() {
    let root = Root::new();
    root.env_hook("deploy_env", "sh -c 'exit 9' & GONE=$!")
        .hook(
            "deploy",
            "for i in {1..2000}; do grep -qs '^State:.[^Z]' /proc/$GONE/status || exit 3; sleep 0.01; done",
        )
        .hook("run", "echo never");
    let outcome = root.command("run").run();
    assert_eq!(outcome.status, s2ibox_tests::Status::Exit(3), "{outcome:?}");
}

#[test]
fn an_ignored_sigchld_does_not_hide_the_status() {
    for deploy_env in ["true", "trap '' CHLD"] {
        let root = Root::new();
        root.env_hook("deploy_env", deploy_env).hook("deploy", "exit 3").hook("run", "echo never");
        let outcome = root.command("run").within(["/usr/bin/env", "--ignore-signal=CHLD"]).run();
        assert_eq!(outcome.status, s2ibox_tests::Status::Exit(3), "{outcome:?}");
        assert!(!outcome.out().contains("never"), "{outcome:?}");
    }
    let root = Root::new();
    root.env_hook("deploy_env", "trap '' CHLD")
        .hook("deploy", "true")
        .hook("run", "echo application; exit 4");
    let outcome = root.command("run").run();
    assert_eq!(outcome.status, s2ibox_tests::Status::Exit(4), "{outcome:?}");
}
