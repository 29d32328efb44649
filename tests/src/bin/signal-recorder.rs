//! A program that records the signals that it gets: it writes `ready (pid: N)`, then the number of each
//! signal up to the one whose number is its argument, and ends with status 7.
//!
//! It asks the kernel itself: musl and glibc keep 32 and 33 to themselves, musl also 34.
#![allow(missing_docs, clippy::exit, reason = "a program for tests")]

use std::fs::File;
use std::io::{Read, Write, stdout};
use std::os::fd::FromRawFd;
use std::process::exit;

use nix::libc::{
    SFD_CLOEXEC, SIG_BLOCK, SYS_rt_sigprocmask, SYS_signalfd4, signalfd_siginfo, syscall,
};

fn main() {
    let last = std::env::args().nth(1);
    let mut signals = block_all().unwrap_or_else(|| exit(97));
    say(&format!("ready (pid: {})", std::process::id()));
    let mut record = [0; size_of::<signalfd_siginfo>()];
    while signals.read_exact(&mut record).is_ok() {
        let [a, b, c, d, ..] = record;
        let number = u32::from_ne_bytes([a, b, c, d]).to_string();
        say(&number);
        if Some(number) == last {
            exit(7);
        }
    }
}

/// Blocks every signal, and returns the descriptor that they are read from.
fn block_all() -> Option<File> {
    let mask = u64::MAX;
    let none = std::ptr::null_mut::<u64>();
    // SAFETY: the mask outlives both calls and has the size that they are given; a descriptor that the
    // kernel has just made belongs to nothing else.
    unsafe {
        if syscall(SYS_rt_sigprocmask, SIG_BLOCK, &raw const mask, none, size_of_val(&mask)) != 0 {
            return None;
        }
        let made = syscall(SYS_signalfd4, -1, &raw const mask, size_of_val(&mask), SFD_CLOEXEC);
        i32::try_from(made).ok().filter(|made| *made >= 0).map(|made| File::from_raw_fd(made))
    }
}

fn say(line: &str) {
    if writeln!(stdout(), "{line}").is_err() {
        exit(98);
    }
}
