//! `s2i-verify`: check the image after a build: the verify hook.

use common::cli::parser::Parser;
use common::command::definition::Command;
use common::command::step::Step;
use common::command::target::Target::Hook;
use common::environment::source::Environment::Deploy;
use common::hooks::table::named;

common::arguments! {
    /// Checks an image after its build: becomes the `verify` hook in the deploy environment.
    struct Arguments [init, init_group, require, timeout, env_of] {}
}

/// The command.
pub static COMMAND: Command = Command {
    name: "verify",
    summary: "check the image after a build: the verify hook",
    arguments: Parser::of::<Arguments>(),
    steps: &[
        Step::EnterSource,
        Step::Source { environment: Deploy, announce: true },
        Step::BecomeTask(Hook(named("verify"))),
    ],
    alternative: None,
};
