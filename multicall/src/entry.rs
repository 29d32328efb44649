//! An entry of the table: a command of the contract, or a tool.

use std::ffi::OsString;

use anyhow::Result;
use common::cli::parse::About;
use common::command::definition::Command;
use common::command::definition::Tool;
use common::environment::handoff;
use common::environment::handoff::{Handoff, Outcome};

/// An entry of the table of commands.
pub enum Entry {
    /// Runs within an application image.
    Command(&'static Command),
    /// Works on a source tree or an image from outside.
    Tool(&'static Tool),
}

impl Entry {
    /// Its name.
    #[must_use]
    pub const fn name(&self) -> &'static str {
        match self {
            Self::Command(command) => command.name,
            Self::Tool(tool) => tool.name,
        }
    }

    /// One line for the list of commands.
    #[must_use]
    pub const fn summary(&self) -> &'static str {
        match self {
            Self::Command(command) => command.summary,
            Self::Tool(tool) => tool.summary,
        }
    }

    /// What its help says, as data.
    #[must_use]
    pub fn about(&self) -> About {
        match self {
            Self::Command(command) => (command.options.about)(),
            Self::Tool(tool) => (tool.about)(),
        }
    }

    /// Calls it with its arguments, without a name before them.
    ///
    /// # Errors
    /// What it ends with.
    pub fn call(&self, arguments: &[OsString]) -> Result<()> {
        match self {
            Self::Command(command) => command.call(arguments),
            Self::Tool(tool) => (tool.run)(arguments),
        }
    }

    /// Goes on after bash has sourced the hooks of a step.
    ///
    /// # Errors
    /// What it ends with; a tool has no steps.
    pub fn resume(&self, outcome: Outcome, handoff: Handoff) -> Result<()> {
        match self {
            Self::Command(command) => command.resume(outcome, handoff),
            Self::Tool(_) => Err(handoff::no_resumption()),
        }
    }
}
