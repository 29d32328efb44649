//! Asking another program: what it writes, both streams as one.

use std::io::{self, Read};
use std::process::{Command, Stdio};

/// Whether the program ended well, and what it wrote.
///
/// # Errors
/// It cannot be started.
pub fn ask(command: &mut Command, input: Stdio) -> io::Result<(bool, Vec<u8>)> {
    let (mut reader, writer) = io::pipe()?;
    let child = command.stdin(input).stdout(writer.try_clone()?).stderr(writer).spawn();
    // The command holds the pipe's other end, and with it open there would be no end.
    command.stdout(Stdio::null()).stderr(Stdio::null());
    let mut child = child?;
    let mut said = Vec::new();
    reader.read_to_end(&mut said)?;
    Ok((child.wait()?.success(), said))
}

/// A command that `env` starts after `options`: programs get another environment in that way, for std's own takes
/// eight thousand bytes.
#[must_use]
pub fn with_env(options: &[&str]) -> Command {
    let mut command = Command::new("env");
    command.args(options);
    command
}
