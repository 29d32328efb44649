//! The progress and error lines: the only place that prints.
//!
//! Each line is one write, so that lines of ours and of a hook never mix within a line. A line that
//! cannot be written (a closed pipe, a full disk) is dropped without a word: it must not fail a
//! probe or a build.

use std::ffi::OsStr;
use std::fmt::{self, Arguments, Display, Write as _};
use std::io::{self, IsTerminal, Write};
use std::os::unix::ffi::OsStrExt;
use std::path::Path;
use std::sync::atomic::AtomicUsize;
use std::sync::atomic::Ordering::Relaxed;

use crate::error::Error;
use crate::{colour, log};

/// So many of the progress lines to come have been written before this program began; see the fast path.
pub static SAID: AtomicUsize = AtomicUsize::new(0);

/// Writes the progress line ` -----> TEXT` to standard output, byte for byte.
pub fn progress(text: impl AsRef<OsStr>) {
    say(text.as_ref().as_bytes());
}

fn say(text: &[u8]) {
    let one_less = |said: usize| said.checked_sub(1);
    if SAID.fetch_update(Relaxed, Relaxed, one_less).is_ok() || log::is_quiet() {
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
    if !log::is_quiet() {
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

/// A path or word as it is shown in errors: as it is where it is plain text, else with what cannot be
/// printed escaped, so that an error stays one line.
pub fn shown<T: AsRef<OsStr> + ?Sized>(name: &T) -> impl Display + '_ {
    Shown(name.as_ref())
}

/// A path as a word of a shell command that is there to be pasted; where it holds what cannot be printed, the
/// shell must know `$'…'`, as bash does.
pub fn quoted<T: AsRef<OsStr> + ?Sized>(name: &T) -> String {
    let name = name.as_ref();
    let plain = |byte: &u8| byte.is_ascii_alphanumeric() || b"_@%+:,./-".contains(byte);
    if !name.is_empty() && name.as_bytes().iter().all(plain) {
        return shown(name).to_string();
    }
    let printable = |text: &str| !text.chars().any(char::is_control);
    match name.to_str() {
        Some(text) if printable(text) => format!("'{}'", text.replace('\'', "'\\''")),
        _ => {
            let mut word = String::from("$'");
            for chunk in name.as_bytes().utf8_chunks() {
                for character in chunk.valid().chars() {
                    match character {
                        '\'' | '\\' => word.extend(['\\', character]),
                        _ if character.is_control() => {
                            octal(&mut word, character.encode_utf8(&mut [0; 4]).as_bytes());
                        }
                        _ => word.push(character),
                    }
                }
                octal(&mut word, chunk.invalid());
            }
            word + "'"
        }
    }
}

/// Always three digits, so that a digit behind them is not taken for one of theirs.
fn octal(word: &mut String, bytes: &[u8]) {
    for byte in bytes {
        let _ = write!(word, "\\{byte:03o}");
    }
}

struct Shown<'a>(&'a OsStr);

impl Display for Shown<'_> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        for chunk in self.0.as_bytes().utf8_chunks() {
            for character in chunk.valid().chars() {
                if character.is_control() {
                    write!(formatter, "{}", character.escape_default())?;
                } else {
                    formatter.write_char(character)?;
                }
            }
            for byte in chunk.invalid() {
                write!(formatter, "\\x{byte:02x}")?;
            }
        }
        Ok(())
    }
}
