//! The kind of a hook, a job or a script, read from the first bytes of the file.
//!
//! The kind is never concluded from how exec fails: the C library itself hands a file that the
//! kernel refuses to `/bin/sh` (execvp(3)). A `#!` line is checked before the kernel reads it,
//! because the kernel's own error would be a bare "No such file or directory".

use std::ffi::{OsStr, OsString};
use std::fmt::Display;
use std::fs::File;
use std::io::{self, Read};
use std::os::unix::ffi::OsStrExt;
use std::path::Path;

use crate::error::Error;
use crate::hooks::hook_file::{ENV_HOOK, fixed_in_source};
use crate::output::quoting::escaped;

/// The number of bytes that the kernel reads of a script to find its interpreter (execve(2)).
const HEAD: usize = 256;

/// The byte-order mark in UTF-8.
pub const BYTE_ORDER_MARK: &[u8] = b"\xef\xbb\xbf";
/// The sed script that removes [`BYTE_ORDER_MARK`].
pub const WITHOUT_MARK: &str = r"1s/^\xef\xbb\xbf//";

/// What executes a file.
#[derive(Debug, PartialEq, Eq)]
pub enum ScriptKind {
    /// The interpreter that the `#!` line names.
    Interpreted(OsString),
    /// A shell: the file is text without a `#!` line.
    Plain,
    /// The kernel: the file holds a NUL byte, as an ELF file does, or cannot be read.
    Binary,
}

/// A fault in the first bytes of a file, for which neither the kernel nor a shell can run it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fault {
    /// The `#!` line ends in a carriage return, which the kernel takes for a part of it.
    CarriageReturn,
    /// The `#!` line names no interpreter.
    NoInterpreter,
    /// A byte-order mark stands before the text, so that the first line is not what it looks like.
    ByteOrderMark,
    /// The text is UTF-16, as PowerShell writes it.
    Utf16,
}

impl ScriptKind {
    /// Reads the kind of the file `path`; `kind` is its name in errors. A file that cannot be read
    /// is left to the kernel, which may still execute it.
    ///
    /// # Errors
    /// The file has a [`Fault`]: 126 for UTF-16, else 127.
    pub fn of(kind: &str, path: &Path) -> Result<Self, Error> {
        let Ok(head) = head(path) else {
            return Ok(Self::Binary);
        };
        Self::of_bytes(&head).map_err(|fault| fault.error(kind, path))
    }

    /// Returns the kind of a file that begins with `head`, its first 256 bytes.
    ///
    /// # Errors
    /// The file has a fault.
    pub fn of_bytes(head: &[u8]) -> Result<Self, Fault> {
        check_encoding(head)?;
        let Some(line) = head.strip_prefix(b"#!") else {
            return Ok(if head.contains(&0) { Self::Binary } else { Self::Plain });
        };
        let line = line.split(|&byte| byte == b'\n').next().unwrap_or_default();
        if line.ends_with(b"\r") {
            return Err(Fault::CarriageReturn);
        }
        let mut words = line.split(|byte| matches!(byte, b' ' | b'\t' | 0));
        let interpreter = words.find(|word| !word.is_empty()).ok_or(Fault::NoInterpreter)?;
        Ok(Self::Interpreted(OsStr::from_bytes(interpreter).into()))
    }
}

impl Fault {
    /// Returns the error for the file `path`, with the command that fixes it.
    fn error(self, kind: &str, path: &Path) -> Error {
        let (what, file) = (format!("{kind} {}", escaped(path)), fixed_in_source(path));
        match self {
            Self::CarriageReturn => Error::NotFound(format!(
                "{what} cannot be started: its first line ends in a carriage return (Windows line ends); \
                 run: sed -i 's/\\r$//' {file}"
            )),
            Self::NoInterpreter => Error::NotFound(format!(
                "{what} cannot be started: its first line, #!, names no interpreter; write #!/bin/bash"
            )),
            Self::ByteOrderMark => Error::NotFound(format!(
                "{what} begins with a byte-order mark, which hides its first line; \
                 run: sed -i '{WITHOUT_MARK}' {file}"
            )),
            Self::Utf16 => Error::NotExecutable(format!(
                "{what} is UTF-16 text, which no interpreter reads; save it as UTF-8; run: {}",
                as_utf_8(&file)
            )),
        }
    }
}

