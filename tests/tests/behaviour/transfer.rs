//! `assemble` takes `.s2i` from the upload: with a rename, or across file systems with a copy.

use std::fs;
use std::os::unix::fs::{MetadataExt, symlink};
use std::path::PathBuf;

use s2ibox_tests::{Root, Status, Tmpfs, Tree};

use crate::trees::{chmod, fill, inventory};

const PROGRESS: &str = " -----> Running application assemble script.\n \
     -----> Running builder assemble script ({scripts}/assemble)\n";

/// Records the tree that the builder finds, because the permissions are changed later.
fn transfers(prepare: impl FnOnce(&Root) -> Option<Tmpfs>) {
    let root = Root::new();
    root.builder("assemble", "mkdir ../seen; cp -a --no-preserve=ownership .s2i ../seen");
    let mounted = prepare(&root);
    fill(&root.uploaded());
    let before = inventory(&root.uploaded());
    root.command("assemble").stdout(PROGRESS).check();
    assert_eq!(inventory(&Tree::new(root.app.join("seen"))), before);
    assert!(!root.uploaded().path("").exists(), "it is removed from the upload");
    drop(mounted);
}

#[test]
#[ignore = "needs root"]
fn the_tree_is_renamed_where_possible() {
    let root = Root::new();
    root.builder("assemble", "stat -c %i .s2i");
    fill(&root.uploaded());
    let number = fs::metadata(root.uploaded().path("")).expect("there").ino();
    let outcome = root.command("assemble").run();
    assert!(outcome.out().ends_with(&format!("\n{number}\n")), "{outcome:?}");
}

#[test]
#[ignore = "needs root"]
fn a_rename_keeps_every_entry() {
    transfers(|_| None);
}

#[test]
#[ignore = "needs root"]
fn a_copy_across_file_systems_keeps_every_entry() {
    transfers(|root| Some(Tmpfs::mount(&root.upload, "1m")));
}

#[test]
#[ignore = "needs root"]
fn hard_links_stay_hard_links_across_file_systems() {
    let root = Root::new();
    let _mounted = Tmpfs::mount(&root.upload, "1m");
    root.builder("assemble", "true");
    let upload = root.uploaded();
    upload.program("a/one", "one", 0o640).directory("b").link_at("b/link", "nowhere");
    for (first, second) in [("a/one", "b/two"), ("a/one", "three"), ("b/link", "a/link")] {
        fs::hard_link(upload.path(first), upload.path(second)).expect("make a hard link");
    }
    root.command("assemble").stdout(PROGRESS).check();
    let number = |name: &str| {
        let known = fs::symlink_metadata(root.path(name)).expect("there");
        (known.ino(), known.nlink())
    };
    assert_eq!(number("a/one").1, 3);
    assert_eq!([number("b/two"), number("three")], [number("a/one"); 2]);
    assert_eq!(number("b/link").1, 2);
    assert_eq!(number("b/link"), number("a/link"));
}

#[test]
#[ignore = "needs root"]
fn an_older_tree_is_replaced() {
    for across in [false, true] {
        let root = Root::new();
        let _mounted = across.then(|| Tmpfs::mount(&root.upload, "1m"));
        root.builder("assemble", "find .s2i | LC_ALL=C sort");
        root.hook("build", "echo old")
            .program("old/deep/file", "old", 0o444)
            .link_at("old/link", "/etc");
        root.uploaded().program("new", "new", 0o644);
        root.command("assemble").stdout(format!("{PROGRESS}.s2i\n.s2i/new\n")).check();
        assert!(!root.uploaded().path("").exists());
        let left: Vec<_> = fs::read_dir(&root.src).expect("list").collect();
        assert_eq!(left.len(), 1, "nothing of ours is left: {left:?}");
    }
}

#[test]
#[ignore = "needs root"]
fn a_file_or_a_link_in_the_way_is_replaced() {
    for across in [false, true] {
        for link in [false, true] {
            let root = Root::new();
            let _mounted = across.then(|| Tmpfs::mount(&root.upload, "1m"));
            fs::create_dir(root.top.join("elsewhere")).expect("make a directory");
            fs::write(root.top.join("elsewhere/kept"), "kept").expect("write a file");
            if link {
                symlink(root.top.join("elsewhere"), root.path("")).unwrap_or_else(|_| {
                    symlink(root.top.join("elsewhere"), root.src.join(".s2i")).expect("link");
                });
            } else {
                fs::write(root.src.join(".s2i"), "a file").expect("write a file");
            }
            root.builder("assemble", "cat .s2i/new");
            root.uploaded().program("new", "new\n", 0o644);
            root.command("assemble").stdout(format!("{PROGRESS}new\n")).check();
            assert!(root.top.join("elsewhere/kept").exists(), "a link is not followed");
        }
    }
}

#[test]
#[ignore = "needs root"]
fn the_older_tree_stays_without_one_in_the_upload() {
    let root = Root::new();
    root.builder("assemble", "true");
    root.hook("build", "echo older");
    let expected = format!("{PROGRESS} -----> Running {{hooks}}/build\nolder\n");
    root.command("assemble").stdout(&expected).check();
    let note = "NOTE: the upload /no/such/upload does not exist, so no hooks are taken from it; S2I_UPLOAD_PATH names it\n";
    root.command("assemble")
        .env("S2I_UPLOAD_PATH", "/no/such/upload")
        .stdout(expected)
        .stderr(note)
        .check();
}

