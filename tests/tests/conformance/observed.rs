//! The observations of a run as lines: status, output, records of the hooks, files.

use std::fs;

use crate::original::original;
use crate::plant::Root;
use crate::snapshot;

/// The observations of a run. Bytes that cannot be printed are escaped.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Observed {
    pub status: String,
    pub stdout: Vec<String>,
    pub stderr: Vec<String>,
    /// The record of each recorder that ran; its first line names the recorder.
    pub seen: Vec<Vec<String>>,
    pub files: Vec<String>,
}

/// Replaces the directory of the original's shell scripts in the messages of bash.
pub const ORIGINALS_SCRIPTS: &str = "{original}/";

impl Observed {
    pub fn of(root: &Root, status: String) -> Self {
        let read = |path: &str| fs::read(root.outside(path)).expect("read what was written");
        let seen = String::from_utf8_lossy(&read("/.seen")).into_owned();
        let mut records: Vec<Vec<String>> = Vec::new();
        for line in seen.lines() {
            match records.last_mut() {
                Some(record) if !line.starts_with('@') => record.push(line.to_owned()),
                _ => records.push(vec![line.to_owned()]),
            }
        }
        Self {
            status,
            stdout: lines(&read("/.out")),
            stderr: lines(&read("/.err")),
            seen: records,
            files: snapshot::files(root),
        }
    }

    /// Returns all observations, one for each line.
    pub fn lines(&self) -> Vec<String> {
        let mut lines = vec![format!("status: {}", self.status)];
        lines.extend(self.stdout.iter().map(|line| format!("stdout| {line}")));
        lines.extend(self.stderr.iter().map(|line| format!("stderr| {line}")));
        for (record, number) in self.seen.iter().zip(1..) {
            lines.extend(record.iter().map(|line| format!("hook {number} {line}")));
        }
        lines.extend(self.files.iter().map(|line| format!("file {line}")));
        lines
    }

    /// Returns whether s2ibox itself has reported an error.
    pub fn has_error(&self) -> bool {
        self.stderr.iter().any(|line| line.starts_with("ERROR: "))
    }
}

fn lines(bytes: &[u8]) -> Vec<String> {
    let lines = bytes.split_inclusive(|&byte| byte == b'\n').map(|line| {
        let (line, end) = match line.strip_suffix(b"\n") {
            Some(line) => (line, ""),
            None => (line, " (no newline)"),
        };
        snapshot::shown(line).replace(&format!("{}/", original().scripts), ORIGINALS_SCRIPTS) + end
    });
    lines.collect()
}
