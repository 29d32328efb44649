//! What must be sourced for an environment, and, for whoever looks for a fault, why.

use std::env;
use std::os::unix::ffi::OsStrExt;
use std::path::{Path, PathBuf};

use anyhow::Result;

use crate::command::context::Context;
use crate::debug;
use crate::environment::source::Environment;
use crate::hooks::hook_file;
use crate::hooks::paths::Paths;
use crate::hooks::table::{Hook, named};
use crate::output::quoting::escaped;

const PRE_BUILD: &Hook = named("pre_build");

/// What is to be sourced for an environment.
pub struct Sources {
    /// The container user script.
    pub user_script: Option<PathBuf>,
    /// The env hook.
    pub env_hook: Option<PathBuf>,
    /// Whether bash sources the file that `BASH_ENV` names.
    pub bash_env: bool,
}

impl Sources {
    /// What there is of it.
    ///
    /// # Errors
    /// A hook is broken.
    pub fn of(environment: Environment, context: &Context) -> Result<Self> {
        let user_script = context.paths.container_user_script();
        let mut env_hook = environment.hook(&context.paths);
        if let Some(file) = &env_hook
            && !hook_file::is_ready_to_source(file)?
        {
            env_hook = None;
        }
        let first_time = !context.user_script_done;
        let somebody_to_see_it = environment != Environment::Entry
            || hook_file::is_ready("hook", &context.paths.hook(PRE_BUILD.name))?;
        // bash sources it each time that it starts; that alone is no reason to start it again.
        let bash_env = (first_time || env_hook.is_some()) && somebody_to_see_it;
        Ok(Self {
            user_script: (first_time
                && environment == Environment::Deploy
                && user_script.is_file())
            .then_some(user_script),
            env_hook,
            bash_env: bash_env && bash_env_counts(),
        })
    }

    /// Whether there is nothing.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.user_script.is_none() && self.env_hook.is_none() && !self.bash_env
    }

    /// What setting it up is called where what the steps took is told.
    #[must_use]
    pub fn name(&self, environment: Environment) -> &'static str {
        let hook = environment.hook_name().filter(|_| self.env_hook.is_some());
        hook.unwrap_or("BASH_ENV")
    }

    /// Says it, a line a file.
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

/// Whether bash would source something for `BASH_ENV`: it expands the value before it looks.
fn bash_env_counts() -> bool {
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
