//! What must be sourced for an environment, and, for whoever looks for a fault, why.

use std::env;
use std::os::unix::ffi::OsStrExt;
use std::path::{Path, PathBuf};

use anyhow::Result;

use super::Environment;
use crate::invocation::Invocation;
use crate::layout::Layout;
use crate::report::shown;
use crate::{debug, hook};

/// What is to be sourced for an environment.
pub struct Sources {
    pub user_script: Option<PathBuf>,
    pub env_hook: Option<PathBuf>,
    pub bash_env: bool,
}

impl Sources {
    /// What there is of it.
    ///
    /// # Errors
    /// A hook is broken.
    pub fn of(environment: Environment, invocation: &Invocation) -> Result<Self> {
        let user_script = invocation.layout.container_user_script();
        let mut env_hook = environment.hook(&invocation.layout);
        if let Some(file) = &env_hook
            && !hook::is_ready_to_source(file)?
        {
            env_hook = None;
        }
        let first_time = !invocation.user_script_done;
        let somebody_to_see_it = environment != Environment::Entry
            || hook::is_ready("hook", &invocation.layout.hook(hook::PRE_BUILD))?;
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
    pub fn is_empty(&self) -> bool {
        self.user_script.is_none() && self.env_hook.is_none() && !self.bash_env
    }

    /// What setting it up is called where what the steps took is told.
    pub fn name(&self, environment: Environment) -> &'static str {
        let hook = environment.hook_name().filter(|_| self.env_hook.is_some());
        hook.unwrap_or("BASH_ENV")
    }

    /// Says it, a line a file.
    pub fn explain(&self, environment: Environment, layout: &Layout) {
        match env::var_os("BASH_ENV") {
            Some(value) if self.bash_env => debug!("bash sources BASH_ENV, {}", shown(&value)),
            Some(value) => debug!("BASH_ENV is left to later shells, {}", shown(&value)),
            None => debug!("BASH_ENV is not set"),
        }
        if environment == Environment::Deploy {
            let script = layout.container_user_script();
            explain("container user script", &script, self.user_script.is_some());
        }
        if let Some(hook) = environment.hook(layout) {
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
        (true, _) => debug!("bash sources {kind} {}", shown(file)),
        (false, true) => debug!("{kind} {} has been sourced", shown(file)),
        (false, false) => debug!("{kind} {} is not there", shown(file)),
    }
}
