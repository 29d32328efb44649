//! `s2i-run`: start the application.

use common::cli::parser::Parser;
use common::command::definition::Command;
use common::command::step::Step;
use common::command::target::Target::{Builder, Hook};
use common::environment::source::Environment::Deploy;
use common::hooks::table::named;

common::arguments! {
    /// Starts the application: sets up the deploy environment, runs the `deploy` hook, and becomes
    /// the `run` hook if there is one, else the builder's `run`.
    struct Arguments [init, init_group, rewrite, grace] {}
}

/// The command.
pub static COMMAND: Command = Command {
    name: "run",
    summary: "start the application",
    arguments: Parser::of::<Arguments>(),
    steps: &[
        Step::PrintProgress("Running application run script."),
        Step::EnterSource,
        Step::Source { environment: Deploy, announce: true },
        Step::Run(Hook(named("deploy"))),
        Step::Become { target: Hook(named("run")), announce: true },
        Step::Become { target: Builder("run"), announce: true },
    ],
    alternative: None,
};
