//! The script that bash runs with `-c`: constant text, whose sections are chosen by typed fields.
//!
//! Paths and everything else that a user controls are arguments, which the script receives into
//! variables. Their positions are known only here.

use std::ffi::{OsStr, OsString};
use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use crate::environment::handoff::{END, Handoff, RESUME};
use crate::environment::marker;
use crate::environment::sources::Environment;

const INLINE: &str = include_str!("inline.sh");
const ENDED: &str = include_str!("ended.sh");

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
    pub says_env_hook: bool,
    /// The hook that bash executes in place of `program`.
    pub hook: Option<Hook>,
}

/// A hook that bash executes itself, because nothing else is left to do.
pub struct Hook {
    /// The file of the hook.
    pub file: PathBuf,
    /// The words of the command that executes it: the file, or a shell and the file.
    pub words: Vec<OsString>,
    /// Whether bash prints the progress line of the hook.
    pub is_said: bool,
}

impl Script {
    /// Returns the arguments of bash after `-c`: the text, the name of the shell, and what the text receives.
    #[must_use]
    pub fn render(self, handoff: &Handoff) -> Vec<OsString> {
        let mut text = String::with_capacity(INLINE.len());
        let received = self.receive(handoff);
        for section in INLINE.split("\n## ").skip(1) {
            let (condition, lines) = section.split_once('\n').unwrap_or((section, ""));
            if condition == "receive" {
                text.push_str(&received.assignments);
            } else if self.applies(condition, handoff) {
                push_commands(&mut text, lines);
            }
        }
        let mut name = OsString::from("s2i-");
        name.push(&handoff.command);
        // The count itself and the end are two more than the values.
        let count = (received.values.len() + 2).to_string();
        let before = [text.into(), name, count.into()];
        before.into_iter().chain(received.values).chain([END.into()]).collect()
    }

    fn applies(&self, condition: &str, handoff: &Handoff) -> bool {
        let says_hook = self.hook.as_ref().is_some_and(|hook| hook.is_said);
        match condition {
            "always" => true,
            "bash_env" => self.bash_env,
            "build" => self.environment == Environment::Build,
            "deploy" => self.environment == Environment::Deploy,
            "env_hook" => self.env_hook.is_some(),
            "hook" => self.hook.is_some(),
            "says" => self.says_env_hook || says_hook,
            "says_env_hook" => self.says_env_hook,
            "says_hook" => says_hook,
            "snapshots" => handoff.options.snapshots.is_some(),
            "user_script" => self.user_script.is_some(),
            _ => false,
        }
    }

    fn receive(&self, handoff: &Handoff) -> Received {
        let mut received = Received::default();
        let mut ended = String::with_capacity(ENDED.len());
        push_commands(&mut ended, ENDED);
        received.scalar("ended", ended);
        received.scalar("source", &handoff.paths.source);
        received.scalar("date", marker::date());
        received.scalar("user_script", self.user_script.as_deref().unwrap_or(Path::new("")));
        received.scalar("env_hook", self.env_hook.as_deref().unwrap_or(Path::new("")));
        if let Some(hook) = &self.hook {
            received.scalar("hook", &hook.file);
            received.array("hook_words", hook.words.iter().cloned());
        }
        received.array("self", [self.program.clone().into(), RESUME.into()]);
        received.array("packed", handoff.to_arguments());
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
    fn scalar(&mut self, name: &str, value: impl AsRef<OsStr>) {
        let _ = writeln!(self.assignments, "__s2ibox_{name}=${{{}}}", self.next());
        self.values.push(value.as_ref().to_owned());
    }

    fn array(&mut self, name: &str, values: impl IntoIterator<Item = OsString>) {
        let first = self.next();
        self.values.extend(values);
        let length = self.next() - first;
        let _ = writeln!(self.assignments, "__s2ibox_{name}=(\"${{@:{first}:{length}}}\")");
    }

    /// The position of the next value; the count of the parameters is the first.
    fn next(&self) -> usize {
        self.values.len() + 2
    }
}

/// Appends the lines without comments, empty lines and indentation.
fn push_commands(text: &mut String, lines: &str) {
    let lines = lines.lines().map(str::trim_start);
    for line in lines.filter(|line| !line.is_empty() && !line.starts_with('#')) {
        text.push_str(line);
        text.push('\n');
    }
}
