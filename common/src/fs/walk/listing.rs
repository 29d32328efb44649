//! What is in an open folder, by `getdents64(2)`: `readdir(3)` wants a stream of its own for each folder, which is four
//! system calls, and a copy of each name.

use std::ffi::CStr;
use std::os::fd::{AsRawFd, BorrowedFd};

use nix::errno::Errno;
use nix::libc;

/// Room for some hundred entries, as `readdir(3)` has it.
const ROOM: usize = 32 * 1024;
/// Of `struct linux_dirent64`: where the length of the entry is, the type, and the name.
const LENGTH: usize = 16;
const TYPE: usize = 18;
const NAME: usize = 19;

/// The room that one thread reads all its folders into.
pub struct Listing(Vec<u8>);

impl Listing {
    pub fn new() -> Self {
        Self(vec![0; ROOM])
    }

    /// The next entries of `folder`, `.` and `..` left out; nothing at its end.
    pub fn next(&mut self, folder: BorrowedFd<'_>) -> nix::Result<Option<Entries<'_>>> {
        // SAFETY: the kernel writes as much into the room as it has, at most.
        let filled = unsafe {
            libc::syscall(
                libc::SYS_getdents64,
                folder.as_raw_fd(),
                self.0.as_mut_ptr(),
                self.0.len(),
            )
        };
        let filled = usize::try_from(Errno::result(filled)?).unwrap_or(0);
        Ok((filled > 0).then(|| Entries(&self.0[..filled])))
    }
}

/// Names, each with its type (`DT_DIR` and the like).
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
