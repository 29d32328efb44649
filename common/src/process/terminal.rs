//! The controlling terminal, which a supervisor hands over to its program and takes back.

use std::io;

use nix::unistd::{Pid, getpgrp, tcgetpgrp, tcsetpgrp};

use crate::process::exec::ProcessGroup;

/// The controlling terminal, if it is standard input and this process's group is its foreground
/// group.
pub struct Terminal(Option<io::Stdin>);

impl Terminal {
    /// Looks for the controlling terminal.
    #[must_use]
    pub fn in_foreground() -> Self {
        let stdin = io::stdin();
        let in_foreground = tcgetpgrp(&stdin) == Ok(getpgrp());
        Self(in_foreground.then_some(stdin))
    }

    /// Returns the process group for the program: in the foreground if this process is.
    #[must_use]
    pub const fn group_of_program(&self) -> ProcessGroup {
        match self.0 {
            Some(_) => ProcessGroup::NewInForeground,
            None => ProcessGroup::New,
        }
    }

    /// Makes the group `to` the foreground group if `from` is: a shell may have taken the terminal
    /// meanwhile. SIGTTOU, which the kernel sends to a background group that tries this, must be
    /// blocked.
    pub fn pass(&self, from: Pid, to: Pid) {
        if let Some(terminal) = &self.0
            && tcgetpgrp(terminal) == Ok(from)
        {
            let _ = tcsetpgrp(terminal, to);
        }
    }
}
