//! The commands that become the hook of the same name, in the deploy environment.

use s2ibox_tests::{Called, Root, actions};

#[test]
fn the_hook_is_the_process_itself() {
    for action in actions() {
        let (hook, command) = (&action.name, &action.command);
        for called in Called::ALL {
            for deploy_env in [true, false] {
                let root = Root::new();
                if deploy_env {
                    root.env_hook("deploy_env", "trap true EXIT");
                }
                root.hook(hook, "echo \"process $$ of $PPID\"");
                let running = root.called(called, command).spawn();
                let pid = running.pid();
                let outcome = running.outcome();
                let expected = format!("process {pid} of {}\n", std::process::id());
                assert!(outcome.out().ends_with(&expected), "{pid}: {outcome:?}");
            }
        }
    }
}

#[test]
fn the_hook_runs_in_the_source_path_with_no_arguments() {
    for action in actions() {
        let (hook, command) = (&action.name, &action.command);
        let root = Root::new();
        root.hook(hook, "pwd -P; echo $#; printf '%s\\n' \"$0\"; cat");
        let outcome = root.command(command).stdin("its stdin").run();
        let expected = format!(
            "{}\n0\n{}\nits stdin",
            root.src.display(),
            root.path("action_hooks").join(hook).display()
        );
        assert!(outcome.out().ends_with(&expected), "{outcome:?}");
        assert!(outcome.stderr.0.is_empty(), "{outcome:?}");
    }
}

#[test]
fn the_status_is_the_hooks() {
    let root = Root::new();
    for action in actions() {
        let (hook, command) = (&action.name, &action.command);
        root.hook(hook, "exit $STATUS");
        for status in [0, 1, 2, 126, 127, 128, 137, 255] {
            let outcome = root.command(command).env("STATUS", status.to_string()).run();
            assert_eq!(outcome.status, s2ibox_tests::Status::Exit(status), "{outcome:?}");
            assert!(outcome.stderr.0.is_empty(), "{outcome:?}");
        }
    }
}

#[test]
fn every_action_has_the_complete_deploy_environment() {
    for action in actions() {
        let (hook, command) = (&action.name, &action.command);
        let root = Root::new();
        root.container_user("export NAME=default")
            .env_hook("deploy_env", "A=1")
            .hook(hook, "echo $NAME $A ${S2I_MARKERS_ENVIRON:+complete}");
        let outcome = root.command(command).run();
        assert!(outcome.out().ends_with("default 1 complete\n"), "{outcome:?}");
    }
}
