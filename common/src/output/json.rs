//! JSON text.

use std::ffi::OsStr;
use std::fmt::Write as _;
use std::os::unix::ffi::OsStrExt;

/// Appends `value` to `json` as a JSON string.
///
/// JSON is text, but a path or a variable is bytes. A byte that is not UTF-8 becomes the lone
/// surrogate U+DC80 to U+DCFF, which Python's `os.fsencode` turns back into that byte.
pub fn push_string(json: &mut String, value: impl AsRef<OsStr>) {
    json.push('"');
    for chunk in value.as_ref().as_bytes().utf8_chunks() {
        for character in chunk.valid().chars() {
            match character {
                '"' | '\\' => json.extend(['\\', character]),
                _ if character.is_ascii_control() => {
                    let _ = write!(json, "\\u{:04x}", u32::from(character));
                }
                _ => json.push(character),
            }
        }
        for byte in chunk.invalid() {
            let _ = write!(json, "\\udc{byte:02x}");
        }
    }
    json.push('"');
}
