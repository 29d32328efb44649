//! `s2i-migrate`: migrate the application's data: the migrate hook.

use argh::FromArgs;
use common::arguments::{Options, Words, options};
use common::command::Command;
use common::environment::Environment::Deploy;
use common::phase::Step::{Become, Source};
use common::phase::Target::Hook;

/// Brings the data of an application up to its code: becomes the `migrate` hook, in the deploy environment.
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
    name: "migrate",
    summary: "migrate the application's data: the migrate hook",
    words: Words::None,
    options: options::<Arguments>,
    steps: &[Source(Deploy), Become(Hook("migrate"))],
};
