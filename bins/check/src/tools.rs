//! What bash and shellcheck say of a script without running it.

use std::ffi::OsStr;
use std::fs::File as Open;
use std::path::Path;
use std::process::Command;

use common::output::quoting::quoted;
use common::process::lookup::{Lookup, on_path};

use crate::child::{ask, with_env};
use crate::first_line::{Shell, shell};
use crate::kind::{SHELLCHECK, SYNTAX};
use crate::problem::{Problems, sed};
use crate::script::commands;
use crate::tree::{File, Role};

/// Whether bash can read the script; if not, that is a problem.
pub fn syntax(file: &File, bash: &Path, problems: &mut Problems) -> bool {
    let mut command = with_env(&["-u", "BASH_ENV", "LC_ALL=C.UTF-8"]);
    command.arg(bash).args(["--norc", "-n"]);
    let text = file.text.as_deref().unwrap_or_default();
    if text.windows(7).any(|word| word == b"extglob") {
        command.args(["-O", "extglob"]); // shopt is not run
    }
    let Some((can, said)) = said(&mut command, file) else {
        return true;
    };
    // `bash: line 3: syntax error near …`
    let mut lines = said.lines().filter_map(|line| line.split_once(": line ")?.1.split_once(": "));
    match lines.next() {
        Some((line, what)) if !can => {
            problems
                .add(&SYNTAX, &file.path, &format!("bash cannot read this: {what}"))
                .at(line.parse().unwrap_or(1))
                .help(&format_args!("correct it, then see: bash -n {}", quoted(&file.path)));
            false
        }
        _ => true,
    }
}

/// Whether shellcheck is installed.
#[must_use]
pub fn has_shellcheck() -> bool {
    matches!(on_path(OsStr::new("shellcheck"), std::env::var_os("PATH")), Lookup::Found(_))
}

/// What shellcheck has to say, from warnings on.
pub fn shellcheck(file: &File, top: &Path, problems: &mut Problems) {
    let (Some(script), Some(shell)) = (&file.text, shell(file)) else {
        return;
    };
    // Its configuration is looked for in the working directory when it reads from there.
    let mut command = with_env(&["LC_ALL=C.UTF-8", "shellcheck"]);
    command.args(["--format=gcc", "--severity=warning"]);
    if file.role == Role::EnvHook || !script.starts_with(b"#!") {
        command.arg("--shell=bash");
    } else if shell == Shell::Other {
        command.arg("--shell=sh");
    }
    if file.role == Role::EnvHook {
        command.arg("--exclude=SC2034"); // set -a exports what seems unused
    }
    // These we say ourselves, but for SC1090: that it cannot follow a file is no fault of the script.
    command.args(["--exclude=SC2148,SC1017,SC1082,SC2164,SC1090", "-"]);
    if top != Path::new("") {
        command.current_dir(top);
    }
    let Some((_, out)) = said(&mut command, file) else {
        return;
    };
    let first_is_known =
        problems.0.iter().any(|known| known.path == file.path && known.line == Some(1));
    for line in out.lines() {
        // `-:3:5: warning: TEXT [SC2086]`
        let mut parts = line.splitn(5, ':').skip(1);
        let (Some(Ok(at)), Some(text)) = (parts.next().map(str::parse), parts.nth(2)) else {
            continue;
        };
        if at == 1 && first_is_known {
            continue;
        }
        let code = text.rsplit('[').next().unwrap_or_default().trim_end_matches(']');
        let silence = format!("{} # shellcheck disable={code}", above(script, at));
        let silence = sed(&silence, &file.path);
        problems.add(&SHELLCHECK, &file.path, &text.trim()).at(at).help(&format_args!(
            "see https://www.shellcheck.net/wiki/{code}; if it is meant: {silence}"
        ));
    }
}

/// The sed command that puts a line before the command that is run in line `at`, or behind the first line.
fn above(script: &[u8], at: usize) -> String {
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

/// Lets a program read the file as its input: whether it ended well, and what it wrote.
fn said(command: &mut Command, file: &File) -> Option<(bool, String)> {
    let input = Open::open(&file.path).ok()?;
    let (well, said) = ask(command, input.into()).ok()?;
    Some((well, String::from_utf8_lossy(&said).into_owned()))
}
