//! An entry of the table of commands.

use std::ffi::OsString;

use anyhow::Result;
use common::cli::description::Description;
use common::command::definition::{Command, Tool};
use common::environment::handoff::{self, Handoff, Outcome};

/// An entry of the table of commands.
pub enum Entry {
    /// A command, which works within an application image.
    Command(&'static Command),
    /// A tool, which works on a source tree or an image from outside.
    Tool(&'static Tool),
}

impl Entry {
    /// Returns the name, as in `s2ibox NAME`.
    #[must_use]
    pub const fn name(&self) -> &'static str {
        match self {
            Self::Command(command) => command.name,
            Self::Tool(tool) => tool.name,
        }
    }

    /// Returns one line for the list of commands.
    #[must_use]
    pub const fn summary(&self) -> &'static str {
        match self {
            Self::Command(command) => command.summary,
            Self::Tool(tool) => tool.summary,
        }
    }

    /// Returns the description of the options and operands.
    #[must_use]
    pub fn describe(&self) -> Description {
        match self {
            Self::Command(command) => (command.arguments.describe)(),
            Self::Tool(tool) => (tool.arguments.describe)(),
        }
    }

    /// Calls the command with its arguments, without a name before them.
    ///
    /// # Errors
    /// The error that the command ends with.
    pub fn call(&self, arguments: &[OsString]) -> Result<()> {
        match self {
            Self::Command(command) => command.call(arguments),
            Self::Tool(tool) => tool.call(arguments),
        }
    }

    /// Resumes the command after bash has sourced the hooks of a step.
    ///
    /// # Errors
    /// The error that the command ends with; a tool has no steps to resume.
    pub fn resume(&self, outcome: Outcome, handoff: Handoff) -> Result<()> {
        match self {
            Self::Command(command) => command.resume(outcome, handoff),
            Self::Tool(_) => Err(handoff::no_resumption()),
        }
    }
}
