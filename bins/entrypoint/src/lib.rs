//! `s2i-entrypoint`: an image's ENTRYPOINT; becomes its arguments.

use common::cli::parser::Parser;
use common::command::definition::Command;
use common::command::step::Step;

common::arguments! {
    /// Becomes its arguments: for the ENTRYPOINT of an image. If they are `sh -c` with nothing in it that needs a
    /// shell, it becomes that command itself, so that signals reach it, also where there is no shell.
    struct Arguments [init, init_group] {
        /// the program and its arguments
        #[argh(positional, arg_name = "COMMAND", greedy)]
        _command: Vec<String>,
    }
}

/// The command.
pub static COMMAND: Command = Command {
    name: "entrypoint",
    summary: "become a command line: an image's ENTRYPOINT",
    arguments: Parser::of::<Arguments>(),
    steps: &[Step::BecomeEntryPoint],
    alternative: None,
};
