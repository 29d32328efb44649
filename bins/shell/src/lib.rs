//! `s2i-shell`: start a shell in the deploy environment.

use common::cli::parse::{OptionParser, Words};
use common::command::definition::Command;
use common::command::step::Step;
use common::environment::source::Environment::Deploy;

common::arguments! {
    /// Becomes an interactive shell, in the deploy environment.
    struct Arguments [env_of] {}
}

/// The command.
pub static COMMAND: Command = Command {
    name: "shell",
    summary: "start a shell in the deploy environment",
    words: Words::None,
    options: OptionParser::of::<Arguments>(),
    steps: &[
        Step::EnterSource,
        Step::Source { environment: Deploy, announce: false },
        Step::BecomeShell,
    ],
    alternative: None,
};
