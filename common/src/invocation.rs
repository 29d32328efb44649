//! One call of a command: what was settled at its start and is carried from step to step.

use std::ffi::OsString;
use std::path::PathBuf;

use anyhow::Result;

use crate::command::Command;
use crate::layout::Layout;
use crate::ourselves;
use crate::phase::Step;
use crate::process::Surroundings;
use crate::signals::Signals;

/// One call of a command.
pub struct Invocation {
    /// The command's name.
    pub name: &'static str,
    /// The words it was given.
    pub words: Vec<OsString>,
    /// Where everything lies.
    pub layout: Layout,
    /// Our own program.
    pub program: PathBuf,
    /// What is done about signals.
    pub signals: Signals,
    /// What is set for the programs that are run.
    pub surroundings: Surroundings,
    /// Whether the container user script (and so `BASH_ENV`) has been sourced for the coming step.
    pub user_script_done: bool,
}

impl Invocation {
    /// Begins a call; a command that will wait for something takes care of signals from here on.
    ///
    /// # Errors
    /// Our own program is not to be found, or signals cannot be taken care of.
    pub fn new(command: &Command, layout: Layout, words: Vec<OsString>) -> Result<Self> {
        let signals = Signals::default();
        if command.steps.iter().any(Step::waits) {
            signals.hold()?;
        }
        Ok(Self {
            name: command.name,
            words,
            layout,
            program: ourselves::path()?.to_owned(),
            signals,
            surroundings: Surroundings::default(),
            user_script_done: false,
        })
    }
}
