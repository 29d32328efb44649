//! `s2ibox completion SHELL`: a completion script, made from the table of commands.
//!
//! What a shell must be told beside names stands in the files `completion/s2ibox.*`, which say where the lines go that are made here.
//! How a value or a word is completed follows from the name that the help gives it: `DIR`, `PID`, `COMMAND`, `CATEGORY`, or the
//! choices themselves, as in `bash|zsh|fish`.

use std::ffi::OsString;

use anyhow::Result;
use argh::{FlagInfo, FlagInfoKind};
use common::cli::parse;
use common::cli::parse::{About, Words};
use common::command::definition::Tool;
use common::error::Error;
use common::output::lines;
use common::output::quoting::escaped;

use crate::COMMANDS;

/// The shells, as the help names them.
const SHELLS: &str = "bash|zsh|fish";

common::arguments! {
    /// Prints a completion script for s2ibox by all its names. To try it: source <(s2ibox completion bash)
    struct Arguments {
        /// the shell
        #[argh(positional, arg_name = "bash|zsh|fish")]
        _shell: String,
    }
}

/// The tool.
pub static TOOL: Tool = Tool {
    name: "completion",
    summary: "print a completion script for bash, zsh or fish",
    about: <Arguments as argh::ArgsInfo>::get_args_info,
    run,
};

fn run(arguments: &[OsString]) -> Result<()> {
    let read = parse::read_tool::<Arguments>(TOOL.name, Words::One(SHELLS), &[], &[], arguments)?;
    if let Some((_, words)) = read {
        let shell = words.first().cloned().unwrap_or_default();
        let Some(script) = shell.to_str().and_then(script) else {
            return Err(Error::Usage(format!(
                "s2i-completion: there is no completion for {}; name one of {SHELLS}",
                escaped(&shell)
            ))
            .into());
        };
        lines::output(script.as_bytes());
    }
    Ok(())
}

/// The script for a shell, if there is one.
#[must_use]
pub fn script(shell: &str) -> Option<String> {
    let (frame, command, options): (&str, Command, Options) = match shell {
        "bash" => (include_str!("completion/s2ibox.bash"), |name, _| format!("    {name}\n"), bash),
        "zsh" => (include_str!("completion/s2ibox.zsh"), zsh_command, zsh),
        "fish" => (include_str!("completion/s2ibox.fish"), fish_command, fish),
        _ => return None,
    };
    let links = if shell == "fish" { "complete -f -c s2i-" } else { "    s2i-" };
    let mut script = String::new();
    for line in frame.lines() {
        for entry in COMMANDS {
            match line {
                "@commands@" => script.push_str(&command(entry.name(), entry.summary())),
                "@options@" => options(&mut script, entry.name(), &entry.about()),
                "@links@" => script.extend([links, entry.name(), "\n"]),
                _ => {}
            }
        }
        if !line.starts_with('@') {
            script.extend([line, "\n"]);
        }
    }
    Some(script)
}

/// The line for one command in the list of them, from its name and its summary.
type Command = fn(&str, &str) -> String;

/// Writes what is known of one command.
type Options = fn(&mut String, &str, &About);

/// What is to be completed as the value of an option.
fn value(flag: &FlagInfo<'static>) -> Option<&'static str> {
    match flag.kind {
        FlagInfoKind::Option { arg_name } => Some(arg_name),
        FlagInfoKind::Switch => None,
    }
}

/// What is to be completed as a word.
fn word(about: &About) -> &'static str {
    about.positionals.first().map_or("", |word| word.name)
}

/// The help of an option up to the first detail, quoted for zsh, or fish.
fn short(flag: &FlagInfo, quote: &str) -> String {
    let details = [';', '(', ':'];
    let text = flag.description.split(details).next().unwrap_or_default();
    text.trim_end().replace('\'', quote)
}

fn bash(script: &mut String, name: &str, about: &About) {
    script.extend(["    ", name, ") word='", word(about), "' options='"]);
    for flag in about.flags {
        script.extend([flag.long, " "]);
    }
    script.push_str("' values='");
    for flag in about.flags {
        if let Some(value) = value(flag) {
            script.extend([" ", flag.long, "=", value]);
        }
    }
    script.push_str(" ' ;;\n");
}

fn zsh_command(name: &str, summary: &str) -> String {
    format!("    '{name}:{}'\n", summary.replace('\'', "'\\''"))
}

fn zsh(script: &mut String, name: &str, about: &About) {
    let action = |name: &str| match name {
        "" => String::new(),
        "DIR" => "_files -/".to_owned(),
        "PID" => "_pids".to_owned(),
        "COMMAND" => "_s2ibox_command_line".to_owned(),
        "CATEGORY" => "_files -/ -W \"(.s2i/jobs .s2i/cron_jobs)\"".to_owned(),
        choices if choices.contains('|') => format!("({})", choices.replace('|', " ")),
        _ => " ".to_owned(),
    };
    script.extend(["    ", name, ") _arguments"]);
    let word = word(about);
    if word == "COMMAND" {
        script.push_str(" -A '-*'");
    }
    for flag in about.flags {
        let equals = if value(flag).is_some() { "=" } else { "" };
        script.extend([" '", flag.long, equals, "[", &short(flag, "'\\''"), "]"]);
        if let Some(value) = value(flag) {
            script.extend([":", value, ":", &action(value)]);
        }
        script.push('\'');
    }
    match word {
        "" => {}
        "COMMAND" => script.push_str(" '*::COMMAND:_s2ibox_command_line'"),
        word => script.extend([" ':", word, ":", &action(word), "'"]),
    }
    script.push_str(" ;;\n");
}

fn fish_command(name: &str, summary: &str) -> String {
    let summary = summary.replace('\'', "\\'");
    format!("complete -c s2ibox -c powershift -n __s2ibox_wants_command -a {name} -d '{summary}'\n")
}

fn fish(script: &mut String, name: &str, about: &About) {
    let action = |name: &str| match name {
        "DIR" => " -xa '(__fish_complete_directories)'".to_owned(),
        "PID" => " -xa '(__fish_complete_pids)'".to_owned(),
        "COMMAND" => " -xa '(__s2ibox_command_line)'".to_owned(),
        "CATEGORY" => " -xa '(__s2ibox_categories)'".to_owned(),
        choices if choices.contains('|') => format!(" -xa '{}'", choices.replace('|', " ")),
        _ => " -x".to_owned(),
    };
    let here = format!("complete -c s2ibox -c powershift -c s2i-{name} -n '__s2ibox_is {name}'");
    for flag in about.flags {
        let long = flag.long.trim_start_matches('-');
        script.extend([&here, " -l ", long, " -d '", &short(flag, "\\'"), "'"]);
        if let Some(value) = value(flag) {
            script.push_str(&action(value));
        }
        script.push('\n');
    }
    if !word(about).is_empty() {
        script.extend([&here, &action(word(about)), "\n"]);
    }
}
