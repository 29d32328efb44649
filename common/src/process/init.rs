//! An init: process 1 of a container, or a subreaper, that supervises the program to its end.
//!
//! The program gets its own process group, and the terminal if this process has it. The init passes
//! on every signal that it can, and reaps every child. It stops when the program stops, unless it
//! is process 1. The exit status is the program's, 128+N if signal N killed it.

use std::cell::Cell;
use std::os::fd::OwnedFd;
use std::os::unix::process::ExitStatusExt;
use std::time::{Duration, Instant};

use anyhow::{Context as _, Result};
use nix::fcntl::{OFlag, open};
use nix::libc::{self, c_int};
use nix::sys::stat::Mode;
use nix::unistd::{Pid, chdir, fchdir, getpgrp, getpid};

use crate::cli::options::{Options, Scope};
use crate::debug;
use crate::environment::overrides::Overrides;
use crate::error::Error;
use crate::process::evaluation::Evaluation;
use crate::process::exec::ChildSettings;
use crate::process::program::Program;
use crate::process::reap::Reaped;
use crate::process::rewrite::Rewrites;
use crate::process::signal_queue::{is_process_1, needs_term};
use crate::process::signal_set::{SignalSet, send};
use crate::process::signals::Signals;
use crate::process::terminal::Terminal;
use crate::process::{memory, reap, run, supervisor};

/// The time of the other processes with `--init=group`: half of the grace period of Docker.
const GRACE_OF_GROUP: Duration = Duration::from_secs(5);
/// The signals by which a terminal and a shell stop a program.
const JOB_CONTROL: SignalSet = SignalSet::of(&[libc::SIGTSTP, libc::SIGTTIN, libc::SIGTTOU]);
/// `kill(2)`: every process that this one may signal, but process 1.
const EVERY_PROCESS: libc::pid_t = -1;

/// How the init behaves.
pub struct Init {
    scope: Scope,
    rewrites: Vec<Rewrites>,
    grace: Duration,
}

impl Init {
    /// Returns an init with these options; the processes of `scope` receive the signals.
    #[must_use]
    pub fn new(scope: Scope, options: &Options) -> Self {
        let grace = options.grace.unwrap_or(match scope {
            Scope::Child => Duration::ZERO,
            Scope::Group => GRACE_OF_GROUP,
        });
        Self { scope, rewrites: options.rewrite.clone(), grace }
    }

    /// Starts `program` and supervises it to its end.
    ///
    /// # Errors
    /// The program could not be started; else [`Error::Silent`] with its status is returned.
    pub fn run(
        &self,
        program: &Program,
        signals: &Signals,
        overrides: &Overrides,
    ) -> Result<Error> {
        let terminal = supervisor::prepare(signals)?;
        debug!("stays as the init of {}", program.what());
        let child = start_elsewhere(|directory| {
            let settings = ChildSettings {
                group: terminal.group_of_program(),
                dies_with_parent: false,
                directory,
                signals: signals.inherited()?,
            };
            run::start(program, overrides, &settings)
        })?;
        let supervised =
            Supervised { child, init: self, signals, terminal, stopped: Cell::new(false) };
        memory::release_code();
        let status = supervised.serve()?;
        supervised.terminal.pass(child, getpgrp());
        supervised.end_other_processes()?;
        Ok(Error::Silent(status))
    }

    /// Returns the signal to pass on for `signal`; `None` where it is dropped.
    fn rewritten(&self, signal: c_int) -> Option<c_int> {
        let rewritten = self.rewrites.iter().find_map(|rules| rules.get(signal));
        // A process that handles TSTP gives the terminal back; only STOP stops the group.
        let to_stop = self.scope == Scope::Group && JOB_CONTROL.contains(signal);
        let default = if to_stop { libc::SIGSTOP } else { signal };
        Some(rewritten.unwrap_or(default)).filter(|signal| *signal != 0)
    }
}

/// The program while it runs.
struct Supervised<'a> {
    child: Pid,
    init: &'a Init,
    signals: &'a Signals,
    terminal: Terminal,
    stopped: Cell<bool>,
}

