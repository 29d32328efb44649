//! The environments, and the files that bash must source for each.

use std::env;
use std::fs;
use std::os::unix::ffi::OsStrExt;
use std::path::{Path, PathBuf};

use anyhow::Result;

use crate::command::context::Context;
use crate::debug;
use crate::fs::directory::is_absence;
use crate::hooks::paths::Paths;
use crate::hooks::table::{BUILD_ENV, DEPLOY_ENV, Hook, named};
use crate::hooks::{hook_file, moved_link};
use crate::output::lines;
use crate::output::quoting::escaped;

const PRE_BUILD: &Hook = named("pre_build");

/// One of the environments.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Environment {
    /// The environment of `pre_build`, which comes before the build environment: only a file that
    /// `BASH_ENV` names is sourced.
    Entry,
    /// The environment that `build_env` sets up.
    Build,
    /// The environment that the container user script and `deploy_env` set up; it has the marker.
    Deploy,
}

impl Environment {
    /// Returns the file of the env hook.
    #[must_use]
    pub fn hook(self, paths: &Paths) -> Option<PathBuf> {
        self.hook_name().map(|name| paths.hook(name))
    }

    /// Returns the name of the env hook.
    #[must_use]
    pub const fn hook_name(self) -> Option<&'static str> {
        match self {
            Self::Entry => None,
            Self::Build => Some(BUILD_ENV.name),
            Self::Deploy => Some(DEPLOY_ENV.name),
        }
    }
}

/// The files that bash must source for an environment.
pub struct Sources {
    /// The container user script.
    pub user_script: Option<PathBuf>,
    /// The env hook.
    pub env_hook: Option<PathBuf>,
    /// Whether bash sources the file that `BASH_ENV` names.
    pub bash_env: bool,
}

impl Sources {
    /// Looks for the files.
    ///
    /// # Errors
    /// The env hook or `pre_build` is broken.
    pub fn find(environment: Environment, context: &Context) -> Result<Self> {
        let user_script = context.paths.container_user_script();
        let mut env_hook = environment.hook(&context.paths);
        if let Some(file) = &env_hook
            && !hook_file::is_ready_to_source(file)?
        {
            moved_link::check_after_move(hook_file::ENV_HOOK, file, &context.paths)?;
            env_hook = None;
        }
        let first_time = !context.user_script_done;
        // In the entry environment only pre_build can use the variables.
        let is_used = environment != Environment::Entry
            || hook_file::is_ready("hook", &context.paths.hook(PRE_BUILD.name))?;
        // bash sources the file of BASH_ENV whenever it starts; that alone is no reason to start
        // bash a second time.
        let bash_env = (first_time || env_hook.is_some()) && is_used && bash_env_names_a_file();
        let is_due = first_time && environment == Environment::Deploy;
        let user_script = Some(user_script).filter(|file| is_due && is_user_script(file));
        Ok(Self { user_script, env_hook, bash_env })
    }

    /// Returns whether there is nothing to source.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.user_script.is_none() && self.env_hook.is_none() && !self.bash_env
    }

    /// Returns the name of this step in the line of times.
    #[must_use]
    pub fn name(&self, environment: Environment) -> &'static str {
        let hook = environment.hook_name().filter(|_| self.env_hook.is_some());
        hook.unwrap_or("BASH_ENV")
    }

    /// Writes one debug line for each file.
    pub fn explain(&self, environment: Environment, paths: &Paths) {
        match env::var_os("BASH_ENV") {
            Some(value) if self.bash_env => debug!("bash sources BASH_ENV, {}", escaped(&value)),
            Some(value) => debug!("BASH_ENV is left to later shells, {}", escaped(&value)),
            None => debug!("BASH_ENV is not set"),
        }
        if environment == Environment::Deploy {
            let script = paths.container_user_script();
            explain("container user script", &script, self.user_script.is_some());
        }
        if let Some(hook) = environment.hook(paths) {
            explain("env hook", &hook, self.env_hook.is_some());
        }
        if self.is_empty() {
            debug!("nothing is to be sourced, so no bash starts");
        }
    }
}

/// Returns whether `file` is a container user script. A script that cannot be examined causes a
/// warning, as a script that fails does.
fn is_user_script(file: &Path) -> bool {
    match fs::metadata(file) {
        Ok(metadata) => metadata.is_file(),
        Err(error) => {
            if !is_absence(&error) {
                lines::warning(format!(
                    "container user script {} was not sourced: {error}",
                    escaped(file)
                ));
            }
            false
        }
    }
}

/// Returns whether bash sources a file for `BASH_ENV`. bash expands the value first, so a value
/// with an expansion counts as a file.
fn bash_env_names_a_file() -> bool {
    env::var_os("BASH_ENV").is_some_and(|value| {
        value.as_bytes().iter().any(|byte| b"$`~".contains(byte)) || Path::new(&value).is_file()
    })
}

fn explain(kind: &str, file: &Path, sourced: bool) {
    match (sourced, file.exists()) {
        (true, _) => debug!("bash sources {kind} {}", escaped(file)),
        (false, true) => debug!("{kind} {} has been sourced", escaped(file)),
        (false, false) => debug!("{kind} {} is not there", escaped(file)),
    }
}
