//! Every hook in every state.

use crate::agree::{cases, unlisted};
use crate::case::{Case, State};

const STATES: [State; 11] = [
    State::Absent,
    State::Ready,
    State::NotExecutable,
    State::Failing,
    State::Killed,
    State::Plain,
    State::Script,
    State::Linked,
    State::Dangling,
    State::Program,
    State::Directory,
];

/// Defines a hook of a command in all states.
#[track_caller]
fn in_every_state(command: &str, hook: &str) {
    let cases = STATES.map(|state| Case::call(command).hook(hook, state));
    let differences: Vec<_> = cases.iter().filter_map(unlisted).collect();
    assert!(differences.is_empty(), "{}", differences.join("\n"));
}

macro_rules! states {
    ($($name:ident: $command:literal $hook:literal,)*) => {
        $(
            #[test]
            #[ignore = "needs root and PyPI"]
            fn $name() {
                in_every_state($command, $hook);
            }
        )*
    };
}

states! {
    pre_build_in_every_state: "assemble" "pre_build",
    build_in_every_state: "assemble" "build",
    deploy_in_every_state: "run" "deploy",
    run_in_every_state: "run" "run",
    verify_in_every_state: "verify" "verify",
    ready_in_every_state: "ready" "ready",
    alive_in_every_state: "alive" "alive",
    setup_in_every_state: "setup" "setup",
    migrate_in_every_state: "migrate" "migrate",
}

cases! {
    an_env_hook_that_is_a_link: Case::run_after("")
        .file("/opt/app-root/src/settings", "A=1\n", 0o644)
        .link("/opt/app-root/src/.s2i/action_hooks/build_env", "../../settings"),
    an_env_hook_that_can_be_executed: Case::call("ready")
        .file("/opt/app-root/src/.s2i/action_hooks/deploy_env", "#!/bin/sh\nA=1\n", 0o755)
        .hook("ready", State::Ready),
    no_s2i_directory_and_no_hook: Case::call("ready"),
    a_hook_with_arguments_in_its_first_line: Case::call("setup").hook_with("setup", "#!/usr/bin/env -S /recorder with words\n"),
    a_hook_by_env: Case::call("setup").hook_with("setup", "#!/usr/bin/env bash\n/recorder; exit 6\n"),
    a_hook_in_sh: Case::call("setup").hook_with("setup", "#!/bin/sh\n/recorder; exit 6\n"),
    a_hook_whose_interpreter_is_missing: Case::call("setup").hook_with("setup", "#!/no/such/python\n"),
    a_hook_that_is_empty: Case::call("setup").hook_with("setup", ""),
    a_hook_that_reads_stdin: Case::call("setup").hook_with("setup", "#!/bin/sh\ncat\n").input("from outside\n"),
    a_hook_that_is_a_link_to_a_program: Case::call("setup").link("/opt/app-root/src/.s2i/action_hooks/setup", "/recorder"),
    a_hook_that_changes_its_directory: Case::call("run").hook_with("deploy", "#!/bin/sh\ncd /; export A=1\n"),
    a_hook_that_leaves_something_running: Case::call("run").hook_with("deploy", "#!/bin/sh\nsleep 60 > /dev/null 2>&1 &\n").hook("run", State::Ready),
    statuses_are_kept_1: Case::call("ready").hook_with("ready", "#!/recorder\nexit 1\n"),
    statuses_are_kept_127: Case::call("ready").hook_with("ready", "#!/recorder\nexit 127\n"),
    statuses_are_kept_200: Case::call("run").hook_with("deploy", "#!/recorder\nexit 200\n"),
    statuses_are_kept_255: Case::call("run").hook_with("run", "#!/recorder\nexit 255\n"),
}
