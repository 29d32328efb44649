//! `s2i-verify`: check the image after a build: the verify hook.

use common::arguments::{Words, options};
use common::command::Command;
use common::environment::Environment::Deploy;
use common::phase::Step::{Become, Source};
use common::phase::Target::Hook;

common::arguments! {
    /// Checks an image after its build: becomes the `verify` hook, in the deploy environment.
    struct Arguments {}
}

/// The command.
pub static COMMAND: Command = Command {
    name: "verify",
    summary: "check the image after a build: the verify hook",
    words: Words::None,
    options: options::<Arguments>,
    steps: &[Source(Deploy), Become(Hook("verify"))],
};
