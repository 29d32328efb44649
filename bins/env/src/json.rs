//! The environment as JSON.

use std::ffi::OsString;
use std::fmt::Write as _;

use common::output::json::push_string;

use crate::diff::Change;
use crate::secret::Mask;
use crate::variables::by_name;

/// Returns an object with one member for each variable.
pub fn object(variables: &[(OsString, OsString)], mask: Mask) -> Vec<u8> {
    let mut json = String::from("{");
    for (name, value) in by_name(variables) {
        begin_entry(&mut json);
        push_string(&mut json, name);
        json.push_str(": ");
        push_string(&mut json, mask(name, value));
    }
    json.push_str("\n}\n");
    json.into_bytes()
}

/// Returns an array with one object for each change; an absent value is null.
pub fn changes(changes: &[Change], mask: Mask) -> Vec<u8> {
    let mut json = String::from("[");
    for change in changes {
        begin_entry(&mut json);
        json.push_str("{\"name\": ");
        push_string(&mut json, &change.name);
        for (member, value) in [("before", &change.before), ("after", &change.after)] {
            let _ = write!(json, ", \"{member}\": ");
            match value {
                Some(value) => push_string(&mut json, mask(&change.name, value)),
                None => json.push_str("null"),
            }
        }
        json.push_str(", \"by\": ");
        push_string(&mut json, &change.by);
        json.push('}');
    }
    json.push_str("\n]\n");
    json.into_bytes()
}

/// Begins an entry on a line of its own.
fn begin_entry(json: &mut String) {
    json.push_str(if json.len() > 1 { ",\n  " } else { "\n  " });
}
