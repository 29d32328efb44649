//! Paths and arguments in messages: escaped for people, quoted for a shell.

use std::ffi::OsStr;
use std::fmt::{self, Display, Write as _};
use std::os::unix::ffi::OsStrExt;

/// Returns `name` for a message: control characters and bytes that are not UTF-8 are escaped, so
/// that the message stays one line.
pub fn escaped<T: AsRef<OsStr> + ?Sized>(name: &T) -> impl Display + '_ {
    Escaped(name.as_ref())
}

/// Returns `name` as one word of a shell command that a user can paste.
///
/// A name with control characters or bytes that are not UTF-8 is written as `$'…'`, which bash and
/// most other shells know.
pub fn quoted<T: AsRef<OsStr> + ?Sized>(name: &T) -> String {
    let name = name.as_ref();
    let is_plain = |byte: &u8| byte.is_ascii_alphanumeric() || b"_@%+:,./-".contains(byte);
    match name.to_str() {
        Some(text) if !text.is_empty() && text.bytes().all(|byte| is_plain(&byte)) => text.into(),
        Some(text) if !text.chars().any(char::is_control) => {
            format!("'{}'", text.replace('\'', "'\\''"))
        }
        _ => {
            let mut word = String::from("$'");
            for chunk in name.as_bytes().utf8_chunks() {
                for character in chunk.valid().chars() {
                    match character {
                        '\'' | '\\' => word.extend(['\\', character]),
                        _ if character.is_control() => {
                            push_octal(&mut word, character.encode_utf8(&mut [0; 4]).as_bytes());
                        }
                        _ => word.push(character),
                    }
                }
                push_octal(&mut word, chunk.invalid());
            }
            word + "'"
        }
    }
}

/// Appends each byte as `\NNN`: always three digits, so that a digit after them is not read as a
/// part of the escape.
fn push_octal(word: &mut String, bytes: &[u8]) {
    for byte in bytes {
        let _ = write!(word, "\\{byte:03o}");
    }
}

struct Escaped<'a>(&'a OsStr);

impl Display for Escaped<'_> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        for chunk in self.0.as_bytes().utf8_chunks() {
            for character in chunk.valid().chars() {
                if character.is_control() {
                    write!(formatter, "{}", character.escape_default())?;
                } else {
                    formatter.write_char(character)?;
                }
            }
            for byte in chunk.invalid() {
                write!(formatter, "\\x{byte:02x}")?;
            }
        }
        Ok(())
    }
}
