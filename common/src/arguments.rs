//! What stands behind a command's name: options of ours, read by argh, and words, which are bytes.
//!
//! argh takes only UTF-8, so words never get there: it is given their name in their place. A command line
//! is nobody's business from its first word on, not even where it says `--help`.

use std::ffi::OsString;
use std::os::unix::ffi::OsStrExt;

use anyhow::Result;
use argh::{EarlyExit, FromArgs};

use crate::error::Error;
use crate::report::{self, shown};

/// What `--version` prints.
pub const VERSION: &str = concat!("s2ibox ", env!("CARGO_PKG_VERSION"), "\n");

/// What a command takes beside options.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Words {
    /// Nothing.
    None,
    /// One word, called this in the help.
    One(&'static str),
    /// A command line, called this in the help.
    CommandLine(&'static str),
}

/// The options that commands have; each command fills in those it knows.
#[derive(Debug, Default)]
pub struct Options {
    /// `--version`.
    pub version: bool,
}

/// Reads options from a command's name and its arguments; [`options`] makes one.
pub type Reader = fn(&[&str], &[&str]) -> Result<Options, EarlyExit>;

/// The reader for a type that argh reads.
///
/// # Errors
/// Help was asked for, or an option is not known.
pub fn options<T: FromArgs + Into<Options>>(
    name: &[&str],
    arguments: &[&str],
) -> Result<Options, EarlyExit> {
    T::from_args(name, arguments).map(Into::into)
}

/// Declares what argh reads for a command: the help text, the fields that only this command has, and the
/// options that all have.
#[macro_export]
macro_rules! arguments {
    ($(#[$about:meta])* struct $name:ident { $($own:tt)* }) => {
        $(#[$about])*
        #[derive(argh::FromArgs)]
        #[argh(help_triggers("-h", "--help"))]
        struct $name {
            /// print the version
            #[argh(switch)]
            version: bool,
            $($own)*
        }

        impl From<$name> for $crate::arguments::Options {
            fn from(arguments: $name) -> Self {
                Self { version: arguments.version }
            }
        }
    };
}

/// The words that the command `name` was given; `None` where help or the version was asked for and has been
/// printed.
///
/// # Errors
/// An option that is not known, a word that is missing or too many: usage.
pub fn read(
    name: &str,
    expected: Words,
    reader: Reader,
    arguments: &[OsString],
) -> Result<Option<Vec<OsString>>> {
    let name = format!("s2i-{name}");
    let (options, words) = split(expected, arguments);
    let options: Vec<_> = options.iter().map(|word| word.to_string_lossy()).collect();
    let options: Vec<_> = options.iter().map(AsRef::as_ref).collect();
    let placeholder = match expected {
        Words::None => vec![],
        Words::One(word) | Words::CommandLine(word) => vec!["--", word],
    };
    match reader(&[&name], &[options.as_slice(), &placeholder].concat()) {
        Ok(options) if options.version => report::output(VERSION.as_bytes()),
        Ok(_) => {
            check_number(&name, expected, &words)?;
            return Ok(Some(words));
        }
        Err(EarlyExit {
            output,
            status: Ok(()),
        }) => report::output(output.as_bytes()),
        Err(EarlyExit { output, .. }) => {
            return Err(unknown_option(&name, &options, &output).into());
        }
    }
    Ok(None)
}

/// Tells options from words. A command line begins with the first word that is no option; else options may
/// stand anywhere before `--`.
fn split(expected: Words, arguments: &[OsString]) -> (Vec<OsString>, Vec<OsString>) {
    let is_option = |word: &OsString| word.as_bytes().starts_with(b"-");
    let begins_words = |word: &OsString| {
        word == "--" || (matches!(expected, Words::CommandLine(_)) && !is_option(word))
    };
    let own = arguments
        .iter()
        .position(begins_words)
        .unwrap_or(arguments.len());
    let (own, rest) = arguments.split_at(own);
    let rest = match rest {
        [first, rest @ ..] if first == "--" => rest,
        _ => rest,
    };
    let (options, mut words): (Vec<_>, Vec<_>) = own.iter().cloned().partition(is_option);
    words.extend_from_slice(rest);
    (options, words)
}

fn check_number(name: &str, expected: Words, words: &[OsString]) -> Result<(), Error> {
    let text = match (expected, words) {
        (Words::None, []) | (Words::One(_), [_]) | (Words::CommandLine(_), [_, ..]) => {
            return Ok(());
        }
        (Words::One(word) | Words::CommandLine(word), []) => {
            format!("{name}: {word} is missing; see {name} --help")
        }
        (Words::None, [first, ..]) => {
            format!(
                "{name}: unexpected argument {}; it takes none",
                shown(first)
            )
        }
        (Words::One(word), [_, second, ..]) => {
            format!(
                "{name}: unexpected argument {}; it takes one {word}",
                shown(second)
            )
        }
    };
    Err(Error::Usage(text))
}

/// From what argh says: `Unrecognized argument: --halp`, and more lines.
fn unknown_option(name: &str, options: &[&str], output: &str) -> Error {
    let said = output.lines().next().unwrap_or_default();
    let wrong = options.iter().find(|option| said.ends_with(**option));
    let text = wrong.map_or_else(|| said.to_owned(), |wrong| format!("no option {wrong}"));
    let hint = wrong
        .and_then(|wrong| nearest(wrong, &["--help", "--version"]))
        .map_or_else(String::new, |known| format!("did you mean {known}? "));
    Error::Usage(format!("{name}: {text}; {hint}see {name} --help"))
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
