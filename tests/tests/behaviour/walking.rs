//! The walk that sets permissions: great depth, directories that are swapped, a signal.

use std::ffi::CString;
use std::fs::{self, Permissions};
use std::os::fd::{AsRawFd, OwnedFd};
use std::os::unix::fs::{MetadataExt, PermissionsExt, symlink};
use std::path::Path;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering::SeqCst};
use std::thread;
use std::time::{Duration, Instant};

use nix::errno::Errno;
use nix::fcntl::{AtFlags, OFlag, open, openat};
use nix::libc::{RENAME_EXCHANGE, SYS_renameat2, syscall};
use nix::sys::stat::{Mode, fstatat, mkdirat};
use s2ibox_tests::{DEADLINE, Root, Signal, Status, Test, both_ways, write_program};
use walkdir::WalkDir;

pub const DIRECTORY: OFlag = OFlag::O_DIRECTORY.union(OFlag::O_CLOEXEC);

fn set_mode(path: &Path, mode: u32) {
    fs::set_permissions(path, Permissions::from_mode(mode)).expect("set the mode");
}

/// Exchanges two entries of a directory. nix offers `renameat2` for glibc only.
pub fn exchange(directory: &OwnedFd, one: &str, other: &str) {
    let [one, other] = [one, other].map(|name| CString::new(name).expect("no NUL in it"));
    let directory = directory.as_raw_fd();
    // SAFETY: both names end in NUL and outlive the call.
    let status = unsafe {
        let (one, other) = (one.as_ptr(), other.as_ptr());
        syscall(SYS_renameat2, directory, one, directory, other, RENAME_EXCHANGE)
    };
    Errno::result(status).expect("exchange them");
}

fn assemble(root: &Root) -> Test {
    root.builder("assemble", "true");
    root.command("assemble").stdout(
        " -----> Running application assemble script.\n \
         -----> Running builder assemble script ({scripts}/assemble)\n",
    )
}

#[test]
#[ignore = "needs root"]
fn two_thousand_levels_need_few_descriptors_and_little_stack() {
    const LEVELS: usize = 2_000;
    let root = Root::new();
    let mut directory = open(&root.src, DIRECTORY, Mode::empty()).expect("open it");
    let all = |mode: u32| Mode::from_bits_truncate(mode);
    for level in 0..LEVELS {
        openat(&directory, "file", OFlag::O_CREAT, all(0o600)).expect("make a file");
        if level % 100 == 0 {
            mkdirat(&directory, "beside", all(0o700)).expect("make a directory");
        }
        directory = down(&directory, true);
    }
    let limits = ["/usr/bin/prlimit", "--nofile=16", "--stack=262144"];
    assemble(&root).within(limits).check();
    let mut directory = open(&root.src, DIRECTORY, Mode::empty()).expect("open it");
    for level in 0..LEVELS {
        let mode = |name: &str| {
            let found =
                fstatat(&directory, name, AtFlags::AT_SYMLINK_NOFOLLOW).expect("look at it");
            found.st_mode & 0o777
        };
        assert_eq!((mode("file"), mode("down")), (0o660, 0o770), "level {level}");
        assert!(level % 100 != 0 || mode("beside") == 0o770, "level {level}");
        directory = down(&directory, false);
    }
    // The library would remove the tree by recursion.
    root.start("/bin/rm").arg("-rf").arg(root.src.join("down")).check();
}

fn down(directory: &OwnedFd, make: bool) -> OwnedFd {
    if make {
        mkdirat(directory, "down", Mode::S_IRWXU).expect("make a directory");
    }
    openat(directory, "down", DIRECTORY, Mode::empty()).expect("open it")
}

/// Sets a flag when it is dropped.
pub struct Raised<'a>(pub &'a AtomicBool);

impl Drop for Raised<'_> {
    fn drop(&mut self) {
        self.0.store(true, SeqCst);
    }
}

#[test]
#[ignore = "needs root"]
fn a_directory_swapped_for_a_link_is_not_followed() {
    let root = Root::new();
    let outside = root.top.join("outside");
    write_program(&outside.join("file"), "", 0o600);
    write_program(&outside.join("inner/file"), "", 0o600);
    set_mode(&outside, 0o700);
    set_mode(&outside.join("inner"), 0o700);
    let names = |index: usize| [format!("{index}"), format!("link {index}")];
    for index in 0..100 {
        let [directory, link] = names(index).map(|name| root.src.join(name));
        for file in 0..40 {
            write_program(&directory.join(format!("inner/{file}")), "", 0o600);
        }
        symlink(&outside, link).expect("make a link");
    }
    let (done, swapped) = (AtomicBool::new(false), AtomicUsize::new(0));
    let top = open(&root.src, DIRECTORY, Mode::empty()).expect("open it");
    let swap = || {
        while !done.load(SeqCst) {
            for [directory, link] in (0..100).map(names) {
                exchange(&top, &directory, &link);
                swapped.fetch_add(1, SeqCst);
            }
        }
    };
    let outcomes: Vec<_> = thread::scope(|scope| {
        scope.spawn(swap);
        let _at_the_end = Raised(&done);
        (0..10).map(|_| assemble(&root).run()).collect()
    });
    for outcome in outcomes {
        assert_eq!(outcome.status, Status::Exit(0), "{outcome:?}");
    }
    assert!(swapped.load(SeqCst) > 1000, "{swapped:?}");
    let mode = |below: &str| fs::metadata(outside.join(below)).expect("there").mode() & 0o777;
    let modes = ["", "file", "inner", "inner/file"].map(mode);
    assert_eq!(modes, [0o700, 0o600, 0o700, 0o600], "outside");
}

#[test]
#[ignore = "needs root"]
fn a_signal_ends_the_walk() {
    let root = Root::new();
    for directory in 0..200 {
        for file in 0..100 {
            write_program(&root.src.join(format!("{directory}/{file}")), "", 0o600);
        }
    }
    both_ways(|| assemble(&root), |test| ended_in_the_midst(&root, &test));
}

/// The moment of the signal is random. Often it is early, and then some entries are still unchanged.
fn ended_in_the_midst(root: &Root, test: &Test) {
    let wrong = || {
        let files = WalkDir::new(&root.src).min_depth(2).into_iter();
        let modes = files.map(|file| file.expect("look at it").metadata().expect("there").mode());
        modes.filter(|mode| mode & 0o777 == 0o600).count()
    };
    for _ in 0..20 {
        for file in WalkDir::new(&root.src).min_depth(2) {
            set_mode(file.expect("look at it").path(), 0o600);
        }
        set_mode(&root.src, 0o700);
        let mut running = test.clone().spawn();
        let started = Instant::now();
        while fs::metadata(&root.src).expect("there").mode() & 0o777 == 0o700 {
            assert!(started.elapsed() < DEADLINE, "it never began");
            thread::sleep(Duration::from_micros(100));
        }
        running.signal(Signal::SIGTERM);
        let outcome = running.outcome();
        assert_eq!(outcome.status, Status::Exit(143), "{outcome:?}");
        let expected = "ERROR: stopped by SIGTERM; the remaining steps were skipped\n";
        assert_eq!(outcome.err(), expected);
        if (1..20_000).contains(&wrong()) {
            return;
        }
    }
    panic!("it went on to the end each time");
}
