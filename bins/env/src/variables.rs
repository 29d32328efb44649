//! Variables in order of their names.

use std::collections::BTreeMap;
use std::ffi::{OsStr, OsString};

/// Returns the values by name. Of several variables of one name the first counts, as in getenv(3).
pub fn by_name(variables: &[(OsString, OsString)]) -> BTreeMap<&OsStr, &OsStr> {
    // The last insertion of a name wins, so the first variable is inserted last.
    variables.iter().rev().map(|(name, value)| (name.as_os_str(), value.as_os_str())).collect()
}