impl Supervised<'_> {
    /// Serves until the program has ended; returns its exit status.
    fn serve(&self) -> Result<u8> {
        loop {
            let signal = SignalSet::ALL.wait(None).context("cannot wait for signals")?;
            match signal.map(|signal| signal.number) {
                None => {}
                Some(libc::SIGCHLD) => {
                    if let Some(status) = self.reap()? {
                        return Ok(status);
                    }
                }
                Some(libc::SIGCONT) => self.continue_program(),
                Some(signal) => {
                    self.pass_on(signal);
                    if JOB_CONTROL.contains(signal) {
                        self.stop_too(); // also where the program handles the signal, as dumb-init does
                    }
                }
            }
        }
    }

    /// Reaps every child that has ended; returns the program's exit status if it is among them.
    fn reap(&self) -> Result<Option<u8>> {
        while let Reaped::Child(child, status) = reap::next(true)? {
            if child == self.child {
                if status.stopped_signal().is_none() {
                    return Ok(Some(reap::status(status)));
                }
                self.stopped.set(true);
                // A CONT that came meanwhile is about this stop.
                if SignalSet::of(&[libc::SIGCONT]).wait(Some(Duration::ZERO))?.is_some() {
                    self.continue_program();
                } else {
                    self.stop_too();
                }
            }
        }
        Ok(None)
    }

    /// Continues the program with its whole group, which a key such as Ctrl-Z stops; passes CONT on
    /// if it runs.
    fn continue_program(&self) {
        self.terminal.pass(getpgrp(), self.child);
        if self.stopped.replace(false) {
            let _ = send(-self.child.as_raw(), libc::SIGCONT);
        } else {
            self.pass_on(libc::SIGCONT);
        }
    }

    /// Stops this process, so that its parent sees that the program has stopped. The kernel never
    /// stops process 1.
    fn stop_too(&self) {
        if !is_process_1() {
            self.terminal.pass(self.child, getpgrp());
            let _ = send(getpid().as_raw(), libc::SIGSTOP);
        }
    }

    /// Passes a signal on as the rules rewrite it. While bash evaluates the environment the rules,
    /// which are about the program, can only drop a stop signal, and TERM follows where bash may
    /// survive the signal.
    fn pass_on(&self, signal: c_int) {
        let Some(rewritten) = self.init.rewritten(signal) else {
            return;
        };
        if self.signals.is_stop(signal) && Evaluation::of(self.child) == Evaluation::Running {
            self.send(signal);
            if needs_term(signal) {
                self.send(libc::SIGTERM);
            }
        } else {
            self.send(rewritten);
        }
    }

    /// Sends a signal to the processes that the scope names.
    fn send(&self, signal: c_int) {
        let to = match self.init.scope {
            Scope::Child => self.child.as_raw(),
            Scope::Group => -self.child.as_raw(),
        };
        let _ = send(to, signal); // the last one may just have ended
    }

    /// Tells the remaining processes to end. As process 1 waits for them as long as the grace.
    fn end_other_processes(&self) -> Result<()> {
        let all = is_process_1() && !self.init.grace.is_zero();
        let to = if all { EVERY_PROCESS } else { -self.child.as_raw() };
        if all || self.init.scope == Scope::Group {
            let _ = send(to, libc::SIGTERM);
            let _ = send(to, libc::SIGCONT); // a process that is stopped cannot end
        }
        let deadline = Instant::now() + self.init.grace;
        while all && !is_last_process()? {
            let left = deadline.saturating_duration_since(Instant::now());
            let signal = SignalSet::ALL.wait(Some(left)).context("cannot wait for signals")?;
            match signal {
                None if left.is_zero() => break,
                Some(signal) if signal.number != libc::SIGCHLD => {
                    let _ = send(to, signal.number);
                }
                _ => {}
            }
        }
        Ok(())
    }
}

/// Changes to `/`, so that other file systems can be unmounted; the program starts where it was.
fn start_elsewhere(start: impl FnOnce(Option<OwnedFd>) -> Result<Pid>) -> Result<Pid> {
    let Ok(directory) = open(".", OFlag::O_PATH | OFlag::O_CLOEXEC, Mode::empty()) else {
        return start(None);
    };
    let before = directory.try_clone()?;
    let _ = chdir("/");
    let started = start(Some(directory));
    if started.is_err() {
        let _ = fchdir(before); // paths in the error may be relative
    }
    started
}

/// Reaps every child that has ended; returns whether process 1 is the last process.
fn is_last_process() -> Result<bool> {
    loop {
        match reap::next(false)? {
            Reaped::Child(..) => {}
            Reaped::None => return Ok(false),
            Reaped::NoChildren => return Ok(true),
        }
    }
}
