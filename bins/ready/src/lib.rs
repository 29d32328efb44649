//! `s2i-ready`: readiness probe: the ready hook.

use common::cli::parse::{OptionParser, Words};
use common::command::runner::Command;
use common::command::step::Step::{BecomeSilently, Source};
use common::command::target::Target::Hook;
use common::environment::source::Environment::Deploy;

common::arguments! {
    /// Tells whether the application is ready for requests: becomes the `ready` hook, in the deploy environment.
    struct Arguments [require, timeout, env_of] {}
}

/// The command.
pub static COMMAND: Command = Command {
    name: "ready",
    summary: "readiness probe: the ready hook",
    words: Words::None,
    options: OptionParser::of::<Arguments>(),
    steps: &[Source(Deploy), BecomeSilently(Hook("ready"))],
};
