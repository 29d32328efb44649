//! The builder's own `assemble` and `run`.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::Result;
use nix::unistd::Uid;

use crate::error::Error;
use crate::fs::directory::is_absence;
use crate::output::quoting::{escaped, quoted};
use crate::process::program::Program;
use crate::process::{current_exe, lookup};
use crate::{broken, debug};

/// The names by which S2I calls its scripts, the builder's own and those of s2ibox.
pub const SCRIPTS: [&str; 2] = ["assemble", "run"];
/// Returns the path to which `s2ibox install --builder` moves the builder's script `script` when
/// it takes its place.
#[must_use]
pub fn moved_aside(script: &Path) -> PathBuf {
    let mut aside = script.as_os_str().to_owned();
    aside.push(".s2i-builder");
    aside.into()
}

/// Returns the file of the builder's script `name` in the directory `scripts`. Where that is s2ibox
/// itself, the file is the one that `s2ibox install --builder` moved aside.
#[must_use]
pub fn script(scripts: &Path, name: &str) -> PathBuf {
    let script = scripts.join(name);
    let aside = moved_aside(&script);
    if aside.exists() && current_exe::is(&script).unwrap_or(false) {
        debug!("{} is this program, so the one moved aside is meant", escaped(&script));
        return aside;
    }
    script
}

/// Checks the file of the builder's script `name`, as [`script`] returns it.
///
/// # Errors
/// It is missing (127), not accessible or not executable (126), a directory, or s2ibox itself.
pub fn check(name: &str, file: &Path) -> Result<()> {
    let shown = escaped(file);
    match fs::metadata(file) {
        Ok(metadata) if metadata.is_dir() => broken!(
            "the builder's {name} script {shown} is a directory; put the script in its place"
        ),
        Ok(_) => {}
        Err(error) if is_absence(&error) => {
            return Err(Error::NotFound(format!(
                "the builder's {name} script {shown} is not there; \
                 set S2I_SCRIPTS_PATH to the directory that holds it"
            ))
            .into());
        }
        Err(error) => {
            return Err(Error::NotExecutable(format!(
                "the builder's {name} script {shown} cannot be accessed: {error}; \
                 give user {} access to the directories above it",
                Uid::effective()
            ))
            .into());
        }
    }
    if !lookup::is_program(file) {
        return Err(Error::NotExecutable(format!(
            "the builder's {name} script {shown} is not an executable file; run: chmod +x {}",
            quoted(file)
        ))
        .into());
    }
    if current_exe::is(file)? {
        broken!(
            "the builder's {name} script {shown} is s2ibox itself and would start itself for ever; \
             set S2I_SCRIPTS_PATH to the builder's own scripts"
        );
    }
    Ok(())
}

/// Returns the builder's script `name` as a program.
///
/// # Errors
/// As [`check`], and as [`Program::from_file`].
pub fn program(name: &str, file: &Path) -> Result<Program> {
    check(name, file)?;
    Program::from_file("builder script", file)
}
