//! `s2i-migrate`: migrate the application's data: the migrate hook.

use common::arguments::{Reader, Words};
use common::command::Command;
use common::environment::Environment::Deploy;
use common::phase::Step::{Become, Source};
use common::target::Target::Hook;

common::arguments! {
    /// Brings the data of an application up to its code: becomes the `migrate` hook, in the deploy environment.
    struct Arguments [require, env_of] {}
}

/// The command.
pub static COMMAND: Command = Command {
    name: "migrate",
    summary: "migrate the application's data: the migrate hook",
    words: Words::None,
    options: Reader::of::<Arguments>(),
    steps: &[Source(Deploy), Become(Hook("migrate"))],
};
