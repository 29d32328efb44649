//! A shell command as it may stand in a log: an assignment shows the name only, and no word shows a
//! password.

use std::ffi::{OsStr, OsString};
use std::os::unix::ffi::{OsStrExt, OsStringExt};

use crate::output::secret::{is_secret, without_passwords};

/// The text that replaces the value of an assignment.
const VALUE: &[u8] = "…".as_bytes();

/// Returns `command` with its secrets replaced.
///
/// Masked are: the rest of each word after a `=` that follows a name, the word after an option with
/// a secret name, after `-p`, `-u` or `-a` where these take passwords, and after `<<<`; all words
/// after a secret name or after the name of `printf -v`; here-documents.
#[must_use]
pub fn masked_command(command: &OsStr) -> OsString {
    let mut masked = Vec::with_capacity(command.len());
    let mut rest = command.as_bytes();
    let mut next = Next::Shown;
    let mut program: &[u8] = b"";
    while !rest.is_empty() {
        let blank = rest.iter().take_while(|byte| byte.is_ascii_whitespace()).count();
        masked.extend_from_slice(&rest[..blank]);
        let (word, behind) = rest[blank..].split_at(word_length(&rest[blank..]));
        rest = behind;
        if word.starts_with(b"<<") && !word.starts_with(b"<<<") {
            masked.extend_from_slice(&[word, b" ", VALUE].concat());
            break;
        }
        if word.is_empty() {
            continue;
        }
        let shown = match (next, password_at(word, program)) {
            (Next::Shown, Some(at)) if at < word.len() => [&word[..at], VALUE].concat(),
            (Next::Shown, _) => masked_word(word),
            (Next::Masked | Next::AllMasked, _) => VALUE.to_vec(),
            (Next::Name, _) => word.to_vec(),
        };
        masked.extend_from_slice(&shown);
        let name = word.rsplit(|&byte| byte == b'/').next().unwrap_or_default();
        // A program with passwords may stand behind others: sudo -u root mysql, timeout 5 curl.
        if shown == word && (program.is_empty() || takes_a_login(name) || password_letter(name) > 0)
        {
            program = name;
        }
        next = next.after(word, program);
    }
    OsString::from_vec(masked)
}

/// What becomes of the next word.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Next {
    Shown,
    Masked,
    /// The name behind `printf -v`; every word after it is masked.
    Name,
    AllMasked,
}

impl Next {
    fn after(self, word: &[u8], program: &[u8]) -> Self {
        let login: [&[u8]; 6] = [b"-p", b"-u", b"-U", b"--user", b"--proxy-user", b"-P"];
        match self {
            Self::Name | Self::AllMasked => Self::AllMasked,
            _ if is_bare_secret(word) => Self::AllMasked,
            // What follows may be the rest of a value that lacks its quotes: A_PASSWORD=two words.
            _ if program.is_empty() && is_secret(name_of(word)) => Self::AllMasked,
            _ if program.ends_with(b"printf") && word == b"-v" => Self::Name,
            _ if word == b"<<<" => Self::Masked,
            _ if word.starts_with(b"--") && is_secret(word) => Self::Masked,
            // A mere -p of mysql is followed by no password: mysql asks for it.
            _ if password_letter(program) != b'p'
                && password_at(word, program) == Some(word.len()) =>
            {
                Self::Masked
            }
            _ if login.contains(&word) && takes_a_login(program) => Self::Masked,
            _ => Self::Shown,
        }
    }
}

/// Returns the text before the `=` or `:` of an assignment, else nothing.
fn name_of(word: &[u8]) -> &[u8] {
    word.iter().position(|byte| b"=:".contains(byte)).map_or(b"", |sign| &word[..sign])
}

/// Returns whether a word is the name of a secret alone or with a sign: `setenv PASSWORD x`,
/// `PASSWORD = x`.
fn is_bare_secret(word: &[u8]) -> bool {
    let length = word.iter().rposition(|byte| !b"=:".contains(byte)).map_or(0, |at| at + 1);
    let has_sign = length < word.len();
    let is_name = |byte: &u8| {
        byte.is_ascii_alphanumeric() || *byte == b'_' || has_sign && b".-".contains(byte)
    };
    word[..length].iter().all(is_name) && is_secret(&word[..length]) && !takes_a_login(word)
}

