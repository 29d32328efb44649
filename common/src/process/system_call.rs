//! System calls by their number, for those that the C library does not pass on unchanged.

use std::ffi::c_long;

use nix::errno::Errno;
use nix::libc;

/// Calls the kernel. The callers are the modules of this directory that wrap one call each.
///
/// # Errors
/// The kernel refuses.
pub(super) fn system_call(number: c_long, arguments: [isize; 4]) -> nix::Result<c_long> {
    let [first, second, third, fourth] = arguments;
    // SAFETY: every caller passes integers, null, or addresses of its own variables, which have at least the size that
    // the call reads or writes and outlive it; no call keeps an address.
    let result = unsafe { libc::syscall(number, first, second, third, fourth) };
    if result < 0 { Err(Errno::last()) } else { Ok(result) }
}

/// Returns a pointer as an argument.
pub(super) fn address<T>(pointer: *const T) -> isize {
    pointer.expose_provenance().cast_signed()
}
