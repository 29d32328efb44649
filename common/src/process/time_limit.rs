//! A limit on how long a probe may take: `--timeout`.
//!
//! The program runs in a process group of its own, a child of this process. When its time is up,
//! the whole group gets TERM, and KILL two seconds later. If this process is killed, the kernel
//! kills the child, and the [`Watcher`] the rest of its group.

use std::time::{Duration, Instant};

use anyhow::{Context as _, Result};
use nix::errno::Errno;
use nix::libc::{self, c_int};
use nix::unistd::{Pid, getpgrp};

use crate::debug;
use crate::environment::overrides::Overrides;
use crate::error::Error;
use crate::process::evaluation::Evaluation;
use crate::process::exec::ChildSettings;
use crate::process::program::Program;
use crate::process::signal_set::{SignalSet, send};
use crate::process::signals::{Signals, stopped_by};
use crate::process::watcher::Watcher;
use crate::process::{reap, run, supervisor};

/// The time between TERM and KILL for the group. It is shorter than the grace periods of kubelet
/// and Docker, because it is added to the limit of the probe.
const GRACE: Duration = Duration::from_secs(2);
/// The time that the program runs without a watcher: starting one costs more than a quick probe
/// takes.
const UNWATCHED: Duration = Duration::from_millis(100);
/// The time between two questions to the kernel whether the group still exists.
const INTERVAL: Duration = Duration::from_millis(5);
/// The exit status of a probe that took too long, as timeout(1) has it.
const TIMED_OUT: u8 = 124;

/// The limit on a command.
pub struct TimeLimit {
    /// The command's name, for the error.
    pub name: &'static str,
    /// The time that the environment and the program have together.
    pub limit: Duration,
    /// When the command started.
    pub started: Instant,
}

enum Ended {
    WithStatus(u8),
    TooLate(Evaluation),
}

impl TimeLimit {
    /// Starts `program` and supervises it to its end, or to the end of its time.
    ///
    /// # Errors
    /// The program could not be started; else the error that is returned has its status, or
    /// [`TIMED_OUT`].
    pub fn run(
        &self,
        program: &Program,
        signals: &Signals,
        overrides: &Overrides,
    ) -> Result<Error> {
        let terminal = supervisor::prepare(signals)?;
        debug!("stays for the limit of {}", program.what());
        let settings = ChildSettings {
            group: terminal.group_of_program(),
            dies_with_parent: true,
            directory: None,
            signals: signals.inherited()?,
        };
        let child = run::start(program, overrides, &settings)?;
        let mut stop_signal = None;
        let ended = self.wait(child, signals, &mut stop_signal)?;
        terminal.pass(child, getpgrp());
        Ok(match (ended, stop_signal) {
            (Ended::WithStatus(0), Some(signal)) => stopped_by(signal),
            (Ended::WithStatus(status), _) => Error::Silent(status),
            (Ended::TooLate(evaluation), _) => self.too_late(evaluation),
        })
    }

    /// Waits until the child has ended or its time is up; `stop_signal` is set to the stop signal
    /// that came.
    fn wait(
        &self,
        child: Pid,
        signals: &Signals,
        stop_signal: &mut Option<c_int>,
    ) -> Result<Ended> {
        let mut watcher = None;
        loop {
            let elapsed = self.started.elapsed();
            if elapsed >= self.limit {
                let evaluation = Evaluation::of(child);
                stop(child, evaluation)?;
                return Ok(Ended::TooLate(evaluation));
            }
            if elapsed >= UNWATCHED && watcher.is_none() {
                watcher = Some(Watcher::start(child)?); // without one, the kernel still kills the child itself
            }
            let next = if watcher.is_none() { self.limit.min(UNWATCHED) } else { self.limit };
            let signal = SignalSet::ALL.wait(Some(next.saturating_sub(elapsed)));
            match signal.context("cannot wait for signals")? {
                None => {}
                Some(signal) if signal.number == libc::SIGCHLD => {
                    if let Some(ended) = reap::until(child)? {
                        return Ok(Ended::WithStatus(reap::status(ended)));
                    }
                }
                // The child's group is not this process's, so a signal of the terminal reaches only
                // one of the two.
                Some(signal) => {
                    if signals.is_stop(signal.number) {
                        stop_signal.get_or_insert(signal.number);
                    }
                    let _ = send(-child.as_raw(), signal.number);
                }
            }
        }
    }

    fn too_late(&self, evaluation: Evaluation) -> Error {
        let doing = match evaluation {
            Evaluation::Running => ", while its environment was being set up",
            Evaluation::Over => ", while its hook was running",
            Evaluation::Unknown => "",
        };
        Error::Ended(
            TIMED_OUT,
            format!(
                "s2i-{} was stopped after {} s, the limit of --timeout or S2I_PROBE_TIMEOUT{doing}; \
                 give it more time, or make it faster",
                self.name,
                in_seconds(self.limit)
            ),
        )
    }
}

/// Returns a length of time as a person writes it: 2, 0.5. Not through `f64`, whose tables are a
/// hundredth of the program.
fn in_seconds(length: Duration) -> String {
    let text = format!("{}.{:09}", length.as_secs(), length.subsec_nanos());
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

/// Sends TERM to the group, and KILL to the processes that are left of it after the grace; reaps
/// them.
fn stop(group: Pid, evaluation: Evaluation) -> Result<()> {
    let leader = group.as_raw();
    if evaluation == Evaluation::Running {
        let _ = send(leader, libc::SIGALRM); // bash's trap for it ends bash without an error line of its own
    }
    if send(-leader, libc::SIGTERM) == Err(Errno::EPERM) {
        return Ok(()); // a sandbox refuses kill(2), or the processes belong to another user: no wait ends them
    }
    let _ = send(-leader, libc::SIGCONT); // a process that is stopped cannot end
    if !is_gone_within(group, GRACE)? {
        let _ = send(-leader, libc::SIGKILL);
        is_gone_within(group, GRACE)?;
    }
    Ok(())
}

/// Reaps until no process is left in the group, but no longer than `limit`.
fn is_gone_within(group: Pid, limit: Duration) -> Result<bool> {
    let deadline = Instant::now() + limit;
    loop {
        reap::until(group)?;
        if send(-group.as_raw(), 0) == Err(Errno::ESRCH) {
            return Ok(true);
        }
        if Instant::now() > deadline {
            return Ok(false);
        }
        SignalSet::of(&[libc::SIGCHLD]).wait(Some(INTERVAL))?;
    }
}
