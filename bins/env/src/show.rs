//! The environment as text: for people, for `xargs -0`, for a shell.

use std::ffi::{OsStr, OsString};
use std::io::{self, ErrorKind, Write as _};
use std::os::unix::ffi::OsStrExt;

use anyhow::{Context as _, Result};
use common::output::lines;
use common::output::quoting::escaped;

use crate::diff::Change;
use crate::secret::Mask;
use crate::variables::by_name;

/// Variables that bash sets itself; some of them are read-only.
const SET_BY_SHELL: [&str; 7] =
    ["_", "BASHOPTS", "BASH_VERSINFO", "EUID", "PPID", "SHELLOPTS", "UID"];

/// Writes `text` to standard output; unlike a progress line, it is the result of the command.
///
/// # Errors
/// The text cannot be written. A reader that has closed the pipe is no error.
pub fn output(text: &[u8]) -> Result<()> {
    let mut stdout = io::stdout().lock();
    match stdout.write_all(text).and_then(|()| stdout.flush()) {
        Err(error) if error.kind() != ErrorKind::BrokenPipe => {
            Err(error).context("cannot write to standard output")
        }
        _ => Ok(()),
    }
}

/// Returns one escaped line for each variable.
pub fn lines(variables: &[(OsString, OsString)], mask: Mask) -> Vec<u8> {
    let mut text = Vec::new();
    for (name, value) in by_name(variables) {
        push_line(&mut text, "", name, &mask(name, value));
    }
    text
}

fn push_line(text: &mut Vec<u8>, sign: &str, name: &OsStr, value: &OsStr) {
    let _ = writeln!(text, "{sign}{}={}", escaped(name), escaped(value));
}

/// Returns the changes, grouped by the file that made them.
pub fn changes(changes: &[Change], mask: Mask) -> Vec<u8> {
    let mut files: Vec<_> = changes.iter().map(|change| &change.by).collect();
    files.sort_unstable();
    files.dedup();
    let mut text = Vec::new();
    for file in files {
        let _ = writeln!(text, "# {file}");
        for change in changes.iter().filter(|change| change.by == *file) {
            for (sign, value) in [("- ", &change.before), ("+ ", &change.after)] {
                if let Some(value) = value {
                    push_line(&mut text, sign, &change.name, &mask(&change.name, value));
                }
            }
        }
    }
    text
}

/// Returns `NAME=VALUE` for each variable, byte for byte, each followed by a NUL byte.
pub fn null(variables: &[(OsString, OsString)]) -> Vec<u8> {
    let entry = |(name, value): &(OsString, OsString)| {
        [name.as_bytes(), b"=", value.as_bytes(), b"\0"].concat()
    };
    variables.iter().flat_map(entry).collect()
}

/// Returns `export` commands for a POSIX shell; a note names the variables that are left out.
pub fn export(variables: &[(OsString, OsString)]) -> Vec<u8> {
    let mut left_out = OsString::new();
    let mut text = Vec::new();
    for (name, value) in by_name(variables) {
        if can_be_exported(name) {
            text.extend([b"export ", name.as_bytes(), b"='"].concat());
            for byte in value.as_bytes() {
                match byte {
                    b'\'' => text.extend(b"'\\''"),
                    byte => text.push(*byte),
                }
            }
            text.extend(b"'\n");
        } else if name != "_" {
            left_out.push(" ");
            left_out.push(name);
        }
    }
    if !left_out.is_empty() {
        lines::note(format!(
            "left out, because a shell cannot export these names:{}; -0 prints all variables",
            escaped(&left_out)
        ));
    }
    text
}

fn can_be_exported(name: &OsStr) -> bool {
    let bytes = name.as_bytes();
    bytes.iter().all(|byte| byte.is_ascii_alphanumeric() || *byte == b'_')
        && bytes.first().is_some_and(|first| !first.is_ascii_digit())
        && !SET_BY_SHELL.iter().any(|own| name == *own)
}
