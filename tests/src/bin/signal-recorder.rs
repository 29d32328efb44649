//! A program that tells what it is sent: `ready (pid: N)`, then the number of each signal, real-time ones
//! included, up to the one whose number is its argument; then it ends with status 7.
#![allow(missing_docs, clippy::exit, reason = "a program for tests")]

use std::io::{Write, stdout};
use std::process::exit;

use nix::sys::signal::SigSet;
use nix::sys::signalfd::SignalFd;

fn main() {
    let last = std::env::args().nth(1);
    // A descriptor tells numbers; nix's `Signal`, which `wait` gives, has no real-time ones.
    let all = SigSet::all();
    let queue = all.thread_block().and_then(|()| SignalFd::new(&all));
    let queue = queue.unwrap_or_else(|_| exit(97));
    say(&format!("ready (pid: {})", std::process::id()));
    while let Ok(Some(signal)) = queue.read_signal() {
        let number = signal.ssi_signo.to_string();
        say(&number);
        if Some(number) == last {
            exit(7);
        }
    }
}

fn say(line: &str) {
    if writeln!(stdout(), "{line}").is_err() {
        exit(98);
    }
}
