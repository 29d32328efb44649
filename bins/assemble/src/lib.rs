//! `s2i-assemble`: build the application: hooks around the builder's assemble.

use common::cli::parser::Parser;
use common::command::definition::Command;
use common::command::step::Step;
use common::command::target::Target::{Builder, Hook};
use common::environment::source::Environment::{Build, Entry};
use common::hooks::table::named;

common::arguments! {
    /// Builds the application: takes the hooks from the upload, runs `pre_build`, sources
    /// `build_env`, runs the builder's `assemble`, runs `build`, and gives group 0 access to the
    /// result.
    struct Arguments [] {}
}

/// The command.
pub static COMMAND: Command = Command {
    name: "assemble",
    summary: "build the application: hooks around the builder's assemble",
    arguments: Parser::of::<Arguments>(),
    steps: &[
        Step::PrintProgress("Running application assemble script."),
        Step::EnterSource,
        Step::MeasureTimes,
        Step::TakeHooks,
        Step::Source { environment: Entry, announce: true },
        Step::Run(Hook(named("pre_build"))),
        Step::Source { environment: Build, announce: true },
        Step::Run(Builder("assemble")),
        Step::Run(Hook(named("build"))),
        Step::FixPermissions,
    ],
    alternative: None,
};
