//! Reaping: which child has ended or stopped, and how.
//!
//! Not with nix's `waitpid`, which has no value for death by a real-time signal and loses it.

use std::io;
use std::os::unix::process::ExitStatusExt;
use std::process::ExitStatus;

use anyhow::{Context as _, Result};
use nix::errno::Errno;
use nix::libc;
use nix::unistd::Pid;

use crate::process::system_call::{address, system_call};

/// A child that has ended or stopped, or the reason why there is none.
#[derive(Debug)]
pub enum Reaped {
    /// This child has ended, or was stopped.
    Child(Pid, ExitStatus),
    /// There are children, and none has ended.
    None,
    /// There are no children.
    NoChildren,
}

/// Reaps the next child that has ended, or, with `stopped`, finds one that was stopped.
///
/// # Errors
/// The kernel refuses.
pub fn next(stopped: bool) -> Result<Reaped> {
    let flags = libc::WNOHANG | if stopped { libc::WUNTRACED } else { 0 };
    loop {
        let mut status = 0_i32;
        let arguments = [-1, address(&raw mut status), flags as isize, 0, 0];
        match system_call(libc::SYS_wait4, arguments) {
            Ok(0) => return Ok(Reaped::None),
            Ok(child) => {
                let child = Pid::from_raw(child.try_into()?);
                return Ok(Reaped::Child(child, ExitStatus::from_raw(status)));
            }
            Err(Errno::EINTR) => {}
            Err(Errno::ECHILD) => return Ok(Reaped::NoChildren),
            Err(error) => {
                return Err(io::Error::from(error)).context("cannot wait for a program to end");
            }
        }
    }
}

/// Reaps every child that has ended; returns how `child` did, if it is among them.
///
/// # Errors
/// As [`next`].
pub fn until(child: Pid) -> Result<Option<ExitStatus>> {
    let mut own = None;
    while let Reaped::Child(ended, status) = next(false)? {
        if ended == child {
            own = Some(status);
        }
    }
    Ok(own)
}

/// Returns the exit status that stands for `ended`: its own, or 128+N for death by signal N.
#[must_use]
pub fn status(ended: ExitStatus) -> u8 {
    let status = ended.code().or_else(|| ended.signal().map(|signal| signal + 128));
    status.and_then(|status| u8::try_from(status).ok()).unwrap_or(1)
}
