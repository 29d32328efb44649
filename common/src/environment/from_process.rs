//! The environment of the running application, in place of one that is evaluated anew.
//!
//! `/proc/PID/environ` holds the variables that the process was executed with (proc(5)). They count
//! only if they include the marker of a complete environment and a process title was not written
//! over them. If the process is s2ibox as an init, its child is meant.

use std::fs::{self, File};
use std::io::Read;
use std::path::{Path, PathBuf};

use crate::environment::marker::MARKER;
use crate::environment::variable::{self, Variable};
use crate::process::current_exe;

/// Bytes to begin with for `environ`, whose size the kernel does not tell. Each read locks the
/// memory of the process, so that one is better than many.
const CAPACITY: usize = 64 << 10;

/// Returns the variables of the process `pid`.
///
/// # Errors
/// The reason why they cannot be used.
pub fn variables(pid: u32) -> Result<Vec<Variable>, String> {
    if pid == std::process::id() {
        return Err("that is this very process".to_owned());
    }
    application(pid)
}

/// Returns the variables of the process, or, if it is s2ibox, of the first of its children that has
/// them: an init may be the child of an init.
fn application(pid: u32) -> Result<Vec<Variable>, String> {
    if current_exe::is_shipped(&process(pid).join("exe")).unwrap_or(false) {
        let below = children(pid).into_iter().find_map(|child| application(child).ok());
        if let Some(variables) = below {
            return Ok(variables);
        }
    }
    read(pid)
}

fn process(pid: u32) -> PathBuf {
    Path::new("/proc").join(pid.to_string())
}

fn read(pid: u32) -> Result<Vec<Variable>, String> {
    let file = process(pid).join("environ");
    let mut content = Vec::with_capacity(CAPACITY);
    File::open(&file)
        .and_then(|mut file| file.read_to_end(&mut content))
        .map_err(|error| format!("{}: {error}", file.display()))?;
    let variables = parse(&content)
        .ok_or_else(|| "it was overwritten, as programs do that set a process title".to_owned())?;
    if variables.iter().any(|(name, _)| name == MARKER) {
        Ok(variables)
    } else {
        Err(format!("it lacks {MARKER}, so it may not be complete"))
    }
}

/// Parses variables that each end in NUL; `None` where one is empty or has no name.
#[must_use]
pub fn parse(content: &[u8]) -> Option<Vec<Variable>> {
    let content = content.strip_suffix(b"\0").unwrap_or(content);
    let entries = content.split(|&byte| byte == 0);
    let mut variables = Vec::with_capacity(entries.clone().count());
    for entry in entries {
        variables.push(variable::parse(entry)?);
    }
    Some(variables)
}

/// Returns the children of a process, in the order in which they were started.
fn children(parent: u32) -> Vec<u32> {
    let Ok(processes) = fs::read_dir("/proc") else {
        return Vec::new();
    };
    let mut children: Vec<(u64, u32)> = processes
        .filter_map(|entry| entry.ok()?.file_name().to_str()?.parse().ok())
        .filter_map(|pid| {
            let (ppid, started) = parent_and_start(&fs::read(process(pid).join("stat")).ok()?)?;
            (ppid == parent).then_some((started, pid))
        })
        .collect();
    children.sort_unstable();
    children.into_iter().map(|(_, pid)| pid).collect()
}

/// Returns the fields 4 and 22 of `/proc/PID/stat`, counted from the end of the name, which may
/// hold any bytes.
fn parent_and_start(stat: &[u8]) -> Option<(u32, u64)> {
    let after_name = stat.iter().rposition(|&byte| byte == b')')? + 1;
    let text = std::str::from_utf8(&stat[after_name..]).ok()?;
    let fields: Vec<&str> = text.split_ascii_whitespace().collect();
    Some((fields.get(1)?.parse().ok()?, fields.get(19)?.parse().ok()?))
}

#[cfg(test)]
mod tests {
    use pretty_assertions::assert_eq;

    use super::{parent_and_start, parse};

    #[test]
    fn a_block_is_read_whatever_bytes_it_holds() {
        let variables = vec![("A".into(), "1=2\n".into()), ("B.c".into(), "".into())];
        assert_eq!(parse(b"A=1=2\n\0B.c=\0"), Some(variables));
    }

    #[test]
    fn a_block_that_a_title_was_written_over_is_refused() {
        assert_eq!(parse(b"nginx: worker\0\0\0B=1\0"), None);
        assert_eq!(parse(b"A=1\0rker\0"), None);
        assert_eq!(parse(b"A=1\0=x\0"), None);
        assert_eq!(parse(b""), None);
    }

    #[test]
    fn a_process_name_may_hold_anything() {
        let stat = b"7 (a) R 9 (b) S 1 7 7 0 -1 0 0 0 0 0 0 0 0 0 20 0 1 0 4242 0\n";
        assert_eq!(parent_and_start(stat), Some((1, 4242)));
    }
}
