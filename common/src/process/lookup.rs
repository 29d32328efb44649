//! Which shell: the bash that sources env hooks and runs scripts without a `#!` line.

use std::env;
use std::ffi::{OsStr, OsString};
use std::path::{self, Path, PathBuf};

use nix::unistd::{AccessFlags, access};

use crate::debug;
use crate::environment::variable;
use crate::output::quoting::escaped;

/// Where programs are looked for if `PATH` is not set, as bash does it.
const DEFAULT_PATH: &str = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

/// Why there is no bash, to be put into a sentence: what was looked for.
pub struct NoBash(pub String);

/// The bash to use: `$S2I_BASH`, else `/bin/bash`, else `bash` on `PATH`.
///
/// # Errors
/// There is none; one that `S2I_BASH` names and that is not there is not replaced by another.
pub fn bash() -> Result<PathBuf, NoBash> {
    if let Some(chosen) = variable::non_empty("S2I_BASH") {
        return match path::absolute(&chosen) {
            Ok(bash) if is_program(&bash) => {
                debug!("bash is {}, from S2I_BASH", escaped(&bash));
                Ok(bash)
            }
            _ => Err(NoBash(format!("S2I_BASH names {}, which is no program", escaped(&chosen)))),
        };
    }
    let usual = Path::new("/bin/bash");
    if is_program(usual) {
        debug!("bash is /bin/bash, for S2I_BASH is not set");
        return Ok(usual.to_owned());
    }
    match on_path(OsStr::new("bash"), env::var_os("PATH")) {
        Lookup::Found(path) => {
            debug!(
                "bash is {}, from PATH, for S2I_BASH is not set and /bin/bash is not there",
                escaped(&path)
            );
            Ok(path)
        }
        _ => Err(NoBash("there is neither /bin/bash nor a bash on PATH".to_owned())),
    }
}

/// What a search along `PATH` comes to.
pub enum Lookup {
    /// This can be executed.
    Found(PathBuf),
    /// There is only this, which cannot.
    NotExecutable(PathBuf),
    /// Nothing.
    Missing,
}

/// Looks for a program along `path`, the value of `PATH`; an empty entry is the working directory (execvp(3)).
#[must_use]
pub fn on_path(name: &OsStr, path: Option<OsString>) -> Lookup {
    let path = path.unwrap_or_else(|| OsString::from(DEFAULT_PATH));
    let mut refused = None;
    for folder in env::split_paths(&path) {
        let folder = if folder.as_os_str().is_empty() { Path::new(".") } else { folder.as_path() };
        let file = folder.join(name);
        if is_program(&file) {
            return Lookup::Found(file);
        }
        if refused.is_none() && file.is_file() {
            refused = Some(file);
        }
    }
    refused.map_or(Lookup::Missing, Lookup::NotExecutable)
}

/// Whether `file` is a regular file that this user may execute.
#[must_use]
pub fn is_program(file: &Path) -> bool {
    file.is_file() && access(file, AccessFlags::X_OK).is_ok()
}
