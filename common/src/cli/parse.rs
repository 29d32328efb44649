//! What stands behind a command's name: options of ours, read by argh, and words, which are bytes.
//!
//! argh takes only UTF-8, so words never get there: it is given their name in their place. A command line
//! is nobody's business from its first word on, not even where it says `--help`.

use std::ffi::OsString;
use std::os::unix::ffi::OsStrExt;

use anyhow::Result;
use argh::{ArgsInfo, EarlyExit, FromArgs};

use crate::cli::options::{Known, Options};
use crate::output::lines;

pub use crate::cli::usage_error::nearest;
use crate::cli::usage_error::{check_number, wrong_option};

/// What `--version` prints.
pub const VERSION: &str = concat!("s2ibox ", env!("CARGO_PKG_VERSION"), "\n");

/// The options that take a value, which is the next word or stands behind `=`.
const WITH_VALUE: [&str; 2] = ["--timeout", "--env-of"];

/// What a command takes beside options.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Words {
    /// Nothing.
    None,
    /// One word, called this in the help.
    One(&'static str),
    /// One word or nothing, called this in the help.
    Maybe(&'static str),
    /// A command line, called this in the help.
    CommandLine(&'static str),
}

/// What argh knows of a command or a tool: its options with their help, what it takes beside them.
pub type About = argh::CommandInfoWithArgs;

/// How a command reads its options; [`crate::arguments!`] declares the type that [`OptionParser::of`] wants.
pub struct OptionParser {
    read: fn(&[&str], &[&str]) -> Result<Options, EarlyExit>,
    known: &'static [Known],
    names: &'static [&'static str],
    /// What the help says, as data.
    pub about: fn() -> About,
}

/// What [`crate::arguments!`] declares.
pub trait Declared: FromArgs + ArgsInfo + Into<Options> {
    /// The options that this command knows beside the common ones.
    const KNOWN: &'static [Known];
    /// Their names, and those of the common ones.
    const NAMES: &'static [&'static str];
}

impl OptionParser {
    /// The reader for a type that argh reads.
    #[must_use]
    pub const fn of<T: Declared>() -> Self {
        Self {
            read: |name, arguments| T::from_args(name, arguments).map(Into::into),
            known: T::KNOWN,
            names: T::NAMES,
            about: T::get_args_info,
        }
    }
}

/// What a command was given.
pub struct Given {
    /// Its options, those from the environment included.
    pub options: Options,
    /// Its words.
    pub words: Vec<OsString>,
}

/// What the command `name` was given; `None` where help or the version was asked for and has been printed.
///
/// # Errors
/// An option that is not known, a value that it cannot have, a word that is missing or too many: usage.
pub fn read(
    name: &str,
    expected: Words,
    reader: &OptionParser,
    arguments: &[OsString],
) -> Result<Option<Given>> {
    lines::warn_of_unknown_level();
    let name = format!("s2i-{name}");
    let (options, words) = split(expected, &WITH_VALUE, arguments);
    let options: Vec<_> = options.iter().map(String::as_str).collect();
    match (reader.read)(&[&name], &[options.as_slice(), &placeholder(expected)].concat()) {
        Ok(options) if options.version => lines::output(VERSION.as_bytes()),
        Ok(mut options) => {
            check_number(&name, expected, &words)?;
            options.fill_in(reader.known)?;
            return Ok(Some(Given { options, words }));
        }
        Err(EarlyExit { output, status: Ok(()) }) => lines::output(wrapped(&output).as_bytes()),
        Err(EarlyExit { output, .. }) => {
            return Err(wrong_option(&name, &options, reader.names, &output).into());
        }
    }
    Ok(None)
}

