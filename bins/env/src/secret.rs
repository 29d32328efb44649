//! Which values are not for everybody's eyes: those of names that look secret, and passwords in addresses.
//!
//! A mask too many costs an option, one too few a password; so it is generous.

use std::ffi::{OsStr, OsString};
use std::os::unix::ffi::{OsStrExt, OsStringExt};

/// What stands in a value's place.
const MASK: &str = "********";

/// A part of a name, between underscores, that makes it secret.
const PARTS: [&str; 12] =
    ["AUTH", "COOKIE", "CREDS", "DSN", "KEY", "KEYS", "PASS", "PIN", "PSK", "PW", "PWD", "SALT"];
/// What makes a name secret wherever it stands in it.
const ANYWHERE: [&str; 9] = [
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
/// A last part that says that the value is a place, not the secret.
const PLACES: [&str; 6] = ["DIR", "FILE", "HOME", "HOST", "PATH", "SOCK"];
/// Names that only look like it.
const NOT: [&str; 3] = ["PWD", "OLDPWD", "NSS_WRAPPER_PASSWD"];

/// The value as anybody may see it.
pub fn mask(name: &OsStr, value: &OsStr) -> OsString {
    if value.is_empty() {
        OsString::new()
    } else if is_secret(name) {
        MASK.into()
    } else {
        without_passwords(value.as_bytes())
    }
}

/// The value as it is.
pub fn show(_: &OsStr, value: &OsStr) -> OsString {
    value.to_owned()
}

fn is_secret(name: &OsStr) -> bool {
    let mut name = name.as_bytes().to_vec();
    name.make_ascii_uppercase();
    let is = |words: &[&str], part: &[u8]| words.iter().any(|word| word.as_bytes() == part);
    let mut secret =
        ANYWHERE.iter().any(|word| name.windows(word.len()).any(|at| at == word.as_bytes()));
    let mut place = is(&NOT, &name);
    for part in name.split(|letter| !letter.is_ascii_alphanumeric()) {
        secret |= is(&PARTS, part);
        place = is(&PLACES, part) || is(&NOT, &name);
    }
    secret && !place
}

/// `scheme://user:password@host` with the password masked, anywhere in the value.
fn without_passwords(value: &[u8]) -> OsString {
    let mut escaped = Vec::with_capacity(value.len());
    let (mut colon, mut in_authority) = (None, false);
    for &byte in value {
        escaped.push(byte);
        match byte {
            b'/' if escaped.ends_with(b"://") => (colon, in_authority) = (None, true),
            _ if !in_authority => {}
            b':' if colon.is_none() => colon = Some(escaped.len()),
            b'@' => {
                if let Some(colon) = colon {
                    escaped.truncate(colon);
                    escaped.extend_from_slice(MASK.as_bytes());
                    escaped.push(b'@');
                }
            }
            b'/' | b'?' | b'#' | b' ' | b'\t' | b'\n' | b'"' | b'\'' | b'<' | b'>' | b',' => {
                in_authority = false;
            }
            _ => {}
        }
    }
    OsString::from_vec(escaped)
}

#[cfg(test)]
mod tests {
    use std::ffi::OsStr;

    use pretty_assertions::assert_eq;

    use super::mask;

    fn escaped(name: &str, value: &str) -> String {
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
            assert_eq!(escaped(name, "x"), "********", "{name}");
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
            assert_eq!(escaped(name, "x"), "x", "{name}");
        }
        assert_eq!(escaped("PASSWORD", ""), "");
    }

    #[test]
    fn the_password_in_an_address_is_masked() {
        let escaped = |value| escaped("DATABASE_URL", value);
        assert_eq!(
            escaped("postgres://me:p@ss@db:5432/x?a=b:c@d"),
            "postgres://me:********@db:5432/x?a=b:c@d"
        );
        assert_eq!(escaped("a://:p@b,c://d:e@f"), "a://:********@b,c://d:********@f");
        assert_eq!(escaped("http://host:80/a@b"), "http://host:80/a@b");
        assert_eq!(escaped("http://me@host:80"), "http://me@host:80");
    }
}
