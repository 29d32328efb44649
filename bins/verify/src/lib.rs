//! `s2i-verify`: check the image after a build: the verify hook.

use common::arguments::{Reader, Words};
use common::command::Command;
use common::environment::Environment::Deploy;
use common::phase::Step::{Become, Source};
use common::target::Target::Hook;

common::arguments! {
    /// Checks an image after its build: becomes the `verify` hook, in the deploy environment.
    struct Arguments [require, timeout, env_of] {}
}

/// The command.
pub static COMMAND: Command = Command {
    name: "verify",
    summary: "check the image after a build: the verify hook",
    words: Words::None,
    options: Reader::of::<Arguments>(),
    steps: &[Source(Deploy), Become(Hook("verify"))],
};
