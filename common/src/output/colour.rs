//! Colours for a terminal.
//!
//! `NO_COLOR` switches colours off (no-color.org: set, and not empty). A `TERM` that is unset or
//! `dumb` does so too, and so does `CLICOLOR=0`; `CLICOLOR_FORCE` overrides these two. Nothing
//! puts colours into a file or a pipe: a build log stays plain text.

use crate::environment::variable;

/// The escape sequence before `ERROR:`: bold red.
pub const ERROR: &str = "\x1b[1;31m";
/// The escape sequence before `WARNING:`: bold yellow.
pub const WARNING: &str = "\x1b[1;33m";
/// The escape sequence before `NOTE:`: bold cyan.
pub const NOTE: &str = "\x1b[1;36m";
/// The escape sequence before `DEBUG:`: dim.
pub const DEBUG: &str = "\x1b[2m";
/// The escape sequence before the arrow of a progress line: bold green.
pub const PROGRESS: &str = "\x1b[1;32m";

/// The escape sequence that ends every colour.
const RESET: &str = "\x1b[0m";

/// Returns `text` in `colour` if it goes to a terminal that shows colours, else unchanged.
#[must_use]
pub fn painted(text: &str, colour: &str, to_terminal: bool) -> String {
    if to_terminal && is_wanted() { format!("{colour}{text}{RESET}") } else { text.to_owned() }
}

fn is_wanted() -> bool {
    let is_on = |name| variable::non_empty(name).map(|value| value != "0");
    variable::non_empty("NO_COLOR").is_none()
        && (is_on("CLICOLOR_FORCE") == Some(true)
            || (terminal_has_controls() && is_on("CLICOLOR") != Some(false)))
}

/// Returns whether `TERM` names a terminal that understands control sequences.
#[must_use]
pub fn terminal_has_controls() -> bool {
    variable::non_empty("TERM").is_some_and(|name| name != "dumb")
}
