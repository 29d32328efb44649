//! An environment that has grown too large for `execve(2)`: whose fault it is.

use std::ffi::OsStr;
use std::io::{self, Read};
use std::os::unix::ffi::OsStrExt;
use std::path::Path;

use crate::environment::overrides::Overrides;
use crate::error::Error;
use crate::output::quoting::escaped;
use crate::process::program::Program;

/// The error for a program that was refused with E2BIG: names the env hook and the largest variable,
/// or the arguments where these are larger.
#[must_use]
pub fn too_large(program: &Program, overrides: &Overrides) -> Error {
    let variables = overrides.environment();
    let environment: usize = variables.iter().map(|(_, value)| value.len()).sum();
    let arguments: usize = program.arguments.iter().map(|word| word.len()).sum();
    if arguments > environment {
        return Error::NotExecutable(format!(
            "{} cannot be started: its arguments are too large for the kernel ({arguments} bytes); \
             pass a file instead",
            program.what()
        ));
    }
    let largest = variables
        .iter()
        .filter(|(name, _)| !name.as_bytes().starts_with(b"__s2ibox_")) // for bash, and ours
        .map(|(name, value)| (name.as_os_str(), value.len()))
        .max_by_key(|(_, size)| *size)
        .unwrap_or_default();
    environment_too_large(overrides.env_hook.as_deref(), largest)
}

/// Returns the error for the environment of bash, which `export -p` writes to standard input.
#[must_use]
pub fn exported(env_hook: Option<&Path>) -> Error {
    let mut exported = Vec::new();
    let _ = io::stdin().lock().read_to_end(&mut exported);
    environment_too_large(env_hook, largest_exported(&exported))
}

/// The largest variable of lines `export NAME="VALUE"`, and its value's size as it is quoted there.
fn largest_exported(exported: &[u8]) -> (&OsStr, usize) {
    let mut largest = (OsStr::new(""), 0);
    let mut rest = exported;
    while let Some(entry) = rest.strip_prefix(b"export ") {
        let end = entry.windows(8).position(|bytes| bytes == b"\nexport ");
        let (entry, next) = entry.split_at(end.map_or(entry.len(), |end| end + 1));
        let mut parts = entry.splitn(2, |&byte| byte == b'=');
        let name = parts.next().unwrap_or_default();
        let size = parts.next().unwrap_or_default().len().saturating_sub(3); // "", the line's end
        if size > largest.1 {
            largest = (OsStr::from_bytes(name), size);
        }
        rest = next;
    }
    largest
}

fn environment_too_large(env_hook: Option<&Path>, (name, size): (&OsStr, usize)) -> Error {
    let whose = env_hook.map_or_else(
        || "the environment is".to_owned(),
        |hook| format!("env hook {} has made the environment", escaped(hook)),
    );
    Error::NotExecutable(format!(
        "{whose} too large for the kernel to start a program with it: the largest variable is {} \
         ({size} bytes; one may have 128 KiB, all together a quarter of ulimit -s); \
         put the value into a file, or keep it out of the environment with unset or local",
        escaped(name)
    ))
}

#[cfg(test)]
mod tests {
    use std::ffi::OsStr;

    use pretty_assertions::assert_eq;

    use super::largest_exported;

    #[test]
    fn the_largest_variable_is_found_among_several_lines() {
        let exported = b"export A=\"1\"\nexport B\nexport LONG=\"12\n345\"\nexport Z=\"12\"\n";
        assert_eq!(largest_exported(exported), (OsStr::new("LONG"), 6));
        assert_eq!(largest_exported(b""), (OsStr::new(""), 0));
    }
}
