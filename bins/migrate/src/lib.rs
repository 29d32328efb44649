//! `s2i-migrate`: migrate the application's data: the migrate hook.

use argh::FromArgs;
use common::command::{Command, Options, Words, any_words, options};
use common::environment::Environment::Deploy;
use common::phase::Step::{Become, Source};
use common::phase::Target::Hook;

/// Brings the data of an application up to its code: becomes the `migrate` hook, in the deploy environment.
#[derive(FromArgs)]
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
    check: any_words,
    steps: &[
        Source(Deploy),
        Become(Hook("migrate")),
    ],
};
