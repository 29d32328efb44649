//! Reads the environment of this process.

use std::env;
use std::ffi::{CStr, OsStr, OsString, c_char};
use std::os::unix::ffi::OsStrExt;

/// The name and the value of a variable.
pub type Variable = (OsString, OsString);

/// Returns the value of the variable `name`; an empty value counts as unset (contract, "Paths").
#[must_use]
pub fn non_empty(name: &str) -> Option<OsString> {
    env::var_os(name).filter(|value| !value.is_empty())
}

unsafe extern "C" {
    /// The entries of the environment, with a null pointer at the end (environ(7)).
    static environ: *const *const c_char;
}

/// Returns the entries `NAME=VALUE` of the environment. They are not copied, because each copy
/// would cost a probe two allocations.
pub fn entries() -> impl Iterator<Item = &'static CStr> + Clone {
    let entry = |index: usize| {
        // SAFETY: the C library sets `environ` before `main`, and nothing in s2ibox changes it or
        // the strings (`std::env::set_var` is unsafe and not used). No index after that of the null
        // pointer is read, and every other pointer is to a string that ends in NUL.
        unsafe {
            let entry = *environ.add(index);
            (!entry.is_null()).then(|| CStr::from_ptr(entry))
        }
    };
    (0..).map_while(entry)
}

/// Splits an entry into name and value as std does; `None` where it lacks one of them. A name may
/// begin with `=`.
#[must_use]
pub fn split(entry: &[u8]) -> Option<(&OsStr, &OsStr)> {
    let equals = entry.iter().skip(1).position(|&byte| byte == b'=')? + 1;
    Some((OsStr::from_bytes(&entry[..equals]), OsStr::from_bytes(&entry[equals + 1..])))
}

/// Splits an entry into name and value, and copies them.
#[must_use]
pub fn parse(entry: &[u8]) -> Option<Variable> {
    split(entry).map(|(name, value)| (name.to_owned(), value.to_owned()))
}
