//! `s2i-ready`: readiness probe: the ready hook.

use common::arguments::{Reader, Words};
use common::command::Command;
use common::environment::Environment::Deploy;
use common::phase::Step::{BecomeSilently, Source};
use common::target::Target::Hook;

common::arguments! {
    /// Tells whether the application is ready for requests: becomes the `ready` hook, in the deploy environment.
    struct Arguments [require, timeout, env_of] {}
}

/// The command.
pub static COMMAND: Command = Command {
    name: "ready",
    summary: "readiness probe: the ready hook",
    words: Words::None,
    options: Reader::of::<Arguments>(),
    steps: &[Source(Deploy), BecomeSilently(Hook("ready"))],
};
