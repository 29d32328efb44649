//! Lists an open directory with `getdents64(2)`.
//!
//! `readdir(3)`, which nix and std use, needs a stream of its own for each directory and a copy of
//! each name. In musl both come from an allocator with one lock for all threads. Measured over
//! 50,000 files in 1,000 directories, the walk takes 7 % longer with it in one thread and 15 %
//! longer in two.

use std::ffi::CStr;
use std::os::fd::{AsRawFd, BorrowedFd};

use nix::libc;

use crate::process::system_call::{address, system_call};

/// The size of the buffer in bytes: some hundred entries, as glibc has it.
const BUFFER_SIZE: usize = 32 * 1024;
/// Offsets in `struct linux_dirent64`: the length of the entry, its type and its name.
const LENGTH: usize = 16;
const TYPE: usize = 18;
const NAME: usize = 19;

/// The buffer into which one thread reads all its directories.
pub struct EntryBuffer(Vec<u8>);

impl EntryBuffer {
    pub fn new() -> Self {
        Self(vec![0; BUFFER_SIZE])
    }

    /// Returns the next entries of `directory` without `.` and `..`, or `None` at its end.
    pub fn read(&mut self, directory: BorrowedFd<'_>) -> nix::Result<Option<Entries<'_>>> {
        // The kernel writes at most as many bytes as the buffer has.
        let (buffer, size) = (address(self.0.as_mut_ptr()), self.0.len().cast_signed());
        let arguments = [directory.as_raw_fd() as isize, buffer, size, 0, 0];
        let length = system_call(libc::SYS_getdents64, arguments)?;
        let length = usize::try_from(length).unwrap_or(0);
        Ok((length > 0).then(|| Entries(&self.0[..length])))
    }
}

/// Iterates over names and types (`DT_DIR` and so on).
pub struct Entries<'a>(&'a [u8]);

impl<'a> Iterator for Entries<'a> {
    type Item = (&'a CStr, u8);

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            let head = self.0.get(..NAME)?;
            let length = u16::from_ne_bytes([head[LENGTH], head[LENGTH + 1]]);
            let (entry, rest) = self.0.split_at_checked(length.into())?;
            self.0 = rest;
            let name = CStr::from_bytes_until_nul(entry.get(NAME..)?).ok()?;
            if name != c"." && name != c".." {
                return Some((name, entry[TYPE]));
            }
        }
    }
}
