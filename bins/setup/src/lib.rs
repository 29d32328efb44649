//! `s2i-setup`: set up the application's data: the setup hook.

use common::arguments::{Reader, Words};
use common::command::Command;
use common::environment::Environment::Deploy;
use common::phase::Step::{Become, Source};
use common::target::Target::Hook;

common::arguments! {
    /// Sets up the data of an application, such as its database: becomes the `setup` hook, in the deploy environment.
    struct Arguments [require, env_of] {}
}

/// The command.
pub static COMMAND: Command = Command {
    name: "setup",
    summary: "set up the application's data: the setup hook",
    words: Words::None,
    options: Reader::of::<Arguments>(),
    steps: &[Source(Deploy), Become(Hook("setup"))],
};
