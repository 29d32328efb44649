//! The C `main` of every binary, and its one exit point.
//!
//! Rust's own `main` would change the process before a command runs: its runtime opens `/dev/null`
//! in place of standard descriptors that are closed, and ignores SIGPIPE. Both would reach the
//! application, so the binaries define the C `main` instead.

use std::ffi::{CStr, OsStr, OsString, c_char, c_int};
use std::os::unix::ffi::OsStrExt;

use anyhow::Result;

use crate::error::status_of;
use crate::output::lines;
use crate::process::signal_queue;

/// Defines the C `main` of a binary. `$run` is a `fn(&[OsString]) -> anyhow::Result<()>`; it gets
/// the arguments, beginning with the name that the binary was called by.
#[macro_export]
macro_rules! main {
    ($run:expr) => {
        // SAFETY: the one symbol `main` of a `#![no_main]` program, with the type that C gives it.
        #[unsafe(no_mangle)]
        extern "C" fn main(
            count: std::ffi::c_int,
            arguments: *const *const std::ffi::c_char,
        ) -> std::ffi::c_int {
            // SAFETY: called once, by the C runtime, with its `argc` and `argv`.
            unsafe { $crate::c_main::start(count, arguments, $run) }
        }
    };
}

/// Runs `run` with the arguments of the process, prints its error, and returns the exit status.
///
/// # Safety
/// `arguments` must point to `count` pointers to strings that end in a NUL byte and live as long as
/// the process, as the C runtime guarantees for `main`.
pub unsafe fn start(
    count: c_int,
    arguments: *const *const c_char,
    run: fn(&[OsString]) -> Result<()>,
) -> c_int {
    signal_queue::block_as_process_1();
    let arguments = (0..usize::try_from(count).unwrap_or(0))
        .map(|index| {
            // SAFETY: `index` is below `count`, so this is one of the caller's strings.
            let argument = unsafe { CStr::from_ptr(*arguments.add(index)) };
            OsStr::from_bytes(argument.to_bytes()).to_os_string()
        })
        .collect::<Vec<_>>();
    match run(&arguments) {
        Ok(()) => 0,
        Err(error) => {
            lines::error(&error);
            status_of(&error).into()
        }
    }
}
