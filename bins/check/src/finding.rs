//! A finding: the place, the fault, and the command that fixes it.

use std::fmt::Display;
use std::fs;
use std::path::{Path, PathBuf};

use common::output::quoting::quoted;

use crate::rule::Rule;

/// A fault in a source tree.
pub struct Finding {
    /// The rule that is broken.
    pub rule: &'static Rule,
    /// The file, as the user would name it.
    pub path: PathBuf,
    /// The line, from 1, where there is one.
    pub line: Option<usize>,
    /// The fault, in words.
    pub message: String,
    /// The fix: a command where there is one.
    pub help: String,
    /// The change that `--fix` makes.
    pub fix: Option<Fix>,
    /// Whether `--fix` has made it.
    pub fixed: bool,
}

/// A change that fixes a finding and keeps the intended meaning of a file.
#[derive(Debug, Clone)]
pub enum Fix {
    /// Gives the file execute permission, also in the index, by its path from the source tree on.
    Execute(PathBuf),
    /// Changes the whole content.
    Content(fn(&[u8]) -> Vec<u8>),
    /// Changes one line, from 1, which is given without its end.
    Line(usize, fn(&[u8]) -> Vec<u8>),
    /// Renames it.
    Rename(PathBuf),
}

impl Finding {
    /// Sets the line.
    pub fn at(&mut self, line: usize) -> &mut Self {
        self.line = Some(line);
        self
    }

    /// Sets the fix, in words or as a command.
    pub fn help(&mut self, help: &dyn Display) -> &mut Self {
        self.help = help.to_string();
        self
    }

    /// Sets the fix to `sed -i SCRIPT FILE`.
    pub fn sed(&mut self, script: &dyn Display) -> &mut Self {
        self.help = sed(&script.to_string(), &self.path);
        self
    }

    /// Sets the fix to a sed script where there is one, else to `help`.
    pub fn sed_or(&mut self, script: Option<String>, help: &str) -> &mut Self {
        match script {
            Some(script) => self.sed(&script),
            None => self.help(&help),
        }
    }

    /// Sets the change that `--fix` makes.
    pub fn fix(&mut self, fix: Fix) -> &mut Self {
        self.fix = Some(fix);
        self
    }
}

/// The findings, in the order of the checks.
#[derive(Default)]
pub struct Findings(pub Vec<Finding>);

impl Findings {
    /// Adds a finding about the file `path`, to be completed by the caller.
    pub fn add(&mut self, rule: &'static Rule, path: &Path, message: &dyn Display) -> &mut Finding {
        let (path, message) = (path.to_owned(), message.to_string());
        let (help, fix) = (String::new(), None);
        self.0.push(Finding { rule, path, line: None, message, help, fix, fixed: false });
        let last = self.0.len() - 1;
        &mut self.0[last]
    }

    /// Returns the findings by path and line; those of one line stay in their order.
    #[must_use]
    pub fn sorted(mut self) -> Vec<Finding> {
        self.0.sort_by(|one, other| (&one.path, one.line).cmp(&(&other.path, other.line)));
        self.0
    }
}

/// Returns the command that applies a sed script to a file in place.
pub fn sed(script: &str, file: &Path) -> String {
    // Without this option sed would replace a link by a file.
    let follow = if file.is_symlink() { " --follow-symlinks" } else { "" };
    format!("sed -i{follow} {} {}", quoted(script), quoted(file))
}

/// Returns the command that appends a line to a file, which may not be there yet.
pub fn appended(file: &Path, line: &str) -> String {
    let ends = fs::read(file).is_ok_and(|text| text.last().is_some_and(|last| *last != b'\n'));
    let before = if ends { "\\n" } else { "" };
    format!("printf '{before}%s\\n' {} >> {}", quoted(line), quoted(file))
}
