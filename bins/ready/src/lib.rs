//! `s2i-ready`: readiness probe: the ready hook.

use common::cli::parser::Parser;
use common::command::definition::Command;
use common::command::step::Step;
use common::command::target::Target::Hook;
use common::environment::source::Environment::Deploy;
use common::hooks::table::named;

common::arguments! {
    /// Tests whether the application is ready for requests: becomes the `ready` hook in the deploy
    /// environment.
    struct Arguments [require, timeout, env_of] {}
}

/// The command.
pub static COMMAND: Command = Command {
    name: "ready",
    summary: "readiness probe: the ready hook",
    arguments: Parser::of::<Arguments>(),
    steps: &[
        Step::EnterSource,
        Step::Source { environment: Deploy, announce: true },
        Step::Become { target: Hook(named("ready")), announce: false },
    ],
    alternative: None,
};
