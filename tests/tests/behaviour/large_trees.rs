//! Permissions of trees that are large enough for several threads: the result does not depend on their number.

use std::collections::BTreeMap;
use std::fs::{self, Permissions};
use std::os::unix::fs::{MetadataExt, PermissionsExt, lchown, symlink};
use std::path::{Path, PathBuf};

use nix::sched::{CpuSet, sched_getaffinity};
use nix::sys::stat::Mode;
use nix::unistd::{Pid, mkfifo};
use pretty_assertions::assert_eq;
use s2ibox_tests::{Root, Test, both_ways, write_program};
use walkdir::WalkDir;

const PROGRESS: &str = " -----> Running application assemble script.\n \
     -----> Running builder assemble script ({scripts}/assemble)\n";
const UID: u32 = 1_000_680_000;

/// Returns the modes and groups of all entries below the source path.
type Tree = BTreeMap<PathBuf, (u32, u32)>;

fn found(root: &Root) -> Tree {
    let entries = WalkDir::new(&root.src).into_iter().map(|entry| {
        let entry = entry.expect("look at it");
        let known = entry.metadata().expect("look at it");
        (entry.into_path(), (known.mode(), known.gid()))
    });
    entries.collect()
}

/// Returns the expected modes and groups of a tree.
fn wanted(before: &Tree) -> Tree {
    let rule = |&(mode, group): &(u32, u32)| match mode & 0o170_000 {
        0o120_000 => (mode, group),
        0o040_000 => (mode | 0o070, 0),
        _ => {
            let kept = if group == 0 { mode } else { mode & !0o6000 };
            (kept | 0o060 | (mode & 0o100) >> 3, 0)
        }
    };
    let entries = before.iter();
    entries.map(|(path, entry)| (path.clone(), rule(entry))).collect()
}

fn set_mode(path: &Path, mode: u32) {
    fs::set_permissions(path, Permissions::from_mode(mode)).expect("set the mode");
}

/// Makes about seven thousand entries: directories of many sizes and depths, and every other kind of entry. Every third
/// entry is in another group.
fn plant(root: &Root) {
    const MODES: [u32; 7] = [0o600, 0o644, 0o664, 0o755, 0o400, 0o4711, 0o775];
    for package in 0..40 {
        let mut directory = root.src.join(format!("package {package}"));
        for level in 0..=package % 7 {
            directory = directory.join(format!("level {level}"));
            fs::create_dir_all(&directory).expect("make a directory");
            for index in 0..(package * 31 + level * 17) % 90 {
                let file = directory.join(format!("file {index}"));
                fs::write(&file, "").expect("make a file");
                let group = if index % 3 == 0 { 12 } else { 0 };
                lchown(&file, None, Some(group)).expect("give it to a group");
                set_mode(&file, MODES[(index + level) % MODES.len()]);
            }
            for leaf in 0..package % 5 {
                fs::create_dir(directory.join(format!("leaf {leaf}"))).expect("make a directory");
            }
            mkfifo(&directory.join("pipe"), Mode::S_IRWXU).expect("make a pipe");
            symlink("pipe", directory.join("link")).expect("make a link");
            lchown(directory.join("link"), None, Some(12)).expect("give it to a group");
            let mode = [0o700, 0o2755, 0o1777][level % 3];
            set_mode(&directory, mode);
        }
        for index in 0..100 {
            write_program(&directory.join(format!("last/{index}")), "", 0o640);
        }
    }
}

fn assemble(root: &Root) -> Test {
    root.builder("assemble", "true");
    root.command("assemble").stdout(PROGRESS)
}

#[track_caller]
fn check(root: &Root, test: Test) {
    let wanted = wanted(&found(root));
    assert!(wanted.len() > 6000, "a large tree has {} entries", wanted.len());
    test.check();
    assert_eq!(found(root), wanted);
}

#[test]
#[ignore = "needs root"]
fn only_wrong_permissions_are_changed() {
    let root = Root::hostile();
    plant(&root);
    check(&root, assemble(&root));
    let changed = || -> Vec<_> {
        let entries = WalkDir::new(&root.src).sort_by_file_name().into_iter();
        let metadata = entries.map(|entry| entry.expect("look at it").metadata().expect("there"));
        metadata.map(|known| (known.ctime(), known.ctime_nsec())).collect()
    };
    let before = changed();
    both_ways(|| assemble(&root), Test::check);
    assert_eq!(changed(), before, "what is right is not touched");
}

#[test]
#[ignore = "needs root"]
fn process_1_sets_the_same_permissions() {
    let root = Root::new();
    plant(&root);
    check(&root, assemble(&root).as_init());
}

#[test]
#[ignore = "needs root"]
fn one_processor_sets_the_same_permissions() {
    let root = Root::new();
    plant(&root);
    let ours = sched_getaffinity(Pid::from_raw(0)).expect("ask for the processors");
    let first = (0..CpuSet::count()).find(|&index| ours.is_set(index) == Ok(true));
    let first = first.expect("a processor").to_string();
    check(&root, assemble(&root).within(["/usr/bin/taskset", "--cpu-list", &first]));
}

#[test]
#[ignore = "needs root"]
fn a_walk_without_threads_sets_the_same_permissions() {
    let root = Root::new();
    plant(&root);
    root.give_to(UID, 0);
    root.builder("assemble", "exec prlimit --pid \"$PPID\" --nproc=1:1");
    check(&root, root.command("assemble").user(UID, 0).stdout(PROGRESS));
}

#[test]
#[ignore = "needs root"]
fn failures_are_counted_and_the_highest_is_named() {
    let root = Root::new();
    plant(&root);
    for package in 0..40 {
        fs::create_dir(root.src.join(format!("package {package}/locked"))).expect("make it");
    }
    fs::create_dir(root.src.join("zone")).expect("make it");
    root.give_to(UID, 0);
    for path in WalkDir::new(&root.src) {
        let path = path.expect("look at it").into_path();
        if path.ends_with("locked") || path.ends_with("zone") {
            set_mode(&path, 0);
        }
    }
    let expected = "WARNING: below {src}, 41 of the entries could not be given group permissions (the first is zone: \
         Permission denied); the application may lack access when it runs as another user\n";
    check(&root, assemble(&root).user(UID, 0).stderr(expected));
    fs::remove_dir(root.src.join("zone")).expect("remove it");
    let expected = "WARNING: below {src}, 40 of the entries could not be given group permissions (the first is package 0/\
         locked: Permission denied); the application may lack access when it runs as another user\n";
    check(&root, assemble(&root).user(UID, 0).stderr(expected));
}

#[test]
#[ignore = "needs root"]
fn a_directory_that_cannot_be_searched_does_not_end_the_walk() {
    let root = Root::new();
    for index in 0..20 {
        write_program(&root.src.join(format!("{index}/listed/in/it")), "", 0o600);
        write_program(&root.src.join(format!("{index}/other/file")), "", 0o600);
    }
    root.give_to(UID, 0);
    for index in 0..20 {
        set_mode(&root.src.join(format!("{index}/listed")), 0o600);
    }
    let inside = |(path, _): &(PathBuf, _)| path.components().any(|part| part.as_os_str() == "in");
    let (beyond_reach, before): (Tree, Tree) = found(&root).into_iter().partition(inside);
    let expected = "WARNING: below {src}, 20 of the entries could not be given group permissions (the first is 0/listed/in: \
         Permission denied); the application may lack access when it runs as another user\n";
    assemble(&root).user(UID, 0).stderr(expected).check();
    let after: Tree = wanted(&before).into_iter().chain(beyond_reach).collect();
    assert_eq!(found(&root), after);
}
