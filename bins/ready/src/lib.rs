//! `s2i-ready`: readiness probe: the ready hook.

use common::arguments::{Words, options};
use common::command::Command;
use common::environment::Environment::Deploy;
use common::phase::Step::{BecomeSilently, Source};
use common::phase::Target::Hook;

common::arguments! {
    /// Tells whether the application is ready for requests: becomes the `ready` hook, in the deploy environment.
    struct Arguments {}
}

/// The command.
pub static COMMAND: Command = Command {
    name: "ready",
    summary: "readiness probe: the ready hook",
    words: Words::None,
    options: options::<Arguments>,
    steps: &[Source(Deploy), BecomeSilently(Hook("ready"))],
};