/// Returns whether `-u`, `-p` and similar options of this program are followed by a login or a
/// password.
fn takes_a_login(program: &[u8]) -> bool {
    let known = "curl wget sshpass docker podman skopeo buildah ldapsearch smbclient";
    known.split(' ').any(|known| known.as_bytes() == program)
}

/// Returns the option of this program that a password may follow within the same word, or 0.
fn password_letter(program: &[u8]) -> u8 {
    match program {
        b"curl" => b'u',
        b"sshpass" => b'p',
        b"redis-cli" => b'a',
        _ if program.starts_with(b"mysql") || program.starts_with(b"mariadb") => b'p',
        _ => 0,
    }
}

/// Returns where the password begins in a word such as `-ppw`, and for curl also `-suuser:pw`.
fn password_at(word: &[u8], program: &[u8]) -> Option<usize> {
    let letters = word.strip_prefix(b"-").filter(|letters| !letters.starts_with(b"-"))?;
    let at = letters.iter().position(|&byte| byte == password_letter(program))?;
    (at == 0 || program == b"curl").then_some(at + 2)
}

fn masked_word(word: &[u8]) -> Vec<u8> {
    if let Some(string) = word.strip_prefix(b"<<<") {
        return if string.is_empty() { word.to_vec() } else { [b"<<<", VALUE].concat() };
    }
    let is_name = |byte: &u8| byte.is_ascii_alphanumeric() || b"_]+:".contains(byte);
    let equals = word.iter().enumerate().skip(1);
    let equals = equals.filter(|(_, byte)| **byte == b'=').map(|(at, _)| at);
    let mut equals = equals.filter(|&at| is_name(&word[at - 1]) || word[at - 1] == b'-');
    if let Some(at) = equals.next().filter(|at| word.get(at + 1) != Some(&b'=')) {
        let value = if word.len() > at + 1 { VALUE } else { b"" };
        return [&without_passwords(&word[..=at]), value].concat();
    }
    if let Some(default) = secret_default(word) {
        return [&word[..default], VALUE, b"}"].concat();
    }
    without_passwords(word)
}

/// Returns where the value begins in a word `${NAME:-value}`, `:+` or `:?`, whose name looks
/// secret.
fn secret_default(word: &[u8]) -> Option<usize> {
    let start = word.windows(2).position(|bytes| bytes == b"${")? + 2;
    let is_name = |byte: &u8| byte.is_ascii_alphanumeric() || *byte == b'_';
    let length = word[start..].iter().take_while(|byte| is_name(byte)).count();
    let operator = word.get(start + length..)?;
    let colon = usize::from(operator.starts_with(b":"));
    let begins = operator.get(colon).is_some_and(|byte| b"-+?".contains(byte));
    (begins && is_secret(&word[start..start + length])).then_some(start + length + colon + 1)
}

/// Returns the length of the shell word at the beginning of `text`: up to a blank outside of quotes
/// and brackets.
fn word_length(text: &[u8]) -> usize {
    let mut closing: Vec<u8> = Vec::new();
    let mut at = 0;
    while at < text.len() {
        let (byte, inside) = (text[at], closing.last().copied());
        match (byte, inside) {
            (b'\\', quote) if quote != Some(b'\'') => at += 1,
            (byte, Some(close)) if byte == close => {
                closing.pop();
            }
            (_, Some(b'\'')) => {}
            (b'\'', inside) if inside != Some(b'"') => closing.push(b'\''),
            (b'"' | b'`', _) => closing.push(byte),
            (b'(', inside) if inside != Some(b'"') || text[..at].ends_with(b"$") => {
                closing.push(b')');
            }
            (b'{', _) if text[..at].ends_with(b"$") => closing.push(b'}'),
            (byte, None) if byte.is_ascii_whitespace() => return at,
            _ => {}
        }
        at += 1;
    }
    text.len()
}

#[cfg(test)]
mod tests;
