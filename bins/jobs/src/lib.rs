//! `s2i-jobs`: run the job scripts of a category.

use argh::FromArgs;
use common::arguments::{Options, Words, options};
use common::command::Command;
use common::environment::Environment::Deploy;
use common::phase::Step::{RunJobs, Source};

/// Runs the job scripts of a category, such as hourly, one after the other, in the deploy environment. They lie in
/// `.s2i/jobs/CATEGORY`; the first that fails ends it.
#[derive(FromArgs)]
#[argh(help_triggers("-h", "--help"))]
struct Arguments {
    /// print the version
    #[argh(switch)]
    version: bool,
    /// the folder below .s2i/jobs
    #[argh(positional, arg_name = "CATEGORY")]
    _category: String,
}

impl From<Arguments> for Options {
    fn from(arguments: Arguments) -> Self {
        Self {
            version: arguments.version,
        }
    }
}

/// The command.
pub static COMMAND: Command = Command {
    name: "jobs",
    summary: "run the job scripts of a category",
    words: Words::One("CATEGORY"),
    options: options::<Arguments>,
    steps: &[Source(Deploy), RunJobs],
};
