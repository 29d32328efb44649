//! Checks habits of shell scripts that harm hooks: no `set -e`, no `exec` at the end, `exit` in an
//! env hook.

use common::hooks::table::{Hook, named};

use crate::finding::Findings;
use crate::first_line::{FirstLine, Shell, shell};
use crate::rule::{ARRAY, CD, EXEC, EXIT, NO_ERREXIT, NO_EXEC, PATH, PRINTS_ENVIRONMENT};
use crate::script::{Command, assignments, commands};
use crate::source_file::{File, Role};

const RUN: &Hook = named("run");
/// Builtins and keywords: none of them can stand behind `exec`.
const BUILTINS: [&str; 24] = [
    ".", ":", "[", "[[", "break", "cd", "continue", "echo", "eval", "exec", "exit", "export",
    "false", "printf", "read", "return", "set", "shift", "source", "trap", "true", "umask",
    "unset", "wait",
];

/// Checks the commands of a shell script.
pub fn check(file: &File, findings: &mut Findings) {
    let Some(shell) = shell(file) else {
        return;
    };
    let commands = commands(file.text());
    match file.role {
        Role::EnvHook => {
            check_exits(file, &commands, findings);
            check_env_hook(file, &commands, findings);
        }
        Role::Hook | Role::Job | Role::Script
            if goes_on(&commands) && !has_errexit(file, &commands) =>
        {
            add_no_errexit(file, shell, &commands, findings);
        }
        _ => {}
    }
    check_printed_environment(file, &commands, findings);
    // assemble ends with the build: no application runs below it.
    if matches!(file.role, Role::Script | Role::Hook) && file.name() == RUN.name {
        check_exec(file, &commands, findings);
    }
}

fn check_exits(file: &File, commands: &[Command], findings: &mut Findings) {
    // The last exit of a line comes first: each sed script counts the words before it.
    for exit in commands.iter().rev() {
        if exit.name() != "exit" || exit.subshell {
            continue;
        }
        let message = match exit.arguments().first().map(String::as_str) {
            None | Some("0") => {
                "exit ends the command that sources this: nothing would be run, and a probe would pass"
            }
            Some(_) => {
                "exit ends the command that sources this, and no error names the line; use return"
            }
        };
        findings
            .add(&EXIT, &file.path, &message)
            .at(exit.line)
            .sed_or(exit.renamed(file.text(), "return"), "use return in place of exit");
    }
}

/// Checks an env hook for commands and variables that have another effect than they seem to have.
fn check_env_hook(file: &File, commands: &[Command], findings: &mut Findings) {
    for exec in commands.iter().filter(|command| command.is_exec()) {
        let message =
            "exec replaces the command that sources this: nothing else is run, and a probe passes";
        let help = "call the program without exec, or do it in the deploy hook";
        findings.add(&EXEC, &file.path, &message).at(exec.line).help(&help);
    }
    if let Some(cd) = commands.last().filter(|command| command.name() == "cd" && !command.subshell)
    {
        let message = "cd has no effect: the working directory is put back after the hook";
        let help = "let the hook that needs the directory call cd";
        findings.add(&CD, &file.path, &message).at(cd.line).help(&help);
    }
    let script = String::from_utf8_lossy(file.text());
    let exports = commands.iter().filter(|command| command.name() == "export");
    let exported = exports
        .flat_map(|command| command.arguments().iter().map(|word| (command.line, word.clone())));
    for (line, word) in assignments(file.text()).into_iter().chain(exported) {
        let Some((name, value)) = word.split_once('=') else {
            continue;
        };
        let is_used =
            || script.contains(&format!("${{{name}[")) || script.contains(&format!("${name}"));
        if value.starts_with('(') && !is_used() {
            let message =
                format_args!("{name} is an array, which bash does not export: no program gets it");
            let help = format_args!("write it as one text: {name}=\"one two\"");
            findings.add(&ARRAY, &file.path, &message).at(line).help(&help);
        } else if name == "PATH" && !value.contains("$PATH") && !value.contains("${PATH") {
            let message = "this PATH drops the directories of the image";
            let help = "add to the old value, as in PATH=/my/bin:$PATH";
            findings.add(&PATH, &file.path, &message).at(line).help(&help);
        }
    }
}

/// Returns whether the script can go on after a command that failed: there is one before the last,
/// which is not `set`.
fn goes_on(commands: &[Command]) -> bool {
    commands.iter().filter(|command| command.name() != "set").count() > 1
}

/// Checks for commands that print every variable.
fn check_printed_environment(file: &File, commands: &[Command], findings: &mut Findings) {
    if file.is_beside() {
        return;
    }
    for command in commands {
        let prints = match (command.name(), command.arguments()) {
            ("env" | "printenv" | "set" | "export", []) => true,
            ("export" | "declare", [option]) => option == "-p" || option == "-x",
            _ => false,
        };
        if prints && !command.subshell && !command.is_redirected(file.text()) {
            let message = "this prints the whole environment, and so every secret, into the log";
            let help = "print the variables that are needed; s2ibox env hides secrets";
            findings.add(&PRINTS_ENVIRONMENT, &file.path, &message).at(command.line).help(&help);
        }
    }
}

fn has_errexit(file: &File, commands: &[Command]) -> bool {
    let is_short =
        |word: &str| word.starts_with('-') && !word.starts_with("--") && word.contains('e');
    let line = FirstLine::of(file.text());
    if line.is_some_and(|line| line.argument.split_whitespace().any(is_short)) {
        return true;
    }
    let is_long = |pair: &[String]| {
        pair[0].starts_with('-') && pair[0].ends_with('o') && pair[1] == "errexit"
    };
    commands.iter().any(|command| {
        let arguments = command.arguments();
        command.name() == "set"
            && (arguments.windows(2).any(is_long) || arguments.iter().any(|word| is_short(word)))
    })
}

fn add_no_errexit(file: &File, shell: Shell, commands: &[Command], findings: &mut Findings) {
    let set = match shell {
        Shell::Bash => "set -eo pipefail",
        Shell::Other => "set -e",
    };
    let message = "this goes on after a command that fails, and ends with the status of its last";
    // It goes before the first line that is neither empty nor a comment.
    findings
        .add(&NO_ERREXIT, &file.path, &message)
        .at(commands.first().map_or(1, |first| first.line))
        .sed(&format_args!("0,/^[^#]/s//{set}\\n&/"));
}

fn check_exec(file: &File, commands: &[Command], findings: &mut Findings) {
    let Some(last) = commands.last() else {
        return;
    };
    let is_function = is_function(file.text(), last.name());
    let gives_up =
        last.name() == "exit" && last.arguments().first().is_some_and(|word| word != "0");
    // The last command may be the end of a branch without an exec, or a function that has one.
    if last.is_exec() || ((is_function || gives_up) && commands.iter().any(Command::is_exec)) {
        return;
    }
    let message =
        "this does not end in exec: a shell stays above the application, and keeps TERM from it";
    let can_be_exec = !last.subshell && !is_function && !BUILTINS.contains(&last.name());
    findings.add(&NO_EXEC, &file.path, &message).at(last.line).sed_or(
        last.renamed(file.text(), "exec &").filter(|_| can_be_exec),
        "let its last command be: exec, and the program with its arguments",
    );
}

fn is_function(script: &[u8], name: &str) -> bool {
    let script = String::from_utf8_lossy(script);
    [format!("{name}()"), format!("{name} ()"), format!("function {name}")]
        .iter()
        .any(|definition| script.contains(definition))
}
