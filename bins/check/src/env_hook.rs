//! Checks an env hook by trying it.

use std::path::Path;
use std::time::Duration;

use anyhow::Result;
use common::hooks::table::BUILD_ENV;
use common::output::quoting::escaped;

use crate::finding::{Finding, Findings, appended};
use crate::rule::{ENDED, EXIT, PRINTS, SLOW, TEMPORARY};
use crate::script::{Command, commands};
use crate::source_file::File;
use crate::source_tree::Tree;
use crate::trial::{self, LIMIT, Outcome};

/// The longest time for `deploy_env`, which each probe sources.
const DEPLOY_TIME: Duration = Duration::from_millis(500);
/// The longest time for `build_env`, which is sourced once a build.
const BUILD_TIME: Duration = Duration::from_secs(5);
/// Variables that programs read, although their names have small letters.
const SMALL: [&str; 5] = ["http_proxy", "https_proxy", "ftp_proxy", "no_proxy", "all_proxy"];
/// Variables that are temporary, although their names have capitals.
const CAPITAL: [&str; 2] = ["TMP", "TEMP"];
/// Commands whose purpose is to write to standard output.
const WRITERS: [&str; 3] = ["cat", "echo", "printf"];

/// Tries the env hook and adds the findings.
///
/// # Errors
/// It cannot be tried.
pub fn check(
    file: &File,
    tree: &Tree,
    bash: &Path,
    unprotected: bool,
    findings: &mut Findings,
) -> Result<()> {
    let longest = if file.name() == BUILD_ENV.name { BUILD_TIME } else { DEPLOY_TIME };
    let mut outcome = trial::run(file, tree, bash, true, unprotected)?;
    if outcome.took.is_some_and(|took| took > longest) {
        // The first trial traces each line, and may have read everything from the disk.
        outcome.took = trial::run(file, tree, bash, false, unprotected)?.took;
    }
    if !outcome.printed.is_empty() {
        check_output(file, &outcome, findings);
    }
    match outcome.took {
        None => {
            let message = format_args!("this did not end within {} seconds", LIMIT.as_secs());
            findings
                .add(&SLOW, &file.path, &message)
                .at(outcome.line.unwrap_or(1))
                .help(&"an env hook must not wait for anything; do that in the deploy hook");
        }
        Some(took) => {
            if took > longest {
                let message = format_args!(
                    "this takes {}.{} seconds, and this line most of it",
                    took.as_secs(),
                    took.subsec_millis() / 100
                );
                findings
                    .add(&SLOW, &file.path, &message)
                    .at(outcome.slowest.unwrap_or(1))
                    .help(&"do it once, in the build hook, into a file, and only read that here");
            }
            if let Some(status) = outcome.failed {
                check_end(file, &outcome, status, findings);
            }
        }
    }
    check_leftovers(file, &outcome, findings);
    Ok(())
}

/// Checks what an env hook leaves in the environment: variables and functions of its own.
fn check_leftovers(file: &File, outcome: &Outcome, findings: &mut Findings) {
    let commands = commands(file.text());
    // Every variable is exported; a hook that writes export all the same means it.
    let is_intended = |name: &str| {
        let exports = commands.iter().filter(|command| command.name() == "export");
        let mut words = exports.flat_map(Command::arguments);
        words.any(|word| word.split('=').next() == Some(name))
    };
    let variables = outcome.variables.iter().filter(|name| is_temporary(name));
    let variables = variables.map(|name| ("variable", "unset", name));
    let functions = outcome.functions.iter().map(|name| ("function", "unset -f", name));
    for (noun, unset, name) in variables.chain(functions) {
        if !is_intended(name) {
            let message =
                format_args!("the {noun} {name} stays behind in the environment of everything");
            findings
                .add(&TEMPORARY, &file.path, &message)
                .help(&appended(&file.path, &format!("{unset} {name}")))
                .line = line_with(file.text(), name);
        }
    }
}

fn check_end(file: &File, outcome: &Outcome, status: u8, findings: &mut Findings) {
    let line = outcome.line.unwrap_or(1);
    if outcome.exited {
        // A call that the text of the hook does not show is in a file that it sources.
        let is_known = |known: &Finding| known.rule.name == EXIT.name && known.path == file.path;
        if !findings.0.iter().any(is_known) {
            let message = "this calls exit, which ends the command that sources it";
            let help = "use return in place of exit";
            findings.add(&EXIT, &file.path, &message).at(line).help(&help);
        }
        return;
    }
    let mut reason = escaped(&outcome.last_error_line).to_string();
    if !reason.is_empty() {
        reason = format!(" ({reason})");
    }
    let message = format_args!(
        "tried here, this ended with status {status}{reason}; the image may have what it needs"
    );
    findings.add(&ENDED, &file.path, &message).at(line);
}

fn check_output(file: &File, outcome: &Outcome, findings: &mut Findings) {
    let printed = String::from_utf8_lossy(&outcome.printed);
    let first = printed.lines().next().unwrap_or_default();
    let message =
        format_args!("this prints '{}', and so does every command that sources it", escaped(first));
    let commands = commands(file.text());
    let is_here =
        |command: &&Command| Some(command.line) == outcome.printed_at && !command.subshell;
    let writes = |command: &&Command| is_here(command) && WRITERS.contains(&command.name());
    let command = only(commands.iter().filter(is_here));
    let command = command.or_else(|| only(commands.iter().filter(writes)));
    let script = command.and_then(|command| command.renamed(file.text(), r">\&2 &"));
    findings
        .add(&PRINTS, &file.path, &message)
        .sed_or(script, "send it to standard error, by >&2, or leave it out")
        .line = outcome.printed_at;
}

/// Returns the item of `all` where there is exactly one.
fn only<T>(mut all: impl Iterator<Item = T>) -> Option<T> {
    all.next().filter(|_| all.next().is_none())
}

fn is_temporary(name: &str) -> bool {
    let is_small = name.contains(|letter: char| letter.is_ascii_lowercase());
    (is_small && !SMALL.contains(&name) && !name.starts_with("npm_config_"))
        || name.starts_with('_')
        || CAPITAL.contains(&name)
}

/// Returns the first line, from 1, with `name` as a word outside of a comment.
fn line_with(text: &[u8], name: &str) -> Option<usize> {
    let is_in_word = |letter: char| letter.is_ascii_alphanumeric() || letter == '_';
    let has_name = |line: &str| {
        line.match_indices(name).any(|(at, _)| {
            !line[..at].ends_with(is_in_word) && !line[at + name.len()..].starts_with(is_in_word)
        })
    };
    let text = String::from_utf8_lossy(text);
    let mut lines = text.lines();
    lines.position(|line| !line.trim_start().starts_with('#') && has_name(line)).map(|at| at + 1)
}
