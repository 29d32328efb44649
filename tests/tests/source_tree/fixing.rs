//! `--fix`, and that `check` changes nothing without it.

use std::os::unix::fs::MetadataExt;

use s2ibox_tests::Root;

use crate::source::{check, clean, everything, text};

fn faulty() -> Root {
    let root = Root::new();
    root.program("action_hooks/build", "\u{feff}set -e\r\ntrue\r\n", 0o640)
        .program("cron_jobs/hourly/clean", "#!/bin/sh\r\n", 0o644)
        .program("environment", "  # A\nexport  B=c\n  export D=e", 0o644);
    root
}

#[test]
fn check_without_fix_changes_nothing() {
    let root = faulty();
    let before = everything(&root);
    let outcome = check(&root).status(1).run();
    assert!(outcome.out().contains("error"), "{outcome:?}");
    assert_eq!(everything(&root), before);
}

#[test]
fn fix_applies_safe_fixes() {
    let root = faulty();
    let outcome = check(&root).arg("--fix").run();
    assert!(outcome.out().ends_with(".s2i: no problems in 3 files\n"), "{outcome:?}");
    assert_eq!(outcome.out().matches(" fixed: ").count(), 10, "{outcome:?}");
    assert_eq!(text(&root, "action_hooks/build"), "#!/bin/bash\nset -e\ntrue\n");
    assert_eq!(text(&root, "jobs/hourly/clean"), "#!/bin/sh\n");
    assert_eq!(text(&root, "environment"), "# A\nB=c\nD=e");
    clean(&root);
}

#[test]
fn fix_reports_what_it_leaves() {
    let root = Root::new();
    root.program("environment", "A=\"b\"\n", 0o644);
    let before = everything(&root);
    let outcome = check(&root).arg("--fix").run();
    assert!(outcome.out().contains("[environment-quotes]"), "{outcome:?}");
    assert_eq!(everything(&root), before);
}

#[test]
#[ignore = "needs root"]
fn fix_keeps_the_owner_and_the_mode() {
    let root = faulty();
    let hook = root.path("action_hooks/build");
    root.give_to(1234, 5678);
    check(&root).arg("--fix").run();
    let after = std::fs::metadata(&hook).expect("it is there");
    assert_eq!((after.uid(), after.gid()), (1234, 5678));
    assert_eq!(after.mode() & 0o777, 0o750);
}

#[test]
fn a_second_fix_changes_nothing() {
    let root = faulty();
    check(&root).arg("--fix").run();
    let before = everything(&root);
    check(&root).arg("--fix").stdout(".s2i: no problems in 3 files\n").check();
    assert_eq!(everything(&root), before);
}

#[test]
fn fix_does_not_reach_out_of_the_tree() {
    let root = Root::new();
    std::fs::write(root.top.join("elsewhere"), "#!/bin/sh\r\n").expect("write");
    root.link_at("action_hooks/deploy", root.top.join("elsewhere"));
    let outcome = check(&root).arg("--fix").run();
    assert!(!outcome.out().contains(": fixed: "), "{outcome:?}");
    let left = std::fs::read_to_string(root.top.join("elsewhere")).expect("read");
    assert_eq!(left, "#!/bin/sh\r\n");
}

#[test]
fn fix_writes_through_no_link_that_the_tree_has() {
    let root = faulty();
    let outside = root.top.join("outside");
    std::fs::create_dir(&outside).expect("make a directory");
    std::fs::write(outside.join("hook"), "#!/bin/sh\r\n").expect("write");
    // Names that a predictable temporary file could have.
    for name in ["build.s2ibox-check", "build.tmp", ".build.tmp", "build~"] {
        root.link_at(format!("action_hooks/{name}"), outside.join("hook"));
    }
    root.link_at("jobs", &outside);
    check(&root).arg("--fix").run();
    assert_eq!(text(&root, "action_hooks/build"), "#!/bin/bash\nset -e\ntrue\n");
    let left = std::fs::read_to_string(outside.join("hook")).expect("read");
    assert_eq!(left, "#!/bin/sh\r\n");
    assert_eq!(std::fs::read_dir(&outside).expect("list").count(), 1);
}
