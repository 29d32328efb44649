//! What the next program finds around it, beside what the process itself carries.

use std::env;
use std::ffi::{OsStr, OsString};
use std::path::PathBuf;

/// What the next program finds around it beside what the process itself carries.
#[derive(Default)]
pub struct Overrides {
    /// Variables that are set on top of the process's own environment; the last of a name counts.
    pub variables: Vec<(OsString, OsString)>,
    /// The env hook that made the environment, if one was sourced.
    pub env_hook: Option<PathBuf>,
}

impl Overrides {
    /// Sets a variable for everything that is run from here on.
    pub fn set(&mut self, name: impl Into<OsString>, value: impl Into<OsString>) {
        self.variables.push((name.into(), value.into()));
    }

    /// The whole environment that the next program finds: the variables of this process in their order, then those
    /// that are set on top.
    #[must_use]
    pub fn whole(&self) -> Vec<(OsString, OsString)> {
        let mut variables: Vec<_> = env::vars_os().collect();
        for (name, value) in &self.variables {
            match variables.iter_mut().find(|(known, _)| known == name) {
                Some((_, known)) => known.clone_from(value),
                None => variables.push((name.clone(), value.clone())),
            }
        }
        variables
    }

    /// The value that the next program finds.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<OsString> {
        let set = self.variables.iter().rev().find(|(set, _)| set == OsStr::new(name));
        set.map(|(_, value)| value.clone()).or_else(|| env::var_os(name))
    }

    /// Where programs are looked for.
    #[must_use]
    pub fn path(&self) -> Option<OsString> {
        self.get("PATH")
    }
}
