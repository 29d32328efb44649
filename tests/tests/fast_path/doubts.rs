//! The least doubt is for the ordinary way, which explains it; nobody sees that the fast path was there.

use std::fs;

use s2ibox_tests::{Root, Test};

use crate::case::{Given, Start, check, plain};
use crate::seen::LOOK;
use crate::trace::Way;

fn unusual() -> Vec<(&'static str, Given<'static>)> {
    vec![
        ("BASH_ENV", &|_, test| test.env("BASH_ENV", "/dev/null")),
        ("S2I_BASH", &|_, test| test.env("S2I_BASH", "/bin/bash")),
        ("S2I_LOG", &|_, test| test.env("S2I_LOG", "quiet")),
        ("a relative source", &|_, test| {
            test.env("S2I_SOURCE_PATH", ".")
        }),
        ("a relative application", &|_, test| {
            test.env("S2I_APPLICATION_PATH", "..")
        }),
        ("relative scripts", &|_, test| {
            test.env("S2I_SCRIPTS_PATH", "scripts")
        }),
        ("relative old scripts", &|_, test| {
            test.without("S2I_SCRIPTS_PATH")
                .env("STI_SCRIPTS_PATH", "scripts")
        }),
        ("a relative upload", &|_, test| {
            test.env("S2I_UPLOAD_PATH", "upload")
        }),
        ("another folder", &|_, test| test.folder("/")),
        ("another source", &|_, test| {
            test.env("S2I_SOURCE_PATH", "/")
        }),
        ("no source", &|_, test| {
            test.env("S2I_SOURCE_PATH", "/nowhere")
        }),
        ("a source that is a file", &|_, test| {
            test.env("S2I_SOURCE_PATH", "/dev/null/src")
        }),
        ("an entry without =", &|_, test| test.entry("nonsense")),
        ("an empty entry", &|_, test| test.entry("")),
        ("an entry that is a lone =", &|_, test| test.entry("=")),
        ("an unknown option", &|_, test| test.arg("--halp")),
        ("--help", &|_, test| test.arg("--help")),
        ("--version", &|_, test| test.arg("--version")),
        ("a word", &|_, test| test.arg("word")),
        ("an empty word", &|_, test| test.arg("")),
        ("2,100 variables", &|_, test| {
            (0..2100).fold(test, |test, number| test.env(format!("V{number}"), "value"))
        }),
        ("paths that are larger than its memory", &|_, test| {
            let path = format!("/{}", "x".repeat(120_000));
            test.env("S2I_SCRIPTS_PATH", &path)
                .env("S2I_UPLOAD_PATH", &path)
        }),
    ]
}

#[test]
fn whatever_is_unusual() {
    for start in [Start::ProbeWithEnvHook, Start::Run] {
        let root = Root::new();
        start.plant(&root);
        for (name, given) in unusual() {
            check(&root, name, start.command(), given, Way::Ordinary);
        }
    }
}

#[test]
fn a_variable_matters_to_the_commands_that_know_it() {
    for start in Start::ALL {
        let root = Root::new();
        start.plant(&root);
        for (name, value, of_run) in [
            ("S2I_INIT", "0", true),
            ("S2I_PROBE_TIMEOUT", "never", false),
            ("S2I_REQUIRE_HOOKS", "true", false),
        ] {
            let way = if of_run == (start == Start::Run) {
                Way::Ordinary
            } else {
                Way::Fast
            };
            let given = |_: &Root, test: Test| test.env(name, value);
            check(&root, name, start.command(), &given, way);
        }
    }
}

#[test]
fn a_hook_that_is_required_and_there_is_nothing_special_but_for_bash() {
    let ways: [Given<'_>; 4] = [
        &|_, test| test.arg("--require"),
        &|_, test| test.args(["--require", "--require"]),
        &|_, test| test.env("S2I_REQUIRE_HOOKS", "1"),
        &|_, test| test.env("S2I_REQUIRE_HOOKS", "0").arg("--require"),
    ];
    for (start, way) in [
        (Start::Probe, Way::Fast),
        (Start::ProbeWithEnvHook, Way::Ordinary),
    ] {
        let root = Root::new();
        start.plant(&root);
        for given in ways {
            check(&root, "required", "ready", given, way);
        }
        check(&root, "missing", "alive", ways[0], Way::Ordinary);
    }
}

