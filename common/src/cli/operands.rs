//! The operands of a command: how many there are, and what they can be.

use std::ffi::OsString;

use argh::{Optionality, PositionalInfo};

use crate::cli::arguments::Description;
use crate::cli::usage_error::usage_error;
use crate::error::Error;
use crate::hooks::category::Category;
use crate::output::quoting::escaped;

/// Returns whether the operands are a command line, which is passed on from its first word on.
#[must_use]
pub fn are_command_line(description: &Description) -> bool {
    description.positionals.iter().any(|operand| operand.optionality == Optionality::Greedy)
}

/// Returns `options` for argh, with a placeholder for an operand that must be there: argh takes only
/// UTF-8, so the operands themselves do not go through it.
#[must_use]
pub fn with_placeholder<'a>(options: &'a [String], description: &Description) -> Vec<&'a str> {
    let required = |operand: &&PositionalInfo| operand.optionality == Optionality::Required;
    let mut arguments: Vec<_> = options.iter().map(String::as_str).collect();
    if let Some(operand) = description.positionals.first().filter(required) {
        arguments.extend(["--", operand.name]);
    }
    arguments
}

/// Checks the number of the operands and their values.
///
/// # Errors
/// [`Error::Usage`] for a missing operand, for one too many, and for a wrong value.
pub fn check(name: &str, description: &Description, operands: &[OsString]) -> Result<(), Error> {
    let expected = description.positionals.first();
    let problem = match (expected.map(|operand| (operand.name, &operand.optionality)), operands) {
        (None, [first, ..]) => format!("unexpected argument {}; it takes none", escaped(first)),
        (Some((operand, Optionality::Required | Optionality::Greedy)), []) => {
            format!("{operand} is missing; see s2i-{name} --help")
        }
        (Some((operand, Optionality::Required | Optionality::Optional)), [_, second, ..]) => {
            format!("unexpected argument {}; it takes one {operand}", escaped(second))
        }
        (Some(("CATEGORY", _)), [category]) => match Category::parse(category) {
            Ok(_) => return Ok(()),
            Err(problem) => problem,
        },
        _ => return Ok(()),
    };
    Err(usage_error(name, problem))
}
