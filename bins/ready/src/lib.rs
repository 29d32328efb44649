//! `s2i-ready`: readiness probe: the ready hook.

use argh::FromArgs;
use common::arguments::{Options, Words, options};
use common::command::Command;
use common::environment::Environment::Deploy;
use common::phase::Step::{BecomeSilently, Source};
use common::phase::Target::Hook;

/// Tells whether the application is ready for requests: becomes the `ready` hook, in the deploy environment.
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
    name: "ready",
    summary: "readiness probe: the ready hook",
    words: Words::None,
    options: options::<Arguments>,
    steps: &[Source(Deploy), BecomeSilently(Hook("ready"))],
};
