//! The permissions after `assemble`: every entry gets group 0, and the group gets the rights of the owner.

use std::collections::BTreeMap;
use std::fs;
use std::os::unix::fs::{MetadataExt, PermissionsExt, chown, lchown, symlink};
use std::path::Path;

use s2ibox_tests::{Root, Test, write_program};

const PROGRESS: &str = " -----> Running application assemble script.\n \
     -----> Running builder assemble script ({scripts}/assemble)\n";
const UID: u32 = 1_000_680_000;

fn made(root: &Root, below: &str, mode: u32) {
    write_program(&root.src.join(below), "", mode);
}

fn mode(path: &Path) -> u32 {
    fs::symlink_metadata(path).expect("there").mode() & 0o7777
}

fn assemble(root: &Root) -> Test {
    root.builder("assemble", "true");
    root.command("assemble").stdout(PROGRESS)
}

#[test]
#[ignore = "needs root"]
fn the_group_gets_read_and_write_and_execute_where_the_owner_has_it() {
    let root = Root::new();
    let cases = BTreeMap::from([
        (0o600, 0o660),
        (0o644, 0o664),
        (0o400, 0o460),
        (0o000, 0o060),
        (0o700, 0o770),
        (0o755, 0o775),
        (0o500, 0o570),
        (0o511, 0o571),
        (0o604, 0o664),
        (0o664, 0o664),
        (0o777, 0o777),
        (0o615, 0o675),
    ]);
    for before in cases.keys() {
        made(&root, &format!("file {before:o}"), *before);
    }
    assemble(&root).check();
    for (before, after) in cases {
        let now = mode(&root.src.join(format!("file {before:o}")));
        assert_eq!(format!("{now:o}"), format!("{after:o}"), "of {before:o}");
    }
}

#[test]
#[ignore = "needs root"]
fn the_group_may_enter_directories() {
    let root = Root::new();
    for before in [0o700, 0o755, 0o600, 0o000] {
        let directory = root.src.join(format!("directory {before:o}"));
        fs::create_dir(&directory).expect("make a directory");
        made(&root, &format!("directory {before:o}/file"), 0o644);
        fs::set_permissions(&directory, fs::Permissions::from_mode(before)).expect("set the mode");
    }
    assemble(&root).check();
    for before in [0o700, 0o755, 0o600, 0o000] {
        let directory = root.src.join(format!("directory {before:o}"));
        assert_eq!(mode(&directory), before | 0o070);
        assert_eq!(mode(&directory.join("file")), 0o664);
    }
    assert_eq!(mode(&root.src) & 0o070, 0o070, "the source path itself too");
}

#[test]
#[ignore = "needs root"]
fn set_id_bits_are_kept_only_where_the_group_stays() {
    s2ibox_tests::require_root();
    let root = Root::new();
    let cases = [
        (0o4755, 0, 0o4775),
        (0o2755, 0, 0o2775),
        (0o1644, 0, 0o1664),
        (0o4755, 12, 0o775),
        (0o2755, 12, 0o775),
        (0o6711, 12, 0o771),
        (0o2744, 12, 0o774),
        (0o6775, 12, 0o775),
        (0o1644, 12, 0o1664),
    ];
    for (before, group, _) in cases {
        let name = format!("file {before:o} {group}");
        made(&root, &name, before);
        let path = root.src.join(name);
        chown(&path, Some(1001), Some(group)).expect("give it to a group");
        fs::set_permissions(&path, fs::Permissions::from_mode(before)).expect("set the mode");
    }
    let directory = root.src.join("directory");
    fs::create_dir(&directory).expect("make a directory");
    chown(&directory, None, Some(12)).expect("give it to a group");
    fs::set_permissions(&directory, fs::Permissions::from_mode(0o3700)).expect("set the mode");
    assemble(&root).check();
    for (before, group, after) in cases {
        let path = root.src.join(format!("file {before:o} {group}"));
        assert_eq!(format!("{:o}", mode(&path)), format!("{after:o}"), "{before:o} of {group}");
        let known = fs::metadata(&path).expect("there");
        assert_eq!((known.uid(), known.gid()), (1001, 0));
    }
    assert_eq!(
        mode(&directory),
        0o3770,
        "of a directory, the bit decides about the group of new files"
    );
}

#[test]
#[ignore = "needs root"]
fn entries_get_group_0_where_that_is_allowed() {
    s2ibox_tests::require_root();
    let root = Root::new();
    made(&root, "directory/file", 0o644);
    for path in ["directory", "directory/file"] {
        chown(root.src.join(path), Some(1001), Some(1001)).expect("give it away");
    }
    assemble(&root).check();
    for path in ["directory", "directory/file"] {
        let known = fs::metadata(root.src.join(path)).expect("there");
        assert_eq!((known.uid(), known.gid()), (1001, 0), "{path}");
    }
}

#[test]
#[ignore = "needs root"]
fn only_entries_that_differ_are_changed() {
    let root = Root::new();
    made(&root, "right", 0o664);
    made(&root, "wrong", 0o644);
    let changed = |name: &str| {
        let known = fs::metadata(root.src.join(name)).expect("there");
        (known.ctime(), known.ctime_nsec())
    };
    assemble(&root).run();
    let before = (changed("right"), changed("wrong"));
    assemble(&root).check();
    assert_eq!((changed("right"), changed("wrong")), before);
}

