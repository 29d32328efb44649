//! `s2i-setup`: set up the application's data: the setup hook.

use argh::FromArgs;
use common::arguments::{Options, Words, options};
use common::command::Command;
use common::environment::Environment::Deploy;
use common::phase::Step::{Become, Source};
use common::phase::Target::Hook;

/// Sets up the data of an application, such as its database: becomes the `setup` hook, in the deploy environment.
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
    name: "setup",
    summary: "set up the application's data: the setup hook",
    words: Words::None,
    options: options::<Arguments>,
    steps: &[Source(Deploy), Become(Hook("setup"))],
};
