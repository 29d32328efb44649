//! The queue of blocked signals, and the state that the process inherited.

use std::cell::Cell;
use std::time::Duration;

use nix::libc::{self, c_int};
use nix::unistd::{Pid, getpid, getppid};
use once_cell::sync::OnceCell;

use crate::process::signal_set::{ReceivedSignal, SignalSet, is_ignored, set_ignored};

/// These signals end the command; each reaches the hook that is waited for as well.
const STOP: SignalSet = SignalSet::of(&[libc::SIGHUP, libc::SIGINT, libc::SIGQUIT, libc::SIGTERM]);
/// The other signals that an image may declare as its stop signal: those whose default action ends
/// a process, and SIGWINCH, which the images of httpd and php declare. Not SIGPIPE and the signals
/// that the kernel sends for a fault of the process itself, such as SIGSEGV.
const STOP_OF_CONTAINER: SignalSet = SignalSet::of(&[
    libc::SIGABRT,
    libc::SIGALRM,
    libc::SIGSTKFLT,
    libc::SIGXCPU,
    libc::SIGXFSZ,
    libc::SIGVTALRM,
    libc::SIGPROF,
    libc::SIGIO,
    libc::SIGPWR,
    libc::SIGWINCH,
])
.union(SignalSet::REAL_TIME);
/// These signals only reach the hook.
const FORWARDED: SignalSet = SignalSet::of(&[libc::SIGUSR1, libc::SIGUSR2]);
const CHILD: SignalSet = SignalSet::of(&[libc::SIGCHLD]);

/// The signal mask before [`block_as_process_1`].
static MASK_AT_START: OnceCell<SignalSet> = OnceCell::new();

/// Blocks the stop signals if this is process 1, for which the kernel drops them otherwise: for the
/// first instructions, before the command is known.
pub fn block_as_process_1() {
    if is_process_1()
        && let Ok(mask) = STOP.union(STOP_OF_CONTAINER).block()
    {
        let _ = MASK_AT_START.set(mask);
    }
}

/// Puts the signal mask back that [`block_as_process_1`] changed.
///
/// # Errors
/// The kernel refuses.
pub fn restore_mask() -> nix::Result<()> {
    MASK_AT_START.get().map_or(Ok(()), |mask| mask.set_as_mask())
}

/// An event for a command that waits for a child.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Event {
    /// A child may have ended.
    Child,
    /// A signal that only this process received.
    Received(c_int),
    /// A signal that a terminal sent to the whole foreground process group, the child included.
    /// bash may have passed it on to this process a second time.
    FromTerminal(c_int),
}

/// The signal mask and the dispositions that the process was started with, as far as they are
/// changed.
#[derive(Debug, Clone, Copy)]
pub struct InheritedSignals {
    mask: SignalSet,
    ignores_child: bool,
}

/// The signals that are blocked, and the stop signal that came.
pub struct SignalQueue {
    /// The state that a program that is started must have again.
    pub inherited: InheritedSignals,
    /// The first stop signal that came.
    pub stopped_by: Cell<Option<c_int>>,
    stop: StopSignals,
    waited_for: SignalSet,
    /// Signals that the terminal sent, so that bash above this process received them too.
    from_terminal: Cell<SignalSet>,
}

impl InheritedSignals {
    /// Puts mask and dispositions back.
    ///
    /// # Errors
    /// The kernel refuses.
    pub fn restore(&self) -> nix::Result<()> {
        if self.ignores_child {
            set_ignored(libc::SIGCHLD, true);
        }
        self.mask.set_as_mask()
    }
}

impl SignalQueue {
    /// Blocks the signals that concern a command that waits; with `below_init` its parent is an init.
    ///
    /// # Errors
    /// The kernel refuses.
    pub fn block(below_init: bool) -> nix::Result<Self> {
        let stop = StopSignals::of_command(below_init);
        let waited_for = stop.all.union(FORWARDED).union(CHILD);
        let before = waited_for.block()?;
        Ok(Self {
            inherited: InheritedSignals {
                mask: MASK_AT_START.get().copied().unwrap_or(before),
                // The kernel drops the exit statuses of children where SIGCHLD is ignored
                // (wait(2)).
                ignores_child: set_ignored(libc::SIGCHLD, false),
            },
            stopped_by: Cell::new(None),
            stop,
            waited_for,
            from_terminal: Cell::new(SignalSet::of(&[])),
        })
    }

    /// Takes one signal out of the queue, or waits for one, no longer than `limit`; `None` if none
    /// came.
    ///
    /// # Errors
    /// The kernel refuses.
    pub fn next(&self, limit: Option<Duration>, below_bash: bool) -> nix::Result<Option<Event>> {
        loop {
            let Some(signal) = self.waited_for.wait(limit)? else {
                return Ok(None);
            };
            if signal.number == libc::SIGCHLD {
                return Ok(Some(Event::Child));
            }
            // A blocked signal is queued even where it is ignored. A terminal that changes its size
            // sends SIGWINCH to the hook as well.
            let is_resize = signal.from_kernel && signal.number == libc::SIGWINCH;
            if !is_resize && (self.stop.contains(signal.number) || !is_ignored(signal.number)) {
                return Ok(Some(self.event(signal, below_bash)));
            }
        }
    }

    /// Returns whether `signal` ends the command.
    #[must_use]
    pub fn is_stop(&self, signal: c_int) -> bool {
        self.stop.contains(signal)
    }

    fn event(&self, signal: ReceivedSignal, below_bash: bool) -> Event {
        let number = signal.number;
        if self.stop.contains(number) && self.stopped_by.get().is_none() {
            self.stopped_by.set(Some(number));
        }
        let from_terminal = self.from_terminal.get();
        // The terminal tells a hangup only to the leader of the session (credentials(7)).
        if signal.from_kernel && number != libc::SIGHUP {
            self.from_terminal.set(from_terminal.union(SignalSet::of(&[number])));
            return Event::FromTerminal(number);
        }
        if below_bash && signal.sender == getppid() && from_terminal.contains(number) {
            self.from_terminal.set(from_terminal.without(number));
            return Event::FromTerminal(number);
        }
        Event::Received(number)
    }
}

/// Returns whether this is process 1 of its pid namespace.
#[must_use]
pub fn is_process_1() -> bool {
    getpid() == Pid::from_raw(1)
}

/// The signals that end a command.
#[derive(Debug, Clone, Copy)]
struct StopSignals {
    all: SignalSet,
    of_container: bool,
}

impl StopSignals {
    /// Returns the stop signals of this process. As process 1, or with `below_init` as the child of
    /// an init that is process 1, these are all signals that an image may declare as its stop
    /// signal.
    fn of_command(below_init: bool) -> Self {
        let of_container = is_process_1() || below_init && getppid() == Pid::from_raw(1);
        let all = if of_container { STOP.union(STOP_OF_CONTAINER) } else { STOP };
        Self { all, of_container }
    }

    /// Returns whether `signal` ends the command. Outside of a container a signal that was ignored
    /// at the start stays ignored, as nohup(1) wants it; nohup does not start the main process of a
    /// container.
    fn contains(self, signal: c_int) -> bool {
        self.all.contains(signal) && (self.of_container || !is_ignored(signal))
    }
}

/// Returns whether a program that does not handle the stop signal `signal` may survive it: bash
/// ignores QUIT, and WINCH is ignored by default.
#[must_use]
pub const fn needs_term(signal: c_int) -> bool {
    !matches!(signal, libc::SIGTERM | libc::SIGINT)
}