#[test]
fn options_but_one() {
    let root = Root::new();
    Start::ProbeWithEnvHook.plant(&root);
    for arguments in [
        &["--timeout=never"][..],
        &["--require", "--timeout=never"],
        &["--require=1"],
        &["--env-of=1", "--env-of=1"],
        &["--env-of"],
        &["--env-of="],
        &["--env-of=0"],
        &["--env-of", "-1"],
        &["--env-of=x"],
        &["--env-ofx"],
        &["--env-of", "99999999999"],
        &["--env-of=999999999"],
        &["--env-of=1", "word"],
        &["--", "--env-of=1"],
    ] {
        let given = |_: &Root, test: Test| test.args(arguments);
        check(&root, &arguments.join(" "), "ready", &given, Way::Ordinary);
    }
}

#[test]
fn a_hook_about_which_there_is_something_to_say() {
    let long = format!("#!/bin/sh {}\n", "x".repeat(300));
    let mut foreign = fs::read("/bin/true").expect("read a program");
    foreign[18] = 0xb7;
    let mut damaged = fs::read("/bin/true").expect("read a program");
    damaged.truncate(100);
    let files: [(&str, &[u8], u32); 13] = [
        ("plain script", b"echo plain\n", 0o755),
        ("empty", b"", 0o755),
        ("a carriage return", b"#!/bin/sh\r\necho\r\n", 0o755),
        (
            "a carriage return behind an argument",
            b"#!/bin/sh -u\r\necho\r\n",
            0o755,
        ),
        ("no interpreter", b"#!\necho\n", 0o755),
        (
            "an interpreter that is missing",
            b"#!/no/such/sh\necho\n",
            0o755,
        ),
        ("an interpreter that is a folder", b"#!/bin\necho\n", 0o755),
        (
            "an interpreter that is no program",
            b"#!/etc/passwd\necho\n",
            0o755,
        ),
        ("a line without an end", b"#!/bin/true", 0o755),
        ("a long line", long.as_bytes(), 0o755),
        ("a NUL in the line", b"#!/bin/sh\0\necho zero\n", 0o755),
        ("not executable", LOOK.as_bytes(), 0o644),
        ("another machine's", &foreign, 0o755),
    ];
    for start in Start::ALL {
        let (root, command) = (Root::new(), start.command());
        start.plant(&root);
        let below = format!("action_hooks/{command}");
        for (name, text, mode) in files {
            root.program(&below, text, mode);
            let may_wait = start == Start::Run
                && ["plain script", "empty", "another machine's"].contains(&name);
            let way = if may_wait { Way::Fast } else { Way::Ordinary };
            check(&root, name, command, &plain, way);
        }
        root.program(&below, &damaged, 0o755);
        // Only the kernel knows; where bash comes first, it is told then.
        let way = if start == Start::Probe {
            Way::Ordinary
        } else {
            Way::Fast
        };
        check(&root, "damaged", command, &plain, way);
        fs::remove_file(root.path(&below)).expect("remove the hook");
        let way = if start == Start::Run {
            Way::Fast
        } else {
            Way::Ordinary
        };
        check(&root, "missing", command, &plain, way);
        root.link_at(&below, "nowhere");
        check(&root, "dangling", command, &plain, way);
        fs::remove_file(root.path(&below)).expect("remove the link");
        root.link_at(&below, command);
        check(&root, "a link to itself", command, &plain, Way::Ordinary);
        fs::remove_file(root.path(&below)).expect("remove the link");
        root.folder(&below);
        check(&root, "a folder", command, &plain, Way::Ordinary);
    }
}

#[test]
fn what_is_sourced_beside_an_env_hook_that_can_be_read() {
    for start in Start::ALL {
        let root = Root::new();
        start.plant(&root);
        root.container_user("SCRIPT=1");
        check(
            &root,
            "a user script",
            start.command(),
            &plain,
            Way::Ordinary,
        );
        let root = Root::new();
        start.plant(&root);
        let _ = fs::remove_file(root.path("action_hooks/deploy_env")); // not all have one
        root.folder("action_hooks/deploy_env");
        check(&root, "a folder", start.command(), &plain, Way::Ordinary);
    }
    let root = Root::new();
    root.program("action_hooks/run", LOOK, 0o755);
    check(
        &root,
        "a start without an env hook",
        "run",
        &plain,
        Way::Ordinary,
    );
}
