//! `s2i-pre-stop`: prepare the stop: the `pre_stop` hook.

use common::cli::parser::Parser;
use common::command::definition::Command;
use common::command::step::Step;
use common::command::target::Target::Hook;
use common::environment::source::Environment::Deploy;
use common::hooks::table::named;

common::arguments! {
    /// Prepares the stop of the application: becomes the `pre_stop` hook in the deploy environment.
    /// It is for lifecycle.preStop of a container.
    struct Arguments [require, env_of] {}
}

/// The command.
pub static COMMAND: Command = Command {
    name: "pre-stop",
    summary: "prepare the stop: the pre_stop hook",
    arguments: Parser::of::<Arguments>(),
    steps: &[
        Step::EnterSource,
        Step::Source { environment: Deploy, announce: true },
        Step::Become { target: Hook(named("pre_stop")), announce: true },
    ],
    alternative: None,
};
