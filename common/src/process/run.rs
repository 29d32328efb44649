//! Becoming a program, and running one to its end.
//!
//! While a program runs, signals reach it, and whatever else ends is reaped: as process 1 we are handed
//! orphans.

use std::io;
use std::os::unix::process::ExitStatusExt;

use anyhow::Result;
use nix::errno::Errno;
use nix::sys::signal::{Signal, kill};
use nix::unistd::{Pid, getpgid, getpgrp};

use crate::debug;
use crate::environment::overrides::Overrides;
use crate::environment::too_large;
use crate::error::Error;
use crate::output::quoting::escaped;
use crate::process::exec::{Image, Place};
use crate::process::program::Program;
use crate::process::reap;
use crate::process::signals::{Event, Signals};

/// Replaces this process by `program`; returns only if that fails, with the reason.
pub fn become_program(
    program: &Program,
    signals: &Signals,
    overrides: &Overrides,
) -> anyhow::Error {
    let image = match Image::new(program, overrides) {
        Ok(image) => image,
        Err(error) => return error,
    };
    debug!("becomes {}", program.what());
    match signals.check() {
        Ok(()) => failure(program, &image.become_it(signals), overrides).into(),
        Err(error) => error,
    }
}

/// Runs `program` and waits for its end.
///
/// # Errors
/// [`Error::Ended`] with its exit status where that is not 0, with 128+N if signal N killed it, or
/// if it ended with 0 although signal N had told us to end; or it could not be started.
pub fn run(program: &Program, signals: &Signals, overrides: &Overrides) -> Result<()> {
    signals.hold()?;
    signals.check()?;
    let child = start(program, signals, overrides, Place::OurGroup)?;
    debug!("{} is process {child}", program.what());
    let ended = loop {
        match signals.next()? {
            Event::Child => {
                if let Some(ended) = reap::until(child)? {
                    break ended;
                }
            }
            Event::PassOn(signal) => pass_on(child, signal),
            Event::FromTerminal(signal) => {
                if getpgid(Some(child)) != Ok(getpgrp()) {
                    pass_on(child, signal); // the terminal has sent it to our group, and it has left that
                }
            }
        }
    };
    let what = program.what();
    let text = match ended.signal() {
        Some(signal) => format!("{what} was killed by {}", reap::name(signal)),
        None if ended.success() => return signals.check(),
        None => format!("{what} failed with status {}", reap::status(ended)),
    };
    Err(Error::Ended(reap::status(ended), text).into())
}

fn pass_on(child: Pid, signal: Signal) {
    let _ = kill(child, signal); // it is ours and not yet reaped: this cannot miss
}

/// Starts `program` in a child.
///
/// # Errors
/// It could not be started.
pub fn start(
    program: &Program,
    signals: &Signals,
    overrides: &Overrides,
    place: Place,
) -> Result<Pid> {
    let image = Image::new(program, overrides)?;
    let child = image.spawn(signals, place);
    child.map_err(|error| failure(program, &error, overrides).into())
}

/// Why the kernel did not execute the program, and what to do about it.
fn failure(program: &Program, error: &io::Error, overrides: &Overrides) -> Error {
    let what = program.what();
    match error.raw_os_error().map(Errno::from_raw) {
        Some(Errno::ENOENT) if program.file.exists() => Error::NotFound(format!(
            "{what} cannot be started: the loader or the interpreter that it needs in turn is not in this image; \
             link it statically, or add what it needs"
        )),
        Some(Errno::ENOENT | Errno::ENOTDIR) => Error::NotFound(format!(
            "{what} cannot be started: {} was removed meanwhile",
            escaped(&program.file)
        )),
        Some(Errno::ENOEXEC) => Error::NotExecutable(format!(
            "{what} cannot be executed here: it is a program built for another machine, or damaged; \
             build it for {}",
            std::env::consts::ARCH
        )),
        Some(Errno::E2BIG) => too_large::too_large(program, overrides),
        _ => Error::NotExecutable(format!("{what} cannot be executed: {error}")),
    }
}
