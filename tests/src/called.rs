//! The names a command answers to, and the table of commands that "every command" tests walk over.

use std::ffi::OsString;
use std::path::PathBuf;

use crate::{Root, own_binary, s2ibox};

/// Every command, in the order of the help.
pub const COMMANDS: [&str; 10] =
    ["alive", "assemble", "exec", "jobs", "migrate", "ready", "run", "setup", "shell", "verify"];

/// The ways to call one command.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Called {
    /// `s2ibox NAME …`
    Multicall,
    /// a link `s2i-NAME` to the multicall binary
    Link,
    /// the single-purpose binary `s2i-NAME`
    Own,
    /// `powershift image NAME …`
    Powershift,
}

impl Called {
    pub const ALL: [Self; 4] = [Self::Multicall, Self::Link, Self::Own, Self::Powershift];

    /// The program, and the words that come before the command's own arguments.
    pub(crate) fn resolve(self, root: &Root, command: &str) -> (PathBuf, Vec<OsString>) {
        match self {
            Self::Multicall => (s2ibox(), vec![command.into()]),
            Self::Link => (root.link(&format!("s2i-{command}")), vec![]),
            Self::Own => (own_binary(command), vec![]),
            Self::Powershift => (root.link("powershift"), vec!["image".into(), command.into()]),
        }
    }
}
