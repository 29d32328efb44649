//! Reaping: which child has ended or stopped, and how.
//!
//! Not with nix's `waitpid`, which has no word for death by a real-time signal and loses it.

use std::io;
use std::os::unix::process::ExitStatusExt;
use std::process::ExitStatus;

use anyhow::{Context as _, Result};
use nix::errno::Errno;
use nix::libc;
use nix::sys::signal::Signal;
use nix::unistd::Pid;

/// The next child that has ended, or, if `stopped`, been stopped; `None` where there is none at the moment.
///
/// # Errors
/// The kernel refuses to tell.
pub fn next(stopped: bool) -> Result<Option<(Pid, ExitStatus)>> {
    let flags = libc::WNOHANG | if stopped { libc::WUNTRACED } else { 0 };
    loop {
        let mut status = 0;
        // SAFETY: `status` is a valid place for the kernel to write to.
        match unsafe { libc::waitpid(-1, &raw mut status, flags) } {
            0 => return Ok(None),
            -1 => match Errno::last() {
                Errno::EINTR => {}
                Errno::ECHILD => return Ok(None),
                error => {
                    return Err(io::Error::from(error)).context("cannot wait for a program to end");
                }
            },
            child => return Ok(Some((Pid::from_raw(child), ExitStatus::from_raw(status)))),
        }
    }
}

/// Reaps everything that has ended; returns how `child` did, if it is among them.
///
/// # Errors
/// As [`next`].
pub fn until(child: Pid) -> Result<Option<ExitStatus>> {
    let mut own = None;
    while let Some((ended, status)) = next(false)? {
        if ended == child {
            own = Some(status);
        }
    }
    Ok(own)
}

/// The exit status that stands for an end: its own, or 128+N for signal N.
#[must_use]
pub fn status(ended: ExitStatus) -> u8 {
    let status = ended.code().or_else(|| ended.signal().map(|signal| signal + 128));
    status.and_then(|status| u8::try_from(status).ok()).unwrap_or(1)
}

/// What to call a signal: `SIGTERM`, or `signal 34`.
#[must_use]
pub fn name(signal: i32) -> String {
    Signal::try_from(signal)
        .map_or_else(|_| format!("signal {signal}"), |signal| signal.to_string())
}
