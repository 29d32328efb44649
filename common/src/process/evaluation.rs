//! Whether a child still evaluates the environment.

use std::fs;

use nix::unistd::Pid;

use crate::environment::handoff::END;

/// How far a child has come that began as bash to evaluate the environment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Evaluation {
    /// bash evaluates the environment.
    Running,
    /// The child is the program, or s2ibox on the way to it.
    Over,
    /// `/proc` is not mounted.
    Unknown,
}

impl Evaluation {
    /// Looks at the arguments of the child: [`END`] is the last one of bash, and of no other
    /// program.
    #[must_use]
    pub fn of(child: Pid) -> Self {
        match fs::read(format!("/proc/{child}/cmdline")) {
            Ok(line) if line.ends_with(format!("{END}\0").as_bytes()) => Self::Running,
            Ok(_) => Self::Over,
            Err(_) => Self::Unknown,
        }
    }
}
