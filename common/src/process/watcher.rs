//! A second child that guards a process group against the death of its supervisor.

use std::io::{PipeReader, PipeWriter, Read, Write, pipe};

use nix::libc;
use nix::sys::wait::waitpid;
use nix::unistd::{ForkResult, Pid, fork, setpgid};

use crate::error::Error;
use crate::process::signal_set::send;

/// The process that kills a group when this process dies; it ends when the watcher is dropped.
pub struct Watcher {
    process: Pid,
    /// Closed by the kernel when this process dies.
    supervisor_lives: PipeWriter,
}

impl Watcher {
    /// Starts a process that watches over `group`; `None` where the kernel gives no further process
    /// or descriptor.
    ///
    /// # Errors
    /// In that process, once it has done its work: [`Error::Silent`], which ends it.
    pub fn start(group: Pid) -> Result<Option<Self>, Error> {
        let Ok((reader, writer)) = pipe() else {
            return Ok(None);
        };
        // SAFETY: there is one thread; the child only reads, sends a signal and ends.
        match unsafe { fork() } {
            Ok(ForkResult::Parent { child }) => {
                Ok(Some(Self { process: child, supervisor_lives: writer }))
            }
            Ok(ForkResult::Child) => {
                drop(writer);
                watch(reader, group);
                Err(Error::Silent(0))
            }
            Err(_) => Ok(None),
        }
    }
}

impl Drop for Watcher {
    fn drop(&mut self) {
        // A byte, not a signal, because a sandbox may refuse kill(2).
        if self.supervisor_lives.write_all(b".").is_ok() {
            let _ = waitpid(self.process, None);
        }
    }
}

/// Waits for the byte, or for the end of the supervisor, which is the end of the pipe; then kills
/// the group.
fn watch(mut supervisor: PipeReader, group: Pid) {
    let _ = setpgid(Pid::from_raw(0), Pid::from_raw(0)); // a signal for the supervisor's group is not for this process
    if supervisor.read(&mut [0]).is_ok_and(|length| length == 0) {
        let _ = send(-group.as_raw(), libc::SIGKILL);
    }
}
