//! What `stat(2)` tells of a file.

use nix::libc::S_IFMT;
use nix::sys::stat::FileStat;

/// Returns the device and the inode, which identify a file.
#[must_use]
pub fn identity(metadata: &FileStat) -> (u64, u64) {
    (metadata.st_dev, metadata.st_ino)
}

/// Returns the file type: `S_IFDIR` and so on (inode(7)).
#[must_use]
pub fn file_type(metadata: &FileStat) -> u32 {
    metadata.st_mode & S_IFMT
}
