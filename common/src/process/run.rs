//! Becoming a program, and running one to its end.
//!
//! While a program runs, signals reach it, and every other child that ends is reaped: process 1 is
//! handed orphans.

use std::io;
use std::os::unix::process::ExitStatusExt;
use std::time::{Duration, Instant};

use anyhow::Result;
use nix::errno::Errno;
use nix::libc::{self, c_int};
use nix::unistd::{Pid, getpgid, getpgrp};

use crate::debug;
use crate::environment::overrides::Overrides;
use crate::environment::too_large;
use crate::error::Error;
use crate::output::quoting::escaped;
use crate::process::exec::{ChildSettings, PreparedExec, ProcessGroup};
use crate::process::program::Program;
use crate::process::signal_queue::{Event, needs_term};
use crate::process::signals::Signals;
use crate::process::{reap, signal_set};

/// The time that a hook has to handle a stop signal that it may also ignore, before TERM follows.
const TIME_TO_HANDLE: Duration = Duration::from_millis(500);

/// Replaces this process by `program`; returns only if that fails, with the reason.
pub fn become_program(
    program: &Program,
    signals: &Signals,
    overrides: &Overrides,
) -> anyhow::Error {
    let exec = match PreparedExec::new(program, overrides) {
        Ok(exec) => exec,
        Err(error) => return error,
    };
    debug!("becomes {}", program.what());
    match signals.check() {
        Ok(()) => failure(program, exec.replace_process(signals), overrides).into(),
        Err(error) => error,
    }
}

/// Runs `program` and waits for its end.
///
/// # Errors
/// [`Error::Ended`] with its exit status where that is not 0, with 128+N if signal N killed it, or
/// if it ended with 0 although signal N was to end the command; or it could not be started.
pub fn run(program: &Program, signals: &Signals, overrides: &Overrides) -> Result<()> {
    signals.block()?;
    signals.check()?;
    let settings = ChildSettings {
        group: ProcessGroup::Inherited,
        dies_with_parent: false,
        directory: None,
        signals: signals.inherited()?,
    };
    let child = start(program, overrides, &settings)?;
    debug!("{} is process {child}", program.what());
    let mut term_at = None;
    let ended = loop {
        let left = term_at.map(|at: Instant| at.saturating_duration_since(Instant::now()));
        let event = signals.next(left)?;
        match event {
            Some(Event::Child) => {
                if let Some(ended) = reap::until(child)? {
                    break ended;
                }
            }
            Some(Event::Received(signal) | Event::FromTerminal(signal)) => {
                // The terminal sent it to the group of this process, which the child may have left.
                let has_it = matches!(event, Some(Event::FromTerminal(_)))
                    && getpgid(Some(child)) == Ok(getpgrp());
                if !has_it {
                    forward(child, signal);
                }
                if needs_term(signal) && signals.is_stop(signal) {
                    term_at.get_or_insert(Instant::now() + TIME_TO_HANDLE);
                }
            }
            None => {
                forward(child, libc::SIGTERM);
                term_at = None;
            }
        }
    };
    let what = program.what();
    let text = match ended.signal() {
        Some(signal) => format!("{what} was killed by {}", signal_set::name(signal)),
        None if ended.success() => return signals.check(),
        None => format!("{what} failed with status {}", reap::status(ended)),
    };
    Err(Error::Ended(reap::status(ended), text).into())
}

/// Sends `signal` to a child that is not yet reaped, so that its process id is still its own.
fn forward(child: Pid, signal: c_int) {
    let _ = signal_set::send(child.as_raw(), signal);
}

/// Starts `program` in a child.
///
/// # Errors
/// It could not be started.
pub fn start(program: &Program, overrides: &Overrides, settings: &ChildSettings) -> Result<Pid> {
    let exec = PreparedExec::new(program, overrides)?;
    exec.spawn(settings).map_err(|error| failure(program, error, overrides).into())
}

/// Returns the error for a program that the kernel did not execute, with a way out.
fn failure(program: &Program, error: Errno, overrides: &Overrides) -> Error {
    let what = program.what();
    match error {
        Errno::ENOENT if program.file.exists() => Error::NotFound(format!(
            "{what} cannot be started: the loader or the interpreter that it needs in turn is not in this image; \
             link it statically, or add what it needs"
        )),
        Errno::ENOENT | Errno::ENOTDIR => Error::NotFound(format!(
            "{what} cannot be started: {} was removed meanwhile",
            escaped(&program.file)
        )),
        Errno::ENOEXEC => Error::NotExecutable(format!(
            "{what} cannot be executed here: it is a program built for another machine, or damaged; \
             build it for {}",
            std::env::consts::ARCH
        )),
        Errno::E2BIG => too_large::too_large(program, overrides),
        Errno::EAGAIN => Error::Broken(format!(
            "{what} cannot be started: the limit of processes is reached; \
             raise it (pids limit of the container, ulimit -u)"
        )),
        _ => {
            let error = io::Error::from(error);
            Error::NotExecutable(format!("{what} cannot be executed: {error}"))
        }
    }
}
