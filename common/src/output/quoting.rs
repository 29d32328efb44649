//! How paths and words are printed: escaped for people, quoted for a shell.

use std::ffi::OsStr;
use std::fmt::{self, Display, Write as _};
use std::os::unix::ffi::OsStrExt;

/// A path or word as it is escaped in errors: as it is where it is plain text, else with what cannot be
/// printed escaped, so that an error stays one line.
pub fn escaped<T: AsRef<OsStr> + ?Sized>(name: &T) -> impl Display + '_ {
    Shown(name.as_ref())
}

/// A path as a word of a shell command that is there to be pasted; where it holds what cannot be printed, the
/// shell must know `$'…'`, as bash does.
pub fn quoted<T: AsRef<OsStr> + ?Sized>(name: &T) -> String {
    let name = name.as_ref();
    let plain = |byte: &u8| byte.is_ascii_alphanumeric() || b"_@%+:,./-".contains(byte);
    if !name.is_empty() && name.as_bytes().iter().all(plain) {
        return escaped(name).to_string();
    }
    let printable = |text: &str| !text.chars().any(char::is_control);
    match name.to_str() {
        Some(text) if printable(text) => format!("'{}'", text.replace('\'', "'\\''")),
        _ => {
            let mut word = String::from("$'");
            for chunk in name.as_bytes().utf8_chunks() {
                for character in chunk.valid().chars() {
                    match character {
                        '\'' | '\\' => word.extend(['\\', character]),
                        _ if character.is_control() => {
                            octal(&mut word, character.encode_utf8(&mut [0; 4]).as_bytes());
                        }
                        _ => word.push(character),
                    }
                }
                octal(&mut word, chunk.invalid());
            }
            word + "'"
        }
    }
}

/// Always three digits, so that a digit behind them is not taken for one of theirs.
fn octal(word: &mut String, bytes: &[u8]) {
    for byte in bytes {
        let _ = write!(word, "\\{byte:03o}");
    }
}

struct Shown<'a>(&'a OsStr);

impl Display for Shown<'_> {
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
