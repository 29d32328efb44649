//! `s2ibox install`, which makes a link for each entry of the table.

use std::ffi::OsString;

use anyhow::Result;
use common::command::definition::Tool;

use crate::COMMANDS;

/// The tool.
pub static TOOL: Tool =
    Tool { name: s2i_install::NAME, summary: s2i_install::SUMMARY, about: s2i_install::about, run };

fn run(arguments: &[OsString]) -> Result<()> {
    let commands = COMMANDS.iter().map(|command| format!("s2i-{}", command.name()));
    let names = ["s2ibox", "powershift"].map(str::to_owned);
    let names: Vec<_> = names.into_iter().chain(commands).collect();
    s2i_install::run(arguments, &names)
}
