//! `s2ibox completion SHELL`: a completion script, made from the table of commands.
//!
//! The files `completion/s2ibox.*` are templates; their lines that begin with `@` are replaced by
//! the lines that are made here. The name of a value or an operand in the help decides how it is
//! completed: `DIR`, `PID`, `COMMAND`, `CATEGORY`, or the choices, as in `bash|zsh|fish`.

use anyhow::Result;
use argh::{FlagInfo, FlagInfoKind};
use common::cli::description::Description;
use common::cli::parser::{Call, Parser};
use common::cli::usage_error::{unknown_of, usage_error};
use common::command::definition::Tool;
use common::output::lines;

use crate::COMMANDS;

common::arguments! {
    /// Prints a completion script for s2ibox by all its names. To try it: source <(s2ibox
    /// completion bash)
    struct Arguments [] {
        /// the shell
        #[argh(positional, arg_name = "bash|zsh|fish")]
        _shell: String,
    }
}

/// The tool.
pub static TOOL: Tool = Tool {
    name: "completion",
    summary: "print a completion script for bash, zsh or fish",
    arguments: Parser::of::<Arguments>(),
    run,
};

fn run(call: &Call) -> Result<()> {
    let shell = call.operands.first().cloned().unwrap_or_default();
    let Some(script) = shell.to_str().and_then(script) else {
        let shells: Vec<_> = operand(&(TOOL.arguments.describe)()).split('|').collect();
        let text = unknown_of("shell", &shell, &shells);
        return Err(usage_error(TOOL.name, text).into());
    };
    lines::output(script.as_bytes());
    Ok(())
}

/// Returns the completion script for a shell; `None` for an unknown shell.
#[must_use]
pub fn script(shell: &str) -> Option<String> {
    let (template, command, options): (&str, Command, Options) = match shell {
        "bash" => (include_str!("completion/s2ibox.bash"), |name, _| format!("    {name}\n"), bash),
        "zsh" => (include_str!("completion/s2ibox.zsh"), zsh_command, zsh),
        "fish" => (include_str!("completion/s2ibox.fish"), fish_command, fish),
        _ => return None,
    };
    let links = if shell == "fish" { "complete -f -c s2i-" } else { "    s2i-" };
    let mut script = String::new();
    for line in template.lines() {
        for entry in COMMANDS {
            match line {
                "@commands@" => script.push_str(&command(entry.name(), entry.summary())),
                "@options@" => options(&mut script, entry.name(), &entry.describe()),
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

/// Returns the line of a command in the list of commands, from its name and its summary.
type Command = fn(&str, &str) -> String;

/// Appends the options and operands of the command with this name.
type Options = fn(&mut String, &str, &Description);

/// Returns the name of the option's value; `None` for a switch.
fn value(flag: &FlagInfo<'static>) -> Option<&'static str> {
    match flag.kind {
        FlagInfoKind::Option { arg_name } => Some(arg_name),
        FlagInfoKind::Switch => None,
    }
}

/// Returns the name of the operand, or an empty one.
fn operand(description: &Description) -> &'static str {
    description.positionals.first().map_or("", |operand| operand.name)
}

/// Returns the help of an option up to its first detail; `quote` replaces apostrophes.
fn short(flag: &FlagInfo, quote: &str) -> String {
    let details = [';', '(', ':'];
    let text = flag.description.split(details).next().unwrap_or_default();
    text.trim_end().replace('\'', quote)
}

fn bash(script: &mut String, name: &str, description: &Description) {
    script.extend(["    ", name, ") operand='", operand(description), "' options='"]);
    for flag in description.flags {
        script.extend([flag.long, " "]);
    }
    script.push_str("' values='");
    for flag in description.flags {
        if let Some(value) = value(flag) {
            script.extend([" ", flag.long, "=", value]);
        }
    }
    script.push_str(" ' ;;\n");
}

fn zsh_command(name: &str, summary: &str) -> String {
    format!("    '{name}:{}'\n", summary.replace('\'', "'\\''"))
}

fn zsh(script: &mut String, name: &str, description: &Description) {
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
    let operand = operand(description);
    if operand == "COMMAND" {
        script.push_str(" -A '-*'");
    }
    for flag in description.flags {
        let equals = if value(flag).is_some() { "=" } else { "" };
        script.extend([" '", flag.long, equals, "[", &short(flag, "'\\''"), "]"]);
        if let Some(value) = value(flag) {
            script.extend([":", value, ":", &action(value)]);
        }
        script.push('\'');
    }
    match operand {
        "" => {}
        "COMMAND" => script.push_str(" '*::COMMAND:_s2ibox_command_line'"),
        _ => script.extend([" ':", operand, ":", &action(operand), "'"]),
    }
    script.push_str(" ;;\n");
}

fn fish_command(name: &str, summary: &str) -> String {
    let summary = summary.replace('\'', "\\'");
    let condition = "'__s2ibox_wants_command; or __s2ibox_is help'";
    format!("complete -c s2ibox -c powershift -n {condition} -a {name} -d '{summary}'\n")
}

fn fish(script: &mut String, name: &str, description: &Description) {
    let action = |name: &str| match name {
        "DIR" => " -xa '(__fish_complete_directories)'".to_owned(),
        "PID" => " -xa '(__fish_complete_pids)'".to_owned(),
        "COMMAND" => " -xa '(__s2ibox_command_line)'".to_owned(),
        "CATEGORY" => " -xa '(__s2ibox_categories)'".to_owned(),
        choices if choices.contains('|') => format!(" -xa '{}'", choices.replace('|', " ")),
        _ => " -x".to_owned(),
    };
    let complete =
        format!("complete -c s2ibox -c powershift -c s2i-{name} -n '__s2ibox_is {name}'");
    for flag in description.flags {
        let long = flag.long.trim_start_matches('-');
        script.extend([&complete, " -l ", long, " -d '", &short(flag, "\\'"), "'"]);
        if let Some(value) = value(flag) {
            script.push_str(&action(value));
        }
        script.push('\n');
    }
    if !operand(description).is_empty() {
        script.extend([&complete, &action(operand(description)), "\n"]);
    }
}
