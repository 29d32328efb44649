//! An init: process 1 of a container, or a subreaper, that supervises the program to its end.
//!
//! The program gets a process group of its own, and the terminal if this process has it. Every signal that can be
//! passed on is; every child that ends is reaped. When the program stops, so does the init, unless it is process 1; when
//! the init is continued, so is the program. The exit status is the program's, 128+N if signal N killed it.

use std::cell::Cell;
use std::os::unix::process::ExitStatusExt;

use anyhow::{Context as _, Result};
use nix::libc::{self, c_int};
use nix::sys::prctl::set_child_subreaper;
use nix::unistd::{Pid, getpgrp, getpid};

use crate::cli::options::Scope;
use crate::debug;
use crate::environment::overrides::Overrides;
use crate::error::Error;
use crate::process::program::Program;
use crate::process::reap::Reaped;
use crate::process::signal_queue::is_process_1;
use crate::process::signal_set::{SignalSet, send};
use crate::process::signals::Signals;
use crate::process::terminal::Terminal;
use crate::process::{reap, run};

/// How the init behaves.
pub struct Init {
    /// The processes that receive the signals.
    pub scope: Scope,
}

impl Init {
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
        signals.block()?;
        // Also the signals that the kernel sends for a fault of this process: those it delivers all the same (signal(7)).
        SignalSet::ALL.block()?;
        signals.check()?;
        if !is_process_1() {
            set_child_subreaper(true).context("cannot become a subreaper")?;
        }
        let terminal = Terminal::in_foreground();
        debug!("stays as the init of {}", program.what());
        let child = run::start(program, signals, overrides, terminal.group_of_program(), false)?;
        let supervised = Supervised { child, init: self, terminal, stopped: Cell::new(false) };
        let status = supervised.serve()?;
        supervised.terminal.pass(child, getpgrp());
        if self.scope == Scope::Group {
            supervised.send(libc::SIGTERM); // to the processes that the program left behind in its group
        }
        Ok(Error::Silent(status))
    }
}

/// The program while it runs.
struct Supervised<'a> {
    child: Pid,
    init: &'a Init,
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
                Some(libc::SIGCONT) => {
                    self.terminal.pass(getpgrp(), self.child);
                    // A key that stops the program, Ctrl-Z, stops its whole group.
                    if self.stopped.replace(false) {
                        let _ = send(-self.child.as_raw(), libc::SIGCONT);
                    } else {
                        self.send(libc::SIGCONT);
                    }
                }
                Some(signal) => self.send(signal),
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
                self.stop_too();
            }
        }
        Ok(None)
    }

    /// Stops this process, so that its parent sees that the program has stopped. The kernel never stops process 1.
    fn stop_too(&self) {
        if !is_process_1() {
            self.terminal.pass(self.child, getpgrp());
            let _ = send(getpid().as_raw(), libc::SIGSTOP);
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
}
