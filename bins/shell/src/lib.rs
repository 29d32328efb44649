//! `s2i-shell`: start a shell in the deploy environment.

use common::cli::parser::Parser;
use common::command::definition::Command;
use common::command::step::Step;
use common::environment::source::Environment::Deploy;

common::arguments! {
    /// Becomes an interactive shell in the deploy environment.
    struct Arguments [init, init_group, env_of] {}
}

/// The command.
pub static COMMAND: Command = Command {
    name: "shell",
    summary: "start a shell in the deploy environment",
    arguments: Parser::of::<Arguments>(),
    steps: &[
        Step::EnterSource,
        Step::Source { environment: Deploy, announce: false },
        Step::BecomeShell,
    ],
    alternative: None,
};
