//! What a program left behind: its status, stdout and stderr, compared whole and shown so that every
//! byte that is not plain text can be seen.

use std::fmt;
use std::os::unix::process::ExitStatusExt;
use std::process::ExitStatus;

use pretty_assertions::Comparison;

/// How a program ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Status {
    Exit(i32),
    Signal(i32),
}

impl From<ExitStatus> for Status {
    fn from(status: ExitStatus) -> Self {
        match (status.code(), status.signal()) {
            (Some(code), _) => Self::Exit(code),
            (None, Some(signal)) => Self::Signal(signal),
            (None, None) => panic!("neither ended nor killed: {status}"),
        }
    }
}

/// Bytes that print themselves as lines of text, with everything else escaped.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Text(pub Vec<u8>);

impl fmt::Debug for Text {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        for line in self.0.split_inclusive(|&byte| byte == b'\n') {
            let shown: String = line
                .utf8_chunks()
                .map(|chunk| {
                    let valid = chunk.valid().chars().map(|c| match c {
                        '\n' => "⏎".to_owned(),
                        c if c.is_control() => c.escape_default().to_string(),
                        c => c.to_string(),
                    });
                    let invalid = chunk.invalid().escape_ascii().to_string();
                    valid.collect::<String>() + &invalid
                })
                .collect();
            writeln!(out, "    {shown}")?;
        }
        Ok(())
    }
}

/// Status, stdout and stderr.
#[derive(Clone, PartialEq, Eq)]
pub struct Outcome {
    pub status: Status,
    pub stdout: Text,
    pub stderr: Text,
}

impl fmt::Debug for Outcome {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(out, "status: {:?}", self.status)?;
        writeln!(out, "stdout:\n{:?}", self.stdout)?;
        write!(out, "stderr:\n{:?}", self.stderr)
    }
}

impl Outcome {
    /// Fails with everything that differs, at once.
    #[track_caller]
    pub fn assert(&self, expected: &Self, called: &str) {
        assert!(
            self == expected,
            "{called}\n\n{}",
            Comparison::new(self, expected)
        );
    }

    /// stdout as text, for tests that look for one part of it.
    pub fn out(&self) -> String {
        String::from_utf8_lossy(&self.stdout.0).into_owned()
    }

    /// stderr as text, for tests that look for one part of it.
    pub fn err(&self) -> String {
        String::from_utf8_lossy(&self.stderr.0).into_owned()
    }
}
