//! The environment as text: for people, for `xargs -0` and the like, for a shell.

use std::ffi::{OsStr, OsString};
use std::fmt::Write as _;
use std::io::{self, ErrorKind, Write as _};
use std::os::unix::ffi::OsStrExt;

use anyhow::{Context as _, Result};
use common::output::lines;
use common::output::quoting::escaped;

use crate::diff::Change;

/// A variable: its name and its value.
pub type Variable = (OsString, OsString);

/// What is escaped of a value.
pub type Mask = fn(&OsStr, &OsStr) -> OsString;

/// Variables that a shell sets itself and, some of them, lets nobody set.
const OF_THE_SHELL: [&str; 7] =
    ["_", "BASHOPTS", "BASH_VERSINFO", "EUID", "PPID", "SHELLOPTS", "UID"];

/// Writes it to standard output; unlike a progress line it is what we were asked for.
///
/// # Errors
/// It cannot be written; that nobody reads on is none.
pub fn output(text: &[u8]) -> Result<()> {
    let mut stdout = io::stdout().lock();
    match stdout.write_all(text).and_then(|()| stdout.flush()) {
        Err(error) if error.kind() != ErrorKind::BrokenPipe => {
            Err(error).context("cannot write to standard output")
        }
        _ => Ok(()),
    }
}

/// The names, each once, in order. Environments are small: putting each where it belongs is quick enough, and needs
/// a tenth of the code of a sort.
pub fn sorted<'a>(lists: impl IntoIterator<Item = &'a Vec<Variable>>) -> Vec<&'a OsStr> {
    let mut names: Vec<&OsStr> = Vec::new();
    for (name, _) in lists.into_iter().flatten() {
        if let Err(place) = names.binary_search(&name.as_os_str()) {
            names.insert(place, name);
        }
    }
    names
}

/// What a program finds as the value of `name`: the first.
pub fn value<'a>(variables: &'a [Variable], name: &OsStr) -> Option<&'a OsStr> {
    let found = variables.iter().find(|(known, _)| known == name);
    found.map(|(_, value)| value.as_os_str())
}

/// For people: one line a variable, what cannot be printed escaped.
pub fn lines(variables: &Vec<Variable>, mask: Mask) -> Vec<u8> {
    let mut text = Vec::new();
    for name in sorted([variables]) {
        if let Some(value) = value(variables, name) {
            line(&mut text, "", name, &mask(name, value));
        }
    }
    text
}

fn line(text: &mut Vec<u8>, sign: &str, name: &OsStr, value: &OsStr) {
    let _ = writeln!(text, "{sign}{}={}", escaped(name), escaped(value));
}

/// What differs, under the file that set it.
pub fn changes(changes: &[Change], mask: Mask) -> Vec<u8> {
    let mut files: Vec<&str> = Vec::new();
    for change in changes {
        if let Err(place) = files.binary_search(&change.by.as_str()) {
            files.insert(place, &change.by);
        }
    }
    let mut text = Vec::new();
    for file in files {
        let _ = writeln!(text, "# {file}");
        for change in changes.iter().filter(|change| change.by == file) {
            for (sign, value) in [("- ", &change.before), ("+ ", &change.after)] {
                if let Some(value) = value {
                    line(&mut text, sign, &change.name, &mask(&change.name, value));
                }
            }
        }
    }
    text
}

/// Byte for byte, each ended by NUL.
pub fn null(variables: &[Variable]) -> Vec<u8> {
    let mut text = Vec::new();
    for (name, value) in variables {
        append(&mut text, &[name.as_bytes(), b"=", value.as_bytes(), b"\0"]);
    }
    text
}

fn append(text: &mut Vec<u8>, parts: &[&[u8]]) {
    for part in parts {
        text.extend_from_slice(part);
    }
}

/// Commands for a POSIX shell; what it cannot be told is left out, with a note.
pub fn export(variables: &Vec<Variable>) -> Vec<u8> {
    let mut left_out = String::new();
    let mut text = Vec::new();
    for name in sorted([variables]) {
        if !can_be_exported(name) {
            if name != "_" {
                let _ = write!(left_out, " {}", escaped(name));
            }
            continue;
        }
        append(&mut text, &[b"export ", name.as_bytes(), b"='"]);
        for byte in value(variables, name).unwrap_or_default().as_bytes() {
            match byte {
                b'\'' => text.extend_from_slice(b"'\\''"),
                byte => text.push(*byte),
            }
        }
        text.extend_from_slice(b"'\n");
    }
    if !left_out.is_empty() {
        lines::note(format!(
            "left out, for no shell can be told to export it:{left_out}; -0 has everything"
        ));
    }
    text
}

fn can_be_exported(name: &OsStr) -> bool {
    let bytes = name.as_bytes();
    let letter = |byte: &u8| byte.is_ascii_alphanumeric() || *byte == b'_';
    bytes.iter().all(letter)
        && bytes.first().is_some_and(|first| !first.is_ascii_digit())
        && !OF_THE_SHELL.iter().any(|own| name == *own)
}
