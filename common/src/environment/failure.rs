//! The error of an env hook that ends the shell, from the facts that bash knows.

use std::ffi::{OsStr, OsString};
use std::fs;
use std::os::unix::ffi::{OsStrExt, OsStringExt};
use std::path::Path;

use crate::environment::handoff::{Handoff, no_resumption};
use crate::error::Error;
use crate::hooks::hook_file;
use crate::hooks::paths::Paths;
use crate::output::lines;
use crate::output::masked_command::masked_command;
use crate::output::quoting::escaped;

/// Returns the error for the facts of a shell that ends before everything was sourced.
///
/// The facts, which `ended.sh` writes: the stage (`user_script`, `env_hook` or empty), the name of
/// the signal that ended the shell or empty, how the shell noticed the end (`error`, `exit` or
/// `end`), the exit status, and the command, the file, the function and the line that bash knows
/// of.
#[must_use]
pub fn error(handoff: &Handoff) -> anyhow::Error {
    let [stage, signal, how, status, command, file, function, line] = handoff.facts.as_slice()
    else {
        return no_resumption();
    };
    let source = match (stage.to_str(), &handoff.env_hook) {
        (Some("env_hook"), Some(hook)) => hook.clone(),
        (Some("user_script"), _) => handoff.paths.container_user_script(),
        _ => "BASH_ENV".into(),
    };
    let (name, status) = (escaped(&source), escaped(status));
    let text = if !signal.is_empty() {
        let signal = escaped(signal);
        format!("stopped by SIG{signal} while {name} was sourced; the remaining steps were skipped")
    } else if how == "end" && status.to_string() == "0" && !is_exit(command) {
        format!(
            "bash was ended by a signal while {name} was sourced, at: {}; \
             the remaining steps were skipped",
            one_line(command)
        )
    } else if how != "error" && status.to_string() == "0" {
        format!(
            "env hook {name} called exit 0: nothing would be run, and a probe would pass; \
             use return 0, or leave it out"
        )
    } else {
        let place = if how == "end" {
            unknown_place(command, file, function, line)
        } else {
            known_place(&source, command, file, line)
        };
        let fix = windows_line_ends(&source);
        format!("env hook {name} failed with status {status}{place}{fix}")
    };
    Error::Broken(text).into()
}

/// Warns of a container user script that called `exit`; the first fact is its status.
pub fn warn_of_exit(paths: &Paths, facts: &[OsString]) {
    let status = facts.first().cloned().unwrap_or_default();
    lines::warning(format!(
        "container user script {} called exit {}; the command continues without the rest of it",
        escaped(&paths.container_user_script()),
        escaped(&status)
    ));
}

/// Returns whether the last command of bash was an `exit`, and not one during which a signal came.
fn is_exit(command: &OsStr) -> bool {
    let words = command.as_bytes().split(u8::is_ascii_whitespace);
    words.take(2).any(|word| word == b"exit")
}

/// Describes the place of a command that failed, or of an `exit`.
fn known_place(source: &Path, command: &OsStr, file: &OsStr, line: &OsStr) -> String {
    if file.is_empty() {
        return ": it returned that, or its last command was false; if that is no failure, \
                end it with: true"
            .to_owned();
    }
    let (line, command) = (escaped(line), one_line(command));
    if source == file {
        format!(" at line {line}: {command}")
    } else {
        format!(" at line {line} of {}: {command}", escaped(file))
    }
}

/// Describes the place of an end that only the EXIT trap noticed.
fn unknown_place(command: &OsStr, file: &OsStr, function: &OsStr, line: &OsStr) -> String {
    if !function.is_empty() && function != "source" {
        let (function, line) = (escaped(function), escaped(line));
        format!(
            " in the function {function}, called at line {line}; set -x at its top shows each command"
        )
    } else if file.is_empty() || command.as_bytes().ends_with(b". \"$__s2ibox_env_hook\"") {
        ", in a function, or as bash says above, or after its own ERR trap; set -x at its top \
         shows each command"
            .to_owned()
    } else {
        format!(", as bash says above; the last command begun was: {}", one_line(command))
    }
}

/// Returns the command without secrets, with blanks for line feeds, and whatever else cannot be
/// printed escaped.
fn one_line(command: &OsStr) -> String {
    let command = masked_command(command);
    let bytes = command.as_bytes().iter().map(|&byte| if byte == b'\n' { b' ' } else { byte });
    escaped(&OsString::from_vec(bytes.collect())).to_string()
}

/// Returns the fix for a file that has carriage returns, which bash takes for parts of words.
fn windows_line_ends(file: &Path) -> String {
    if fs::read(file).is_ok_and(|content| content.contains(&b'\r')) {
        let file = hook_file::fixed_in_source(file);
        format!("; it has Windows line ends, run: sed -i 's/\\r$//' {file}")
    } else {
        String::new()
    }
}
