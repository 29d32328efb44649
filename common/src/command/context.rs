//! The context of one call: everything that is settled at its start and carried from step to step.

use std::ffi::OsString;
use std::path::PathBuf;

use anyhow::Result;

use crate::cli::options::Options;
use crate::command::timing::Times;
use crate::environment::overrides::Overrides;
use crate::hooks::paths::Paths;
use crate::process::current_exe;
use crate::process::signals::Signals;
use crate::process::supervision::Supervision;

/// The context of one call of a command.
pub struct Context {
    /// The command's name.
    pub name: &'static str,
    /// The options, those from variables included.
    pub options: Options,
    /// The operands.
    pub operands: Vec<OsString>,
    /// The paths of the application image.
    pub paths: Paths,
    /// The absolute path of this program.
    pub program: PathBuf,
    /// The state of the signals.
    pub signals: Signals,
    /// How the program that the command becomes is supervised.
    pub supervision: Supervision,
    /// The variables that are set for the programs to come.
    pub overrides: Overrides,
    /// The times of the steps, where they are measured.
    pub times: Times,
    /// Whether everything that the steps need has been checked.
    pub checked: bool,
    /// Whether the environment is that of the application, so that no hook is sourced.
    pub environment_taken: bool,
    /// Whether the container user script (and so `BASH_ENV`) was sourced for the coming step.
    pub user_script_done: bool,
}

impl Context {
    /// Returns the context of a call that has not done anything yet.
    ///
    /// # Errors
    /// The path of this program is unknown.
    pub fn new(
        name: &'static str,
        options: Options,
        paths: Paths,
        operands: Vec<OsString>,
    ) -> Result<Self> {
        Ok(Self {
            name,
            options,
            operands,
            paths,
            program: current_exe::path()?.to_owned(),
            signals: Signals::default(),
            supervision: Supervision::default(),
            overrides: Overrides::default(),
            times: Times::default(),
            checked: false,
            environment_taken: false,
            user_script_done: false,
        })
    }
}
