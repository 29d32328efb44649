//! `s2i-migrate`: migrate the application's data: the migrate hook.

use common::cli::parser::Parser;
use common::command::definition::Command;
use common::command::step::Step;
use common::command::target::Target::Hook;
use common::environment::source::Environment::Deploy;
use common::hooks::table::named;

common::arguments! {
    /// Migrates the data of the application: becomes the `migrate` hook in the deploy environment.
    struct Arguments [init, init_group, require, env_of] {}
}

/// The command.
pub static COMMAND: Command = Command {
    name: "migrate",
    summary: "migrate the application's data: the migrate hook",
    arguments: Parser::of::<Arguments>(),
    steps: &[
        Step::EnterSource,
        Step::Source { environment: Deploy, announce: true },
        Step::BecomeTask(Hook(named("migrate"))),
    ],
    alternative: None,
};
