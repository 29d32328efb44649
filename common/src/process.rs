//! Becoming a program, and running one to its end.
//!
//! While a program runs, signals reach it, and whatever else ends is reaped: as process 1 we are handed
//! orphans.

use std::io;

use anyhow::{Context, Result};
use nix::errno::Errno;
use nix::sys::signal::kill;
use nix::sys::wait::{WaitPidFlag, WaitStatus, waitpid};
use nix::unistd::Pid;

use crate::error::Error;
use crate::image::Image;
use crate::program::Program;
use crate::report::shown;
use crate::signals::{Event, Signals};
use crate::size;
use crate::surroundings::Surroundings;

/// Replaces this process by `program`; returns only if that fails, with the reason.
pub fn become_program(
    program: &Program,
    signals: &Signals,
    surroundings: &Surroundings,
) -> anyhow::Error {
    let image = match Image::new(program, surroundings) {
        Ok(image) => image,
        Err(error) => return error,
    };
    match signals.check() {
        Ok(()) => failure(program, &image.become_it(signals), surroundings).into(),
        Err(error) => error,
    }
}

/// Runs `program` and waits for its end.
///
/// # Errors
/// [`Error::Ended`] with its exit status where that is not 0, with 128+N if signal N killed it, or
/// if it ended with 0 although signal N had told us to end; or it could not be started.
pub fn run(program: &Program, signals: &Signals, surroundings: &Surroundings) -> Result<()> {
    signals.hold()?;
    signals.check()?;
    let child = start(program, signals, surroundings, false)?;
    let ended = loop {
        match signals.next()? {
            Event::Child => {
                if let Some(ended) = reap(child)? {
                    break ended;
                }
            }
            Event::PassOn(signal) => {
                let _ = kill(child, signal); // it is ours and not yet reaped: this cannot miss
            }
            Event::FromTerminal(_) => {}
        }
    };
    let what = program.what();
    let (status, text) = match ended {
        WaitStatus::Signaled(_, signal, _) => (
            crate::signals::status_of(signal),
            format!("{what} was killed by {signal}"),
        ),
        WaitStatus::Exited(_, 0) => return signals.check(),
        WaitStatus::Exited(_, status) => (
            u8::try_from(status)?,
            format!("{what} failed with status {status}"),
        ),
        _ => return Ok(()), // `reap` returns the two ends only
    };
    Err(Error::Ended(status, text).into())
}

/// Starts `program` in a child; `group` gives it a process group of its own.
///
/// # Errors
/// It could not be started.
pub fn start(
    program: &Program,
    signals: &Signals,
    surroundings: &Surroundings,
    group: bool,
) -> Result<Pid> {
    let image = Image::new(program, surroundings)?;
    let child = image
        .spawn(signals, group)
        .map_err(|error| failure(program, &error, surroundings))?;
    Ok(Pid::from_raw(i32::try_from(child.id())?))
}

/// Reaps everything that has ended; returns how `child` did, if it is among them.
///
/// # Errors
/// The kernel refuses to tell.
pub fn reap(child: Pid) -> Result<Option<WaitStatus>> {
    let mut own = None;
    loop {
        match waitpid(None, Some(WaitPidFlag::WNOHANG)) {
            Ok(WaitStatus::StillAlive) | Err(Errno::ECHILD) => return Ok(own),
            Ok(ended) if ended.pid() == Some(child) => own = Some(ended),
            Ok(_) | Err(Errno::EINTR) => {}
            Err(error) => return Err(error).context("cannot wait for a program to end"),
        }
    }
}

/// Why the kernel did not execute the program, and what to do about it.
fn failure(program: &Program, error: &io::Error, surroundings: &Surroundings) -> Error {
    let what = program.what();
    match error.raw_os_error().map(Errno::from_raw) {
        Some(Errno::ENOENT) if program.file.exists() => Error::NotFound(format!(
            "{what} cannot be started: the loader that {} was linked for is not in this image; \
             link it statically, or add its libraries",
            shown(&program.file)
        )),
        Some(Errno::ENOENT | Errno::ENOTDIR) => Error::NotFound(format!(
            "{what} is gone: {} is not there",
            shown(&program.file)
        )),
        Some(Errno::ENOEXEC) => Error::NotExecutable(format!(
            "{what} cannot be executed here: it is a program built for another machine, or damaged; \
             build it for {}",
            std::env::consts::ARCH
        )),
        Some(Errno::E2BIG) => size::too_large(program, surroundings),
        _ => Error::NotExecutable(format!("{what} cannot be executed: {error}")),
    }
}
