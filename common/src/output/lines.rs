//! Progress, note, warning and error lines: the only module that prints.
//!
//! Each line is one write, so that a line of s2ibox and one of a hook never mix. A line that cannot
//! be written (closed pipe, full disk) is dropped silently: it must not fail a probe or a build.

use std::ffi::OsStr;
use std::fmt::{Arguments, Display};
use std::io::{self, IsTerminal, Write};
use std::os::unix::ffi::OsStrExt;
use std::path::Path;

use crate::environment::variable;
use crate::error::Error;
use crate::output::level::{self, Level};
use crate::output::{colour, quoting};
use crate::process::broken_pipe;

/// Writes the progress line ` -----> TEXT` to standard output, byte for byte.
pub fn progress(text: impl AsRef<OsStr>) {
    if !level::is_quiet() {
        let arrow = colour::painted(" -----> ", colour::PROGRESS, io::stdout().is_terminal());
        output(&[arrow.as_bytes(), text.as_ref().as_bytes(), b"\n"].concat());
    }
}

/// Writes the progress line ` -----> Running PATH`.
pub fn running(path: &Path) {
    let mut text = OsStr::new("Running ").to_os_string();
    text.push(path);
    progress(text);
}

/// Writes `text`, such as a help text, to standard output unchanged.
pub fn output(text: &[u8]) {
    broken_pipe::ignore();
    let mut stdout = io::stdout().lock();
    let _ = stdout.write_all(text).and_then(|()| stdout.flush());
}

/// Writes `WARNING: TEXT` to standard error.
pub fn warning(text: impl Display) {
    message("WARNING:", colour::WARNING, format_args!("{text}"));
}

/// Writes a warning if the value of `S2I_LOG` is unknown.
pub fn warn_of_unknown_level() {
    if let Some(value) = variable::non_empty(level::VARIABLE)
        && Level::from_name(&value).is_none()
    {
        warning(format_args!(
            "{} is '{}'; it must be quiet, debug or empty, and counts as empty",
            level::VARIABLE,
            quoting::escaped(&value)
        ));
    }
}

/// Writes `NOTE: TEXT` to standard error, unless the level is quiet.
pub fn note(text: impl Display) {
    if !level::is_quiet() {
        message("NOTE:", colour::NOTE, format_args!("{text}"));
    }
}

/// Writes `DEBUG: TEXT` to standard error, whatever the level; [`crate::debug!`] checks the level.
pub fn debug(text: Arguments<'_>) {
    message("DEBUG:", colour::DEBUG, text);
}

/// Writes `DEBUG: …` to standard error if `S2I_LOG=debug`; otherwise the arguments are not
/// evaluated.
#[macro_export]
macro_rules! debug {
    ($($text:tt)*) => {
        if $crate::output::level::is_debug() {
            $crate::output::lines::debug(format_args!($($text)*));
        }
    };
}

/// Writes `ERROR: …` with the chain of causes to standard error; nothing for [`Error::Silent`].
pub fn error(error: &anyhow::Error) {
    if !matches!(error.downcast_ref(), Some(Error::Silent(_))) {
        message("ERROR:", colour::ERROR, format_args!("{error:#}"));
    }
}

/// Writes `text` to standard error unchanged.
pub fn draw(text: &str) {
    broken_pipe::ignore();
    let _ = io::stderr().write_all(text.as_bytes());
}

fn message(kind: &str, colour: &str, text: Arguments<'_>) {
    let kind = colour::painted(kind, colour, io::stderr().is_terminal());
    draw(&format!("{kind} {text}\n"));
}
