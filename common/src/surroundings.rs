//! What the next program finds around it, beside what the process itself carries.

use std::ffi::OsString;
use std::path::PathBuf;

/// What the next program finds around it beside what the process itself carries.
#[derive(Default)]
pub struct Surroundings {
    /// Variables that are set on top of the process's own environment.
    pub variables: Vec<(OsString, OsString)>,
    /// The env hook that made the environment, if one was sourced.
    pub env_hook: Option<PathBuf>,
}

impl Surroundings {
    /// Sets a variable for everything that is run from here on.
    pub fn set(&mut self, name: impl Into<OsString>, value: impl Into<OsString>) {
        self.variables.push((name.into(), value.into()));
    }
}
