//! SIGPIPE: ignored from the first line that is printed on, at its default for every program that
//! is executed.

use std::sync::atomic::{AtomicBool, Ordering::Relaxed};

use nix::libc::SIGPIPE;

use crate::process::signal_set::set_ignored;

static IGNORED: AtomicBool = AtomicBool::new(false);

/// Makes a write into a closed pipe an error that the writer sees, in place of a signal that ends
/// the process.
pub fn ignore() {
    if !IGNORED.swap(true, Relaxed) {
        set_ignored(SIGPIPE, true);
    }
}

/// Gives the signal its default action, for a program that this process becomes or that a child
/// executes.
pub fn set_default() {
    set_ignored(SIGPIPE, false);
    IGNORED.store(false, Relaxed);
}
