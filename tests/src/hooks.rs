//! The hooks of s2ibox, as `s2ibox init --list` prints them, so that the tests need no list of their own.

use std::process::Command;
use std::sync::OnceLock;

use crate::{output, s2ibox};

/// One line of `s2ibox init --list`.
#[derive(Debug)]
pub struct Hook {
    /// The name of the file in `.s2i/action_hooks`.
    pub name: String,
    /// `sourced`, `step` or `becomes`.
    pub kind: String,
    /// The command that uses the hook; `others` stands for every command except `assemble`.
    pub command: String,
}

/// Returns every hook.
pub fn hooks() -> &'static [Hook] {
    static HOOKS: OnceLock<Vec<Hook>> = OnceLock::new();
    HOOKS.get_or_init(|| {
        let listed = output(Command::new(s2ibox()).args(["init", "--list"]));
        let text = String::from_utf8(listed.stdout).expect("the list is UTF-8");
        let hooks: Vec<_> = text.lines().map(hook).collect();
        assert!(hooks.len() >= 11, "the list is not complete: {text}");
        hooks
    })
}

fn hook(line: &str) -> Hook {
    let mut words = line.split_whitespace().map(String::from);
    let mut next = || words.next().unwrap_or_else(|| panic!("a word is missing: {line}"));
    Hook { name: next(), kind: next(), command: next() }
}

/// Returns the hooks that a command of the same name becomes: all but `run`, which can also be the builder's script.
pub fn actions() -> impl Iterator<Item = &'static Hook> {
    hooks().iter().filter(|hook| hook.kind == "becomes" && hook.command != "run")
}

/// Returns the hooks that another command than `assemble` executes.
pub fn executed_after_build() -> impl Iterator<Item = &'static Hook> {
    hooks().iter().filter(|hook| hook.kind != "sourced" && hook.command != "assemble")
}
