//! One call of a command: what was settled at its start and is carried from step to step.

use std::ffi::OsString;
use std::path::PathBuf;

use anyhow::Result;

use crate::layout::Layout;
use crate::ourselves;
use crate::signals::Signals;
use crate::surroundings::Surroundings;

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
    /// One that has done nothing yet.
    ///
    /// # Errors
    /// Our own program is not to be found.
    pub fn new(name: &'static str, layout: Layout, words: Vec<OsString>) -> Result<Self> {
        Ok(Self {
            name,
            words,
            layout,
            program: ourselves::path()?.to_owned(),
            signals: Signals::default(),
            surroundings: Surroundings::default(),
            user_script_done: false,
        })
    }
}
