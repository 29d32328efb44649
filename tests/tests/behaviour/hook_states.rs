//! The states of a hook: absent, broken or ready.

use std::os::unix::net::UnixListener;

use nix::sys::stat::Mode;
use s2ibox_tests::{Root, Status, actions};

#[test]
fn an_absent_hook_is_success() {
    let root = Root::new();
    for action in actions() {
        root.command(&action.command).check();
    }
    root.directory("action_hooks");
    for action in actions() {
        root.command(&action.command).check();
    }
}

#[test]
fn a_dangling_link_is_absent() {
    let root = Root::new();
    for action in actions() {
        root.link_at(format!("action_hooks/{}", action.name), "nowhere");
        root.command(&action.command).check();
    }
}

#[test]
fn a_link_to_a_hook_is_the_hook() {
    let root = Root::new();
    root.hook("shared", "echo \"$0\"").link_at("action_hooks/ready", "shared");
    root.command("ready").stdout("{hooks}/ready\n").check();
}

#[test]
fn a_hook_that_is_not_a_regular_file_is_an_error() {
    let root = Root::new();
    root.directory("action_hooks/ready");
    nix::unistd::mkfifo(&root.path("action_hooks/alive"), Mode::S_IRWXU).expect("make a pipe");

    let _socket = UnixListener::bind(root.path("action_hooks/setup")).expect("make a socket");
    root.link_at("action_hooks/migrate", "/dev/null");
    for (command, kind) in [
        ("ready", "a directory"),
        ("alive", "a named pipe"),
        ("setup", "a socket"),
        ("migrate", "a device"),
    ] {
        root.command(command)
            .stderr(format!(
                "ERROR: hook {{hooks}}/{command} is {kind}, not a file; put a script or a program in \
                 its place\n"
            ))
            .status(1)
            .check();
    }
}

#[test]
fn a_hook_without_execute_permission_is_an_error_with_the_fix() {
    let root = Root::new();
    for action in actions() {
        let (hook, command) = (&action.name, &action.command);
        root.program(format!("action_hooks/{hook}"), "#!/bin/sh\n", 0o644);
        root.command(command)
            .stderr(format!(
                "ERROR: hook {{hooks}}/{hook} is not executable; run: git update-index --chmod=+x \
                 .s2i/action_hooks/{hook} (or chmod +x)\n"
            ))
            .status(1)
            .check();
    }
}

#[test]
#[ignore = "needs root"]
fn the_execute_permission_of_this_user_counts() {
    let root = Root::new();
    root.program("action_hooks/ready", "#!/bin/sh\n", 0o744);
    root.command("ready").check();
    root.command("ready")
        .user(1_000_680_000, 1_000_680_000)
        .stderr(
            "ERROR: hook {hooks}/ready is not executable for user 1000680000 (its mode is 0744); \
             run: chmod a+rx .s2i/action_hooks/ready\n",
        )
        .status(1)
        .check();
}

#[test]
#[ignore = "needs root"]
fn a_directory_that_cannot_be_entered_is_an_error_and_not_an_absent_hook() {
    let root = Root::new();
    root.hook("ready", "true");
    let directory = root.path("action_hooks");
    std::fs::set_permissions(&directory, std::os::unix::fs::PermissionsExt::from_mode(0o700))
        .expect("close the directory");
    let outcome = root.command("ready").user(1_000_680_000, 0).run();
    assert_eq!(outcome.status, Status::Exit(1), "{outcome:?}");
    assert!(outcome.err().contains("Permission denied"), "{outcome:?}");
}

#[test]
fn a_broken_link_chain_or_a_file_for_a_directory_is_absent() {
    let root = Root::new();
    root.program("action_hooks", "a file\n", 0o644);
    root.command("ready").check();
    let root = Root::new();
    root.link_at("action_hooks/ready", "ready");
    let outcome = root.command("ready").run();
    assert_eq!(outcome.status, Status::Exit(1), "{outcome:?}");
    assert!(
        outcome.err().contains("{hooks}/ready") || outcome.err().contains("ready"),
        "{outcome:?}"
    );
}

#[test]
fn the_error_stays_one_line_whatever_the_path_holds() {
    let root = Root::hostile();
    root.program("action_hooks/ready", "#!/bin/sh\n", 0o644);
    let outcome = root.command("ready").run();
    assert_eq!(outcome.status, Status::Exit(1), "{outcome:?}");
    assert_eq!(outcome.err().lines().count(), 1, "{outcome:?}");
    assert!(outcome.err().contains("\\n $(touch pwned)"), "{outcome:?}");
    assert!(outcome.err().contains("\\xff\\xfe"), "{outcome:?}");
}
