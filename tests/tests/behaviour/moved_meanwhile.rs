//! Permissions in a tree whose owner moves its entries meanwhile.

use std::fs::{self, Permissions};
use std::os::unix::fs::{MetadataExt, PermissionsExt, chown};
use std::path::Path;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering::SeqCst};
use std::thread;
use std::time::Instant;

use s2ibox_tests::{DEADLINE, Root, Status, Test, write_program};

use crate::walking::{DIRECTORY, Raised, exchange};

const OWNER: u32 = 1001;

fn assemble(root: &Root) -> Test {
    root.builder("assemble", "true");
    root.command("assemble")
}

fn mode(path: &Path) -> u32 {
    fs::symlink_metadata(path).expect("there").mode() & 0o7777
}

/// Makes a file; a change of owner would clear set-id bits that it has before.
fn make(path: &Path, owner: u32, mode: u32) {
    write_program(path, "", 0o600);
    chown(path, Some(owner), Some(owner)).expect("give it away");
    fs::set_permissions(path, Permissions::from_mode(mode)).expect("set the mode");
}

#[test]
#[ignore = "needs root"]
fn a_file_of_root_does_not_get_the_set_id_bits_of_another() {
    let root = Root::new();
    let directory = root.src.join("bin");
    let (done, exchanged) = (AtomicBool::new(false), AtomicUsize::new(0));
    fs::create_dir(&directory).expect("make a directory");
    for _ in 0..10 {
        for name in 0..50 {
            make(&directory.join(format!("{name} of root")), 0, 0o755);
            make(&directory.join(format!("{name} of the owner")), OWNER, 0o6755);
        }
        let open = nix::fcntl::open(&directory, DIRECTORY, nix::sys::stat::Mode::empty());
        let open = open.expect("open it");
        done.store(false, SeqCst);
        let outcome = thread::scope(|scope| {
            scope.spawn(|| {
                while !done.load(SeqCst) {
                    for name in 0..50 {
                        let [one, other] =
                            ["root", "the owner"].map(|of| format!("{name} of {of}"));
                        exchange(&open, &one, &other);
                        exchanged.fetch_add(1, SeqCst);
                    }
                }
            });
            let _at_the_end = Raised(&done);
            assemble(&root).run()
        });
        assert_eq!(outcome.status, Status::Exit(0), "{outcome:?}");
        for entry in fs::read_dir(&directory).expect("list it") {
            let known = entry.expect("read it").metadata().expect("look at it");
            let set_id = known.mode() & 0o6000;
            assert!(known.uid() != 0 || set_id == 0, "a file of root has {set_id:o}");
        }
    }
    assert!(exchanged.load(SeqCst) > 1000, "{exchanged:?}");
}

/// A walk that followed `..` blindly would go on among the siblings of the place to which the directory was moved.
#[test]
#[ignore = "needs root"]
fn a_directory_moved_out_of_the_tree_does_not_lead_out_of_it() {
    const PACKAGES: usize = 10;
    let root = Root::new();
    let outside = root.top.join("outside");
    let first = |package: usize| root.src.join(format!("{package}/deep/0"));
    for package in 0..PACKAGES {
        write_program(&outside.join(format!("{package}/file")), "", 0o600);
        fs::create_dir_all(root.src.join(format!("{package}/deep/last"))).expect("make it");
        for file in 0..1000 {
            fs::write(root.src.join(format!("{package}/deep/{file}")), "").expect("make a file");
        }
    }
    for attempt in 0.. {
        assert!(attempt < 50, "no directory was moved while it was walked");
        for package in 0..PACKAGES {
            for file in 0..1000 {
                let path = root.src.join(format!("{package}/deep/{file}"));
                fs::set_permissions(path, Permissions::from_mode(0o600)).expect("set the mode");
            }
        }
        let running = assemble(&root).spawn();
        let started = Instant::now();
        let entered = || (0..PACKAGES).find(|&package| mode(&first(package)) != 0o600);
        let package = loop {
            assert!(started.elapsed() < DEADLINE, "no package was walked");
            if let Some(package) = entered() {
                break package;
            }
        };
        let package = root.src.join(package.to_string());
        fs::rename(&package, outside.join("moved")).expect("move it");
        let outcome = running.outcome();
        assert_eq!(outcome.status, Status::Exit(0), "{outcome:?}");
        for package in 0..PACKAGES {
            assert_eq!(
                mode(&outside.join(format!("{package}/file"))),
                0o600,
                "it was not in the tree"
            );
        }
        if outcome.err().contains("Stale file handle") {
            return;
        }
        fs::rename(outside.join("moved"), package).expect("move it back");
    }
}
