//! Which values are masked: those of names that look secret, and passwords in addresses.
//!
//! The rules are generous: a mask too many costs the user an option (`--show-secrets`), a mask too
//! few shows a password.

use std::ffi::{OsStr, OsString};
use std::os::unix::ffi::{OsStrExt, OsStringExt};

/// Returns the value of a variable as it is shown, from its name and its value.
pub type Mask = fn(&OsStr, &OsStr) -> OsString;

/// The text that replaces a secret.
const MASK: &str = "********";

/// Words that make a name secret where they stand between separators.
const SECRET_WORDS: [&str; 12] =
    ["AUTH", "COOKIE", "CREDS", "DSN", "KEY", "KEYS", "PASS", "PIN", "PSK", "PW", "PWD", "SALT"];
/// Texts that make a name secret wherever they stand in it.
const SECRET_TEXTS: [&str; 9] = [
    "APIKEY",
    "CREDENTIAL",
    "PASSPHRASE",
    "PASSWD",
    "PASSWORD",
    "PRIVATE",
    "SECRET",
    "SIGNATURE",
    "TOKEN",
];
/// Last words of a name whose value is the place of a secret, not the secret.
const PLACE_WORDS: [&str; 6] = ["DIR", "FILE", "HOME", "HOST", "PATH", "SOCK"];
/// Names that only look secret.
const NOT_SECRET: [&str; 3] = ["PWD", "OLDPWD", "NSS_WRAPPER_PASSWD"];

/// Returns `value` with everything masked that looks secret.
pub fn mask(name: &OsStr, value: &OsStr) -> OsString {
    if value.is_empty() {
        OsString::new()
    } else if is_secret(name) {
        MASK.into()
    } else {
        without_passwords(value.as_bytes())
    }
}

/// Returns `value` unchanged, for `--show-secrets`.
pub fn show(_: &OsStr, value: &OsStr) -> OsString {
    value.to_owned()
}

fn is_secret(name: &OsStr) -> bool {
    let name = name.to_ascii_uppercase();
    let name = name.as_bytes();
    let is_one_of =
        |words: &[&str], word: &[u8]| words.iter().any(|known| known.as_bytes() == word);
    let has = |text: &&str| name.windows(text.len()).any(|part| part == text.as_bytes());
    let mut words = name.split(|byte| !byte.is_ascii_alphanumeric());
    let last = words.clone().next_back().unwrap_or_default();
    (SECRET_TEXTS.iter().any(has) || words.any(|word| is_one_of(&SECRET_WORDS, word)))
        && !is_one_of(&PLACE_WORDS, last)
        && !is_one_of(&NOT_SECRET, name)
}

/// Masks the password of each `scheme://user:password@host` in `value`.
fn without_passwords(value: &[u8]) -> OsString {
    let mut masked = Vec::with_capacity(value.len());
    let (mut colon, mut in_authority) = (None, false);
    for &byte in value {
        masked.push(byte);
        match byte {
            b'/' if masked.ends_with(b"://") => (colon, in_authority) = (None, true),
            _ if !in_authority => {}
            b':' if colon.is_none() => colon = Some(masked.len()),
            b'@' => {
                if let Some(colon) = colon {
                    masked.truncate(colon);
                    masked.extend_from_slice(MASK.as_bytes());
                    masked.push(b'@');
                }
            }
            b'/' | b'?' | b'#' | b' ' | b'\t' | b'\n' | b'"' | b'\'' | b'<' | b'>' | b',' => {
                in_authority = false;
            }
            _ => {}
        }
    }
    OsString::from_vec(masked)
}

#[cfg(test)]
mod tests {
    use std::ffi::OsStr;

    use pretty_assertions::assert_eq;

    use super::mask;

    fn masked(name: &str, value: &str) -> String {
        mask(OsStr::new(name), OsStr::new(value)).to_string_lossy().into_owned()
    }

    #[test]
    fn secrets_are_masked_and_places_are_not() {
        for name in [
            "PASSWORD",
            "DB_PASSWORD",
            "db_pass",
            "POSTGRESQL_PASSWD",
            "AWS_SECRET_ACCESS_KEY",
            "GITHUB_TOKEN",
            "apikey",
            "MYSQL_PWD",
            "DJANGO_SECRET_KEY",
            "npm.auth",
        ] {
            assert_eq!(masked(name, "x"), "********", "{name}");
        }
        for name in [
            "PWD",
            "OLDPWD",
            "PATH",
            "HOME",
            "PASSWORD_FILE",
            "NSS_WRAPPER_PASSWD",
            "SSH_AUTH_SOCK",
            "KEYBOARD",
            "AUTHOR",
            "COMPASS",
            "MONKEY",
        ] {
            assert_eq!(masked(name, "x"), "x", "{name}");
        }
        assert_eq!(masked("PASSWORD", ""), "");
    }

    #[test]
    fn the_password_in_an_address_is_masked() {
        let masked = |value| masked("DATABASE_URL", value);
        assert_eq!(
            masked("postgres://me:p@ss@db:5432/x?a=b:c@d"),
            "postgres://me:********@db:5432/x?a=b:c@d"
        );
        assert_eq!(masked("a://:p@b,c://d:e@f"), "a://:********@b,c://d:********@f");
        assert_eq!(masked("http://host:80/a@b"), "http://host:80/a@b");
        assert_eq!(masked("http://me@host:80"), "http://me@host:80");
    }
}
