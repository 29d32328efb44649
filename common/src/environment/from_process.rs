//! Taking the environment from the running application, in place of evaluating anything.
//!
//! What `/proc/PID/environ` holds is what the process was executed with (proc(5)). It is taken only if it has
//! the marker of a complete environment and has not been overwritten by a process title. If the process is an
//! init of ours, its child is meant.

use std::ffi::{OsStr, OsString};
use std::fs::{self, File};
use std::io::Read;
use std::os::unix::ffi::OsStrExt;
use std::path::{Path, PathBuf};

use crate::environment::marker::MARKER;
use crate::environment::overrides::Overrides;
use crate::process::current_exe;

/// Takes the variables of the process `pid` on top of what is there.
///
/// # Errors
/// Why they cannot be taken; nothing is changed then.
pub fn take(pid: u32, overrides: &mut Overrides) -> Result<(), String> {
    if pid == std::process::id() {
        return Err("that is this very process".to_owned());
    }
    overrides.variables.extend(application(pid)?);
    Ok(())
}

type Variables = Vec<(OsString, OsString)>;

/// The variables of the process, or, if it is our own program, of the first of its children that has them: an
/// init may be below an init.
fn application(pid: u32) -> Result<Variables, String> {
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

fn read(pid: u32) -> Result<Variables, String> {
    let file = process(pid).join("environ");
    // In one go, for the kernel tells no size, and each read looks at the process anew.
    let mut content = Vec::with_capacity(64 << 10);
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

/// The variables of a block in which each ends in NUL; nothing where one is empty or has no name.
fn parse(content: &[u8]) -> Option<Variables> {
    let content = content.strip_suffix(b"\0").unwrap_or(content);
    let text = |bytes: &[u8]| OsStr::from_bytes(bytes).to_os_string();
    content
        .split(|&byte| byte == 0)
        .map(|entry| {
            let equals = entry.iter().position(|&byte| byte == b'=').filter(|&at| at > 0)?;
            Some((text(&entry[..equals]), text(&entry[equals + 1..])))
        })
        .collect()
}

/// The children of a process, the first that was started first.
fn children(parent: u32) -> Vec<u32> {
    let Ok(processes) = fs::read_dir("/proc") else {
        return Vec::new();
    };
    let mut children: Vec<(u64, u32)> = processes
        .filter_map(|entry| entry.ok()?.file_name().to_str()?.parse().ok())
        .filter_map(|pid| {
            let (its_parent, started) =
                parent_and_start(&fs::read(process(pid).join("stat")).ok()?)?;
            (its_parent == parent).then_some((started, pid))
        })
        .collect();
    children.sort_unstable();
    children.into_iter().map(|(_, pid)| pid).collect()
}

/// The fields 4 and 22 of `/proc/PID/stat`; they are counted from behind the name, which may hold anything.
fn parent_and_start(stat: &[u8]) -> Option<(u32, u64)> {
    let behind_name = stat.iter().rposition(|&byte| byte == b')')? + 1;
    let text = std::str::from_utf8(&stat[behind_name..]).ok()?;
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
