//! `s2i-assemble`: build the application: hooks around the builder's assemble.

use common::cli::parse::{OptionParser, Words};
use common::command::runner::Command;
use common::command::step::Step::{FixPermissions, Run, Say, Source, TakeHooks, TakeTimes};
use common::command::target::Target::{Builder, Hook};
use common::environment::source::Environment::{Build, Entry};

common::arguments! {
    /// Builds the application: takes the hooks from the upload, runs `pre_build`, sources `build_env`, runs the
    /// builder's `assemble`, runs `build`, and gives group 0 access to the result.
    struct Arguments [] {}
}

/// The command.
pub static COMMAND: Command = Command {
    name: "assemble",
    summary: "build the application: hooks around the builder's assemble",
    words: Words::None,
    options: OptionParser::of::<Arguments>(),
    steps: &[
        Say("Running application assemble script."),
        TakeTimes,
        TakeHooks,
        Source(Entry),
        Run(Hook("pre_build")),
        Source(Build),
        Run(Builder("assemble")),
        Run(Hook("build")),
        FixPermissions,
    ],
};
