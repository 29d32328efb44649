//! Usage errors and their hints.

use std::ffi::OsStr;

use crate::error::Error;
use crate::output::quoting::escaped;

/// Returns a usage error of the command `name`.
#[must_use]
pub fn usage_error(name: &str, text: impl AsRef<str>) -> Error {
    Error::Usage(format!("s2i-{name}: {}", text.as_ref()))
}

/// Returns `unknown KIND NAME; did you mean NEAREST?`, or with `otherwise` as the hint if none of
/// the known names is near.
#[must_use]
pub fn unknown(kind: &str, name: &OsStr, known: &[&str], otherwise: &str) -> String {
    let name = escaped(name);
    match nearest(&name.to_string(), known) {
        Some(near) => format!("unknown {kind} {name}; did you mean {near}?"),
        None => format!("unknown {kind} {name}; {otherwise}"),
    }
}

/// Returns `unknown KIND NAME` with the nearest of the known names, or with all of them.
#[must_use]
pub fn unknown_of(kind: &str, name: &OsStr, known: &[&str]) -> String {
    unknown(kind, name, known, &format!("use {}", listed(known, "or")))
}

/// Returns the words as an enumeration: `a, b or c`.
#[must_use]
pub fn listed(words: &[&str], conjunction: &str) -> String {
    match words {
        [words @ .., last] if !words.is_empty() => {
            format!("{} {conjunction} {last}", words.join(", "))
        }
        _ => words.concat(),
    }
}

/// Returns the word of `known` that `word` is probably meant to be: it begins with `word`, or
/// differs by at most two letters and by less than half of the known word.
#[must_use]
pub fn nearest<'a>(word: &str, known: &[&'a str]) -> Option<&'a str> {
    let letters = |word: &str| word.trim_start_matches('-').len();
    let begins = |known: &&&str| letters(word) > 2 && known.starts_with(word);
    known.iter().find(begins).copied().or_else(|| {
        known
            .iter()
            .map(|known| (strsim::osa_distance(word, known), *known))
            .filter(|(distance, known)| *distance <= 2.min(letters(known).saturating_sub(1) / 2))
            .min()
            .map(|(_, known)| known)
    })
}

#[cfg(test)]
mod tests {
    use pretty_assertions::assert_eq;

    use super::nearest;

    #[test]
    fn a_misspelling_has_a_nearest_name_and_another_word_has_none() {
        let known = ["assemble", "run", "ready", "alive"];
        assert_eq!(nearest("redy", &known), Some("ready"));
        assert_eq!(nearest("assmeble", &known), Some("assemble"));
        assert_eq!(nearest("rnu", &known), Some("run"));
        assert_eq!(nearest("start", &known), None);
        assert_eq!(nearest("ass", &known), Some("assemble"));
        assert_eq!(nearest("--vers", &["--help", "--version"]), Some("--version"));
        assert_eq!(nearest("--halp", &["--help", "--version"]), Some("--help"));
        assert_eq!(nearest("--keep", &["--help", "--version"]), None);
        assert_eq!(nearest("tcsh", &["bash", "zsh", "fish"]), None);
        assert_eq!(nearest("bahs", &["bash", "zsh", "fish"]), Some("bash"));
    }
}