/// Returns the shell command that turns `file`, a word of the shell, from UTF-16 into UTF-8 with
/// Unix line ends, and keeps its mode.
#[must_use]
pub fn as_utf_8(file: &impl Display) -> String {
    format!(
        "iconv -f UTF-16 -t UTF-8 {file} | tr -d '\\r' >{file}.new && cat {file}.new >{file} && rm {file}.new"
    )
}

/// Checks that bash can read the encoding of the env hook `path`.
///
/// # Errors
/// The file begins with a byte-order mark, or is UTF-16.
pub fn check_env_hook(path: &Path) -> Result<(), Error> {
    let checked = head(path).map_or(Ok(()), |head| check_encoding(&head));
    // An env hook is not started: the command is what fails.
    checked.map_err(|fault| Error::Broken(fault.error(ENV_HOOK, path).to_string()))
}

fn check_encoding(head: &[u8]) -> Result<(), Fault> {
    // The second pair is `#!` without a mark.
    if [b"\xff\xfe", b"\xfe\xff"].iter().any(|mark| head.starts_with(*mark))
        || [b"#\0!\0", b"\0#\0!"].iter().any(|text| head.starts_with(*text))
    {
        return Err(Fault::Utf16);
    }
    if head.starts_with(BYTE_ORDER_MARK) {
        return Err(Fault::ByteOrderMark);
    }
    Ok(())
}

fn head(path: &Path) -> io::Result<Vec<u8>> {
    let mut head = vec![0; HEAD];
    let length = File::open(path)?.read(&mut head)?; // one read returns all that a regular file has
    head.truncate(length);
    Ok(head)
}

/// The machine that an ELF file is for: class and byte order, then the machine itself (elf(5)).
pub type Machine = ([u8; 2], [u8; 2]);

/// Returns the machine that the ELF file `path` is for; `None` where it is not one, or cannot be
/// read.
#[must_use]
pub fn machine(path: &Path) -> Option<Machine> {
    let mut head = [0; 20];
    File::open(path).ok()?.read_exact(&mut head).ok()?;
    head.starts_with(b"\x7fELF").then_some(([head[4], head[5]], [head[18], head[19]]))
}

#[cfg(test)]
mod tests {
    use pretty_assertions::assert_eq;

    use super::{Fault, ScriptKind};

    #[test]
    fn the_interpreter_is_the_first_word_of_the_line() {
        for (head, interpreter) in [
            (&b"#!/bin/sh\necho"[..], "/bin/sh"),
            (b"#! \t/usr/bin/env -S bash\n", "/usr/bin/env"),
            (b"#!/bin/sh\n\r\n", "/bin/sh"),
        ] {
            let interpreted = ScriptKind::Interpreted(interpreter.into());
            assert_eq!(ScriptKind::of_bytes(head), Ok(interpreted));
        }
    }

    #[test]
    fn text_is_for_a_shell_and_a_nul_byte_is_for_the_kernel() {
        assert_eq!(ScriptKind::of_bytes(b""), Ok(ScriptKind::Plain));
        assert_eq!(ScriptKind::of_bytes(b"echo #!/bin/sh\n"), Ok(ScriptKind::Plain));
        assert_eq!(ScriptKind::of_bytes(b"\x7fELF\x02\x01\x01\x00"), Ok(ScriptKind::Binary));
    }

    #[test]
    fn a_fault_is_named() {
        for (head, fault) in [
            (&b"#!/bin/sh -e\r\n"[..], Fault::CarriageReturn),
            (b"#!/bin/sh\r", Fault::CarriageReturn),
            (b"#!", Fault::NoInterpreter),
            (b"#! \nx", Fault::NoInterpreter),
            (b"\xef\xbb\xbf#!/bin/sh\n", Fault::ByteOrderMark),
            (b"\xef\xbb\xbfA=1\n", Fault::ByteOrderMark),
            (b"\xff\xfe#\0!\0", Fault::Utf16),
            (b"\xfe\xff\0#\0!", Fault::Utf16),
            (b"#\0!\0/\0", Fault::Utf16),
        ] {
            assert_eq!(ScriptKind::of_bytes(head), Err(fault));
        }
    }
}
