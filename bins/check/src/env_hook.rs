//! What is wrong with an env hook that came to light when it was tried.

use std::path::Path;
use std::time::Duration;

use anyhow::Result;
use common::hooks::table::BUILD_ENV;
use common::output::quoting::escaped;

use crate::kind::{ENDED, EXIT, PRINTS, SLOW, TEMPORARY};
use crate::problem::{Problem, Problems, appended};
use crate::script::{Command, commands};
use crate::tree::{File, Tree};
use crate::trial::{self, LIMIT, Outcome};

/// What an env hook may take: `deploy_env` is sourced by each probe, `build_env` once a build.
const ENOUGH: [Duration; 2] = [Duration::from_millis(500), Duration::from_secs(5)];
/// Variables with names in small letters that programs read.
const SMALL: [&str; 5] = ["http_proxy", "https_proxy", "ftp_proxy", "no_proxy", "all_proxy"];
/// Temporary all the same, though in capitals.
const CAPITAL: [&str; 2] = ["TMP", "TEMP"];

/// What is there to write to standard output.
const WRITERS: [&str; 3] = ["cat", "echo", "printf"];

/// Tries the env hook and tells what is wrong.
///
/// # Errors
/// It cannot be tried.
pub fn look(file: &File, tree: &Tree, bash: &Path, problems: &mut Problems) -> Result<()> {
    let enough = ENOUGH[usize::from(file.name() == BUILD_ENV.name)];
    let slow = |outcome: &Outcome| outcome.took.is_some_and(|took| took > enough);
    let mut outcome = trial::run(file, tree, bash, true)?;
    if slow(&outcome) {
        // Once more, for the first time everything has to be read from the disk, and each line is looked at.
        outcome.took = trial::run(file, tree, bash, false)?.took;
    }
    if !outcome.printed.is_empty() {
        prints(file, &outcome, problems);
    }
    if let Some(took) = outcome.took.filter(|_| slow(&outcome)) {
        let text = format_args!(
            "this takes {}.{} seconds, and this line most of it",
            took.as_secs(),
            took.subsec_millis() / 100
        );
        problems
            .add(&SLOW, &file.path, &text)
            .at(outcome.slowest.unwrap_or(1))
            .help(&"do it once, in the build hook, into a file, and only read that here");
    } else if outcome.took.is_none() {
        let text = format_args!("this was not done within {} seconds", LIMIT.as_secs());
        problems
            .add(&SLOW, &file.path, &text)
            .at(outcome.line.unwrap_or(1))
            .help(&"an env hook must not wait for anything; do that in the deploy hook");
    }
    if let (Some(status), Some(_)) = (outcome.failed, outcome.took) {
        failed(file, &outcome, status, problems);
    }
    let text = file.text.as_deref().unwrap_or_default();
    let commands = commands(text);
    // Everything is exported here; whoever writes export all the same means it.
    let is_meant = |name: &&String| {
        let exports = commands.iter().filter(|command| command.name() == "export");
        let mut words = exports.flat_map(Command::arguments);
        words.any(|word| word.split('=').next() == Some(name.as_str()))
    };
    let variables = outcome
        .variables
        .iter()
        .filter(|name| is_temporary(name) && !is_meant(name))
        .map(|name| ("variable", "unset", name));
    let functions = outcome
        .functions
        .iter()
        .filter(|name| !is_meant(name))
        .map(|name| ("function", "unset -f", name));
    for (kind, unset, name) in variables.chain(functions) {
        let said = format!("the {kind} {name} stays behind in the environment of everything");
        let problem = problems
            .add(&TEMPORARY, &file.path, &said)
            .help(&appended(&file.path, &format!("{unset} {name}")));
        problem.line = mentioned(text, name);
    }
    Ok(())
}

fn failed(file: &File, outcome: &Outcome, status: u8, problems: &mut Problems) {
    let at = outcome.line.unwrap_or(1);
    if outcome.exited {
        // Not said twice; a call that the text does not show is in a file that it sources.
        let known = |known: &Problem| known.kind.name == EXIT.name && known.path == file.path;
        if !problems.0.iter().any(known) {
            let text = "this calls exit, which ends the command that sources it";
            problems.add(&EXIT, &file.path, &text).at(at).help(&"use return in place of exit");
        }
        return;
    }
    let mut said = escaped(&outcome.said).to_string();
    if !said.is_empty() {
        said = format!(" ({said})");
    }
    let text = format_args!(
        "tried here, this ended with status {status}{said}; in the image it may find what it needs"
    );
    problems.add(&ENDED, &file.path, &text).at(at);
}

fn prints(file: &File, outcome: &Outcome, problems: &mut Problems) {
    let first = String::from_utf8_lossy(&outcome.printed);
    let first = first.lines().next().unwrap_or_default();
    let text =
        format_args!("this prints '{}', and so does every command that sources it", escaped(first));
    let script = file.text.as_deref().unwrap_or_default();
    let commands = commands(script);
    let here = |command: &&Command| Some(command.line) == outcome.printed_at && !command.subshell;
    let writes = |command: &&Command| here(command) && WRITERS.contains(&command.name());
    let only = only(commands.iter().filter(here)).or_else(|| only(commands.iter().filter(writes)));
    problems
        .add(&PRINTS, &file.path, &text)
        .sed_or(
            only.and_then(|command| command.renamed(script, r">\&2 &")),
            "send it to standard error, by >&2, or leave it out",
        )
        .line = outcome.printed_at;
}

/// The only one there is.
fn only<T>(mut all: impl Iterator<Item = T>) -> Option<T> {
    all.next().filter(|_| all.next().is_none())
}

fn is_temporary(name: &str) -> bool {
    let small = name.contains(|letter: char| letter.is_ascii_lowercase());
    (small && !SMALL.contains(&name) && !name.starts_with("npm_config_"))
        || name.starts_with('_')
        || CAPITAL.contains(&name)
}

/// The first line, from 1, that has `name` as a word.
fn mentioned(text: &[u8], name: &str) -> Option<usize> {
    let text = String::from_utf8_lossy(text);
    let part_of_word = |letter: char| letter.is_ascii_alphanumeric() || letter == '_';
    let has = |line: &str| {
        line.match_indices(name).any(|(at, _)| {
            !line[..at].ends_with(part_of_word)
                && !line[at + name.len()..].starts_with(part_of_word)
        })
    };
    let code = |line: &str| !line.trim_start().starts_with('#');
    text.lines().position(|line| code(line) && has(line)).map(|at| at + 1)
}