#[test]
#[ignore = "needs root"]
fn a_full_disk_leaves_the_upload_complete() {
    let root = Root::new();
    root.builder("assemble", "echo never");
    root.uploaded().hook("pre_build", "echo never").program("large", vec![b'x'; 100_000], 0o644);
    let before = inventory(&root.uploaded());
    let _mounted = Tmpfs::mount(&root.src, "64k");
    root.hook("build", "echo older");
    let older = inventory(&root);
    let outcome = root.command("assemble").run();
    assert_eq!(outcome.status, Status::Exit(1), "{outcome:?}");
    assert_eq!(inventory(&root.uploaded()), before);
    assert_eq!(inventory(&root), older, "the older one stays as well");
    let left: Vec<_> = fs::read_dir(&root.src).expect("list").collect();
    assert_eq!(left.len(), 1, "nothing half copied is left: {left:?}");
    assert!(outcome.err().starts_with("ERROR: "), "{outcome:?}");
    assert!(outcome.err().contains("No space left on device"), "{outcome:?}");
    let upload = format!("{}/.s2i", root.upload.display());
    assert!(outcome.err().contains(&upload), "{outcome:?}");
    assert!(!outcome.out().contains("never"), "{outcome:?}");
}

#[test]
#[ignore = "needs root"]
fn a_missing_permission_leaves_the_upload_complete() {
    let root = Root::new();
    root.builder("assemble", "echo never");
    root.uploaded().hook("pre_build", "echo never");
    let before = inventory(&root.uploaded());
    let outcome = root.command("assemble").user(1_000_680_000, 0).run();
    assert_eq!(outcome.status, Status::Exit(1), "{outcome:?}");
    assert!(outcome.err().contains("Permission denied"), "{outcome:?}");
    assert_eq!(inventory(&root.uploaded()), before);
    assert!(!outcome.out().contains("never"), "{outcome:?}");
}

#[test]
#[ignore = "needs root"]
fn special_files_are_moved_or_refused_but_never_read() {
    for across in [false, true] {
        let root = Root::new();
        let _mounted = across.then(|| Tmpfs::mount(&root.upload, "1m"));
        root.builder("assemble", "true");
        root.uploaded().directory("data");
        let pipe: PathBuf = root.uploaded().path("data/pipe");
        nix::unistd::mkfifo(&pipe, nix::sys::stat::Mode::S_IRWXU).expect("make a pipe");
        let outcome = root.command("assemble").run();
        let taken = root.path("data/pipe").exists() && outcome.status == Status::Exit(0);
        let refused = pipe.exists() && outcome.status == Status::Exit(1);
        assert!(taken || refused, "{across}: {outcome:?}");
    }
}

#[test]
#[ignore = "needs root"]
fn the_upload_may_be_the_source() {
    let root = Root::new();
    root.builder("assemble", "true");
    root.hook("build", "echo build");
    root.command("assemble")
        .env("S2I_UPLOAD_PATH", &root.src)
        .stdout(format!("{PROGRESS} -----> Running {{hooks}}/build\nbuild\n"))
        .check();
}

#[test]
#[ignore = "needs root"]
fn a_linked_tree_is_taken_as_a_link() {
    for across in [false, true] {
        let root = Root::new();
        let _mounted = across.then(|| Tmpfs::mount(&root.upload, "1m"));
        root.builder("assemble", "true");
        let elsewhere = Tree::new(root.top.join("elsewhere"));
        elsewhere.hook("build", "echo build");
        symlink(elsewhere.path(""), root.upload.join(".s2i")).expect("make the link");
        root.command("assemble")
            .stdout(format!("{PROGRESS} -----> Running {{hooks}}/build\nbuild\n"))
            .check();
        assert!(root.src.join(".s2i").is_symlink());
        assert!(elsewhere.path("action_hooks/build").exists());
    }
}

#[test]
#[ignore = "needs root"]
fn an_arbitrary_user_takes_its_own_upload() {
    for across in [false, true] {
        let root = Root::new();
        let _mounted = across.then(|| Tmpfs::mount(&root.upload, "1m"));
        fill(&root.uploaded());
        chmod(&root.uploaded().path("data/locked"), 0o755);
        root.builder("assemble", "true");
        root.give_to(1_000_680_000, 0);
        root.command("assemble").user(1_000_680_000, 0).stdout(PROGRESS).check();
        assert!(root.path("data/plain").exists());
        assert!(!root.uploaded().path("").exists());
    }
}

#[test]
#[ignore = "needs root"]
fn an_upload_that_cannot_be_removed_stays_complete() {
    let root = Root::new();
    let _mounted = Tmpfs::mount(&root.upload, "1m");
    fill(&root.uploaded());
    root.builder("assemble", "echo never");
    root.give_to(1_000_680_000, 0);
    chmod(&root.upload, 0o555);
    let before = inventory(&root.uploaded());
    let outcome = root.command("assemble").user(1_000_680_000, 0).run();
    assert_eq!(outcome.status, Status::Exit(1), "{outcome:?}");
    assert!(!outcome.out().contains("never"), "{outcome:?}");
    assert_eq!(inventory(&root.uploaded()), before);
}

#[test]
#[ignore = "needs root"]
fn a_relative_upload_path_is_relative_to_the_source_path() {
    let root = Root::new();
    root.builder("assemble", "true");
    let upload = Tree::new(root.src.join("incoming"));
    upload.hook("build", "echo build");
    root.command("assemble")
        .env("S2I_UPLOAD_PATH", "incoming/")
        .stdout(format!("{PROGRESS} -----> Running {{hooks}}/build\nbuild\n"))
        .check();
    assert!(!upload.path("").exists());
}
