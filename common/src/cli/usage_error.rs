//! What is wrong with a command line, in our words and with a hint.

use std::ffi::OsString;

use crate::cli::parse::Words;
use crate::error::Error;
use crate::output::quoting::escaped;

/// Checks how many words there are.
///
/// # Errors
/// There are too few or too many: usage.
pub fn check_number(name: &str, expected: Words, words: &[OsString]) -> Result<(), Error> {
    let text = match (expected, words) {
        (Words::None | Words::Maybe(_), [])
        | (Words::One(_) | Words::Maybe(_), [_])
        | (Words::CommandLine(_), [_, ..]) => return Ok(()),
        (Words::One(word) | Words::CommandLine(word), []) => {
            format!("{name}: {word} is missing; see {name} --help")
        }
        (Words::None, [first, ..]) => {
            format!("{name}: unexpected argument {}; it takes none", escaped(first))
        }
        (Words::One(word) | Words::Maybe(word), [_, second, ..]) => {
            format!("{name}: unexpected argument {}; it takes one {word}", escaped(second))
        }
    };
    Err(Error::Usage(text))
}

/// From what argh says, in our words: an option is not known, lacks its value, has one that it cannot have, or two.
pub fn wrong_option(name: &str, options: &[&str], names: &[&str], said: &str) -> Error {
    let said = said.trim_end();
    let between = |before: &str, after: &str| said.strip_prefix(before)?.strip_suffix(after);
    let value = between("Error parsing option '", "").and_then(|rest| {
        let (option, rest) = rest.split_once("' with value '")?;
        Some((option, rest.rsplit_once("': ")?))
    });
    let unknown = between("Unrecognized argument: ", "")
        .and_then(|wrong| options.iter().find(|option| **option == wrong));
    let text = if let Some((option, (value, wanted))) = value {
        match wanted {
            "duplicate values provided" => format!("{option} is given twice; give it once"),
            _ => format!("{option} is '{}'; it must be {wanted}", escaped(value)),
        }
    } else if let Some(option) = between("No value provided for option '", "'.") {
        format!("{option} lacks its value; see {name} --help")
    } else if let Some(wrong) = unknown {
        let hint = nearest(wrong, names)
            .map_or_else(String::new, |known| format!("did you mean {known}? "));
        format!("no option {}; {hint}see {name} --help", escaped(wrong))
    } else {
        format!("{}; see {name} --help", escaped(said))
    };
    Error::Usage(format!("{name}: {text}"))
}

/// The word of `known` that `word` is a near miss of, by at most two letters and half of the word.
#[must_use]
pub fn nearest<'a>(word: &str, known: &[&'a str]) -> Option<&'a str> {
    let letters = |word: &str| word.trim_start_matches('-').len();
    known
        .iter()
        .map(|known| (strsim::osa_distance(word, known), *known))
        .filter(|(distance, known)| *distance <= 2.min(letters(known) / 2))
        .min()
        .map(|(_, known)| known)
}

#[cfg(test)]
mod tests {
    use pretty_assertions::assert_eq;

    use super::nearest;

    #[test]
    fn a_near_miss_is_found_and_a_stranger_is_not() {
        let known = ["assemble", "run", "ready", "alive"];
        assert_eq!(nearest("redy", &known), Some("ready"));
        assert_eq!(nearest("assmeble", &known), Some("assemble"));
        assert_eq!(nearest("rnu", &known), Some("run"));
        assert_eq!(nearest("start", &known), None);
        assert_eq!(nearest("--halp", &["--help", "--version"]), Some("--help"));
    }
}
