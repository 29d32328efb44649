//! Tests that an ordinary user cannot run. Each has the attribute `#[ignore = "needs root"]`, so that
//! plain `cargo test` lists it as ignored; `make test` runs it with `--include-ignored`.

use std::collections::BTreeSet;
use std::process::Command;
use std::sync::OnceLock;
use std::{env, thread};

/// Fails unless this process is root, and unless the running test is marked as one that needs root.
#[track_caller]
pub fn require_root() {
    // Each test has a thread of its name. A thread that a test starts has none.
    if let Some(test) = thread::current().name()
        && test != "main"
        && !ignored().contains(test)
    {
        panic!("{test} needs root: mark it with #[ignore = \"needs root\"]");
    }
    assert!(
        nix::unistd::geteuid().is_root(),
        "this test makes namespaces or mounts, or changes owners: it must be run as root"
    );
}

/// The names of the tests of this program that have the attribute.
fn ignored() -> &'static BTreeSet<String> {
    static IGNORED: OnceLock<BTreeSet<String>> = OnceLock::new();
    IGNORED.get_or_init(|| {
        let mut tests = Command::new(env::current_exe().expect("find this program"));
        tests.args(["--list", "--ignored", "--format=terse"]);
        let list = tests.output().expect("list the tests that are ignored").stdout;
        let list = String::from_utf8(list).expect("a test's name is UTF-8");
        list.lines().filter_map(|line| line.strip_suffix(": test")).map(str::to_owned).collect()
    })
}
