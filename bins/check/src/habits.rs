//! Habits of shell scripts that hooks suffer from: no `set -e`, no `exec` at the end, `exit` in an env hook.

use crate::first_line::{FirstLine, Shell, shell};
use crate::kind::{EXIT, NO_ERREXIT, NO_EXEC};
use crate::problem::Problems;
use crate::script::{Command, commands};
use crate::tree::{File, Role};

/// What cannot be put behind `exec`.
const BUILTINS: [&str; 24] = [
    ".", ":", "[", "[[", "break", "cd", "continue", "echo", "eval", "exec", "exit", "export",
    "false", "printf", "read", "return", "set", "shift", "source", "trap", "true", "umask",
    "unset", "wait",
];

/// Looks at a shell script's commands.
pub fn look(file: &File, problems: &mut Problems) {
    let (Some(text), Some(shell)) = (&file.text, shell(file)) else {
        return;
    };
    let commands = commands(text);
    match file.role {
        Role::EnvHook => exits(file, text, &commands, problems),
        Role::Hook | Role::Job if commands.len() > 1 && !stops_at_failure(text, &commands) => {
            no_errexit(file, shell, &commands, problems);
        }
        _ => {}
    }
    let becomes = file.role == Role::Script || (file.role == Role::Hook && file.name() == "run");
    if becomes {
        no_exec(file, text, &commands, problems);
    }
}

fn exits(file: &File, script: &[u8], commands: &[Command], problems: &mut Problems) {
    // The last of a line first: each mend counts the places before it.
    for exit in commands.iter().rev() {
        if exit.name() != "exit" || exit.subshell {
            continue;
        }
        let text = match exit.arguments().first().map(String::as_str) {
            None | Some("0") => {
                "exit ends the command that sources this: nothing would be run, and a probe would pass"
            }
            Some(_) => {
                "exit ends the command that sources this, without a word on where; return does better"
            }
        };
        problems
            .add(&EXIT, &file.path, &text)
            .at(exit.line)
            .sed_or(exit.renamed(script, "return"), "use return in place of exit");
    }
}

fn stops_at_failure(text: &[u8], commands: &[Command]) -> bool {
    let short = |word: &str| word.starts_with('-') && !word.starts_with("--") && word.contains('e');
    if FirstLine::of(text).is_some_and(|line| line.argument.split_whitespace().any(short)) {
        return true;
    }
    commands.iter().any(|command| {
        let arguments = command.arguments();
        let long = arguments
            .windows(2)
            .any(|pair| pair[0].starts_with('-') && pair[0].ends_with('o') && pair[1] == "errexit");
        command.name() == "set" && (long || arguments.iter().any(|word| short(word)))
    })
}

fn no_errexit(file: &File, shell: Shell, commands: &[Command], problems: &mut Problems) {
    let set = match shell {
        Shell::Bash => "set -eo pipefail",
        Shell::Other => "set -e",
    };
    let text = "this goes on after a command that fails, and ends with the status of its last";
    // Before the first line that is neither empty nor a comment.
    problems
        .add(&NO_ERREXIT, &file.path, &text)
        .at(commands.first().map_or(1, |first| first.line))
        .sed(&format_args!("0,/^[^#]/s//{set}\\n&/"));
}

fn no_exec(file: &File, script: &[u8], commands: &[Command], problems: &mut Problems) {
    let Some(last) = commands.last() else {
        return;
    };
    let is_exec = |command: &Command| {
        command.name() == "exec" && !command.arguments().is_empty() && !command.subshell
    };
    let function = is_function(script, last.name());
    let gives_up =
        last.name() == "exit" && last.arguments().first().is_some_and(|word| word != "0");
    // What comes last may be the way out for whoever did not get to an exec, or a function that has one.
    if is_exec(last) || ((function || gives_up) && commands.iter().any(is_exec)) {
        return;
    }
    let text =
        "this does not end in exec: a shell stays above the application, and keeps TERM from it";
    let can_be = !last.subshell && !function && !BUILTINS.contains(&last.name());
    problems.add(&NO_EXEC, &file.path, &text).at(last.line).sed_or(
        last.renamed(script, "exec &").filter(|_| can_be),
        "let its last command be: exec, and the program with its arguments",
    );
}

fn is_function(script: &[u8], name: &str) -> bool {
    let script = String::from_utf8_lossy(script);
    [format!("{name}()"), format!("{name} ()"), format!("function {name}")]
        .iter()
        .any(|begin| script.contains(begin))
}
