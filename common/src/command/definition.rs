//! Commands and tools as data.

use std::ffi::OsString;

use anyhow::Result;

use crate::cli::parse::{About, OptionParser, Words};
use crate::command::step::Step;

/// A command: it works within an application image, and its steps read like the contract's table.
pub struct Command {
    /// The name, as in `s2ibox NAME` and `s2i-NAME`.
    pub name: &'static str,
    /// One line for the list of commands.
    pub summary: &'static str,
    /// The operands that the command takes.
    pub words: Words,
    /// The parser of the options.
    pub options: OptionParser,
    /// The steps, in order.
    pub steps: &'static [Step],
    /// An option that selects other steps, and these steps.
    pub alternative: Option<(&'static str, &'static [Step])>,
}

/// A tool: it works on a source tree or an image from outside, and reads its own arguments.
///
/// A tool needs no paths, sources nothing and becomes nothing.
pub struct Tool {
    /// The name, as in `s2ibox NAME` and `s2i-NAME`.
    pub name: &'static str,
    /// One line for the list of commands.
    pub summary: &'static str,
    /// Returns the help as data; completion and the man pages are made from it.
    pub about: fn() -> About,
    /// Runs the tool with its arguments, without a name before them.
    pub run: fn(&[OsString]) -> Result<()>,
}
