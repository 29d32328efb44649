//! The names of a command, and the list of commands for tests of every command.

use std::ffi::OsString;
use std::path::PathBuf;
use std::process::Command;
use std::sync::OnceLock;

use crate::{Root, output, own_binary, s2ibox};

/// The commands that run no hook, or are tested in files of their own because of their arguments.
const OTHERS: [&str; 6] = ["check", "completion", "entrypoint", "env", "init", "install"];

/// Returns the commands that run hooks, in the order of `s2ibox --list`.
pub fn commands() -> Vec<&'static str> {
    static LIST: OnceLock<String> = OnceLock::new();
    let list = LIST.get_or_init(|| {
        let output = output(Command::new(s2ibox()).arg("--list"));
        String::from_utf8(output.stdout).expect("a command's name is plain text")
    });
    list.lines().filter(|name| !OTHERS.contains(name)).collect()
}

/// Returns the name of the action hook that a command has of its own.
pub fn hook_of(command: &str) -> String {
    command.replace('-', "_")
}

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

    /// Returns the program, and the arguments before the command's own arguments.
    pub(crate) fn resolve(self, root: &Root, command: &str) -> (PathBuf, Vec<OsString>) {
        match self {
            Self::Multicall => (s2ibox(), vec![command.into()]),
            Self::Link => (root.link(&format!("s2i-{command}")), vec![]),
            Self::Own => (own_binary(command), vec![]),
            Self::Powershift => (root.link("powershift"), vec!["image".into(), command.into()]),
        }
    }
}
