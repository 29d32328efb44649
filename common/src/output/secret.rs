//! Which texts are masked before they are shown: values of names that look secret, and passwords
//! within values.
//!
//! The rules are generous: a mask too many costs the user an option (`s2i-env --show-secrets`), a
//! mask too few shows a password.

use std::ffi::{OsStr, OsString};
use std::os::unix::ffi::{OsStrExt, OsStringExt};

/// The text that replaces a secret.
pub const MASK: &str = "********";

/// Words that make a name secret where they stand between separators.
const SECRET_WORDS: [&str; 7] = ["COOKIE", "CREDS", "DSN", "KEYS", "PIN", "PSK", "SALT"];
/// Texts that make a name secret wherever they stand in it.
const SECRET_TEXTS: [&str; 24] = [
    "ACCESSKEY",
    "ACCOUNTKEY",
    "APIKEY",
    "AUTHKEY",
    "AUTHORIZATION",
    "BEARER",
    "CREDENTIAL",
    "DBPASS",
    "ENCRYPTIONKEY",
    "JWT",
    "LICENSEKEY",
    "MASTERKEY",
    "PASSCODE",
    "PASSPHRASE",
    "PASSWD",
    "PASSWORD",
    "PRIVATE",
    "SECRET",
    "SESSIONKEY",
    "SHAREDKEY",
    "SIGNATURE",
    "SIGNINGKEY",
    "SSHKEY",
    "TOKEN",
];
/// Ends of a word that make it secret, as in `PGPASS` or `STRIPEKEY`, and words that only end
/// alike.
const SECRET_ENDS: [&str; 5] = ["AUTH", "KEY", "PASS", "PW", "PWD"];
const HARMLESS_WORDS: [&str; 10] = [
    "BYPASS",
    "COMPASS",
    "DONKEY",
    "HOCKEY",
    "HOTKEY",
    "MONKEY",
    "OLDPWD",
    "TRESPASS",
    "TURKEY",
    "UNDERPASS",
];
/// Last words of a name whose value is the place of a secret, not the secret.
const PLACE_WORDS: [&str; 6] = ["DIR", "FILE", "HOME", "HOST", "PATH", "SOCK"];
/// Names that only look secret.
const NOT_SECRET: [&str; 3] = ["PWD", "OLDPWD", "NSS_WRAPPER_PASSWD"];

/// Returns `value` with everything masked that looks secret in a variable `name`.
#[must_use]
pub fn mask(name: &OsStr, value: &OsStr) -> OsString {
    if value.is_empty() {
        OsString::new()
    } else if is_secret(name.as_bytes()) && !is_one_of(&NOT_SECRET, name.as_bytes()) {
        MASK.into()
    } else {
        OsString::from_vec(without_passwords(value.as_bytes()))
    }
}

/// Returns whether the value of a variable or a setting of this name is a secret.
#[must_use]
pub fn is_secret(name: &[u8]) -> bool {
    let name = name.to_ascii_uppercase();
    let has = |text: &&str| name.windows(text.len()).any(|part| part == text.as_bytes());
    let ends = |word: &[u8]| {
        SECRET_ENDS.iter().any(|end| word.ends_with(end.as_bytes()))
            && !is_one_of(&HARMLESS_WORDS, word)
    };
    // The number of a name does not count: DB_PASS1, KEY2.
    let words = name.split(|byte| !byte.is_ascii_alphanumeric());
    let mut words = words.map(|word| {
        let length = word.iter().rposition(|byte| !byte.is_ascii_digit()).map_or(0, |at| at + 1);
        &word[..length]
    });
    let last = words.clone().next_back().unwrap_or_default();
    (SECRET_TEXTS.iter().any(has) || words.any(|word| is_one_of(&SECRET_WORDS, word) || ends(word)))
        && !is_one_of(&PLACE_WORDS, last)
}

fn is_one_of(words: &[&str], word: &[u8]) -> bool {
    words.iter().any(|known| known.as_bytes().eq_ignore_ascii_case(word))
}

