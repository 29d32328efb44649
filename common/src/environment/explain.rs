//! What is sourced for an environment and what is not, told to whoever looks for a fault.

use std::env;
use std::path::Path;

use super::{Environment, Sources};
use crate::debug;
use crate::layout::Layout;
use crate::report::shown;

impl Sources {
    /// What setting it up is called where what the steps took is told.
    pub(super) fn name(&self, environment: Environment) -> &'static str {
        let hook = environment.hook_name().filter(|_| self.env_hook.is_some());
        hook.unwrap_or("BASH_ENV")
    }

    /// Says it, a line a file.
    pub(super) fn explain(&self, environment: Environment, layout: &Layout) {
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

fn explain(kind: &str, file: &Path, sourced: bool) {
    match (sourced, file.exists()) {
        (true, _) => debug!("bash sources {kind} {}", shown(file)),
        (false, true) => debug!("{kind} {} has been sourced", shown(file)),
        (false, false) => debug!("{kind} {} is not there", shown(file)),
    }
}
