//! The outcome of a program: its status, stdout and stderr. They are compared completely, and every byte that is not
//! plain text is shown escaped.

use std::fmt;
use std::os::unix::process::ExitStatusExt;
use std::process::ExitStatus;

use pretty_assertions::Comparison;

use crate::times;

/// The end of a program.
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

/// Bytes that are printed as lines of text, with all other bytes escaped.
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

/// Status, stdout and stderr, and the line with the times of `assemble`, which is different each time.
#[derive(Clone)]
pub struct Outcome {
    pub status: Status,
    pub stdout: Text,
    pub stderr: Text,
    /// The line with the times, which is removed from `stderr`; see [`Outcome::take_times`].
    pub times: Option<String>,
}

impl PartialEq for Outcome {
    fn eq(&self, other: &Self) -> bool {
        let compared = |it: &Self| (it.status, it.stdout.clone(), it.stderr.clone());
        compared(self) == compared(other)
    }
}

impl Eq for Outcome {}

impl fmt::Debug for Outcome {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(out, "status: {:?}", self.status)?;
        writeln!(out, "stdout:\n{:?}", self.stdout)?;
        write!(out, "stderr:\n{:?}", self.stderr)
    }
}

impl Outcome {
    /// Compares two outcomes, and fails with all differences at once.
    #[track_caller]
    pub fn assert(&self, expected: &Self, called: &str) {
        assert!(self == expected, "{called}\n\n{}", Comparison::new(self, expected));
    }

    /// Moves the line with the times of `assemble` out of stderr. After a successful build there must be one.
    #[track_caller]
    pub(crate) fn take_times(&mut self) {
        let lines = self.stderr.0.split_inclusive(|&byte| byte == b'\n');
        let (times, others): (Vec<_>, Vec<_>) =
            lines.partition(|line| line.starts_with(times::START));
        let (times, others) = (times.concat(), others.concat());
        if times.is_empty() {
            assert!(
                self.status != Status::Exit(0),
                "it does not tell what the steps took:\n{self:?}"
            );
            return;
        }
        let line = String::from_utf8(times).expect("it is plain text");
        assert!(times::is_report(&line), "this does not tell what the steps took:\n{self:?}");
        self.times = Some(line);
        self.stderr = Text(others);
    }

    /// Returns stdout as text, for tests that search in it.
    pub fn out(&self) -> String {
        String::from_utf8_lossy(&self.stdout.0).into_owned()
    }

    /// Returns stderr as text, for tests that search in it.
    pub fn err(&self) -> String {
        String::from_utf8_lossy(&self.stderr.0).into_owned()
    }
}
