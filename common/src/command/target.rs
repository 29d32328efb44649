//! The programs of steps: action hooks, and scripts of the builder.

use std::ffi::OsStr;
use std::fmt::{self, Display};

use anyhow::Result;

use crate::command::context::Context;
use crate::hooks::table::Hook;
use crate::hooks::{builder, hook_file, moved_link};
use crate::output::lines;
use crate::output::quoting::escaped;
use crate::process::program::Program;
use crate::{broken, debug};

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
    /// Returns what [`Target::program`] returns, but a missing hook is an error where `--require`
    /// was given.
    ///
    /// # Errors
    /// Those of [`Target::program`]; the hook is missing and `--require` was given.
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

    /// Prints the progress line and returns the program to execute; `None` if the hook is absent,
    /// which is skipped.
    ///
    /// # Errors
    /// The file is broken, or the builder's script is missing (127) or is this program itself.
    pub fn program(self, context: &Context, announce: bool) -> Result<Option<Program>> {
        match self {
            Self::Hook(hook) => {
                let file = context.paths.hook(hook.name);
                if !hook_file::is_ready("hook", &file)? {
                    moved_link::check_after_move("hook", &file, &context.paths)?;
                    debug!("hook {} is skipped: {} is not there", hook.name, escaped(&file));
                    return Ok(None);
                }
                if announce {
                    lines::running(&file);
                }
                Program::from_file("hook", &file).map(Some)
            }
            Self::Builder(name) => {
                let file = builder::script(&context.paths.scripts, name);
                let mut text = OsStr::new("Running builder ").to_os_string();
                text.push(name);
                text.push(" script (");
                text.push(&file);
                text.push(")");
                lines::progress(text);
                builder::program(name, &file).map(Some)
            }
        }
    }
}
