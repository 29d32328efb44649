//! `s2i-shell`: start a shell in the deploy environment.

use common::arguments::{Reader, Words};
use common::command::Command;
use common::environment::Environment::Deploy;
use common::phase::Step::{BecomeShell, SourceSilently};

common::arguments! {
    /// Becomes an interactive shell, in the deploy environment.
    struct Arguments [env_of] {}
}

/// The command.
pub static COMMAND: Command = Command {
    name: "shell",
    summary: "start a shell in the deploy environment",
    words: Words::None,
    options: Reader::of::<Arguments>(),
    steps: &[SourceSilently(Deploy), BecomeShell],
};
