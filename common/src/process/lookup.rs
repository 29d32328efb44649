//! Looks for programs along `PATH`, and for the bash that sources env hooks and runs scripts
//! without a `#!` line.

use std::env;
use std::ffi::{OsStr, OsString};
use std::path::{self, Path, PathBuf};

use nix::unistd::{AccessFlags, access};

use crate::debug;
use crate::environment::variable;
use crate::output::quoting::escaped;

/// The value of `PATH` where it is not set, as in bash.
const DEFAULT_PATH: &str = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

/// The reason why there is no bash, as a part of a sentence.
pub struct NoBash(pub String);

/// Returns the path of bash: `$S2I_BASH`, else `/bin/bash`, else `bash` on `PATH`.
///
/// # Errors
/// There is no bash. If `S2I_BASH` names a file that cannot be executed, no other bash takes its
/// place.
pub fn bash() -> Result<PathBuf, NoBash> {
    if let Some(chosen) = variable::non_empty("S2I_BASH") {
        return match path::absolute(&chosen) {
            Ok(bash) if is_program(&bash) => {
                debug!("bash is {}, from S2I_BASH", escaped(&bash));
                Ok(bash)
            }
            _ => Err(NoBash(format!(
                "S2I_BASH names {}, which is not an executable file",
                escaped(&chosen)
            ))),
        };
    }
    let usual = Path::new("/bin/bash");
    if is_program(usual) {
        debug!("bash is /bin/bash: S2I_BASH is not set");
        return Ok(usual.to_owned());
    }
    match on_path(OsStr::new("bash"), env::var_os("PATH")) {
        Lookup::Found(path) => {
            debug!(
                "bash is {}, from PATH: S2I_BASH is not set and /bin/bash cannot be executed",
                escaped(&path)
            );
            Ok(path)
        }
        _ => Err(NoBash("there is neither /bin/bash nor a bash on PATH".to_owned())),
    }
}

/// The result of a search along `PATH`.
pub enum Lookup {
    /// This file can be executed.
    Found(PathBuf),
    /// Only this file has the name, and it cannot be executed.
    NotExecutable(PathBuf),
    /// No file has the name.
    Missing,
}

/// Looks for the program `name` along `path`, the value of `PATH`. An empty entry is the working
/// directory (execvp(3)).
#[must_use]
pub fn on_path(name: &OsStr, path: Option<OsString>) -> Lookup {
    let path = path.unwrap_or_else(|| OsString::from(DEFAULT_PATH));
    let mut refused = None;
    for directory in env::split_paths(&path) {
        let empty = directory.as_os_str().is_empty();
        let file = if empty { Path::new(".") } else { &directory }.join(name);
        if is_program(&file) {
            return Lookup::Found(file);
        }
        if refused.is_none() && file.is_file() {
            refused = Some(file);
        }
    }
    refused.map_or(Lookup::Missing, Lookup::NotExecutable)
}

/// Returns whether `file` is a regular file that this user may execute.
#[must_use]
pub fn is_program(file: &Path) -> bool {
    file.is_file() && access(file, AccessFlags::X_OK).is_ok()
}
