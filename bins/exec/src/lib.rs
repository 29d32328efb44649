//! `s2i-exec`: run a command in the deploy environment.

use common::cli::parser::Parser;
use common::command::definition::Command;
use common::command::step::Step;
use common::environment::source::Environment::Deploy;

common::arguments! {
    /// Becomes a command in the deploy environment. Everything from the first operand on belongs to
    /// the command; `--` before it ends the options.
    struct Arguments [init, init_group, rewrite, grace, env_of] {
        /// the program and its arguments
        #[argh(positional, arg_name = "COMMAND", greedy)]
        _command: Vec<String>,
    }
}

/// The command.
pub static COMMAND: Command = Command {
    name: "exec",
    summary: "run a command in the deploy environment",
    arguments: Parser::of::<Arguments>(),
    steps: &[
        Step::EnterSource,
        Step::Source { environment: Deploy, announce: false },
        Step::BecomeOperands,
    ],
    alternative: None,
};
