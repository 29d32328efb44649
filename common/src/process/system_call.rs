//! System calls by their number, for those that the C library does not pass on unchanged.

use std::ffi::c_long;

use nix::errno::Errno;
use nix::libc;

/// Calls the kernel. Each caller is a function that wraps one call; a call with fewer than five
/// arguments gets 0 for the others, which the kernel does not read.
///
/// # Errors
/// The kernel refuses.
pub fn system_call(number: c_long, arguments: [isize; 5]) -> nix::Result<c_long> {
    let [first, second, third, fourth, fifth] = arguments;
    // SAFETY: every caller passes integers, null, or addresses of its own variables, which have at
    // least the size that the call reads or writes and outlive it; no call keeps an address.
    let result = unsafe { libc::syscall(number, first, second, third, fourth, fifth) };
    if result < 0 { Err(Errno::last()) } else { Ok(result) }
}

/// Returns a pointer as an argument.
pub fn address<T>(pointer: *const T) -> isize {
    pointer.expose_provenance().cast_signed()
}
