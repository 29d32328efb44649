//! Reads single variables of this process.

use std::env;
use std::ffi::OsString;

/// Returns the value of the variable `name`; an empty value counts as unset (contract, "Paths").
#[must_use]
pub fn non_empty(name: &str) -> Option<OsString> {
    env::var_os(name).filter(|value| !value.is_empty())
}
