//! How `check` is called, and what it ends with.

use s2ibox_tests::Root;

use crate::source::check;

#[test]
fn a_tree_that_is_fine_is_0() {
    let root = Root::new();
    root.hook("deploy", "true");
    check(&root).stdout(".s2i: no problems in 1 file\n").check();
}

#[test]
fn the_example_is_fine() {
    let root = Root::new();
    let example = concat!(env!("CARGO_MANIFEST_DIR"), "/../examples/hello-python");
    check(&root)
        .arg(example)
        .stdout(format!("{example}/.s2i: no problems in 17 files\n"))
        .check();
}

#[test]
fn usage_is_2() {
    let root = Root::new();
    root.hook("deploy", "true");
    for (words, said) in [
        (
            &["--fixx"][..],
            "s2i-check: no option --fixx; did you mean --fix? see s2i-check --help",
        ),
        (
            &["--ignore", "slwo"],
            "s2i-check: no kind of problem slwo; did you mean slow? see s2i-check --list",
        ),
        (&["no-such"], "s2i-check: no-such is no folder"),
        (
            &[".", "."],
            "s2i-check: unexpected argument .; it takes one DIR",
        ),
        (
            &["--image-root", "no-such"],
            "s2i-check: the root folder no-such is no folder",
        ),
    ] {
        check(&root)
            .args(words)
            .stderr(format!("ERROR: {said}\n"))
            .status(2)
            .check();
    }
    let outcome = check(&root).args(["--format", "xml"]).status(2).run();
    assert!(
        outcome.err().contains("text, json or github"),
        "{outcome:?}"
    );
}

#[test]
fn a_tree_without_hooks_is_told_of_init() {
    let root = Root::new();
    check(&root)
        .stderr("ERROR: there is no .s2i in .; run: s2ibox init\n")
        .status(1)
        .check();
    std::fs::create_dir(root.src.join("a b")).expect("make a folder");
    check(&root)
        .arg("a b")
        .stderr("ERROR: there is no .s2i in a b; run: s2ibox init 'a b'\n")
        .status(1)
        .check();
}

#[test]
fn kinds_can_be_left_out() {
    let root = Root::new();
    root.program("action_hooks/deploy", "true\n", 0o644);
    check(&root)
        .args(["--ignore", "not-executable, no-first-line"])
        .stdout(".s2i: no problems in 1 file\n")
        .check();
}
