//! `s2i-entrypoint`: an image's ENTRYPOINT; becomes the command in its arguments.

use common::cli::parser::Parser;
use common::command::definition::Command;
use common::command::step::Step;

common::arguments! {
    /// Becomes the command in its arguments: for the ENTRYPOINT of an image. If that is `sh -c`
    /// with a command that needs no shell, the command is started without the shell, so that
    /// signals reach it. An image without a shell can be started in this way, too.
    struct Arguments [init, init_group, rewrite, grace] {
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
