//! Snapshots of the environment while it is set up, from which `s2i-env --diff` tells what set
//! which variable.
//!
//! They are written one after another to a file in memory, because an environment is too large for
//! an argument and there may be no writable directory. Its descriptor passes through bash like any
//! other. Within bash, s2ibox as a child takes a snapshot, so that it holds exactly what bash
//! exports at that moment.

use std::fs::File;
use std::io::{Read, Seek, Write};
use std::os::fd::{FromRawFd, IntoRawFd};
use std::os::unix::ffi::OsStrExt;

use anyhow::{Context as _, Result};
use nix::fcntl::{FcntlArg, fcntl};
use nix::sys::memfd::{MFdFlags, memfd_create};

use crate::cli::options::Options;
use crate::environment::variable::{self, Variable};

/// The lowest descriptor for the file: hooks seldom use one so high.
const LOWEST_DESCRIPTOR: i32 = 100;

/// The context of every error here.
const PROBLEM: &str = "cannot keep a copy of the environment for --diff; look at the limits of this process (ulimit -a)";

/// The variables of one moment.
#[derive(Debug, PartialEq, Eq)]
pub struct Snapshot {
    /// The file or stage that was evaluated before.
    pub after: String,
    /// The variables.
    pub variables: Vec<Variable>,
}

/// Creates the file, so that every later [`take`] writes a snapshot.
///
/// # Errors
/// The kernel has no memory or no descriptor left.
pub fn begin(options: &mut Options) -> Result<()> {
    let file = memfd_create("s2ibox", MFdFlags::empty()).context(PROBLEM)?;
    let high = fcntl(&file, FcntlArg::F_DUPFD(LOWEST_DESCRIPTOR)).unwrap_or(-1);
    options.snapshots = Some(if high >= 0 { high } else { file.into_raw_fd() });
    Ok(())
}

/// Writes a snapshot of `variables`, if [`begin`] has created the file.
///
/// # Errors
/// It cannot be written.
pub fn take(
    options: &Options,
    after: &str,
    variables: impl IntoIterator<Item = Variable>,
) -> Result<()> {
    let Some(mut file) = file(options) else {
        return Ok(());
    };
    let mut text = after.as_bytes().to_vec();
    text.push(0);
    for (name, value) in variables {
        text.extend([name.as_bytes(), b"=", value.as_bytes(), b"\0"].concat());
    }
    text.push(0);
    let written = file.write_all(&text);
    let _ = file.into_raw_fd(); // the descriptor stays open
    written.context(PROBLEM)
}

/// Returns the snapshots in order and closes the file.
///
/// # Errors
/// A hook has closed the file or put another in its place.
pub fn read(options: &mut Options) -> Result<Vec<Snapshot>> {
    let mut content = Vec::new();
    if let Some(mut file) = file(options) {
        file.rewind()?;
        file.read_to_end(&mut content)?;
    }
    options.snapshots = None;
    parse(&content).context(
        "a hook has closed a file that is not its own (descriptor 100 or above), in which --diff keeps the \
         environment; let it close only what it has opened",
    )
}

/// Returns the file, which the caller must not drop while more snapshots are to come.
fn file(options: &Options) -> Option<File> {
    let descriptor = options.snapshots?;
    // SAFETY: the number comes from `begin`, in this process or the one that became this; nothing
    // else here owns it, and a hook that has closed it makes every use of it an error.
    let file = unsafe { File::from_raw_fd(descriptor) };
    if fcntl(&file, FcntlArg::F_GETFD).is_err() {
        let _ = file.into_raw_fd();
        return None;
    }
    Some(file)
}

fn parse(content: &[u8]) -> Option<Vec<Snapshot>> {
    let mut texts = content.strip_suffix(b"\0")?.split(|&byte| byte == 0);
    let mut snapshots = Vec::new();
    while let Some(after) = texts.next() {
        let variables = texts.by_ref().take_while(|text| !text.is_empty());
        snapshots.push(Snapshot {
            after: std::str::from_utf8(after).ok()?.to_owned(),
            variables: variables.map(variable::parse).collect::<Option<_>>()?,
        });
    }
    Some(snapshots)
}

#[cfg(test)]
mod tests {
    use pretty_assertions::assert_eq;

    use super::{begin, read, take};
    use crate::cli::options::Options;

    #[test]
    fn what_is_taken_is_read_in_order() -> anyhow::Result<()> {
        let mut options = Options::default();
        begin(&mut options)?;
        take(&options, "one", [("A".into(), "1=2\n".into())])?;
        take(&options, "", [])?;
        let read = read(&mut options)?;
        let names: Vec<_> = read.iter().map(|snapshot| snapshot.after.as_str()).collect();
        assert_eq!(names, ["one", ""]);
        assert_eq!(read[0].variables, [("A".into(), "1=2\n".into())]);
        assert_eq!(read[1].variables, []);
        assert_eq!(options.snapshots, None);
        Ok(())
    }
}
