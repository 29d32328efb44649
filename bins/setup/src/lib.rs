//! `s2i-setup`: set up the application's data: the setup hook.

use common::cli::parser::Parser;
use common::command::definition::Command;
use common::command::step::Step;
use common::command::target::Target::Hook;
use common::environment::source::Environment::Deploy;
use common::hooks::table::named;

common::arguments! {
    /// Sets up the data of the application, such as its database: becomes the `setup` hook in the
    /// deploy environment.
    struct Arguments [init, init_group, require, env_of] {}
}

/// The command.
pub static COMMAND: Command = Command {
    name: "setup",
    summary: "set up the application's data: the setup hook",
    arguments: Parser::of::<Arguments>(),
    steps: &[
        Step::EnterSource,
        Step::Source { environment: Deploy, announce: true },
        Step::BecomeTask(Hook(named("setup"))),
    ],
    alternative: None,
};
