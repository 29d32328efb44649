//! `s2i-exec`: run a command in the deploy environment.

use argh::FromArgs;
use common::arguments::{Options, Words, options};
use common::command::Command;
use common::environment::Environment::Deploy;
use common::phase::Step::{BecomeWords, SourceSilently};

/// Becomes a command, in the deploy environment. From the first word that is no option on, everything is the
/// command's; `--` before it ends the options.
#[derive(FromArgs)]
#[argh(help_triggers("-h", "--help"))]
struct Arguments {
    /// print the version
    #[argh(switch)]
    version: bool,
    /// the program and its arguments
    #[argh(positional, arg_name = "COMMAND", greedy)]
    _command: Vec<String>,
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
    name: "exec",
    summary: "run a command in the deploy environment",
    words: Words::CommandLine("COMMAND"),
    options: options::<Arguments>,
    steps: &[SourceSilently(Deploy), BecomeWords],
};
