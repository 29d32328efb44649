//! Several strings of any bytes as one, for what is carried through bash as one argument: netstrings without their
//! commas.

use std::ffi::{OsStr, OsString};
use std::os::unix::ffi::{OsStrExt, OsStringExt};

/// Strings of any bytes as one: each is its length, a colon, and itself.
#[must_use]
pub fn joined(strings: &[&OsStr]) -> OsString {
    let mut text = Vec::new();
    for string in strings {
        text.extend_from_slice(format!("{}:", string.len()).as_bytes());
        text.extend_from_slice(string.as_bytes());
    }
    OsString::from_vec(text)
}

/// The strings that [`joined`] has made one of; nothing where it has not.
#[must_use]
pub fn split(text: &OsStr) -> Option<Vec<OsString>> {
    let mut rest = text.as_bytes();
    let mut strings = Vec::new();
    while !rest.is_empty() {
        let colon = rest.iter().position(|&byte| byte == b':')?;
        let (length, behind) = (rest.get(..colon)?, rest.get(colon + 1..)?);
        let length = std::str::from_utf8(length).ok()?.parse().ok()?;
        let (string, next) = behind.split_at_checked(length)?;
        strings.push(OsStr::from_bytes(string).to_os_string());
        rest = next;
    }
    Some(strings)
}
