//! `s2ibox install`, which makes a link for each entry of the table.

use common::command::definition::Tool;

use crate::COMMANDS;

/// The tool.
pub static TOOL: Tool = s2i_install::tool(|call| {
    let commands = COMMANDS.iter().map(|command| format!("s2i-{}", command.name()));
    let names: Vec<_> =
        ["s2ibox", "powershift"].map(str::to_owned).into_iter().chain(commands).collect();
    s2i_install::run(call, &names)
});
