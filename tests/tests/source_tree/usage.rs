//! The options of `check` and its exit status.

use s2ibox_tests::Root;

use crate::source::{bash, check, check_with, clean};

#[test]
fn a_correct_tree_is_0() {
    let root = Root::new();
    root.hook("deploy", "true");
    check(&root).stdout(".s2i: no problems in 1 file\n").check();
}

#[test]
fn the_example_has_no_finding() {
    let root = Root::new();
    let example = concat!(env!("CARGO_MANIFEST_DIR"), "/../examples/hello-python");
    check(&root).arg(example).stdout(format!("{example}/.s2i: no problems in 17 files\n")).check();
}

#[test]
fn a_usage_error_of_check_is_2() {
    let root = Root::new();
    root.hook("deploy", "true");
    for (arguments, message) in [
        (&["--fixx"][..], "s2i-check: unknown option --fixx; did you mean --fix?"),
        (&["--ignore=slwo"], "s2i-check: unknown rule slwo; did you mean slow?"),
        (
            &["no-such"],
            "s2i-check: no-such is not a directory; name the source tree, the directory that has .s2i in it",
        ),
        (&[".", "."], "s2i-check: unexpected argument .; s2i-check takes one DIR"),
        (
            &["--image-root", "no-such"],
            "s2i-check: no-such is not a directory; --image-root and S2I_IMAGE_ROOT name one with the files of the image",
        ),
    ] {
        root.command("check")
            .args(arguments)
            .stderr(format!("ERROR: {message}\n"))
            .status(2)
            .check();
    }
    let outcome = root.command("check").args(["--format", "xml"]).status(2).run();
    assert!(outcome.err().contains("text, json or github"), "{outcome:?}");
}

#[test]
fn a_tree_without_hooks_is_an_error_that_names_init() {
    let root = Root::new();
    check(&root).stderr("ERROR: there is no .s2i in .; run: s2ibox init\n").status(1).check();
    std::fs::create_dir(root.src.join("a b")).expect("make a directory");
    check(&root)
        .arg("a b")
        .stderr("ERROR: there is no .s2i in a b; run: s2ibox init 'a b'\n")
        .status(1)
        .check();
}

#[test]
fn a_tree_with_hooks_under_another_name_is_an_error_that_names_them() {
    let root = Root::new();
    let hooks = root.src.join(".openshift/action_hooks");
    s2ibox_tests::write_program(&hooks.join("deploy"), "#!/bin/bash -e\ntrue\n", 0o755);
    let command = "mkdir ./.s2i && cp -R ./.openshift/action_hooks ./.s2i";
    check(&root)
        .stderr(format!(
            "ERROR: there is no .s2i in .; ./.openshift/action_hooks are hooks for OpenShift version 2; to begin \
             with them, run: {command}\n"
        ))
        .status(1)
        .check();
    bash(&root, command);
    clean(&root);
    bash(&root, "mv .s2i s2i");
    check(&root)
        .stderr("ERROR: there is no .s2i in .; ./s2i lacks the dot; run: mv ./s2i ./.s2i\n")
        .status(1)
        .check();
    bash(&root, "mv ./s2i ./.s2i");
    clean(&root);
}

#[test]
fn a_directory_within_s2i_is_an_error_that_names_the_source_tree() {
    let root = Root::new();
    root.hook("deploy", "true");
    let source = root.src.display();
    check(&root)
        .arg(".s2i/action_hooks")
        .stderr(format!(
            "ERROR: .s2i/action_hooks is within a .s2i, not the source tree that has one; run: s2ibox check '{source}'\n"
        ))
        .status(1)
        .check();
    root.command("init")
        .arg(".s2i")
        .stderr(format!(
            "ERROR: s2i-init: this would be a .s2i within a .s2i; the source tree is '{source}'\n"
        ))
        .status(2)
        .check();
    assert!(!root.path(".s2i").exists());
}

#[test]
fn a_file_named_s2i_is_an_error() {
    let root = Root::new();
    std::os::unix::fs::symlink("nowhere", root.src.join(".s2i")).expect("link");
    check(&root)
        .stderr("ERROR: ./.s2i is not a directory; run: mv ./.s2i ./.s2i.old\n")
        .status(1)
        .check();
}

#[test]
#[ignore = "needs root"]
fn a_file_that_cannot_be_read_is_not_skipped() {
    let root = Root::new();
    root.program("action_hooks", "", 0o644).program("jobs/hourly/clean", "#!/bin/sh\n", 0o711);
    root.directory("jobs/daily");
    let closed = std::os::unix::fs::PermissionsExt::from_mode(0o711);
    std::fs::set_permissions(root.path("jobs/daily"), closed).expect("change the mode");
    check(&root)
        .user(1000, 1000)
        .stdout(
            ".s2i/action_hooks: error: this cannot be read: Not a directory (os error 20) [unreadable]\n  \
             help: mv .s2i/action_hooks .s2i/action_hooks.old\n\
             .s2i/jobs/daily: error: this cannot be read: Permission denied (os error 13) [unreadable]\n  \
             help: chmod u+rX .s2i/jobs/daily\n\
             .s2i/jobs/hourly/clean: error: this cannot be read: Permission denied (os error 13) [unreadable]\n  \
             help: chmod u+rX .s2i/jobs/hourly/clean\n\
             .s2i: 3 errors and 0 warnings in 1 file\n",
        )
        .status(1)
        .check();
}

#[test]
fn rules_can_be_left_out() {
    let root = Root::new();
    root.program("action_hooks/deploy", "true\n", 0o644);
    check_with(&root, "not-executable, no-first-line,hooks-not-called")
        .stdout(".s2i: no problems in 1 file\n")
        .check();
}

#[test]
fn fail_on_names_the_lowest_severity_that_fails() {
    let root = Root::new();
    root.program("action_hooks/deploy", "true\n", 0o755);
    for (severity, status) in [("error", 0), ("warning", 1), ("note", 1)] {
        let outcome = check(&root).args(["--fail-on", severity]).run();
        assert_eq!(outcome.status, s2ibox_tests::Status::Exit(status), "{outcome:?}");
    }
    let noted = Root::new();
    noted.job("cron_jobs/hourly/clean", "true");
    for (severity, status) in [("warning", 0), ("note", 1)] {
        let outcome = check(&noted).args(["--fail-on", severity]).run();
        assert_eq!(outcome.status, s2ibox_tests::Status::Exit(status), "{outcome:?}");
    }
    let outcome = check(&root).args(["--fail-on", "all"]).status(2).run();
    assert!(outcome.err().contains("error, warning or note"), "{outcome:?}");
}
