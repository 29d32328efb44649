//! The environment of the running application: taken where it is to be had simply.

use std::fs;

use s2ibox_tests::{Called, Root, Running, Test, write_program};

use crate::case::{Given, Start, check};
use crate::seen::{LOOK, holds_both};
use crate::trace::{Way, trace};

/// A program that has a complete environment, and these entries.
fn application(root: &Root, program: &str, entries: &[&str]) -> Running {
    let test = root
        .start(program)
        .env("S2I_MARKERS_ENVIRON", "then")
        .env("OF", "the application");
    let test = entries.iter().fold(test, Test::entry);
    test.arg("60").spawn()
}

#[test]
fn the_environment_of_the_application_is_taken() {
    let root = Root::new();
    Start::ProbeWithEnvHook.plant(&root);
    let odd = ["A=2", "A=3", "B=", "C=\n=", "S2I_SOURCE_PATH=/elsewhere"];
    let app = application(&root, "/bin/sleep", &odd);
    let id = app.pid().to_string();
    let ways: [Given<'_>; 7] = [
        &|_, test| test.args(["--env-of", &id]),
        &|_, test| test.arg(format!("--env-of={id}")),
        &|_, test| test.env("S2I_ENV_OF", &id),
        &|_, test| test.env("S2I_ENV_OF", "nonsense").args(["--env-of", &id]),
        &|_, test| test.args(["--require", "--env-of", &id]),
        &|_, test| test.args(["--env-of", &id, "--require"]),
        // What only bash would look at.
        &|_, test| {
            test.args(["--env-of", &id])
                .env("BASH_ENV", "/nowhere")
                .env("S2I_BASH", "/nowhere")
        },
    ];
    for given in ways {
        let given = |root: &Root, test| {
            given(root, test)
                .env("OF", "the caller")
                .entry("A=1")
                .entry("A=0")
        };
        check(&root, "--env-of", "ready", &given, Way::Fast);
    }
    root.container_user("false")
        .program("action_hooks/alive", LOOK, 0o755);
    check(
        &root,
        "a user script is not looked at",
        "alive",
        ways[0],
        Way::Fast,
    );
    let run = root.called(Called::Link, "run").env("S2I_ENV_OF", &id);
    assert_eq!(trace(&root, run).way, Way::Ordinary, "it has a user script");
    holds_both(&root, "run", "S2I_ENV_OF means nothing", |test| {
        test.env("S2I_ENV_OF", &id)
    });
}

#[test]
fn an_application_whose_environment_cannot_be_had_so_simply() {
    let root = Root::new();
    Start::ProbeWithEnvHook.plant(&root);
    let copy = root.top.join("may be s2ibox");
    let mut program = fs::read("/bin/sleep").expect("read a program");
    program.resize(200_000, 0);
    write_program(&copy, program, 0o755);
    let copy = copy.to_str().expect("plain").to_owned();
    let many: Vec<_> = (0..2100).map(|number| format!("V{number}=1")).collect();
    let many: Vec<_> = many.iter().map(String::as_str).collect();
    let large = format!("LARGE={}", "x".repeat(9000));
    for (name, program, entries) in [
        ("large enough for s2ibox", &*copy, &[][..]),
        ("an entry without =", "/bin/sleep", &["nonsense"]),
        ("an empty entry", "/bin/sleep", &["", "A=1"]),
        ("an entry without a name", "/bin/sleep", &["=1"]),
        ("many variables", "/bin/sleep", &many),
        ("a large environment", "/bin/sleep", &[&large]),
    ] {
        let app = application(&root, program, entries);
        let id = app.pid().to_string();
        let given = |_: &Root, test: Test| test.args(["--env-of", &id]);
        check(&root, name, "ready", &given, Way::Ordinary);
    }
    let other = root.start("/bin/sleep").arg("60").spawn();
    let id = other.pid().to_string();
    let given = |_: &Root, test: Test| test.args(["--env-of", &id]);
    check(&root, "no marker", "ready", &given, Way::Ordinary);
}
