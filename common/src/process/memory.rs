//! The memory of a process that waits.

use nix::libc;

unsafe extern "C" {
    /// The first byte of the program file in memory.
    safe static __executable_start: u8;
    /// The first byte after its code (end(3)).
    safe static etext: u8;
}

/// Returns the pages of the code to the kernel, which reads them from the program file when they
/// are used again. An idle init needs few of them.
pub fn release_code() {
    let start = &raw const __executable_start;
    let length = (&raw const etext).addr() - start.addr();
    // SAFETY: the range holds code and constants, which are mapped from the program file and never
    // written, so that a page has the same content when it is read again (madvise(2)). A refused
    // call changes nothing.
    unsafe { libc::madvise(start.cast_mut().cast(), length, libc::MADV_DONTNEED) };
}
