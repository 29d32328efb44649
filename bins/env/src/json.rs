//! The environment as JSON.
//!
//! JSON is text, a variable bytes: a byte that is not UTF-8 is written as the lone surrogate U+DC80 to U+DCFF that
//! Python's `os.fsencode` turns back into it.

use std::ffi::OsStr;
use std::fmt::Write as _;
use std::os::unix::ffi::OsStrExt;

use crate::diff::Change;
use crate::show::{Mask, Variable, sorted, value};

/// An object with a member a variable.
pub fn object(variables: &Vec<Variable>, mask: Mask) -> Vec<u8> {
    let mut json = String::from("{");
    for name in sorted([variables]) {
        if let Some(value) = value(variables, name) {
            separate(&mut json);
            text(&mut json, name);
            json.push_str(": ");
            text(&mut json, &mask(name, value));
        }
    }
    json.push_str("\n}\n");
    json.into_bytes()
}

/// An array with an object a change; what is not there is null.
pub fn changes(changes: &[Change], mask: Mask) -> Vec<u8> {
    let mut json = String::from("[");
    for change in changes {
        separate(&mut json);
        json.push_str("{\"name\": ");
        text(&mut json, &change.name);
        for (member, value) in [("before", &change.before), ("after", &change.after)] {
            let _ = write!(json, ", \"{member}\": ");
            match value {
                Some(value) => text(&mut json, &mask(&change.name, value)),
                None => json.push_str("null"),
            }
        }
        json.push_str(", \"by\": ");
        text(&mut json, OsStr::new(&change.by));
        json.push('}');
    }
    json.push_str("\n]\n");
    json.into_bytes()
}

/// Begins the next entry on a line of its own.
fn separate(json: &mut String) {
    json.push_str(if json.len() > 1 { ",\n  " } else { "\n  " });
}

fn text(json: &mut String, value: &OsStr) {
    json.push('"');
    for chunk in value.as_bytes().utf8_chunks() {
        for character in chunk.valid().chars() {
            match character {
                '"' | '\\' => {
                    json.push('\\');
                    json.push(character);
                }
                control if control.is_ascii_control() => {
                    let _ = write!(json, "\\u{:04x}", u32::from(control));
                }
                character => json.push(character),
            }
        }
        for byte in chunk.invalid() {
            let _ = write!(json, "\\udc{byte:02x}");
        }
    }
    json.push('"');
}
