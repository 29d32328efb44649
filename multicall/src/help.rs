//! The help of `s2ibox`, made from the table of commands.

use std::fmt::Write as _;

use crate::COMMANDS;

/// Returns the help of `s2ibox` and `powershift image`.
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
        let _ = writeln!(text, "  {:<14}{}", command.name(), command.summary());
    }
    text.push_str(
        "\n\
         Options:\n  \
           -h, --help      show this help; help COMMAND and COMMAND --help show that of a command\n  \
           --list          print the names of all commands, one per line\n  \
           -V, --version   print the version\n",
    );
    text
}
