//! The table of commands, and the lookup by the name that s2ibox was called by.
//!
//! Names are matched whole: a link `rerun` is not `run`. Help, and everything else that goes over all
//! commands, reads [`COMMANDS`].

pub mod completion;
mod entry;
mod help;
mod install;
pub mod man;

use std::ffi::{OsStr, OsString};
use std::path::Path;

use anyhow::Result;
use common::cli::parse::{VERSION, nearest};
use common::environment::handoff::Handoff;
use common::error::Error;
use common::hooks::builder::SCRIPTS;
use common::output::lines;
use common::output::quoting::escaped;

pub use entry::Entry;

/// Every command, in the order of the help.
pub static COMMANDS: &[Entry] = &[
    Entry::Command(&s2i_assemble::COMMAND),
    Entry::Command(&s2i_run::COMMAND),
    Entry::Command(&s2i_verify::COMMAND),
    Entry::Command(&s2i_ready::COMMAND),
    Entry::Command(&s2i_alive::COMMAND),
    Entry::Command(&s2i_setup::COMMAND),
    Entry::Command(&s2i_migrate::COMMAND),
    Entry::Command(&s2i_jobs::COMMAND),
    Entry::Command(&s2i_exec::COMMAND),
    Entry::Command(&s2i_shell::COMMAND),
    Entry::Command(&s2i_env::COMMAND),
    Entry::Command(&s2i_entrypoint::COMMAND),
    Entry::Tool(&s2i_check::TOOL),
    Entry::Tool(&s2i_init::TOOL),
    Entry::Tool(&install::TOOL),
    Entry::Tool(&completion::TOOL),
];

/// Finds the command that was called and calls it; `arguments` begin with the name it was called by.
///
/// # Errors
/// A usage error naming what was called, or what the command ends with.
pub fn main(arguments: &[OsString]) -> Result<()> {
    let (called, rest) = arguments
        .split_first()
        .map_or((OsStr::new(""), &[][..]), |(first, rest)| (first.as_os_str(), rest));
    if let Some(resumed) = Handoff::from_arguments(rest) {
        let (outcome, handoff) = resumed?;
        return find(&handoff.command)?.resume(outcome, handoff);
    }
    let base = Path::new(called).file_name().unwrap_or(called);
    if let Some(command) = called_as(base) {
        return command.call(rest);
    }
    match (base.to_str(), rest) {
        (Some("s2ibox"), [word, ..]) if word == "powershift" => main(rest),
        (Some("s2ibox"), words) => by_first_word("s2ibox", words),
        (Some("powershift"), [image, words @ ..]) if image == "image" => {
            by_first_word("powershift image", words)
        }
        (Some("powershift"), [word, words @ ..]) if word == completion::TOOL.name => {
            (completion::TOOL.run)(words)
        }
        (Some("powershift"), []) => by_first_word("powershift", &[]),
        (Some("powershift"), [word, ..]) if is_option(word) => by_first_word("powershift", rest),
        (Some("powershift"), [word, ..]) => {
            Err(unknown("powershift", word, &["image", completion::TOOL.name]))
        }
        _ => Err(Error::Usage(format!(
            "{} is no name of s2ibox; {}",
            escaped(base),
            name_hint(base)
        ))
        .into()),
    }
}

/// What to call it instead.
fn name_hint(base: &OsStr) -> String {
    let links: Vec<_> = names().iter().map(|name| format!("s2i-{name}")).collect();
    let links: Vec<_> = links.iter().map(String::as_str).collect();
    let known = [&["s2ibox", "powershift", "assemble", "run"], links.as_slice()].concat();
    match nearest(&base.to_string_lossy(), &known) {
        Some(near) => format!("did you mean {near}?"),
        None => format!(
            "call it s2ibox, powershift, assemble, run, or s2i-COMMAND ({})",
            names().join(", ")
        ),
    }
}

/// The command that a link or a binary of this exact name means.
fn called_as(base: &OsStr) -> Option<&'static Entry> {
    let base = base.to_str()?;
    let name = match base.strip_prefix("s2i-") {
        Some(name) => name,
        None if SCRIPTS.contains(&base) => base,
        None => return None,
    };
    COMMANDS.iter().find(|command| command.name() == name)
}

fn by_first_word(called: &str, words: &[OsString]) -> Result<()> {
    match words.split_first() {
        None => lines::output(help::text().as_bytes()),
        Some((option, _)) if option == "--help" || option == "-h" => {
            lines::output(help::text().as_bytes());
        }
        Some((option, _)) if option == "--version" => lines::output(VERSION.as_bytes()),
        Some((option, _)) if option == "--list" => {
            lines::output((names().join("\n") + "\n").as_bytes());
        }
        Some((word, _)) if is_option(word) => {
            return Err(unknown(called, word, &["--help", "--list", "--version"]));
        }
        Some((word, rest)) => return find(word)?.call(rest),
    }
    Ok(())
}

fn find(word: &OsStr) -> Result<&'static Entry> {
    COMMANDS
        .iter()
        .find(|command| word == command.name())
        .ok_or_else(|| unknown("s2ibox", word, &names()))
}

fn names() -> Vec<&'static str> {
    COMMANDS.iter().map(Entry::name).collect()
}

fn is_option(word: &OsStr) -> bool {
    word.as_encoded_bytes().starts_with(b"-")
}

fn unknown(called: &str, word: &OsStr, known: &[&str]) -> anyhow::Error {
    let kind = if is_option(word) { "option" } else { "command" };
    if word == "help" {
        return Error::Usage(format!("{called}: no command help; did you mean --help?")).into();
    }
    let hint = match nearest(&word.to_string_lossy(), known) {
        Some(near) => format!("did you mean {near}?"),
        None => format!("there are: {}", known.join(", ")),
    };
    Error::Usage(format!("{called}: no {kind} {}; {hint}", escaped(word))).into()
}
