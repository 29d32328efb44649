//! `s2i-run`: start the application.

use common::arguments::{Reader, Words};
use common::command::Command;
use common::environment::Environment::Deploy;
use common::phase::Step::{Become, Run, Say, Source};
use common::target::Target::{Builder, Hook};

common::arguments! {
    /// Starts the application: sets up the deploy environment, runs the `deploy` hook, and becomes the `run` hook if
    /// there is one, else the builder's `run`.
    struct Arguments [init] {}
}

/// The command.
pub static COMMAND: Command = Command {
    name: "run",
    summary: "start the application",
    words: Words::None,
    options: Reader::of::<Arguments>(),
    steps: &[
        Say("Running application run script."),
        Source(Deploy),
        Run(Hook("deploy")),
        Become(Hook("run")),
        Become(Builder("run")),
    ],
};
