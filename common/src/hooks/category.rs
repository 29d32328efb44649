//! The category of jobs: a directory below `.s2i/jobs`.

use std::ffi::OsStr;
use std::os::unix::ffi::OsStrExt;
use std::path::{Path, PathBuf};

use crate::output::quoting::escaped;

/// The name of a category: one or more plain path names (contract, `jobs`).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Category(PathBuf);

impl Category {
    /// Reads the name of a category from the command line or from a path.
    ///
    /// # Errors
    /// The name is empty or absolute, or one of its parts is empty, `.` or `..`, or has a character
    /// of a shell pattern: a pattern means that the shell has found no file for it. The text of the
    /// error is for a usage error.
    pub fn parse(name: &OsStr) -> Result<Self, String> {
        let is_plain = |part: &[u8]| {
            !matches!(part, b"" | b"." | b"..") && !part.iter().any(|byte| b"*?[".contains(byte))
        };
        if name.as_bytes().split(|&byte| byte == b'/').all(is_plain) {
            return Ok(Self(name.into()));
        }
        Err(format!(
            "'{}' is not a category; give the name of a directory below .s2i/jobs, such as hourly",
            escaped(name)
        ))
    }
}

impl AsRef<Path> for Category {
    fn as_ref(&self) -> &Path {
        &self.0
    }
}

#[cfg(test)]
mod tests {
    use std::ffi::OsStr;

    use super::Category;

    #[test]
    fn a_category_is_one_or_more_plain_names() {
        for name in ["hourly", "a/b", "a b", "..a", "-x"] {
            assert!(Category::parse(OsStr::new(name)).is_ok(), "{name}");
        }
        for name in ["", "/a", "a/", "a//b", ".", "..", "a/../b", "./a", "h*", "a?", "[a]"] {
            assert!(Category::parse(OsStr::new(name)).is_err(), "{name}");
        }
    }
}
