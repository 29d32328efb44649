//! The description of a command's options and operands, which argh derives from its arguments type.

use argh::{FlagInfo, Optionality, PositionalInfo};

/// The help as data; parser, completion and man pages read it.
pub type Description = argh::CommandInfoWithArgs;

/// Returns the option of this long name (`--timeout`) or short name (`-V`).
#[must_use]
pub fn find_option<'a>(description: &'a Description, name: &str) -> Option<&'a FlagInfo<'static>> {
    let is_short = |short: char| name.strip_prefix('-') == Some(short.encode_utf8(&mut [0; 4]));
    description.flags.iter().find(|flag| {
        flag.long == name
            || flag.short.is_some_and(is_short)
            || (name == "-h" && flag.long == "--help")
    })
}

/// Returns whether the operands are a command line, which is passed on from its first word on.
#[must_use]
pub fn takes_command_line(description: &Description) -> bool {
    description.positionals.iter().any(|operand| operand.optionality == Optionality::Greedy)
}

/// Returns `options` for argh, with a placeholder for an operand that must be there: argh takes
/// only UTF-8, so the operands themselves do not go through it.
#[must_use]
pub fn with_placeholder<'a>(options: &'a [String], description: &Description) -> Vec<&'a str> {
    let required = |operand: &&PositionalInfo| operand.optionality == Optionality::Required;
    let mut arguments: Vec<_> = options.iter().map(String::as_str).collect();
    if let Some(operand) = description.positionals.first().filter(required) {
        arguments.extend(["--", operand.name]);
    }
    arguments
}
