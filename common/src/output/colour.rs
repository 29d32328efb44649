//! Colour, which only ever goes to a terminal.
//!
//! `NO_COLOR` switches it off (no-color.org: set, and not empty). So does a terminal that cannot show it, which is one
//! without a name in `TERM` or with the name `dumb`, and `CLICOLOR=0`; these two `CLICOLOR_FORCE` overrides. It never
//! overrides that something is a file or a pipe: a build log stays plain text.

use std::env;

/// The beginning of what an error is told by.
pub const ERROR: &str = "\x1b[1;31m";
/// The same for a warning.
pub const WARNING: &str = "\x1b[1;33m";
/// The same for a note.
pub const NOTE: &str = "\x1b[1;36m";
/// The same for what only somebody who looks for a fault wants to know.
pub const DEBUG: &str = "\x1b[2m";
/// The same for the arrow of a progress line.
pub const PROGRESS: &str = "\x1b[1;32m";

/// The end of each.
const END: &str = "\x1b[0m";

/// `text` in the colour that `begin` begins, or as it is where it is not written to a terminal.
#[must_use]
pub fn painted(text: &str, begin: &str, to_terminal: bool) -> String {
    if to_terminal && is_wanted() { format!("{begin}{text}{END}") } else { text.to_owned() }
}

fn is_wanted() -> bool {
    let says = |name: &str| env::var_os(name).filter(|value| !value.is_empty());
    let on = |name: &str| says(name).is_some_and(|value| value != "0");
    let off = |name: &str| says(name).is_some_and(|value| value == "0");
    says("NO_COLOR").is_none() && (on("CLICOLOR_FORCE") || (has_a_name() && !off("CLICOLOR")))
}

/// Whether `TERM` names a terminal that can do more than write.
#[must_use]
pub fn has_a_name() -> bool {
    env::var_os("TERM").is_some_and(|name| !name.is_empty() && name != "dumb")
}