#[test]
#[ignore = "needs root"]
fn links_are_never_followed() {
    s2ibox_tests::require_root();
    let root = Root::new();
    let outside = root.top.join("outside");
    write_program(&outside.join("file"), "", 0o600);
    fs::set_permissions(&outside, fs::Permissions::from_mode(0o700)).expect("set the mode");
    symlink(&outside, root.src.join("to a directory")).expect("make a link");
    symlink(outside.join("file"), root.src.join("to a file")).expect("make a link");
    symlink("nowhere", root.src.join("dangling")).expect("make a link");
    lchown(root.src.join("dangling"), Some(1001), Some(1001)).expect("give it away");
    assemble(&root).check();
    assert_eq!(mode(&outside), 0o700);
    assert_eq!(mode(&outside.join("file")), 0o600);
}

#[test]
#[ignore = "needs root"]
fn entries_of_other_users_are_skipped_without_root() {
    let root = Root::new();
    root.give_to(UID, 0);
    made(&root, "theirs", 0o600);
    made(&root, "ours", 0o600);
    fs::create_dir(root.src.join("their directory")).expect("make a directory");
    chown(root.src.join("ours"), Some(UID), Some(0)).expect("give it away");
    assemble(&root).user(UID, 0).check();
    assert_eq!(mode(&root.src.join("theirs")), 0o600);
    assert_eq!(mode(&root.src.join("ours")), 0o660);
}

#[test]
#[ignore = "needs root"]
fn entries_that_cannot_be_changed_are_a_warning_with_a_count() {
    let root = Root::new();
    for name in ["one", "two", "three"] {
        made(&root, name, 0o644);
    }
    root.give_to(UID, 4242);
    fs::set_permissions(&root.src, fs::Permissions::from_mode(0o775)).expect("set the mode");
    // A user who is not in group 0 may not give files to that group.
    let outcome = assemble(&root).user(UID, 4242).run();
    assert_eq!(outcome.status, s2ibox_tests::Status::Exit(0), "{outcome:?}");
    assert_eq!(outcome.err().lines().count(), 1, "{outcome:?}");
    let warning = outcome.err();
    assert!(warning.starts_with("WARNING: "), "{outcome:?}");
    assert!(warning.chars().any(|c| c.is_ascii_digit()), "{outcome:?}");
    for name in ["one", "two", "three"] {
        assert_eq!(mode(&root.src.join(name)) & 0o060, 0o060, "the mode can be changed");
    }
}

#[test]
#[ignore = "needs root"]
fn the_application_path_is_changed_too_if_the_source_is_not_directly_below_it() {
    let root = Root::new();
    write_program(&root.app.join("etc/conf"), "", 0o644);
    assemble(&root).check();
    assert_eq!(mode(&root.app.join("etc/conf")), 0o644, "directly below: left alone");

    let source = root.top.join("elsewhere");
    fs::create_dir(&source).expect("make a directory");
    write_program(&source.join("file"), "", 0o644);
    assemble(&root).env("S2I_SOURCE_PATH", &source).directory(&source).check();
    assert_eq!(mode(&root.app.join("etc/conf")), 0o664);
    assert_eq!(mode(&source.join("file")), 0o664);
}

#[test]
#[ignore = "needs root"]
fn names_of_any_depth_and_any_bytes_are_changed() {
    let root = Root::hostile();
    let script = "for i in {1..300}; do mkdir -m 700 \"deep $(printf '\\xff\\n') directory\"; cd deep*; done; \
         touch file; chmod 600 file";
    root.builder("assemble", script);
    root.command("assemble").stdout(PROGRESS).check();
    let look = "for i in {1..300}; do cd deep*; done; stat -c %a . file; cd \"$1\"; rm -rf deep*";
    root.start("/bin/bash").args(["-c", look, "bash"]).arg(&root.src).stdout("770\n660\n").check();
}

#[test]
#[ignore = "needs root"]
fn the_top_is_named_if_it_cannot_be_changed() {
    let root = Root::new();
    root.give_to(UID, 0);
    root.builder("assemble", "chmod 300 .");
    let expected = "WARNING: below {src}, 1 of the entries could not be given group permissions (the first is .: \
         Permission denied); the application may lack access when it runs as another user\n";
    root.command("assemble").user(UID, 0).stdout(PROGRESS).stderr(expected).check();
}

#[test]
#[ignore = "needs root"]
fn the_group_gets_its_permissions_without_fchmodat2() {
    // An older kernel answers ENOSYS to fchmodat2(2), an older container runtime EPERM.
    for error in ["ENOSYS", "EPERM"] {
        let root = Root::new();
        let cases =
            [(0o600, 0o660), (0o755, 0o775), (0o200, 0o260), (0o000, 0o060), (0o6711, 0o771)];
        for (before, _) in cases {
            let path = root.src.join(format!("{before:o}"));
            write_program(&path, "", 0o600);
            chown(&path, Some(1001), Some(12)).expect("give it away");
            fs::set_permissions(&path, fs::Permissions::from_mode(before)).expect("set the mode");
        }
        root.builder("assemble", "true");
        let outcome = root
            .command("assemble")
            .within([env!("CARGO_BIN_EXE_refuse-call"), "452", error])
            .run();
        assert_eq!(outcome.err(), "", "{error}");
        for (before, after) in cases {
            let known = fs::metadata(root.src.join(format!("{before:o}"))).expect("there");
            assert_eq!(
                format!("{:o}", known.mode() & 0o7777),
                format!("{after:o}"),
                "{error}: {before:o}"
            );
            assert_eq!(known.gid(), 0);
        }
    }
}
