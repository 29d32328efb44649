//! `s2i-shell`: start a shell in the deploy environment.

use argh::FromArgs;
use common::arguments::{Options, Words, options};
use common::command::Command;
use common::environment::Environment::Deploy;
use common::phase::Step::{BecomeShell, SourceSilently};

/// Becomes an interactive shell, in the deploy environment.
#[derive(FromArgs)]
#[argh(help_triggers("-h", "--help"))]
struct Arguments {
    /// print the version
    #[argh(switch)]
    version: bool,
}

impl From<Arguments> for Options {
    fn from(arguments: Arguments) -> Self {
        Self {
            version: arguments.version,
        }
    }
}

/// The command.
pub static COMMAND: Command = Command {
    name: "shell",
    summary: "start a shell in the deploy environment",
    words: Words::None,
    options: options::<Arguments>,
    steps: &[SourceSilently(Deploy), BecomeShell],
};
