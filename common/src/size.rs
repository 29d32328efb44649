//! An environment that has grown too large for `execve(2)`: whose fault it is.

use std::collections::HashMap;
use std::env;
use std::ffi::{OsStr, OsString};
use std::path::Path;

use crate::error::Error;
use crate::process::Surroundings;
use crate::program::Program;
use crate::report::shown;

/// The error for a program that was refused with E2BIG: names the env hook and the largest variable,
/// or the arguments where these are larger.
#[must_use]
pub fn too_large(what: &str, program: &Program, surroundings: &Surroundings) -> Error {
    let mut variables: HashMap<OsString, OsString> = env::vars_os().collect();
    variables.extend(surroundings.variables.iter().cloned());
    let largest = variables
        .iter()
        .map(|(name, value)| (name.as_os_str(), value.len()))
        .max_by_key(|(_, size)| *size)
        .unwrap_or((OsStr::new(""), 0));
    let environment: usize = variables.values().map(|value| value.len()).sum();
    let arguments: usize = program.arguments.iter().map(|word| word.len()).sum();
    if arguments > environment {
        return Error::NotExecutable(format!(
            "{what} cannot be started: its arguments are too large for the kernel ({arguments} bytes); \
             pass a file instead"
        ));
    }
    environment_too_large(surroundings.env_hook.as_deref(), largest.0, largest.1)
}

/// The error for an environment whose largest variable is `name`, with a value of `size` bytes.
#[must_use]
pub fn environment_too_large(env_hook: Option<&Path>, name: &OsStr, size: usize) -> Error {
    let whose = env_hook.map_or_else(
        || "the environment is".to_owned(),
        |hook| format!("{} has made the environment", shown(hook)),
    );
    Error::NotExecutable(format!(
        "{whose} too large for the kernel to start anything with it: the largest variable is {} \
         ({size} bytes; one may have about 128 KiB, all together a quarter of `ulimit -s`); \
         put the value into a file, or do not export it (unset it, or make it local)",
        shown(name)
    ))
}
