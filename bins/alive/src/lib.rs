//! `s2i-alive`: liveness probe: the alive hook.

use common::arguments::{Reader, Words};
use common::command::Command;
use common::environment::Environment::Deploy;
use common::phase::Step::{BecomeSilently, Source};
use common::target::Target::Hook;

common::arguments! {
    /// Tells whether the application is still alive: becomes the `alive` hook, in the deploy environment.
    struct Arguments [require, timeout, env_of] {}
}

/// The command.
pub static COMMAND: Command = Command {
    name: "alive",
    summary: "liveness probe: the alive hook",
    words: Words::None,
    options: Reader::of::<Arguments>(),
    steps: &[Source(Deploy), BecomeSilently(Hook("alive"))],
};
