//! `s2i-jobs`: run the job scripts of a category.

use common::cli::parser::Parser;
use common::command::definition::Command;
use common::command::step::Step;
use common::environment::source::Environment::Deploy;

common::arguments! {
    /// Runs the job scripts of a category, such as hourly, one after the other in the deploy
    /// environment. The scripts lie in `.s2i/jobs/CATEGORY`. The first failure ends the command.
    struct Arguments [env_of] {
        /// the directory below .s2i/jobs
        #[argh(positional, arg_name = "CATEGORY")]
        _category: String,
    }
}

/// The command.
pub static COMMAND: Command = Command {
    name: "jobs",
    summary: "run the job scripts of a category",
    arguments: Parser::of::<Arguments>(),
    steps: &[
        Step::EnterSource,
        Step::Source { environment: Deploy, announce: true },
        Step::RunJobs,
    ],
    alternative: None,
};
