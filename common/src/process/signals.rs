//! Signals while we are not yet the application.
//!
//! A command that waits for something holds the signals that matter back from its first moment on and
//! reads them one by one (`signalfd(2)`): none is lost between two steps, none interrupts our own
//! work halfway, and it is the same as process 1, for which the kernel would drop what it does not
//! handle. A signal that came ignored stays ignored, as `nohup` wants it.

use std::os::fd::AsFd;
use std::time::{Duration, Instant};

use anyhow::{Context as _, Result};
use nix::errno::Errno;
use nix::libc;
use nix::poll::{PollFd, PollFlags, PollTimeout, poll};
use nix::sys::signal::{SaFlags, SigAction, SigHandler, SigSet, Signal, sigaction};
use once_cell::unsync::OnceCell;

use crate::error::Error;

use crate::process::signal_queue::Held;
pub use crate::process::signal_queue::InheritedSignals;

/// What the process does about signals; nothing until [`Signals::hold`].
#[derive(Default)]
pub struct Signals {
    /// Whether bash stays as our parent and passes on what it gets.
    pub below_bash: bool,
    held: OnceCell<Held>,
}

/// What came next out of the queue.
pub enum Event {
    /// A child may have ended.
    Child,
    /// To be passed on to the hook that is waited for.
    PassOn(Signal),
    /// From the terminal, or from bash above us after the terminal: its whole foreground group has it.
    FromTerminal(Signal),
}

impl Signals {
    /// Holds the signals back from now on.
    ///
    /// # Errors
    /// The kernel gives no descriptor for the queue.
    pub fn hold(&self) -> Result<()> {
        self.held().map(drop)
    }

    /// Looks for a signal that ends the command.
    ///
    /// # Errors
    /// [`Error::Ended`] with 128+N if signal N has come, now or earlier.
    pub fn check(&self) -> Result<()> {
        let Some(held) = self.held.get() else {
            return Ok(());
        };
        while held.read(self.below_bash)?.is_some() {}
        match held.ended_by.get() {
            Some(signal) => Err(ended_by(signal).into()),
            None => Ok(()),
        }
    }

    /// The signal that has ended the command, if one has.
    #[must_use]
    pub fn ended_by(&self) -> Option<Signal> {
        self.held.get().and_then(|held| held.ended_by.get())
    }

    /// Waits for the next event.
    ///
    /// # Errors
    /// The queue cannot be read.
    pub fn next(&self) -> Result<Event> {
        loop {
            if let Some(event) = self.next_within(None)? {
                return Ok(event);
            }
        }
    }

    /// Waits for the next event, but no longer than `limit`; then it is `None`.
    ///
    /// # Errors
    /// The queue cannot be read.
    pub fn next_within(&self, limit: Option<Duration>) -> Result<Option<Event>> {
        let held = self.held()?;
        let started = Instant::now();
        loop {
            if let Some(event) = held.read(self.below_bash)? {
                return Ok(Some(event));
            }
            let left = limit.map(|limit| limit.saturating_sub(started.elapsed()));
            if left.is_some_and(|left| left.is_zero()) {
                return Ok(None);
            }
            // Rounded up, and in steps if it is more than a call takes.
            let timeout = left.map_or(PollTimeout::NONE, |left| {
                PollTimeout::try_from(left + Duration::from_millis(1)).unwrap_or(PollTimeout::MAX)
            });
            let queue = held.queue.borrow();
            let mut polled = [PollFd::new(queue.as_fd(), PollFlags::POLLIN)];
            match poll(&mut polled, timeout) {
                Ok(_) | Err(Errno::EINTR) => {}
                Err(error) => return Err(error).context("cannot wait for signals"),
            }
        }
    }

    /// What a child needs to have the mask and the dispositions that we were started with.
    ///
    /// # Errors
    /// As [`Signals::hold`].
    pub fn inherited(&self) -> Result<InheritedSignals> {
        self.held().map(|held| held.inherited)
    }

    /// Puts mask and dispositions back as they were found; for becoming something else.
    ///
    /// # Errors
    /// The kernel refuses.
    pub fn let_go(&self) -> Result<()> {
        match self.held.get() {
            Some(held) => Ok(held.inherited.apply()?),
            None => Ok(()),
        }
    }

    fn held(&self) -> Result<&Held> {
        self.held
            .get_or_try_init(Held::new)
            .context("cannot receive signals; look at the limits of this process (ulimit -a)")
    }
}

/// The error for a command that `signal` has ended.
#[must_use]
pub fn ended_by(signal: Signal) -> Error {
    Error::Ended(
        status_of(signal),
        format!("stopped by {signal}; what was still to be done was not done"),
    )
}

/// The exit status that stands for death by `signal`: 128+N.
#[must_use]
pub fn status_of(signal: Signal) -> u8 {
    // Signal numbers end at 64 (signal(7)).
    u8::try_from(signal as libc::c_int).unwrap_or(0) + 128
}

/// Makes a write into a closed pipe an error that can be dropped.
pub fn ignore_broken_pipes() {
    set_broken_pipes(SigHandler::SigIgn);
}

/// Gives the program that we become the default back.
pub fn default_broken_pipes() {
    set_broken_pipes(SigHandler::SigDfl);
}

fn set_broken_pipes(handler: SigHandler) {
    let action = SigAction::new(handler, SaFlags::empty(), SigSet::empty());
    // SAFETY: both are no code.
    let _ = unsafe { sigaction(Signal::SIGPIPE, &action) };
}
