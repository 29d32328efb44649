//! `s2i-verify`: check the image after a build: the verify hook.

use argh::FromArgs;
use common::arguments::{Options, Words, options};
use common::command::Command;
use common::environment::Environment::Deploy;
use common::phase::Step::{Become, Source};
use common::phase::Target::Hook;

/// Checks an image after its build: becomes the `verify` hook, in the deploy environment.
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
    name: "verify",
    summary: "check the image after a build: the verify hook",
    words: Words::None,
    options: options::<Arguments>,
    steps: &[Source(Deploy), Become(Hook("verify"))],
};
