//! One call of a command: what was settled at its start and is carried from step to step.

use std::ffi::OsString;
use std::path::PathBuf;

use anyhow::Result;

use crate::cli::options::Options;
use crate::command::timing::Times;
use crate::environment::overrides::Overrides;
use crate::hooks::paths::Paths;
use crate::process::current_exe;
use crate::process::signals::Signals;

/// One call of a command.
pub struct Context {
    /// The command's name.
    pub name: &'static str,
    /// What it was told.
    pub options: Options,
    /// The words it was given.
    pub words: Vec<OsString>,
    /// Where everything lies.
    pub paths: Paths,
    /// Our own program.
    pub program: PathBuf,
    /// What is done about signals.
    pub signals: Signals,
    /// What is set for the programs that are run.
    pub overrides: Overrides,
    /// What the steps took, where that is told.
    pub times: Times,
    /// Whether the environment was taken from the application, so that nothing is evaluated.
    pub environment_taken: bool,
    /// Whether the container user script (and so `BASH_ENV`) has been sourced for the coming step.
    pub user_script_done: bool,
}

impl Context {
    /// One that has done nothing yet.
    ///
    /// # Errors
    /// Our own program is not to be found.
    pub fn new(
        name: &'static str,
        options: Options,
        paths: Paths,
        words: Vec<OsString>,
    ) -> Result<Self> {
        Ok(Self {
            name,
            options,
            words,
            paths,
            program: current_exe::path()?.to_owned(),
            signals: Signals::default(),
            overrides: Overrides::default(),
            times: Times::default(),
            environment_taken: false,
            user_script_done: false,
        })
    }
}
