//! Checks a script with bash and shellcheck, without running it.

use std::env;
use std::ffi::OsStr;
use std::fs::File as Open;
use std::path::Path;
use std::process::Command;

use common::output::quoting::quoted;
use common::process::lookup::{Lookup, on_path};

use crate::finding::{Findings, sed};
use crate::first_line::{Shell, shell};
use crate::rule::{SHELLCHECK, SYNTAX};
use crate::script::commands;
use crate::source_file::{File, Role};
use crate::subprocess::{output_of, with_env};

/// Codes that are left out: other rules report them, or they are about a file that the script
/// sources and that only the image has (SC1090).
const EXCLUDED: &str = "--exclude=SC2148,SC1017,SC1082,SC2164,SC1090";

/// Returns whether bash can read the script; adds a finding if not.
pub fn check_syntax(file: &File, bash: &Path, findings: &mut Findings) -> bool {
    let mut command = with_env(&["-u", "BASH_ENV", "LC_ALL=C.UTF-8"]);
    command.arg(bash).args(["--norc", "-n"]);
    if file.text().windows(7).any(|word| word == b"extglob") {
        command.args(["-O", "extglob"]); // bash -n does not run the script's own shopt
    }
    let Some((false, output)) = read_by(&mut command, file) else {
        return true;
    };
    // `bash: line 3: syntax error near …`
    let mut lines = output.lines();
    let error = lines.find_map(|line| line.split_once(": line ")?.1.split_once(": "));
    let Some((line, error)) = error else {
        return true;
    };
    findings
        .add(&SYNTAX, &file.path, &format!("bash cannot read this: {error}"))
        .at(line.parse().unwrap_or(1))
        .help(&format_args!("correct it, then see: bash -n {}", quoted(&file.path)));
    false
}

/// Returns whether shellcheck is installed.
#[must_use]
pub fn has_shellcheck() -> bool {
    matches!(on_path(OsStr::new("shellcheck"), env::var_os("PATH")), Lookup::Found(_))
}

/// Adds the warnings and errors of shellcheck.
pub fn check_with_shellcheck(file: &File, top: &Path, findings: &mut Findings) {
    let (Some(script), Some(shell)) = (&file.text, shell(file)) else {
        return;
    };
    let mut command = with_env(&["LC_ALL=C.UTF-8", "shellcheck"]);
    command.args(["--format=gcc", "--severity=warning"]);
    if file.role == Role::EnvHook || !script.starts_with(b"#!") {
        command.arg("--shell=bash");
    } else if shell == Shell::Other {
        command.arg("--shell=sh");
    }
    if file.role == Role::EnvHook {
        command.arg("--exclude=SC2034"); // "appears unused": set -a exports it
    }
    command.args([EXCLUDED, "-"]);
    if top != Path::new("") {
        command.current_dir(top); // shellcheck looks for its configuration there
    }
    let Some((_, output)) = read_by(&mut command, file) else {
        return;
    };
    let first_is_known =
        findings.0.iter().any(|known| known.path == file.path && known.line == Some(1));
    for line in output.lines() {
        // `-:3:5: warning: TEXT [SC2086]`
        let mut parts = line.splitn(5, ':').skip(1);
        let (Some(Ok(at)), Some(message)) = (parts.next().map(str::parse), parts.nth(2)) else {
            continue;
        };
        if at == 1 && first_is_known {
            continue;
        }
        let code = message.rsplit('[').next().unwrap_or_default().trim_end_matches(']');
        let silence = format!("{} # shellcheck disable={code}", insertion(script, at));
        let silence = sed(&silence, &file.path);
        findings.add(&SHELLCHECK, &file.path, &message.trim()).at(at).help(&format_args!(
            "see https://www.shellcheck.net/wiki/{code}; if it is intended: {silence}"
        ));
    }
}

/// Returns the sed command that inserts a line before the command of the line `at`, or after the
/// first line.
fn insertion(script: &[u8], at: usize) -> String {
    if at == 1 && script.starts_with(b"#!") {
        return "1a".to_owned();
    }
    let commands = commands(script);
    let lines = commands.iter().map(|command| command.line);
    let mut begin = lines.filter(|line| *line <= at).max().unwrap_or(at);
    let text: Vec<_> = script.split(|&byte| byte == b'\n').collect();
    while begin > 1 && text.get(begin - 2).is_some_and(|line| line.ends_with(b"\\")) {
        begin -= 1;
    }
    format!("{begin}i")
}

/// Lets a program read the file as its input; returns whether it succeeded, and its output.
fn read_by(command: &mut Command, file: &File) -> Option<(bool, String)> {
    let input = Open::open(&file.path).ok()?;
    let (succeeded, output) = output_of(command, input.into()).ok()?;
    Some((succeeded, String::from_utf8_lossy(&output).into_owned()))
}
