//! `s2i-migrate`: migrate the application's data: the migrate hook.

use common::arguments::{Words, options};
use common::command::Command;
use common::environment::Environment::Deploy;
use common::phase::Step::{Become, Source};
use common::phase::Target::Hook;

common::arguments! {
    /// Brings the data of an application up to its code: becomes the `migrate` hook, in the deploy environment.
    struct Arguments {}
}

/// The command.
pub static COMMAND: Command = Command {
    name: "migrate",
    summary: "migrate the application's data: the migrate hook",
    words: Words::None,
    options: options::<Arguments>,
    steps: &[Source(Deploy), Become(Hook("migrate"))],
};
