//! The error for an environment that is too large for `execve(2)`: it names what made it large.

use std::ffi::{OsStr, OsString};
use std::io::{self, Read};
use std::os::unix::ffi::OsStrExt;
use std::path::Path;

use crate::environment::overrides::Overrides;
use crate::environment::variable;
use crate::error::Error;
use crate::output::quoting::escaped;
use crate::process::program::Program;

/// From so many variables on they are hardly the user's own: Kubernetes sets some for each service.
const MANY: usize = 1000;

/// Bytes that one variable may have (`MAX_ARG_STRLEN`, execve(2)); its name counts too, but hardly
/// matters.
const ONE: usize = 128 << 10;

/// Returns the error for a program that was refused with E2BIG.
#[must_use]
pub fn too_large(program: &Program, overrides: &Overrides) -> Error {
    let mut variables = overrides.environment();
    variables.retain(|(name, _)| !name.as_bytes().starts_with(b"__s2ibox_")); // set for bash alone
    let mut sizes = Sizes::default();
    for (name, value) in &variables {
        sizes.add(name, value.len());
    }
    let arguments: usize = program.arguments.iter().map(|word| word.len()).sum();
    if arguments > sizes.total {
        return Error::NotExecutable(format!(
            "{} cannot be started: its arguments are too large for the kernel ({arguments} bytes); \
             pass a file instead",
            program.what()
        ));
    }
    sizes.error(overrides.env_hook.as_deref())
}

/// Returns the error for the environment of bash, which `export -p` writes to standard input.
#[must_use]
pub fn exported(env_hook: Option<&Path>) -> Error {
    let mut exported = Vec::new();
    let _ = io::stdin().lock().read_to_end(&mut exported);
    Sizes::of_exported(&exported).error(env_hook)
}

/// How large the variables of an environment are, in bytes.
#[derive(Debug, Default, PartialEq, Eq)]
struct Sizes {
    count: usize,
    total: usize,
    largest: (OsString, usize),
}

impl Sizes {
    fn add(&mut self, name: &OsStr, size: usize) {
        self.count += 1;
        self.total += name.len() + size + 2; // the equals sign and the final NUL
        if size > self.largest.1 {
            self.largest = (name.to_owned(), size);
        }
    }

    /// Reads lines `export NAME="VALUE"`; a value counts as it is quoted there.
    fn of_exported(exported: &[u8]) -> Self {
        let mut sizes = Self::default();
        let mut rest = exported;
        while let Some(entry) = rest.strip_prefix(b"export ") {
            let end = entry.windows(8).position(|bytes| bytes == b"\nexport ");
            let (entry, next) = entry.split_at(end.map_or(entry.len(), |end| end + 1));
            if let Some((name, value)) = variable::split(entry) {
                sizes.add(name, value.len().saturating_sub(3)); // the quotes and the end of the line
            }
            rest = next;
        }
        sizes
    }

    fn error(&self, env_hook: Option<&Path>) -> Error {
        let subject = env_hook.map_or_else(
            || "the environment is".to_owned(),
            |hook| format!("env hook {} has made the environment", escaped(hook)),
        );
        let Self { count, largest: (name, size), .. } = self;
        let name = escaped(name);
        let reason = if *size >= ONE {
            format!(
                "the largest variable is {name} ({size} bytes; one may have 128 KiB, all together a \
                 quarter of ulimit -s)"
            )
        } else {
            let services = if *count >= MANY {
                "; in a pod, enableServiceLinks: false leaves out the addresses of services"
            } else {
                ""
            };
            format!(
                "{count} variables are together larger than a quarter of ulimit -s, the largest is \
                 {name} ({size} bytes){services}"
            )
        };
        Error::NotExecutable(format!(
            "{subject} too large for the kernel to start a program with it: {reason}; put the value into \
             a file, or keep it out of the environment with unset or local"
        ))
    }
}

#[cfg(test)]
mod tests {
    use pretty_assertions::assert_eq;

    use super::Sizes;

    #[test]
    fn the_largest_variable_is_found_among_several_lines() {
        let exported = b"export A=\"1\"\nexport B\nexport LONG=\"12\n345\"\nexport Z=\"12\"\n";
        let expected = Sizes { count: 3, total: 4 + 12 + 5, largest: ("LONG".into(), 6) };
        assert_eq!(Sizes::of_exported(exported), expected);
        assert_eq!(Sizes::of_exported(b""), Sizes::default());
    }
}
