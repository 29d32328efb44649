//! Parses a command line: the options by argh, the operands as bytes.

use std::ffi::{OsStr, OsString};
use std::os::unix::ffi::OsStrExt;

use anyhow::Result;
use argh::{ArgsInfo, EarlyExit, FlagInfoKind, FromArgs};

use crate::cli::description::{self, Description};
use crate::cli::operands;
use crate::cli::options::Options;
use crate::cli::shared_options::{self, SharedOption};
use crate::cli::usage_error::{unknown, usage_error};
use crate::error::Error;
use crate::output::lines;
use crate::output::quoting::escaped;

/// The text that `--version` prints.
pub const VERSION: &str = concat!("s2ibox ", env!("CARGO_PKG_VERSION"), "\n");

/// The parser for the arguments of one command.
pub struct Parser {
    from_args: fn(&[&str], &[&str]) -> Result<Options, EarlyExit>,
    /// Returns the description of the options and operands.
    pub describe: fn() -> Description,
}

/// The arguments of one call.
pub struct Call {
    /// The options, those from variables included.
    pub options: Options,
    /// The operands.
    pub operands: Vec<OsString>,
}

/// What a command line asks for.
enum Request {
    Help,
    Version,
    Run { options: Vec<String>, operands: Vec<OsString> },
}

impl Parser {
    /// Returns the parser for a type that [`crate::arguments!`] defines.
    #[must_use]
    pub const fn of<T: FromArgs + ArgsInfo + Into<Options>>() -> Self {
        Self {
            from_args: |name, arguments| T::from_args(name, arguments).map(Into::into),
            describe: T::get_args_info,
        }
    }

    /// Parses the arguments of the command `name`. Returns `None` if they ask for help or for the
    /// version, which is then printed.
    ///
    /// # Errors
    /// [`Error::Usage`] for an unknown option, a wrong value, a missing or an unexpected operand.
    pub fn parse(&self, name: &str, arguments: &[OsString]) -> Result<Option<Call>> {
        lines::warn_of_unknown_level();
        let description = (self.describe)();
        let (mut options, operands) = match split(name, &description, arguments)? {
            Request::Run { options, operands } => (options, operands),
            Request::Version => {
                lines::output(VERSION.as_bytes());
                return Ok(None);
            }
            Request::Help => {
                let help = (self.from_args)(&[&format!("s2i-{name}")], &["--help"]);
                lines::output(
                    wrapped(&help.err().map_or_else(String::new, |help| help.output)).as_bytes(),
                );
                return Ok(None);
            }
        };
        operands::check(name, &description, &operands)?;
        let from_variables = shared_options::add_variables(&mut options, &description)?;
        let options = self
            .parse_options(options)
            .map_err(|message| wrong_value(name, &message, &from_variables))?;
        Ok(Some(Call { options, operands }))
    }

    /// Parses option arguments that [`Parser::parse`] has put into [`Options::arguments`].
    ///
    /// # Errors
    /// The message of argh.
    pub fn parse_options(&self, arguments: Vec<String>) -> Result<Options, String> {
        let for_argh = description::with_placeholder(&arguments, &(self.describe)());
        match (self.from_args)(&[], &for_argh) {
            Ok(options) => Ok(Options { arguments, ..options }),
            Err(early_exit) => Err(early_exit.output),
        }
    }
}

/// Separates options with their values from operands. Options may stand anywhere before `--`, but
/// a command line, such as that of `s2i-exec`, begins with the first operand and is left untouched.
fn split(name: &str, description: &Description, arguments: &[OsString]) -> Result<Request, Error> {
    let (mut options, mut operands) = (Vec::new(), Vec::new());
    let mut rest = arguments.iter();
    while let Some(argument) = rest.next() {
        if argument == "--" {
            break;
        }
        if !argument.as_bytes().starts_with(b"-") {
            operands.push(argument.clone());
            if description::takes_command_line(description) {
                break;
            }
            continue;
        }
        let argument = argument.to_string_lossy();
        let (option, value) = match argument.split_once('=') {
            Some((option, value)) => (option, Some(value.to_owned())),
            None => (&*argument, None),
        };
        match (description::find_option(description, option).map(|flag| &flag.kind), value) {
            (Some(_), None) if option == "--help" || option == "-h" => return Ok(Request::Help),
            (Some(_), None) if option == "--version" || option == "-V" => {
                return Ok(Request::Version);
            }
            (Some(FlagInfoKind::Switch), None) => options.push(option.to_owned()),
            // `--init=group` is the switch `--init-group`: argh has no optional values.
            (Some(FlagInfoKind::Switch), Some(value))
                if description::find_option(description, &format!("{option}-{value}"))
                    .is_some() =>
            {
                options.push(format!("{option}-{value}"));
            }
            (Some(FlagInfoKind::Option { .. }), value) => {
                let next = || rest.next().map(|value| value.to_string_lossy().into_owned());
                let Some(value) = value.or_else(next) else {
                    let text = format!("{option} needs a value; see s2i-{name} --help");
                    return Err(usage_error(name, text));
                };
                options.extend([option.to_owned(), value]);
            }
            _ => return Err(unknown_option(name, description, &argument)),
        }
    }
    operands.extend(rest.cloned());
    Ok(Request::Run { options, operands })
}

fn unknown_option(name: &str, description: &Description, option: &str) -> Error {
    let known: Vec<_> = description.flags.iter().map(|flag| flag.long).collect();
    let see_help = format!("see s2i-{name} --help");
    usage_error(name, unknown("option", OsStr::new(option), &known, &see_help))
}

/// Returns the usage error for what argh says of the value of an option. An option that comes from
/// a variable is named by the variable.
fn wrong_value(name: &str, message: &str, from_variables: &[&SharedOption]) -> Error {
    let message = message.trim_end();
    let parts = message.strip_prefix("Error parsing option '").and_then(|rest| {
        let (option, rest) = rest.split_once("' with value '")?;
        let (value, allowed) = rest.rsplit_once("': ")?;
        Some((option, value, allowed))
    });
    let Some((option, value, allowed)) = parts else {
        return usage_error(name, format!("{}; see s2i-{name} --help", escaped(message)));
    };
    let text = format!("is '{}'; it must be {allowed}", escaped(value));
    match from_variables.iter().find(|shared| shared.long == option) {
        Some(SharedOption { variable, .. }) => Error::Usage(format!("{variable} {text}")),
        None if allowed == "duplicate values provided" => {
            usage_error(name, format!("{option} is given twice; give it once"))
        }
        None => usage_error(name, format!("{option} {text}")),
    }
}

/// Returns `help` with lines of at most 80 columns; argh leaves the description on one line.
fn wrapped(help: &str) -> String {
    const WIDTH: usize = 80; // columns
    let mut text = String::new();
    for line in help.lines() {
        let mut column = 0;
        // The lines that argh wraps itself are indented with several spaces, which stay.
        for word in if line.len() > WIDTH { line.split(' ').collect() } else { vec![line] } {
            if column > 0 && column + word.len() >= WIDTH {
                text.push('\n');
                column = 0;
            } else if column > 0 {
                text.push(' ');
            }
            text.push_str(word);
            column += word.len() + 1;
        }
        text.push('\n');
    }
    text
}
