//! `s2i-run`: start the application.

use argh::FromArgs;
use common::arguments::{Options, Words, options};
use common::command::Command;
use common::environment::Environment::Deploy;
use common::phase::Step::{Become, Run, Say, Source};
use common::phase::Target::{Builder, Hook};

/// Starts the application: sets up the deploy environment, runs the `deploy` hook, and becomes the `run` hook if
/// there is one, else the builder's `run`.
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
    name: "run",
    summary: "start the application",
    words: Words::None,
    options: options::<Arguments>,
    steps: &[
        Say("Running application run script."),
        Source(Deploy),
        Run(Hook("deploy")),
        Become(Hook("run")),
        Become(Builder("run")),
    ],
};
