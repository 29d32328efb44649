//! Signals by their number, from 1 to 64, and the system calls that take sets of them.
//!
//! These calls do not go through the C library, which keeps some real-time signals for its own
//! threads: glibc 32 and 33, musl 32 to 34. Its functions refuse these numbers or leave them out,
//! and an init must pass them on.

use std::ptr;
use std::time::Duration;

use nix::errno::Errno;
use nix::libc::{self, c_int};
use nix::sys::signal::Signal;
use nix::sys::time::TimeSpec;
use nix::unistd::Pid;

use crate::process::system_call::{address, system_call};

/// In bytes: the size of the kernel's `sigset_t`, which these calls want to be told.
const SET_SIZE: isize = 8;
/// The value of `sa_handler` for the default action.
const DEFAULT: u64 = libc::SIG_DFL as u64;
/// The value of `sa_handler` for a signal that is ignored.
const IGNORE: u64 = libc::SIG_IGN as u64;

/// A set of signals as the kernel keeps it: bit N-1 stands for signal N.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SignalSet(u64);

/// A signal that was taken out of the queue of pending signals.
#[derive(Debug, Clone, Copy)]
pub struct ReceivedSignal {
    /// Its number.
    pub number: c_int,
    /// The process that sent it; 0 where the kernel did.
    pub sender: Pid,
    /// Whether the kernel sent it, as for a key on a terminal.
    pub from_kernel: bool,
}

impl SignalSet {
    /// All signals.
    pub const ALL: Self = Self(u64::MAX);
    /// The real-time signals, 32 to 64, those included that a C library keeps to itself.
    pub const REAL_TIME: Self = Self(u64::MAX << 31);

    /// Returns the set of `signals`.
    #[must_use]
    pub const fn of(signals: &[c_int]) -> Self {
        let (mut set, mut index) = (0, 0);
        while index < signals.len() {
            set |= 1 << (signals[index] - 1);
            index += 1;
        }
        Self(set)
    }

    /// Returns the signals that are in one of the two sets.
    #[must_use]
    pub const fn union(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// Returns whether `signal` is in the set.
    #[must_use]
    pub const fn contains(self, signal: c_int) -> bool {
        self.0 >> (signal - 1) & 1 == 1
    }

    /// Returns the set without `signal`.
    #[must_use]
    pub const fn without(self, signal: c_int) -> Self {
        Self(self.0 & !(1 << (signal - 1)))
    }

    /// Adds these signals to the signal mask of the process; returns the mask before.
    ///
    /// # Errors
    /// The kernel refuses.
    pub fn block(self) -> nix::Result<Self> {
        change_mask(libc::SIG_BLOCK, self)
    }

    /// Makes these signals the signal mask of the process.
    ///
    /// # Errors
    /// The kernel refuses.
    pub fn set_as_mask(self) -> nix::Result<()> {
        change_mask(libc::SIG_SETMASK, self).map(drop)
    }

    /// Takes one of these signals, which must be blocked, out of the queue, or waits for one, no
    /// longer than `limit`; `None` if none came.
    ///
    /// # Errors
    /// The kernel refuses.
    pub fn wait(self, limit: Option<Duration>) -> nix::Result<Option<ReceivedSignal>> {
        // `siginfo_t` has 128 bytes: the number, an errno, the code, a gap, the sender
        // (sigaction(2)).
        let mut info = [0_i32; 32];
        let limit = limit.map(TimeSpec::from_duration);
        let limit = limit.as_ref().map_or(ptr::null(), |limit| ptr::from_ref(limit.as_ref()));
        let arguments =
            [address(&raw const self.0), address(&raw mut info), address(limit), SET_SIZE, 0];
        match system_call(libc::SYS_rt_sigtimedwait, arguments) {
            Ok(_) => Ok(Some(ReceivedSignal {
                number: info[0],
                sender: Pid::from_raw(info[4]),
                from_kernel: info[2] == libc::SI_KERNEL,
            })),
            // A signal outside of the set, or SIGCONT after a stop, cut the wait short.
            Err(Errno::EAGAIN | Errno::EINTR) => Ok(None),
            Err(error) => Err(error),
        }
    }
}

fn change_mask(how: c_int, set: SignalSet) -> nix::Result<SignalSet> {
    let mut before = 0_u64;
    let arguments =
        [how as isize, address(&raw const set.0), address(&raw mut before), SET_SIZE, 0];
    system_call(libc::SYS_rt_sigprocmask, arguments)?;
    Ok(SignalSet(before))
}

/// Returns whether `signal` is ignored.
#[must_use]
pub fn is_ignored(signal: c_int) -> bool {
    change_action(signal, None).is_ok_and(|before| before == IGNORE)
}

/// Ignores `signal`, or gives it its default action; returns whether it was ignored before.
#[allow(clippy::must_use_candidate, reason = "most callers do not need the state before")]
pub fn set_ignored(signal: c_int, ignored: bool) -> bool {
    let action = if ignored { IGNORE } else { DEFAULT };
    change_action(signal, Some(action)).is_ok_and(|before| before == IGNORE)
}

/// Sets `sa_handler` of a signal if one is given; returns the one before.
fn change_action(signal: c_int, handler: Option<u64>) -> nix::Result<u64> {
    // The kernel's structure: handler, flags, restorer, mask; machines without a restorer have one
    // word less.
    let new = handler.map(|handler| [handler, 0, 0, 0]);
    let new = new.as_ref().map_or(ptr::null(), |new| new.as_ptr());
    let mut before = [0_u64; 4];
    let arguments = [signal as isize, address(new), address(&raw mut before), SET_SIZE, 0];
    system_call(libc::SYS_rt_sigaction, arguments)?;
    Ok(before[0])
}

/// Sends `signal` to the process `to`, or to the process group `-to`; signal 0 only asks whether
/// that would succeed.
///
/// # Errors
/// There is no such process (ESRCH), or this process may not send signals to any of them (EPERM).
pub fn send(to: libc::pid_t, signal: c_int) -> nix::Result<()> {
    system_call(libc::SYS_kill, [to as isize, signal as isize, 0, 0, 0]).map(drop)
}

/// Returns the name of a signal: `SIGTERM`, or `signal 34` for a real-time signal.
#[must_use]
pub fn name(signal: c_int) -> String {
    Signal::try_from(signal)
        .map_or_else(|_| format!("signal {signal}"), |signal| signal.to_string())
}

/// Returns the exit status that stands for death by `signal`: 128+N.
#[must_use]
pub fn status_of(signal: c_int) -> u8 {
    u8::try_from(signal + 128).unwrap_or(u8::MAX) // signal numbers end at 64 (signal(7))
}
