//! Commands and tools as data.

use std::ffi::OsString;

use anyhow::Result;

use crate::cli::parser::{Call, Parser};
use crate::command::step::Step;

/// A command: it works within an application image, and its steps read like the contract's table.
pub struct Command {
    /// The name, as in `s2ibox NAME` and `s2i-NAME`.
    pub name: &'static str,
    /// One line for the list of commands.
    pub summary: &'static str,
    /// The parser of the options and operands.
    pub arguments: Parser,
    /// The steps, in order.
    pub steps: &'static [Step],
    /// An option that selects other steps, and these steps.
    pub alternative: Option<(&'static str, &'static [Step])>,
}

/// A tool: it works on a source tree or an image from outside.
///
/// A tool needs no paths, sources nothing and becomes nothing.
pub struct Tool {
    /// The name, as in `s2ibox NAME` and `s2i-NAME`.
    pub name: &'static str,
    /// One line for the list of commands.
    pub summary: &'static str,
    /// The parser of the options and operands.
    pub arguments: Parser,
    /// Runs the tool.
    pub run: fn(&Call) -> Result<()>,
}

impl Tool {
    /// Calls the tool with `arguments`, without a name before them.
    ///
    /// # Errors
    /// A usage error, or the error of the tool.
    pub fn call(&self, arguments: &[OsString]) -> Result<()> {
        match self.arguments.parse(self.name, arguments)? {
            Some(call) => (self.run)(&call),
            None => Ok(()),
        }
    }
}
