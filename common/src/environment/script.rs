//! The script that bash runs with `-c`: constant text, whose sections are chosen by typed fields.
//!
//! Paths and everything else that a user controls are arguments, which the script receives into
//! variables. Their positions are known only here.

use std::ffi::{CStr, OsString};
use std::fmt::Write as _;
use std::path::PathBuf;

use crate::environment::handoff::{END, Handoff, RESUME};
use crate::environment::marker;
use crate::environment::sources::Environment;
use crate::environment::variable;
use crate::process::signal_queue::is_process_1;

const INLINE: &str = include_str!("inline.sh");
const ENDED: &str = include_str!("ended.sh");

/// Bytes of the environment from which on bash tests whether a program can still be executed with
/// it: a sixteenth of what the kernel allows by default (execve(2)).
const LARGE: usize = 128 << 10;

/// What bash sources and executes.
pub struct Script {
    /// The program of this process, which bash executes at the end.
    pub program: PathBuf,
    /// The environment that is set up.
    pub environment: Environment,
    /// Whether bash sources a file that `BASH_ENV` names before this script.
    pub bash_env: bool,
    /// The container user script.
    pub user_script: Option<PathBuf>,
    /// The env hook.
    pub env_hook: Option<PathBuf>,
    /// Whether bash prints the progress line of the env hook.
    pub announces_env_hook: bool,
    /// Where signals come from that need a trap of their own.
    pub signals: SignalSource,
    /// The hook that bash executes in place of `program`.
    pub hook: Option<Hook>,
    /// Whether bash asks for snapshots of the environment.
    pub snapshots: bool,
}

/// Where signals come from that bash needs a trap of its own for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SignalSource {
    /// From the processes around; the default actions do.
    Any,
    /// From the kernel to process 1, for which it drops every signal that is not caught.
    Kernel,
    /// From the supervisor of a time limit, which sends ALRM.
    TimeLimit,
}

/// A hook that bash executes itself, because nothing else is left to do.
pub struct Hook {
    /// The file of the hook.
    pub file: PathBuf,
    /// The words of the command that executes it: the file, or a shell and the file.
    pub words: Vec<OsString>,
    /// Whether bash prints the progress line of the hook.
    pub is_announced: bool,
}

impl Script {
    /// Returns the arguments of bash after `-c`: the text, the name of the shell, and what the text
    /// receives.
    #[must_use]
    pub fn render(self, handoff: &Handoff) -> Vec<OsString> {
        let mut text = String::with_capacity(INLINE.len());
        let received = self.receive(handoff);
        for section in INLINE.split("\n## ").skip(1) {
            let (condition, lines) = section.split_once('\n').unwrap_or((section, ""));
            if condition == "receive" {
                text.push_str(&received.assignments);
            } else if self.applies(condition) == Some(true) {
                push_commands(&mut text, lines, self.bash_env);
            }
        }
        let mut name = OsString::from("s2i-");
        name.push(&handoff.command);
        // The count itself and the end are two more than the values.
        let count = (received.values.len() + 2).to_string();
        let before = [text.into(), name, count.into()];
        before.into_iter().chain(received.values).chain([END.into()]).collect()
    }

    /// Returns whether a section with this condition applies; `None` for an unknown condition.
    fn applies(&self, condition: &str) -> Option<bool> {
        let announces_hook = self.hook.as_ref().is_some_and(|hook| hook.is_announced);
        Some(match condition {
            "always" => true,
            "bash_env" => self.bash_env,
            "build" => self.environment == Environment::Build,
            "deploy" => self.environment == Environment::Deploy,
            "env_hook" => self.env_hook.is_some(),
            "hook" => self.hook.is_some(),
            "announces" => self.announces_env_hook || announces_hook,
            "announces_env_hook" => self.announces_env_hook,
            "announces_hook" => announces_hook,
            "snapshots" => self.snapshots,
            "large" => variable::entries().map(CStr::count_bytes).sum::<usize>() > LARGE,
            "other_process" => !is_process_1(),
            "process_1" => self.signals == SignalSource::Kernel,
            "time_limit" => self.signals == SignalSource::TimeLimit,
            "user_script" => self.user_script.is_some(),
            _ => return None,
        })
    }

    fn receive(&self, handoff: &Handoff) -> Received {
        let mut received = Received::default();
        let mut ended = String::with_capacity(ENDED.len());
        push_commands(&mut ended, ENDED, true);
        received.put("ended", [ended.into()]);
        received.put("source", [handoff.paths.source.clone().into()]);
        received.put("program", [self.program.clone().into()]);
        received.put("resume", [RESUME.into()]);
        received.put("packed", handoff.to_arguments());
        if let Some(file) = &self.user_script {
            received.put("user_script", [file.into()]);
        }
        if let Some(file) = &self.env_hook {
            received.put("env_hook", [file.into()]);
        }
        if self.environment == Environment::Deploy {
            received.put("date", [marker::date().into()]);
        }
        if let Some(hook) = &self.hook {
            received.put("hook", [hook.file.clone().into()]);
            received.put("words", hook.words.iter().cloned());
        }
        received.assignments.push('\n');
        received
    }
}

/// The positional parameters behind the count, and the shell's assignments from them.
#[derive(Default)]
struct Received {
    assignments: String,
    values: Vec<OsString>,
}

impl Received {
    /// Assigns `values` to a variable: one to a scalar, which costs bash less, several to an array.
    fn put(&mut self, name: &str, values: impl IntoIterator<Item = OsString>) {
        let first = self.values.len() + 2;
        self.values.extend(values);
        let length = self.values.len() + 2 - first;
        let _ = match length {
            1 => write!(self.assignments, "__s2ibox_{name}=${{{first}}} "),
            _ => write!(self.assignments, "__s2ibox_{name}=(\"${{@:{first}:{length}}}\") "),
        };
    }
}

/// Appends the lines without comments, empty lines and indentation, and unless `keep_builtin`
/// without `builtin`.
fn push_commands(text: &mut String, lines: &str, keep_builtin: bool) {
    let lines = lines.lines().map(str::trim_start);
    for line in lines.filter(|line| !line.is_empty() && !line.starts_with('#')) {
        let short = line.strip_prefix("builtin ").filter(|_| !keep_builtin);
        text.push_str(short.unwrap_or(line));
        text.push('\n');
    }
}

#[cfg(test)]
mod tests {
    use std::path::PathBuf;

    use super::{ENDED, Environment, INLINE, Script, SignalSource, push_commands};

    #[test]
    fn every_section_has_a_known_condition() {
        let script = Script {
            program: PathBuf::new(),
            environment: Environment::Entry,
            bash_env: false,
            user_script: None,
            env_hook: None,
            announces_env_hook: false,
            signals: SignalSource::Any,
            hook: None,
            snapshots: false,
        };
        for section in INLINE.split("\n## ").skip(1) {
            let condition = section.lines().next().unwrap_or_default();
            assert!(condition == "receive" || script.applies(condition).is_some(), "{condition}");
        }
    }

    #[test]
    fn bash_gets_no_comment_and_no_indentation() {
        let mut text = String::new();
        push_commands(&mut text, INLINE, false);
        push_commands(&mut text, ENDED, true);
        assert!(!text.lines().any(|line| line.is_empty() || line.starts_with(['#', ' '])));
        assert!(text.contains("\ntrap : USR1 USR2\n") && text.contains("\\builtin exit"));
    }
}
