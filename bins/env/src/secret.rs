//! The mask for the values that are shown.

use std::ffi::{OsStr, OsString};

pub use common::output::secret::mask;

/// Returns the value of a variable as it is shown, from its name and its value.
pub type Mask = fn(&OsStr, &OsStr) -> OsString;

/// Returns `value` unchanged, for `--show-secrets`.
pub fn show(_: &OsStr, value: &OsStr) -> OsString {
    value.to_owned()
}
