//! The help of s2ibox as a whole, made from the table of commands.

use std::fmt::Write as _;

use crate::COMMANDS;

/// What `s2ibox --help` and `powershift image --help` print.
#[must_use]
pub fn text() -> String {
    let mut text = String::from(
        "Usage: s2ibox COMMAND [ARGUMENTS]\n\
         \n\
         Action hooks around a Source-to-Image build, and one environment for all of them.\n\
         \n\
         Each command is also called as s2i-COMMAND, through a link of that name, and as\n\
         powershift image COMMAND.\n\
         \n\
         Commands:\n",
    );
    for command in COMMANDS {
        let _ = writeln!(text, "  {:<12}{}", command.name(), command.summary());
    }
    text.push_str(
        "\n\
         Options:\n  \
           --help      show this, or with a command before it, that command's help\n  \
           --list      print the names of all commands, one a line\n  \
           --version   print the version\n",
    );
    text
}