/// The options of a tool, which argh reads into `T`, and its words; `None` where help or the version was asked
/// for and has been printed. `with_value` are the options that take a value, `switches` the others.
///
/// # Errors
/// An option that is not known, a value that it cannot have, a word that is missing or too many: usage.
pub fn read_tool<T: FromArgs>(
    name: &str,
    expected: Words,
    with_value: &[&str],
    switches: &[&str],
    arguments: &[OsString],
) -> Result<Option<(T, Vec<OsString>)>> {
    let mut read = None;
    let words =
        read_words(name, expected, with_value, switches, arguments, &mut |name, options| {
            T::from_args(name, options).map(|options| read = Some(options))
        })?;
    Ok(read.zip(words))
}

/// Reads the options of a tool from its name and its arguments.
type ToolReader<'a> = dyn FnMut(&[&str], &[&str]) -> Result<(), EarlyExit> + 'a;

/// What [`read_tool`] does whatever is read, so that it is in the binary once.
fn read_words(
    name: &str,
    expected: Words,
    with_value: &[&str],
    switches: &[&str],
    arguments: &[OsString],
    read: &mut ToolReader<'_>,
) -> Result<Option<Vec<OsString>>> {
    lines::warn_of_unknown_level();
    let name = format!("s2i-{name}");
    let (options, words) = split(expected, with_value, arguments);
    let options: Vec<_> = options.iter().map(String::as_str).collect();
    if options.contains(&"--version") {
        lines::output(VERSION.as_bytes());
        return Ok(None);
    }
    match read(&[&name], &[options.as_slice(), &placeholder(expected)].concat()) {
        Ok(()) => {
            check_number(&name, expected, &words)?;
            Ok(Some(words))
        }
        Err(EarlyExit { output, status: Ok(()) }) => {
            lines::output(wrapped(&output).as_bytes());
            Ok(None)
        }
        Err(EarlyExit { output, .. }) => {
            let names = [with_value, switches, &["--version", "--help"]].concat();
            Err(wrong_option(&name, &options, &names, &output).into())
        }
    }
}

/// What argh is given in place of the words.
fn placeholder(expected: Words) -> Vec<&'static str> {
    match expected {
        Words::None | Words::Maybe(_) => vec![],
        Words::One(word) | Words::CommandLine(word) => vec!["--", word],
    }
}

/// Tells options, with their values, from words. A command line begins with the first word that is no option;
/// else options may stand anywhere before `--`.
fn split(
    expected: Words,
    with_value: &[&str],
    arguments: &[OsString],
) -> (Vec<String>, Vec<OsString>) {
    let (mut options, mut words) = (Vec::new(), Vec::new());
    let mut rest = arguments.iter();
    while let Some(word) = rest.next() {
        if word == "--" {
            break;
        }
        if !word.as_bytes().starts_with(b"-") {
            words.push(word.clone());
            if matches!(expected, Words::CommandLine(_)) {
                break;
            }
            continue;
        }
        let option = word.to_string_lossy().into_owned();
        match option.split_once('=') {
            Some((name, value)) if with_value.contains(&name) => {
                options.extend([name.to_owned(), value.to_owned()]);
            }
            Some(("--init", "group")) => options.push("--init-group".to_owned()),
            _ if with_value.contains(&option.as_str()) => {
                options.push(option);
                options.extend(rest.next().map(|value| value.to_string_lossy().into_owned()));
            }
            _ => options.push(option),
        }
    }
    words.extend(rest.cloned());
    (options, words)
}

/// The help, in which argh leaves what a command is about on a line of its own, however long.
fn wrapped(help: &str) -> String {
    const WIDTH: usize = 80; // in columns
    let mut text = String::new();
    for line in help.lines() {
        let mut column = 0;
        if line.len() > WIDTH {
            for word in line.split(' ') {
                if column > 0 && column + word.len() >= WIDTH {
                    text.push('\n');
                    column = 0;
                } else if column > 0 {
                    text.push(' ');
                }
                text.push_str(word);
                column += word.len() + 1;
            }
        } else {
            text.push_str(line);
        }
        text.push('\n');
    }
    text
}
