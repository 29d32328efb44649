//! Staying as the parent of the program, as an init: process 1 of a container, or a subreaper.
//!
//! The program gets a process group of its own, and the terminal if we have it. Every signal that can be passed
//! on is; whatever dies is reaped; when the program stops, so do we, unless we are process 1, and when we are
//! continued, so is it. Our exit status is the program's, 128+N if signal N killed it.

use std::cell::Cell;
use std::io::{self, IsTerminal};
use std::os::unix::process::ExitStatusExt;

use anyhow::{Context as _, Result};
use nix::errno::Errno;
use nix::libc;
use nix::sys::prctl::set_child_subreaper;
use nix::sys::signal::{SigSet, SigmaskHow, Signal, raise, sigprocmask};
use nix::sys::signalfd::{SfdFlags, SignalFd};
use nix::unistd::{Pid, getpgrp, getpid, tcgetpgrp, tcsetpgrp};

use crate::cli::options::Scope;
use crate::debug;
use crate::environment::overrides::Overrides;
use crate::error::Error;
use crate::process::exec::Place;
use crate::process::program::Program;
use crate::process::signals::Signals;
use crate::process::{reap, run};

/// Runs `program` as an init does, to its end.
///
/// # Errors
/// Always: [`Error::Silent`] with the program's status, or why it could not be started.
pub fn run(
    program: &Program,
    scope: Scope,
    signals: &Signals,
    overrides: &Overrides,
) -> Result<()> {
    signals.hold()?;
    // Also what the kernel sends for a mistake of ours: that it delivers all the same (signal(7)).
    let held_back = SigSet::all();
    sigprocmask(SigmaskHow::SIG_BLOCK, Some(&held_back), None)?;
    signals.check()?;
    if getpid() != Pid::from_raw(1) {
        set_child_subreaper(true).context("cannot become a subreaper")?;
    }
    let terminal = Terminal::ours();
    let place = match terminal.0 {
        Some(_) => Place::GroupOnTerminal,
        None => Place::OwnGroup,
    };
    debug!("stays as the init of {}", program.what());
    let init = Init {
        child: run::start(program, signals, overrides, place)?,
        scope,
        terminal,
        stopped: Cell::new(false),
    };
    let status = init.serve(&SignalFd::with_flags(&held_back, SfdFlags::SFD_CLOEXEC)?)?;
    init.terminal.pass(init.child, getpgrp());
    if scope == Scope::Group {
        init.send(libc::SIGTERM); // what the program has left behind in its group
    }
    Err(Error::Silent(status).into())
}

struct Init {
    child: Pid,
    scope: Scope,
    terminal: Terminal,
    stopped: Cell<bool>,
}

impl Init {
    /// Serves until the program has ended; returns its exit status.
    fn serve(&self, queue: &SignalFd) -> Result<u8> {
        loop {
            let signal = match queue.read_signal() {
                Ok(Some(signal)) => libc::c_int::try_from(signal.ssi_signo)?,
                Ok(None) | Err(Errno::EINTR) => continue,
                Err(error) => return Err(error).context("cannot wait for signals"),
            };
            match signal {
                libc::SIGCHLD => {
                    if let Some(status) = self.reap()? {
                        return Ok(status);
                    }
                }
                libc::SIGCONT => {
                    self.terminal.pass(getpgrp(), self.child);
                    // What stops the program stops its whole group, as Ctrl-Z does.
                    if self.stopped.replace(false) {
                        send(-self.child.as_raw(), signal);
                    } else {
                        self.send(signal);
                    }
                }
                _ => self.send(signal),
            }
        }
    }

    /// Reaps what has ended; returns the program's exit status if it is among them.
    fn reap(&self) -> Result<Option<u8>> {
        while let Some((child, status)) = reap::next(true)? {
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

    /// Lets whoever started us see that the program has stopped. The kernel never stops process 1.
    fn stop_too(&self) {
        if getpid() != Pid::from_raw(1) {
            self.terminal.pass(self.child, getpgrp());
            let _ = raise(Signal::SIGSTOP);
        }
    }

    fn send(&self, signal: libc::c_int) {
        let whom = match self.scope {
            Scope::Child => self.child.as_raw(),
            Scope::Group => -self.child.as_raw(),
        };
        send(whom, signal);
    }
}

/// Real-time signals have no place in nix's type.
fn send(whom: libc::pid_t, signal: libc::c_int) {
    // SAFETY: `kill` has no preconditions.
    unsafe { libc::kill(whom, signal) };
}

/// The controlling terminal, if there is one on standard input and our group is its foreground group.
struct Terminal(Option<io::Stdin>);

impl Terminal {
    fn ours() -> Self {
        let stdin = io::stdin();
        let ours = stdin.is_terminal() && tcgetpgrp(&stdin) == Ok(getpgrp());
        Self(ours.then_some(stdin))
    }

    /// Makes the group `to` the foreground group if `from` is: a shell may have taken the terminal meanwhile.
    /// SIGTTOU, which the kernel answers with otherwise, is held back.
    fn pass(&self, from: Pid, to: Pid) {
        if let Some(terminal) = &self.0
            && tcgetpgrp(terminal) == Ok(from)
        {
            let _ = tcsetpgrp(terminal, to);
        }
    }
}
