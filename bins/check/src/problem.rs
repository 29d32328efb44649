//! A problem: where it is, what it is, and the command that mends it.

use std::fmt::Display;
use std::fs;
use std::path::{Path, PathBuf};

use common::output::quoting::quoted;

use crate::fix::Fix;
use crate::kind::Kind;

/// Something that is wrong with a source tree.
pub struct Problem {
    /// What kind of problem.
    pub kind: &'static Kind,
    /// The file, as the user would name it.
    pub path: PathBuf,
    /// The line, from 1, where there is one.
    pub line: Option<usize>,
    /// What is wrong.
    pub text: String,
    /// What mends it: a command where there is one.
    pub help: String,
    /// What `--fix` does about it.
    pub fix: Option<Fix>,
    /// Whether that has been done.
    pub mended: bool,
}

impl Problem {
    /// A problem of a file as a whole.
    #[inline(never)]
    pub fn new(kind: &'static Kind, path: &Path, text: &dyn Display) -> Self {
        Self {
            kind,
            path: path.into(),
            line: None,
            text: text.to_string(),
            help: String::new(),
            fix: None,
            mended: false,
        }
    }

    /// It is at this line.
    #[inline(never)]
    pub fn at(&mut self, line: usize) -> &mut Self {
        self.line = Some(line);
        self
    }

    /// This mends it.
    #[inline(never)]
    pub fn help(&mut self, help: &dyn Display) -> &mut Self {
        self.help = help.to_string();
        self
    }

    /// It is mended by `sed -i SCRIPT FILE`.
    #[inline(never)]
    pub fn sed(&mut self, script: &dyn Display) -> &mut Self {
        self.help = sed(&script.to_string(), &self.path);
        self
    }

    /// As [`Problem::sed`] where there is a script, else as [`Problem::help`].
    #[inline(never)]
    pub fn sed_or(&mut self, script: Option<String>, help: &str) -> &mut Self {
        match script {
            Some(script) => self.sed(&script),
            None => self.help(&help),
        }
    }

    /// This is what `--fix` does.
    #[inline(never)]
    pub fn fix(&mut self, fix: Fix) -> &mut Self {
        self.fix = Some(fix);
        self
    }
}

/// All problems, in the order they were found in.
#[derive(Default)]
pub struct Problems(pub Vec<Problem>);

impl Problems {
    /// Adds one, to be completed.
    #[inline(never)]
    pub fn add(&mut self, kind: &'static Kind, path: &Path, text: &dyn Display) -> &mut Problem {
        self.0.push(Problem::new(kind, path, text));
        let last = self.0.len() - 1;
        &mut self.0[last]
    }

    /// By path and line; those of one line stay in their order.
    #[must_use]
    pub fn sorted(self) -> Vec<Problem> {
        let mut sorted: Vec<Problem> = Vec::with_capacity(self.0.len());
        for problem in self.0 {
            let place = sorted.partition_point(|known| {
                (&known.path, known.line) <= (&problem.path, problem.line)
            });
            sorted.insert(place, problem);
        }
        sorted
    }
}

/// The command that applies a sed script to a file in place.
pub fn sed(script: &str, file: &Path) -> String {
    // Else it would put a file in the place of a link.
    let follow = if file.is_symlink() { " --follow-symlinks" } else { "" };
    format!("sed -i{follow} {} {}", quoted(script), quoted(file))
}

/// The command that puts a line at the end of a file, which may not be there yet.
pub fn appended(file: &Path, line: &str) -> String {
    let ends = fs::read(file).is_ok_and(|text| text.last().is_some_and(|last| *last != b'\n'));
    let before = if ends { "\\n" } else { "" };
    format!("printf '{before}%s\\n' {} >> {}", quoted(line), quoted(file))
}
