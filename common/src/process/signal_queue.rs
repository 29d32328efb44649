//! The signals that are held back: how they were found, and the queue that they are read from.

use std::cell::{Cell, RefCell};

use anyhow::Result;
use nix::libc;
use nix::sys::signal::{
    SaFlags, SigAction, SigHandler, SigSet, SigmaskHow, Signal, sigaction, sigprocmask,
};
use nix::sys::signalfd::{SfdFlags, SignalFd};
use nix::unistd::{Pid, getppid};

use crate::process::signals::Event;

/// These end the command; with the ones in [`PASSED_ON`] they reach the hook that is waited for.
const ENDING: [Signal; 4] = [Signal::SIGHUP, Signal::SIGINT, Signal::SIGQUIT, Signal::SIGTERM];
/// These are only passed on.
const PASSED_ON: [Signal; 2] = [Signal::SIGUSR1, Signal::SIGUSR2];

/// What is held back, and what has come of it.
pub struct Held {
    /// The descriptor that the blocked signals are read from.
    pub queue: RefCell<SignalFd>,
    /// The mask and the dispositions that the process was started with.
    pub inherited: InheritedSignals,
    /// The first signal that ends the command.
    pub ended_by: Cell<Option<Signal>>,
    /// What the terminal has sent to the whole group, and so to bash above us as well.
    sent_by_terminal: Cell<SigSet>,
}

/// The mask and the dispositions that we were started with, as far as we change them.
#[derive(Clone, Copy)]
pub struct InheritedSignals {
    mask: SigSet,
    child_signal: SigAction,
}

impl InheritedSignals {
    /// Puts them in place.
    ///
    /// # Errors
    /// The kernel refuses.
    pub fn apply(&self) -> nix::Result<()> {
        // SAFETY: this puts back what was in place before; no handler of ours is involved.
        unsafe { sigaction(Signal::SIGCHLD, &self.child_signal) }?;
        sigprocmask(SigmaskHow::SIG_SETMASK, Some(&self.mask), None)
    }
}

impl Held {
    /// Holds them back from now on.
    ///
    /// # Errors
    /// The kernel gives no descriptor for the queue.
    pub fn new() -> Result<Self> {
        let mut wanted = SigSet::empty();
        wanted.extend(ENDING);
        wanted.extend(PASSED_ON);
        wanted.add(Signal::SIGCHLD);
        let mut mask_as_found = SigSet::empty();
        sigprocmask(SigmaskHow::SIG_BLOCK, Some(&wanted), Some(&mut mask_as_found))?;
        let default = SigAction::new(SigHandler::SigDfl, SaFlags::empty(), SigSet::empty());
        for signal in ENDING.into_iter().chain(PASSED_ON) {
            // SAFETY: the signal is blocked; both the default and what is put back are no code.
            let inherited = unsafe { sigaction(signal, &default) }?;
            if matches!(inherited.handler(), SigHandler::SigIgn) {
                // SAFETY: as above.
                unsafe { sigaction(signal, &inherited) }?;
                wanted.remove(signal);
            }
        }
        // An ignored SIGCHLD would make the kernel throw the exit statuses away.
        // SAFETY: the default disposition is no code.
        let child_signal_as_found = unsafe { sigaction(Signal::SIGCHLD, &default) }?;
        let queue = SignalFd::with_flags(&wanted, SfdFlags::SFD_CLOEXEC | SfdFlags::SFD_NONBLOCK)?;
        Ok(Self {
            queue: RefCell::new(queue),
            inherited: InheritedSignals {
                mask: mask_as_found,
                child_signal: child_signal_as_found,
            },
            ended_by: Cell::new(None),
            sent_by_terminal: Cell::new(SigSet::empty()),
        })
    }

    /// Takes one signal out of the queue, if there is one.
    ///
    /// # Errors
    /// The queue cannot be read.
    pub fn read(&self, below_bash: bool) -> Result<Option<Event>> {
        let Some(signal) = self.queue.borrow_mut().read_signal()? else {
            return Ok(None);
        };
        let (code, sender) = (signal.ssi_code, signal.ssi_pid);
        let signal = Signal::try_from(libc::c_int::try_from(signal.ssi_signo)?)?;
        if signal == Signal::SIGCHLD {
            return Ok(Some(Event::Child));
        }
        if ENDING.contains(&signal) && self.ended_by.get().is_none() {
            self.ended_by.set(Some(signal));
        }
        let mut sent_by_terminal = self.sent_by_terminal.get();
        // Of a hangup the terminal tells only the leader of the session (credentials(7)).
        if code == libc::SI_KERNEL && signal != Signal::SIGHUP {
            sent_by_terminal.add(signal);
            self.sent_by_terminal.set(sent_by_terminal);
            return Ok(Some(Event::FromTerminal(signal)));
        }
        let sender = libc::pid_t::try_from(sender).map(Pid::from_raw);
        if below_bash && sender == Ok(getppid()) && sent_by_terminal.contains(signal) {
            sent_by_terminal.remove(signal);
            self.sent_by_terminal.set(sent_by_terminal);
            return Ok(Some(Event::FromTerminal(signal)));
        }
        Ok(Some(Event::PassOn(signal)))
    }
}
