//! The failures that have an exit status of their own.
//!
//! Errors travel as [`anyhow::Error`]; an [`Error`] in it decides the status, every other error is
//! status 1. [`crate::c_main`] prints an error, once, at the end.

use std::fmt;

/// A failure that has an exit status of its own (contract, "Output and exit status").
#[derive(Debug)]
pub enum Error {
    /// The paths, a hook or the machine is wrong: 1.
    Broken(String),
    /// The command line is wrong: 2.
    Usage(String),
    /// Found, but it cannot be executed: 126.
    NotExecutable(String),
    /// Not found: 127.
    NotFound(String),
    /// The supervised program ended: exit with its status and print nothing.
    Silent(u8),
    /// A hook, a program or a signal ended the command: its own status, 128+N for signal N.
    Ended(u8, String),
}

impl Error {
    /// Returns the exit status of the command that ends with this error.
    #[must_use]
    pub const fn status(&self) -> u8 {
        match self {
            Self::Broken(_) => 1,
            Self::Usage(_) => 2,
            Self::NotExecutable(_) => 126,
            Self::NotFound(_) => 127,
            Self::Silent(status) | Self::Ended(status, _) => *status,
        }
    }
}

impl fmt::Display for Error {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Broken(text)
            | Self::Usage(text)
            | Self::NotExecutable(text)
            | Self::NotFound(text)
            | Self::Ended(_, text) => formatter.write_str(text),
            Self::Silent(status) => write!(formatter, "ended with status {status}"),
        }
    }
}

impl std::error::Error for Error {}

/// Returns the exit status for `error`: its own if it has one, else 1.
#[must_use]
pub fn status_of(error: &anyhow::Error) -> u8 {
    error.downcast_ref::<Error>().map_or(1, Error::status)
}

/// Ends the calling function with [`Error::Broken`].
#[macro_export]
macro_rules! broken {
    ($($text:tt)*) => {
        return Err($crate::error::Error::Broken(format!($($text)*)).into())
    };
}
