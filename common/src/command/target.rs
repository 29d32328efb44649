//! The programs of steps: action hooks, and scripts of the builder.

use std::ffi::OsStr;
use std::fmt::{self, Display};
use std::path::{Path, PathBuf};

use anyhow::Result;

use crate::command::context::Context;
use crate::error::Error;
use crate::hooks::hook_file;
use crate::hooks::table::Hook;
use crate::output::lines;
use crate::output::quoting::{escaped, quoted};
use crate::process::program::Program;
use crate::process::{current_exe, lookup};
use crate::{broken, debug};

/// The names by which S2I calls its scripts, the builder's own and ours.
pub const SCRIPTS: [&str; 2] = ["assemble", "run"];
/// What `s2ibox install --builder` puts behind the name of a builder's script when it takes its place.
pub const MOVED_ASIDE: &str = ".s2i-builder";

/// A program that a step runs or becomes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Target {
    /// The action hook of this name; one that is absent is skipped.
    Hook(&'static Hook),
    /// The builder's own script of this name; it must be there.
    Builder(&'static str),
}

/// Writes the name that the line of times has for the target.
impl Display for Target {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Hook(hook) => formatter.write_str(hook.name),
            Self::Builder(name) => write!(formatter, "builder's {name}"),
        }
    }
}

impl Target {
    /// As [`Target::program`], but a hook that is missing is an error where `--require` was given.
    ///
    /// # Errors
    /// As there, and that.
    pub fn required_program(self, context: &Context, announce: bool) -> Result<Option<Program>> {
        let program = self.program(context, announce)?;
        match self {
            Self::Hook(hook) if program.is_none() && context.options.require => broken!(
                "hook {} is missing, and --require (or S2I_REQUIRE_HOOKS) asks for it; \
                 add it to the image, or do without --require",
                escaped(&context.paths.hook(hook.name))
            ),
            _ => Ok(program),
        }
    }

    /// What is to be executed, after the progress line for it; `None` where an absent hook is skipped.
    ///
    /// # Errors
    /// It is broken; or it is a builder's script that is missing (127) or is this program itself.
    pub fn program(self, context: &Context, announce: bool) -> Result<Option<Program>> {
        match self {
            Self::Hook(hook) => {
                let file = context.paths.hook(hook.name);
                if !hook_file::is_ready("hook", &file)? {
                    debug!("hook {} is skipped: {} is not there", hook.name, escaped(&file));
                    return Ok(None);
                }
                if announce {
                    lines::running(&file);
                }
                Program::from_file("hook", &file).map(Some)
            }
            Self::Builder(name) => {
                let file = own_script(context.paths.scripts.join(name));
                let mut text = OsStr::new("Running builder ").to_os_string();
                text.push(name);
                text.push(" script (");
                text.push(&file);
                text.push(")");
                lines::progress(text);
                builder_script(name, &file).map(Some)
            }
        }
    }
}

/// The builder's script, or where that is us, the one that was moved aside for us.
fn own_script(script: PathBuf) -> PathBuf {
    let mut aside = script.clone().into_os_string();
    aside.push(MOVED_ASIDE);
    if Path::new(&aside).exists() && current_exe::is(&script).unwrap_or(false) {
        debug!("{} is this program, so the one moved aside is meant", escaped(&script));
        return aside.into();
    }
    script
}

fn builder_script(name: &str, file: &Path) -> Result<Program> {
    let shown_file = escaped(file);
    if !file.exists() {
        return Err(Error::NotFound(format!(
            "the builder's {name} script {shown_file} is not there; \
             set S2I_SCRIPTS_PATH to the folder that holds it"
        ))
        .into());
    }
    if file.is_dir() {
        broken!(
            "the builder's {name} script {shown_file} is a folder; put the script in its place"
        );
    }
    if !lookup::is_program(file) {
        return Err(Error::NotExecutable(format!(
            "the builder's {name} script {shown_file} is not an executable file; run: chmod +x {}",
            quoted(file)
        ))
        .into());
    }
    if current_exe::is(file)? {
        return Err(Error::Broken(format!(
            "the builder's {name} script {shown_file} is s2ibox itself and would start itself for ever; \
             set S2I_SCRIPTS_PATH to the builder's own scripts"
        ))
        .into());
    }
    Program::from_file("builder script", file)
}
