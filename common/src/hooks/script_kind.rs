//! The kind of a hook, a job or a script, read from the first bytes of the file.
//!
//! The kind is never concluded from how exec fails: the C library itself hands a file that the
//! kernel refuses to `/bin/sh` (execvp(3)). A `#!` line is checked before the kernel reads it, for
//! the kernel's own error would be a bare "No such file or directory".

use std::ffi::{OsStr, OsString};
use std::fmt::Display;
use std::fs::File;
use std::io::{self, Read};
use std::os::unix::ffi::OsStrExt;
use std::path::Path;

use crate::error::Error;
use crate::hooks::hook_file::fixed_in_source;
use crate::output::quoting::escaped;

/// The number of bytes that the kernel reads of a script to find its interpreter (execve(2)).
const HEAD: u64 = 256;

/// What executes a file.
#[derive(Debug, PartialEq, Eq)]
pub enum ScriptKind {
    /// The interpreter that the `#!` line names; a carriage return at the end of the line is kept.
    Interpreted(OsString),
    /// A shell: the file is text without a `#!` line.
    Plain,
    /// The kernel: the file holds a NUL byte, as an ELF file does.
    Binary,
}

impl ScriptKind {
    /// Reads the kind of the file `path`.
    ///
    /// # Errors
    /// The file cannot be read.
    pub fn of(path: &Path) -> io::Result<Self> {
        let mut head = Vec::with_capacity(256);
        File::open(path)?.take(HEAD).read_to_end(&mut head)?;
        Ok(Self::of_bytes(&head))
    }

    /// Returns the kind of a file that begins with `head`, its first 256 bytes.
    #[must_use]
    pub fn of_bytes(head: &[u8]) -> Self {
        let Some(line) = head.strip_prefix(b"#!") else {
            return if head.contains(&0) { Self::Binary } else { Self::Plain };
        };
        let line = line.split(|&byte| byte == b'\n').next().unwrap_or_default();
        let mut words =
            line.split(|byte| matches!(byte, b' ' | b'\t' | 0)).filter(|word| !word.is_empty());
        let mut interpreter = words.next().unwrap_or_default().to_vec();
        if line.ends_with(b"\r") && !interpreter.ends_with(b"\r") {
            interpreter.push(b'\r');
        }
        Self::Interpreted(OsStr::from_bytes(&interpreter).into())
    }
}

/// Checks the `#!` line of the file `path` for faults that are in the file itself; `kind` is its
/// name in errors. A file that cannot be read passes: the kernel may still execute it.
///
/// # Errors
/// The line names no interpreter, or ends in a carriage return: 127.
pub fn check_first_line(kind: &str, path: &Path) -> Result<(), Error> {
    match ScriptKind::of(path) {
        Ok(ScriptKind::Interpreted(interpreter)) => {
            check_interpreter(&format!("{kind} {}", escaped(path)), path, &interpreter)
        }
        _ => Ok(()),
    }
}

/// Checks the interpreter that the `#!` line of the file `path` names; `what` names the file in errors.
///
/// # Errors
/// As [`check_first_line`].
pub fn check_interpreter(
    what: &dyn Display,
    path: &Path,
    interpreter: &OsStr,
) -> Result<(), Error> {
    if interpreter.as_bytes().ends_with(b"\r") {
        return Err(Error::NotFound(format!(
            "{what} cannot be started: its first line ends in a carriage return (Windows line ends); \
             run: sed -i 's/\\r$//' {}",
            fixed_in_source(path)
        )));
    }
    if interpreter.is_empty() {
        return Err(Error::NotFound(format!(
            "{what} cannot be started: its first line, #!, names no interpreter; write #!/bin/bash"
        )));
    }
    Ok(())
}

/// The machine that an ELF file is for: class and byte order, then the machine itself (elf(5)).
pub type Machine = ([u8; 2], [u8; 2]);

/// Returns the machine that the ELF file `path` is for; `None` where it is not one, or cannot be read.
#[must_use]
pub fn machine(path: &Path) -> Option<Machine> {
    let mut head = [0; 20];
    File::open(path).ok()?.read_exact(&mut head).ok()?;
    head.starts_with(b"\x7fELF").then_some(([head[4], head[5]], [head[18], head[19]]))
}

#[cfg(test)]
mod tests {
    use pretty_assertions::assert_eq;

    use super::ScriptKind;

    #[track_caller]
    fn check(head: &[u8], interpreter: &str) {
        assert_eq!(ScriptKind::of_bytes(head), ScriptKind::Interpreted(interpreter.into()));
    }

    #[test]
    fn the_interpreter_is_the_first_word_and_keeps_a_carriage_return() {
        check(b"#!/bin/sh\necho", "/bin/sh");
        check(b"#! \t/usr/bin/env -S bash\n", "/usr/bin/env");
        check(b"#!/bin/sh -e\r\n", "/bin/sh\r");
        check(b"#!/bin/sh\r\n", "/bin/sh\r");
        check(b"#!", "");
        check(b"#! \nx", "");
    }

    #[test]
    fn text_is_for_a_shell_and_a_nul_byte_is_for_the_kernel() {
        assert_eq!(ScriptKind::of_bytes(b""), ScriptKind::Plain);
        assert_eq!(ScriptKind::of_bytes(b"echo #!/bin/sh\n"), ScriptKind::Plain);
        assert_eq!(ScriptKind::of_bytes(b"\x7fELF\x02\x01\x01\x00"), ScriptKind::Binary);
    }
}
