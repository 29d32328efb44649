//! The progress and error lines: the only place that prints.
//!
//! Each line is one write, so that lines of ours and of a hook never mix within a line. A line that
//! cannot be written (a closed pipe, a full disk) is dropped without a word: it must not fail a
//! probe or a build.

use std::ffi::OsStr;
use std::fmt::{Arguments, Display};
use std::io::{self, IsTerminal, Write};
use std::os::unix::ffi::OsStrExt;
use std::path::Path;

use crate::error::Error;
use crate::output::{colour, level};

/// Writes the progress line ` -----> TEXT` to standard output, byte for byte.
pub fn progress(text: impl AsRef<OsStr>) {
    say(text.as_ref().as_bytes());
}

fn say(text: &[u8]) {
    if level::is_quiet() {
        return;
    }
    let arrow = colour::painted(" -----> ", colour::PROGRESS, io::stdout().is_terminal());
    output(&[arrow.as_bytes(), text, b"\n"].concat());
}

/// Writes the progress line ` -----> Running PATH`.
pub fn running(path: &Path) {
    let mut text = OsStr::new("Running ").to_os_string();
    text.push(path);
    progress(text);
}

/// Writes `text` to standard output as it is: help and version.
pub fn output(text: &[u8]) {
    let mut stdout = io::stdout().lock();
    let _ = stdout.write_all(text).and_then(|()| stdout.flush());
}

/// Writes `WARNING: TEXT` to standard error.
pub fn warning(text: impl Display) {
    complain("WARNING:", colour::WARNING, format_args!("{text}"));
}

/// Writes a note for people, `NOTE: TEXT`, to standard error.
pub fn note(text: impl Display) {
    if !level::is_quiet() {
        complain("NOTE:", colour::NOTE, format_args!("{text}"));
    }
}

/// Writes `DEBUG: TEXT` to standard error; for [`crate::debug!`], which knows whether anybody wants it.
pub fn debug(text: Arguments<'_>) {
    complain("DEBUG:", colour::DEBUG, text);
}

/// Writes `ERROR: …` with the whole chain of causes to standard error; nothing for [`Error::Silent`].
pub fn error(error: &anyhow::Error) {
    if !matches!(error.downcast_ref(), Some(Error::Silent(_))) {
        complain("ERROR:", colour::ERROR, format_args!("{error:#}"));
    }
}

/// Writes `text` to standard error as it is: what comes and goes on a terminal.
pub fn draw(text: &str) {
    let _ = io::stderr().write_all(text.as_bytes());
}

fn complain(kind: &str, begin: &str, text: Arguments<'_>) {
    let kind = colour::painted(kind, begin, io::stderr().is_terminal());
    draw(&format!("{kind} {text}\n"));
}
