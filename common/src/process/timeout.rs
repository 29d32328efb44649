//! A limit on how long a probe may take.
//!
//! The probe runs in a process group of its own, a child of ours. When its time is up the whole group gets
//! TERM, and KILL two seconds later. If somebody kills us the group goes too, even where we cannot do it any
//! more: a watcher, a second child, sees that we are gone when its pipe closes.

use std::fs;
use std::io::{PipeReader, Read, Write, pipe};
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context as _, Result};
use nix::errno::Errno;
use nix::sys::prctl::set_child_subreaper;
use nix::sys::signal::{Signal, kill, killpg};
use nix::sys::wait::waitpid;
use nix::unistd::{ForkResult, Pid, fork, setpgid};

use crate::environment::handoff::END;
use crate::error::Error;
use crate::process::reap;
use crate::process::signals::{Event, Signals};

/// How long the group has between TERM and KILL.
const GRACE: Duration = Duration::from_secs(2);
/// Why there are no pipes and no processes.
const NO_ROOM: &str =
    "cannot watch over the probe for --timeout; look at the limits of this process (ulimit -a)";
/// The exit status of a probe that took too long, as timeout(1) has it.
const TIMED_OUT: u8 = 124;

/// Goes on in a child, whose time is up `limit` after `started`; the caller's side is the child's, where this
/// returns. `name` is the command's, for the error.
///
/// # Errors
/// In the parent, always: [`Error::Silent`] with the child's status, or that it took too long (124).
pub fn go_on_in_child(name: &str, limit: Duration, started: Instant) -> Result<()> {
    let signals = Signals::default();
    signals.hold()?;
    // What outlives its parent is handed to us, not to a process 1 that may not reap it.
    set_child_subreaper(true).context("cannot become a subreaper")?;
    let (reader, writer) = pipe().context(NO_ROOM)?;
    let (go_reader, mut go_writer) = pipe().context(NO_ROOM)?;
    let Some(child) = fork_group()? else {
        drop((reader, writer, go_writer));
        return wait_to_go(go_reader).and_then(|()| signals.let_go());
    };
    // SAFETY: there is one thread; the child only reads, signals and ends.
    let watcher = match unsafe { fork() }.context(NO_ROOM)? {
        ForkResult::Parent { child: watcher } => watcher,
        ForkResult::Child => {
            drop((writer, go_reader, go_writer));
            return Err(watch(reader, child).into());
        }
    };
    let _ = go_writer.write_all(b"!"); // if the child is gone, so it is reaped
    let ended = wait(child, limit, started, &signals);
    let _ = kill(watcher, Signal::SIGKILL);
    let _ = waitpid(watcher, None);
    drop(writer);
    match ended? {
        Ended::With(0) => signals.check().and(Err(Error::Silent(0).into())),
        Ended::With(status) => Err(Error::Silent(status).into()),
        Ended::TooLate(doing) => Err(Error::Ended(
            TIMED_OUT,
            format!(
                "s2i-{name} was stopped after {} s, the limit of --timeout or S2I_PROBE_TIMEOUT{doing}; \
                 give it more time, or make it faster",
                in_seconds(limit)
            ),
        )
        .into()),
    }
}

/// As one would write it, without `f64`: 2, 0.5.
fn in_seconds(length: Duration) -> String {
    let text = format!("{}.{:09}", length.as_secs(), length.subsec_nanos());
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

enum Ended {
    With(u8),
    TooLate(&'static str),
}

/// Forks; the child, for which this is `None`, leads a group of its own.
fn fork_group() -> Result<Option<Pid>> {
    // SAFETY: there is one thread, so the child may do anything.
    match unsafe { fork() }.context(NO_ROOM)? {
        ForkResult::Child => {
            setpgid(Pid::from_raw(0), Pid::from_raw(0))?;
            Ok(None)
        }
        ForkResult::Parent { child } => {
            // Both do it, for neither knows who is first; it fails where the child has been.
            let _ = setpgid(child, child);
            Ok(Some(child))
        }
    }
}

/// Waits until somebody watches over us.
fn wait_to_go(mut go: PipeReader) -> Result<()> {
    match go.read(&mut [0]) {
        Ok(1) => Ok(()),
        _ => Err(Error::Silent(1).into()), // the parent was killed before
    }
}

/// Waits until the other end of the pipe is closed, and takes the group along.
fn watch(mut parent: PipeReader, group: Pid) -> Error {
    let _ = setpgid(Pid::from_raw(0), Pid::from_raw(0));
    let _ = parent.read(&mut [0]);
    let _ = killpg(group, Signal::SIGKILL);
    Error::Silent(0)
}

fn wait(child: Pid, limit: Duration, started: Instant, signals: &Signals) -> Result<Ended> {
    loop {
        let left = limit.saturating_sub(started.elapsed());
        match signals.next_within(Some(left))? {
            Some(Event::Child) => {
                if let Some(ended) = reap::until(child)? {
                    return Ok(Ended::With(reap::status(ended)));
                }
            }
            // Its group is not the terminal's, so what the terminal sends reaches only us.
            Some(Event::PassOn(signal) | Event::FromTerminal(signal)) => {
                let _ = killpg(child, signal);
            }
            None => {
                let doing = doing(child);
                stop(child)?;
                return Ok(Ended::TooLate(doing));
            }
        }
    }
}

/// How far it had got: bash is given our last argument as long as it sources.
fn doing(child: Pid) -> &'static str {
    match fs::read(format!("/proc/{child}/cmdline")) {
        Ok(line) if line.ends_with(format!("{END}\0").as_bytes()) => {
            ", while its environment was being set up"
        }
        Ok(_) => ", while its hook was running",
        Err(_) => "",
    }
}

/// TERM, then KILL for what is left of the group after the grace; nobody is left unreaped.
fn stop(group: Pid) -> Result<()> {
    let _ = killpg(group, Signal::SIGTERM);
    let _ = killpg(group, Signal::SIGCONT); // what is stopped cannot end
    if !is_gone_within(group, GRACE)? {
        let _ = killpg(group, Signal::SIGKILL);
        is_gone_within(group, GRACE)?;
    }
    Ok(())
}

/// Reaps until nobody is left in the group, but no longer than `limit`.
fn is_gone_within(group: Pid, limit: Duration) -> Result<bool> {
    let deadline = Instant::now() + limit;
    loop {
        reap::until(group)?;
        if killpg(group, None) == Err(Errno::ESRCH) {
            return Ok(true);
        }
        if Instant::now() > deadline {
            return Ok(false);
        }
        thread::sleep(Duration::from_millis(5));
    }
}
