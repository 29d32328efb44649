//! A tool as data: what is done with a source tree or an image, not within a running application.
//!
//! A tool needs no paths, sources nothing and becomes nothing; it reads its own arguments.

use std::ffi::OsString;

use anyhow::Result;

use crate::cli::parse::About;

/// A tool: what it is called and what it does.
pub struct Tool {
    /// Its name, as in `s2ibox NAME` and `s2i-NAME`.
    pub name: &'static str,
    /// One line for the list of commands.
    pub summary: &'static str,
    /// What its help says, as data: `T::get_args_info` of what [`crate::arguments!`] declares. Completion and the man
    /// pages are made from it.
    pub about: fn() -> About,
    /// Runs it with its arguments, without a name before them.
    pub run: fn(&[OsString]) -> Result<()>,
}
