//! The table of commands, and the selection of a command by the name that s2ibox was called by.
//!
//! A name must match exactly: a link `rerun` is not `run`. Help, completion, man pages and links
//! are made from [`COMMANDS`].

pub mod completion;
mod entry;
mod help;
mod install;
pub mod man;

use std::ffi::{OsStr, OsString};
use std::os::unix::ffi::OsStrExt;

use anyhow::Result;
use common::cli::parser::VERSION;
use common::cli::usage_error::{nearest, unknown_of};
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
    Entry::Command(&s2i_post_deploy::COMMAND),
    Entry::Command(&s2i_pre_stop::COMMAND),
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

/// Selects the command that was called and calls it; `arguments` begin with the name of the call.
///
/// # Errors
/// A usage error that names the call, or the error that the command ends with.
pub fn main(arguments: &[OsString]) -> Result<()> {
    let (called, rest) = match arguments {
        [called, rest @ ..] => (called.as_os_str(), rest),
        [] => (OsStr::new(""), arguments),
    };
    if let Some(resumed) = Handoff::from_arguments(rest) {
        let (outcome, handoff) = resumed?;
        return find("s2ibox", &handoff.command)?.resume(outcome, handoff);
    }
    let base = called.as_bytes().rsplit(|&byte| byte == b'/').next();
    let base = base.map_or(called, OsStr::from_bytes);
    if let Some(command) = called_as(base) {
        return command.call(rest);
    }
    match (base.to_str(), rest) {
        (Some("s2ibox"), [first, ..]) if first == "powershift" => main(rest),
        (Some("s2ibox"), _) => select("s2ibox", rest),
        (Some("powershift"), [first, rest @ ..]) if first == "image" => {
            select("powershift image", rest)
        }
        (Some("powershift"), [first, ..])
            if !is_option(first) && first != "help" && first != completion::TOOL.name =>
        {
            Err(usage_error("powershift", "command", first, &["image", completion::TOOL.name]))
        }
        (Some("powershift"), _) => select("powershift", rest),
        _ => Err(Error::Usage(format!(
            "s2ibox was called as {}, which is not one of its names; {}",
            escaped(base),
            name_hint(base)
        ))
        .into()),
    }
}

/// Returns a hint for a call by an unknown name.
fn name_hint(base: &OsStr) -> String {
    let others: Vec<_> = ["s2ibox", "powershift"].into_iter().chain(SCRIPTS).collect();
    let links: Vec<_> = names().iter().map(|name| format!("s2i-{name}")).collect();
    let known: Vec<_> = others.iter().copied().chain(links.iter().map(String::as_str)).collect();
    match nearest(&base.to_string_lossy(), &known) {
        Some(near) => format!("did you mean {near}?"),
        None => format!("call it {}, or s2i-COMMAND ({})", others.join(", "), names().join(", ")),
    }
}

/// Returns the command that the name of a link or of a single-purpose binary stands for.
fn called_as(base: &OsStr) -> Option<&'static Entry> {
    let base = base.to_str()?;
    let name = base.strip_prefix("s2i-").or_else(|| SCRIPTS.contains(&base).then_some(base))?;
    COMMANDS.iter().find(|command| command.name() == name)
}

/// Does what the arguments of `called`, such as `powershift image`, ask for.
fn select(called: &str, arguments: &[OsString]) -> Result<()> {
    let Some((first, rest)) = arguments.split_first() else {
        lines::output(help::text().as_bytes());
        return Ok(());
    };
    match (first.to_str().unwrap_or_default(), rest) {
        ("help", [command, ..]) => return find(called, command)?.call(&["--help".into()]),
        ("help" | "--help" | "-h", _) => lines::output(help::text().as_bytes()),
        ("--version" | "-V", _) => lines::output(VERSION.as_bytes()),
        ("--list", _) => lines::output((names().join("\n") + "\n").as_bytes()),
        _ if is_option(first) => {
            return Err(usage_error(called, "option", first, &["--help", "--list", "--version"]));
        }
        _ => return find(called, first)?.call(rest),
    }
    Ok(())
}

fn find(called: &str, name: &OsStr) -> Result<&'static Entry> {
    let found = COMMANDS.iter().find(|command| name == command.name());
    found.ok_or_else(|| usage_error(called, "command", name, &names()))
}

fn names() -> Vec<&'static str> {
    COMMANDS.iter().map(Entry::name).collect()
}

fn is_option(argument: &OsStr) -> bool {
    argument.as_encoded_bytes().starts_with(b"-")
}

fn usage_error(called: &str, kind: &str, name: &OsStr, known: &[&str]) -> anyhow::Error {
    Error::Usage(format!("{called}: {}", unknown_of(kind, name, known))).into()
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use common::cli::shared_options::SHARED;
    use common::command::step::Step;
    use common::command::target::Target::Hook;
    use common::environment::source::Environment::{Build, Deploy};
    use common::hooks::table::{BUILD_ENV, DEPLOY_ENV, HOOKS, HookKind};
    use pretty_assertions::assert_eq;

    use super::{COMMANDS, Entry};

    #[test]
    fn the_table_of_hooks_has_the_steps_of_the_commands() {
        let mut used = BTreeSet::new();
        for entry in COMMANDS {
            let Entry::Command(command) = entry else { continue };
            for step in command.steps {
                let (hook, kind) = match step {
                    Step::Run(Hook(hook)) => (*hook, HookKind::Step),
                    Step::Become { target: Hook(hook), .. } | Step::BecomeTask(Hook(hook)) => {
                        (*hook, HookKind::Becomes)
                    }
                    Step::Source { environment: Build, .. } => (BUILD_ENV, HookKind::EnvHook),
                    Step::Source { environment: Deploy, .. } => (DEPLOY_ENV, HookKind::EnvHook),
                    _ => continue,
                };
                assert_eq!(hook.kind, kind, "{} in {}", hook.name, command.name);
                match hook.command {
                    Some(name) => assert_eq!(name, command.name, "{}", hook.name),
                    None => assert!(command.name != "assemble", "{}", hook.name),
                }
                used.insert(hook.name);
            }
        }
        assert_eq!(used, HOOKS.iter().map(|hook| hook.name).collect());
    }

    #[test]
    fn the_help_of_a_shared_option_names_its_variable() {
        for option in &SHARED {
            let mut texts = BTreeSet::new();
            for entry in COMMANDS {
                let flags = entry.describe().flags.iter();
                texts
                    .extend(flags.filter(|flag| flag.long == option.long).map(|it| it.description));
            }
            assert!(!texts.is_empty(), "no command has {}", option.long);
            let forms =
                [format!("(also {}=", option.variable), format!("(also {})", option.variable)];
            for text in texts {
                assert!(forms.iter().any(|form| text.contains(form)), "{}: {text}", option.long);
            }
        }
    }
}
