//! The program itself: its names, its rights, and what becomes of it where the kernel refuses what comes next.

use std::fs;
use std::os::unix::fs::{PermissionsExt, chown, symlink};
use std::path::Path;

use s2ibox_tests::{Called, Root, Test, Tmpfs, copy_program, put_over, s2ibox, write_program};

use crate::case::{Start, check, plain};
use crate::seen::LOOK;
use crate::trace::{STRACE, Way, trace};

#[test]
fn lines_are_said_once_where_the_kernel_refuses_bash() {
    // So much that we can be executed, and bash with its text cannot.
    let no_room = |_: &Root, test: Test| {
        let variables = (0..100).fold(test, |test, number| {
            test.env(format!("V{number:02}"), "x".repeat(1250))
        });
        variables.within(["/bin/sh", "-c", "ulimit -s 512; exec \"$@\"", "sh"])
    };
    for start in [Start::ProbeWithEnvHook, Start::Run] {
        let root = Root::new();
        start.plant(&root);
        check(&root, "no room", start.command(), &no_room, Way::Ordinary);
        let error = no_room(&root, root.command(start.command())).run().err();
        assert!(error.contains("the largest variable is V"), "{error}");
    }
    let root = Root::new();
    let damaged = root.top.join("damaged");
    write_program(&damaged, b"\x7fELF\x02\x01damaged", 0o755);
    put_over(Path::new("/bin/bash"), &damaged);
    for start in [Start::ProbeWithEnvHook, Start::Run] {
        let root = Root::new();
        start.plant(&root);
        check(
            &root,
            "a damaged bash",
            start.command(),
            &plain,
            Way::Ordinary,
        );
    }
}

#[test]
fn an_old_kernel_lacks_some_calls() {
    for start in Start::ALL {
        let root = Root::new();
        start.plant(&root);
        let run = || root.called(Called::Link, start.command());
        let expected = run().run();
        for call in ["statx", "faccessat2", "time"] {
            let lacking = format!("inject={call}:error=ENOSYS");
            let test = run().within([STRACE, "-qq", "-o", "/dev/null", "-e", &lacking]);
            assert_eq!(test.run(), expected, "{call}");
        }
    }
}

#[test]
fn a_path_that_is_not_absolute_is_no_way_back_from_bash() {
    for (start, way) in [
        (Start::Probe, Way::Fast),
        (Start::ProbeWithEnvHook, Way::Ordinary),
        (Start::Run, Way::Ordinary),
    ] {
        let root = Root::new();
        start.plant(&root);
        let name = format!("./s2i-{}", start.command());
        symlink(s2ibox(), root.src.join(&name)).expect("make the link");
        assert_eq!(trace(&root, root.start(&name)).way, way, "{start:?}");
    }
}

#[test]
fn a_program_with_another_users_rights() {
    let root = Root::new();
    Start::Probe.plant(&root);
    // Where programs can be such.
    let _mounted = Tmpfs::mount(&root.bin, "4m");
    let program = root.bin.join("s2i-ready");
    copy_program(&s2ibox(), &program);
    let way = || trace(&root, root.start(&program)).way;
    assert_eq!(way(), Way::Fast);
    chown(&program, Some(1), Some(1)).expect("give it away");
    fs::set_permissions(&program, fs::Permissions::from_mode(0o4755)).expect("set the mode");
    assert_eq!(way(), Way::Ordinary);
}

#[test]
fn names_that_are_none_of_its_own() {
    let root = Root::new();
    for command in ["ready", "alive", "run"] {
        root.program(format!("action_hooks/{command}"), LOOK, 0o755);
    }
    for called in [Called::Multicall, Called::Own, Called::Powershift] {
        let test = root.called(called, "ready");
        assert_eq!(trace(&root, test).way, Way::Ordinary, "{called:?}");
    }
    for name in ["s2i-verify", "s2i-readyx", "xs2i-ready", "ready", "run"] {
        let test = root.start(root.link(name));
        assert_eq!(trace(&root, test).way, Way::Ordinary, "{name}");
    }
}
