//! Whether two paths lead to one file.

use std::fs::{self, Metadata};
use std::os::unix::fs::MetadataExt;
use std::path::Path;

/// Returns whether both describe one file: the same inode of the same device.
#[must_use]
pub fn same_file(one: &Metadata, other: &Metadata) -> bool {
    (one.dev(), one.ino()) == (other.dev(), other.ino())
}

/// Returns whether both paths lead to one file. It is `false` if one of them cannot be examined.
#[must_use]
pub fn is_same(one: &Path, other: &Path) -> bool {
    let found = fs::metadata(one).ok().zip(fs::metadata(other).ok());
    found.is_some_and(|(one, other)| same_file(&one, &other))
}
