//! Signals while the process is not yet the application.
//!
//! A command that waits for something blocks the signals that matter from its first moment on and
//! takes them out of the queue one by one (`sigtimedwait(2)`). None is lost between two steps, none
//! interrupts a step halfway, and process 1, for which the kernel drops a signal that has its
//! default action, behaves as any other process.

use std::time::{Duration, Instant};

use anyhow::{Context as _, Result};
use nix::libc::c_int;
use once_cell::unsync::OnceCell;

use crate::error::Error;
use crate::process::signal_queue::{Event, InheritedSignals, SignalQueue, restore_mask};
use crate::process::signal_set;

/// How the process treats signals; the inherited state until [`Signals::block`].
#[derive(Default)]
pub struct Signals {
    /// Whether bash stays as the parent of this process and passes on the signals that it receives.
    pub below_bash: bool,
    /// Whether an init is the parent of this process and passes on the signals that it receives.
    pub below_init: bool,
    queue: OnceCell<SignalQueue>,
}

impl Signals {
    /// Blocks the signals that end a command or reach its hooks, if none are blocked yet.
    ///
    /// # Errors
    /// The kernel refuses.
    pub fn block(&self) -> Result<()> {
        self.queue().map(drop)
    }

    /// Looks for a signal that ends the command.
    ///
    /// # Errors
    /// [`Error::Ended`] with 128+N if the stop signal N came, now or earlier.
    pub fn check(&self) -> Result<()> {
        let Some(queue) = self.queue.get() else {
            return Ok(());
        };
        while queue.next(Some(Duration::ZERO), self.below_bash)?.is_some() {}
        match queue.stopped_by.get() {
            Some(signal) => Err(stopped_by(signal).into()),
            None => Ok(()),
        }
    }

    /// Waits for the next event, but no longer than `limit`; then it is `None`.
    ///
    /// # Errors
    /// The kernel refuses.
    pub fn next(&self, limit: Option<Duration>) -> Result<Option<Event>> {
        let queue = self.queue()?;
        let started = Instant::now();
        loop {
            let left = limit.map(|limit| limit.saturating_sub(started.elapsed()));
            let event = queue.next(left, self.below_bash).context("cannot wait for signals")?;
            if event.is_some() || left.is_some_and(|left| left.is_zero()) {
                return Ok(event);
            }
        }
    }

    /// Returns the signal mask and the dispositions that the process was started with, for a child.
    ///
    /// # Errors
    /// As [`Signals::block`].
    pub fn inherited(&self) -> Result<InheritedSignals> {
        self.queue().map(|queue| queue.inherited)
    }

    /// Puts mask and dispositions back as the process was started with them, for becoming another
    /// program.
    ///
    /// # Errors
    /// The kernel refuses.
    pub fn restore(&self) -> nix::Result<()> {
        self.queue.get().map_or_else(restore_mask, |queue| queue.inherited.restore())
    }

    /// Returns whether `signal` ends the command; no signal does before [`Signals::block`].
    #[must_use]
    pub fn is_stop(&self, signal: c_int) -> bool {
        self.queue.get().is_some_and(|queue| queue.is_stop(signal))
    }

    fn queue(&self) -> Result<&SignalQueue> {
        self.queue
            .get_or_try_init(|| SignalQueue::block(self.below_init))
            .context("cannot block signals")
    }
}

/// Returns the error for a command that `signal` ended.
#[must_use]
pub fn stopped_by(signal: c_int) -> Error {
    let name = signal_set::name(signal);
    let text = format!("stopped by {name}; the remaining steps were skipped");
    Error::Ended(signal_set::status_of(signal), text)
}