/// Masks, anywhere in `value`, the password of `user:password@host` and the value of each
/// `password=value`, `password: value`, `--password value` and `Bearer value`.
#[must_use]
pub fn without_passwords(value: &[u8]) -> Vec<u8> {
    let mut masked = Vec::with_capacity(value.len());
    let mut rest = value;
    while let Some(at) = rest.iter().position(|byte| b"=:/ ".contains(byte)) {
        masked.extend_from_slice(&rest[..at]);
        let (byte, after) = (rest[at], &rest[at + 1..]);
        let login = secret_login(&masked, byte, after);
        let is_setting = login == 0 && is_secret(setting_before(&masked, byte));
        let sign = if is_setting { sign_length(after) } else { 0 };
        let secret = if is_setting { secret_setting(&after[sign..]) } else { login };
        masked.push(byte);
        masked.extend_from_slice(&after[..sign]);
        if secret > 0 {
            masked.extend_from_slice(MASK.as_bytes());
        }
        rest = &after[sign + secret..];
    }
    masked.extend_from_slice(rest);
    masked
}

/// Returns the name of a setting that ends `text` before the separator: `password`, `db.password`
/// or `"Pwd" ` before a sign, `--password` or `Bearer` before a blank; nothing for other texts.
fn setting_before(text: &[u8], separator: u8) -> &[u8] {
    let text = text.trim_ascii_end();
    let quote = text.iter().rev().take_while(|byte| b"\"'\\".contains(byte)).count();
    let text = &text[..text.len() - quote];
    let is_part = |byte: &u8| byte.is_ascii_alphanumeric() || b"_-.".contains(byte);
    let start = text.iter().rposition(|byte| !is_part(byte)).map_or(0, |before| before + 1);
    let (before, name) = text.split_at(start);
    match separator {
        b'=' => name,
        // Neither a directory of a path list (/opt/key:/bin) nor a host (auth.example.com:80) is a
        // name.
        b':' if !before.ends_with(b"/") => name.rsplit(|&byte| byte == b'.').next().unwrap_or(b""),
        b' ' if name.starts_with(b"-") || name.eq_ignore_ascii_case(b"Bearer") => name,
        _ => b"",
    }
}

/// Returns the length of what stands before the value of a setting: blanks, signs, and the scheme
/// of an HTTP header.
fn sign_length(text: &[u8]) -> usize {
    let sign = text.iter().take_while(|byte| b" \t=:>\\".contains(byte)).count();
    let word = text[sign..].iter().position(u8::is_ascii_whitespace).unwrap_or(0);
    let is_scheme = is_one_of(&["Basic", "Bearer", "Digest", "Token"], &text[sign..sign + word]);
    if is_scheme { sign + word + 1 } else { sign }
}

/// Returns the length of the value of a setting: up to a separator, or all of a quoted or braced
/// one.
fn secret_setting(value: &[u8]) -> usize {
    let end = |close: u8| value.iter().skip(1).position(|&byte| byte == close);
    let quoted = match value.first() {
        Some(&quote @ (b'"' | b'\'')) => end(quote),
        Some(b'{') => end(b'}'),
        _ => None,
    };
    let is_end = |byte: &u8| byte.is_ascii_whitespace() || b"&;,\"'<>|)".contains(byte);
    quoted.map_or_else(|| value.iter().position(is_end).unwrap_or(value.len()), |length| length + 2)
}

/// Returns the length of the password in `password@host` behind `before` and the separator; 0 where
/// it is none. The separator is `:` after a user or `scheme://`, and `/` after the user of an
/// Oracle address (`thin:scott/tiger@db`).
fn secret_login(before: &[u8], separator: u8, after: &[u8]) -> usize {
    let is_end = |byte: &u8| byte.is_ascii_whitespace() || b"/?#\"'<>,".contains(byte);
    let authority = &after[..after.iter().position(is_end).unwrap_or(after.len())];
    let is_before_user = |byte: &u8| is_end(byte) || b":@=".contains(byte);
    let user = before.iter().rposition(is_before_user).map_or(0, |at| at + 1);
    let (before, user) = before.split_at(user);
    let is_login = match separator {
        b':' => !user.is_empty() || before.ends_with(b"://"),
        b'/' => !user.is_empty() && (before.ends_with(b"thin:") || before.ends_with(b"oci:")),
        _ => false,
    };
    let length = authority.iter().rposition(|&byte| byte == b'@');
    length.filter(|_| is_login).unwrap_or(0)
}

#[cfg(test)]
mod tests;
