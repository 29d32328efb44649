//! Runs another program and collects its output, both streams as one.

use std::io::{self, Read};
use std::process::{Command, Stdio};

/// Returns whether the program succeeded, and its output.
///
/// # Errors
/// It cannot be started.
pub fn output_of(command: &mut Command, input: Stdio) -> io::Result<(bool, Vec<u8>)> {
    let (mut reader, writer) = io::pipe()?;
    let child = command.stdin(input).stdout(writer.try_clone()?).stderr(writer).spawn();
    // The command holds the write end; while that is open, reading never ends.
    command.stdout(Stdio::null()).stderr(Stdio::null());
    let mut child = child?;
    let mut output = Vec::new();
    reader.read_to_end(&mut output)?;
    Ok((child.wait()?.success(), output))
}

/// Returns a command that `env` starts after its own `options`. std's own way to change the
/// environment of a child takes eight thousand bytes of the binary.
#[must_use]
pub fn with_env(options: &[&str]) -> Command {
    let mut command = Command::new("env");
    command.args(options);
    command
}
